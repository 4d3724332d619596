"""Plausibility on small organisations in which the culprit is planted."""

import math
from typing import Any

import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.runner import Runner
from simulator.methods.plausibility.moves import DIALS
from simulator.methods.plausibility.plausible import Plausibility, plausible
from simulator.model.plain import plain
from simulator.questions.plausible.words import TURNED, shown
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import merge

TREE: dict[str, Any] = {
    "version": 1,
    "name": "Two teams",
    "horizon": "320 days",
    "warm_up": "60 days",
    "work": {"change": {"arrivals": "10 per week", "facts": 6, "route": ["A", "B"]}},
    "defaults": {
        "team": {"people": 7, "effort": {"mean": "2 days", "cv": 0.8}},
        "boundary": {"fidelity": {"value": 0.9, "low": 0.5, "high": 0.99}},
    },
    "teams": {"A": {}, "B": {}},
    "boundaries": [],
    "incidents": {"manifest": {"value": 0.1, "low": 0.05, "high": 0.4}},
    "external": {"rate": "0.3 per week", "resolver": "B"},
}
FEW = 40


def found(**changes: Any) -> Plausibility:
    scenario = Scenario.from_tree(merge(TREE, changes))
    return plausible(scenario, Runner(seed=1), replications=FEW)


def today(name: str) -> float:
    """What the plain organisation gives, so that records can be planted beside it."""
    records = {"changes": "10 per week", "failed_changes": 0.1, "serious_per_year": 10,
               "restore_p50": "3 h"}  # fmt: skip
    return {each.what: each.model for each in found(observed=records).likenesses}[name]


def verdicts(answer: Plausibility, group: str) -> dict[str, str]:
    return {check.name: check.verdict for check in answer.checks if check.group == group}


def test_records_that_the_model_gives_itself_look_like_you() -> None:
    rate = today("change_failure_rate") / 100.0
    answer = found(observed={"changes": "10 per week", "failed_changes": {"value": rate, "n": 520}})
    assert answer.like is True
    assert not answer.fails
    assert answer.moves == ()
    assert shown(answer).headline.startswith("Today looks like you")
    assert shown(answer).lines[0].startswith("40 simulated years do not tell")


def test_without_records_nothing_is_claimed_and_nothing_fails() -> None:
    answer = found()
    assert answer.like is None
    assert not answer.fails
    assert "no records of its own" in shown(answer).headline
    assert shown(answer).views == ()


def test_twice_the_failures_are_mended_by_the_parameter_turned_the_right_way_and_about_twice() -> (
    None
):
    rate = 2.0 * today("change_failure_rate") / 100.0
    answer = found(observed={"failed_changes": {"value": rate, "n": 2000}})
    assert answer.fails
    assert answer.like is False
    (move,) = [each for each in answer.moves if each.parameter == "incidents.manifest"]
    assert move.direction == "raise"
    # failures are close to linear in the probability that a mistake shows
    assert 1.7 < move.times < 2.6
    assert move.reaches
    assert move.within is True
    assert move.after == pytest.approx(100.0 * rate, rel=0.1)
    page = shown(answer)
    assert "Today does not look like you yet" in page.headline
    told = "if unnoticed mistakes show more often (incidents.manifest 0.1 to "
    assert any(told in line for line in page.lines)


def test_the_advice_is_what_the_changed_file_gives() -> None:
    rate = 2.0 * today("change_failure_rate") / 100.0
    seen = {"failed_changes": {"value": rate, "n": 2000}}
    move = next(m for m in found(observed=seen).moves if m.parameter == "incidents.manifest")
    again = found(observed=seen, incidents={"manifest": move.then[0]})
    (likeness,) = again.likenesses
    assert likeness.model == pytest.approx(move.after, rel=1e-9)
    assert again.like is True


def test_a_fifth_of_the_failures_asks_for_less_and_say_so() -> None:
    rate = 0.2 * today("change_failure_rate") / 100.0
    answer = found(observed={"failed_changes": {"value": rate, "n": 4000}})
    assert {move.direction for move in answer.moves if move.parameter != "boundary.fidelity"} == {
        "lower"
    }
    (edge,) = [move for move in answer.moves if move.parameter == "boundary.fidelity"]
    assert edge.direction == "raise"
    assert edge.gap


def test_a_team_with_more_work_than_time_fails_and_is_told_how_many_people_are_enough() -> None:
    answer = found(teams={"B": {"people": 3}}, observed={"changes": "10 per week"})
    assert verdicts(answer, "busy") == {"A": "fine", "B": "fails"}
    assert answer.fails
    (team,) = answer.people
    # 10 changes of 2 days a week need 4 people, repairs come on top
    assert team.team == "B"
    assert 5 <= team.enough <= 7
    assert team.busy <= 0.9
    assert answer.moves == ()
    assert "B has more work than time" in shown(answer).headline


def test_more_changes_than_a_team_can_do_ask_for_people_as_well() -> None:
    answer = found(observed={"changes": "18 per week"})
    (move,) = answer.moves
    assert (move.parameter, move.direction) == ("work.arrivals", "raise")
    assert move.times == pytest.approx(1.8, rel=0.05)
    assert not move.reaches
    assert {team.team for team in move.people} == {"A", "B"}
    assert any(" people in A, " in line for line in shown(answer).lines)


def test_what_is_outside_the_published_is_odd_but_does_not_fail() -> None:
    answer = found(defaults={"boundary": {"fidelity": 0.1, "shared_context": 0, "readback": 0,
                                          "assumption_accuracy": 0}})  # fmt: skip
    assert verdicts(answer, "kept") == {"change": "odd"}
    assert not answer.fails
    assert any("Look again at handovers of change" in line for line in shown(answer).lines)


def test_a_team_that_is_hardly_busy_is_told_the_usual_share_of_its_time() -> None:
    answer = found(teams={"A": {"people": 60}, "B": {}})
    busy = next(each for each in answer.checks if (each.group, each.name) == ("busy", "A"))
    assert busy.verdict == "odd"
    told = next(line for line in shown(answer).lines if line.startswith("Look again at A: busy"))
    assert f"; {100 * busy.expected_low:.0f} to {100 * busy.expected_high:.0f} % is usual" in told
    assert 0 < busy.expected_low < busy.expected_high <= 1


def test_products_are_those_of_the_file() -> None:
    known = {product.name: product for product in found().products}
    lost = known["lost and assumed wrongly"]
    # not conveyed, not known, not asked back, and assumed wrongly
    assert lost.low == lost.high == pytest.approx(0.1 * 0.7 * 0.8 * 0.4)
    assert known["missing and asked back"].low == pytest.approx(0.1 * 0.7 * 0.2)
    assert known["nobody's work"].low == pytest.approx(0.2 * 0.2)
    assert known["out of date on arrival"].low == pytest.approx(0.2 / 5 * 0.025 * 40 / 2)
    assert known["made inside and not removed"].low == pytest.approx(0.5 * 0.15)


@pytest.mark.parametrize(
    ("sync_every", "days"), [("519 days", 519), ("521 days", 520), ("never", 520)]
)
def test_a_team_that_never_looks_is_out_of_date_by_a_year_as_after_two(
    sync_every: str, days: float
) -> None:
    answer = found(defaults={"boundary": {"sync_every": sync_every}})
    known = {product.name: product for product in answer.products}
    assert known["out of date on arrival"].low == pytest.approx(0.2 / 5 * 0.025 * days / 2)


def test_every_dial_turns_its_parameter_and_nothing_else() -> None:
    assert {dial.key for dial in DIALS} == set(TURNED)
    program = program_for(Scenario.from_tree(TREE))
    for dial in DIALS:
        turned = dial.turned(program, 0.5)
        for table in ("epochs", "teams", "edges"):
            before, after = getattr(program, table), getattr(turned, table)
            moved = {name for name in before.dtype.names if (before[name] != after[name]).any()}
            assert moved == (set(dial.columns) if table == dial.table else set()), dial.key
        value = next(iter(dial.values(program.scenario))).value
        assert dial.moved(value, 1.0) == pytest.approx(value)
        assert math.isfinite(dial.moved(value, 5.0))
    arrivals = DIALS[0]
    assert arrivals.turned(program, 2.0).rates[0, 0] == 2.0 * program.rates[0, 0]


def test_json_holds_checks_changes_people_and_products() -> None:
    told = plain(found(observed={"changes": "18 per week"}))
    assert list(told)[:3] == ["scenario", "seed", "replications"]
    assert told["looks_like_you"] is False
    assert told["changes"][0]["parameter"] == "work.arrivals"
    assert {"name", "group", "value", "low", "high", "verdict"} <= set(told["checks"][0])


def test_every_record_that_no_company_of_the_file_can_produce_stands_there() -> None:
    seen = {"bounces": {"value": 30, "n": 50}, "restore_p50": {"value": "400 h", "n": 50}}
    scenario = Scenario.from_tree(merge(TREE, {"observed": seen}))
    told = plausible(scenario, Runner(seed=1), replications=2, worlds=8)
    assert {each.record for each in told.unreachable} == set(seen)
    lines = " ".join(shown(told).lines)
    assert "a failure is passed on 30 times; with what you told us it can be" in lines
    assert "half of all outages end within 400 hours; with what you told us it can be" in lines
    assert f"Of {told.drawn} companies drawn over what the file leaves open" in lines
    assert plausible(scenario, Runner(seed=1), replications=2).drawn == 0
