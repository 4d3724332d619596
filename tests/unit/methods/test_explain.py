"""One failure explained: known answers in organisations where only one thing can go wrong."""

from typing import Any

import numpy as np
import pytest

from simulator.engines.program.compilation import program_for
from simulator.engines.reference.engine import simulate
from simulator.methods.failure.counterfactual import Counterfactual, at_ceiling
from simulator.methods.failure.explanation import Explanation, explain, instructive
from simulator.methods.failure.story import OUTSIDE, What
from simulator.model.plain import plain
from simulator.questions.explain.story import tell, timeline
from simulator.questions.explain.words import (
    chosen,
    explanation_tables,
    failures_table,
    levers_table,
    what_if,
    year_words,
)
from simulator.scenario.scenario import Scenario

ALWAYS = {"adherence": 1, "overhead": "0 h", "ramp": "60 days", "scale": "8 person-days per place"}
LEVERS = {
    "engineering": {**ALWAYS, "ceiling": {"defects_per_item": 0}},
    "verification": {**ALWAYS, "ceiling": {"defect_removal": 1}},
    "contracts": {**ALWAYS, "ceiling": {"fidelity": 1, "contract_tests": 1}},
    "ownership": {**ALWAYS, "ceiling": {"owned": 1}},
    "recovery": {**ALWAYS, "ceiling": {"rollback": 1}},
}
NOTHING_INSIDE = {"people": 40, "effort": {"mean": "1 day"}, "defects_per_item": 0}
NOTHING_BETWEEN = {"fidelity": 1, "changes_per_week": 0, "boundary_work": 0, "owned": 1}


def organisation(
    team: dict[str, Any] | None = None, boundary: dict[str, Any] | None = None, **override: Any
) -> dict[str, Any]:
    """Return three teams in a row in which nothing goes wrong but what is given."""
    tree: dict[str, Any] = {
        "version": 1,
        "external": "none",
        "name": "three teams",
        "horizon": "120 days",
        "warm_up": "10 days",
        "work": [
            {
                "kind": "change",
                "arrivals": "3 per week",
                "facts": 4,
                "fact_names": ["the retry limit", "who validates"],
                "route": ["A", "B", "C"],
            }
        ],
        "defaults": {
            "team": {**NOTHING_INSIDE, "catches_misunderstandings": 0, "catches_defects": 0},
            "boundary": NOTHING_BETWEEN,
        },
        "teams": {"A": {}, "B": team or {}, "C": {"rollback": 1}},
        "boundaries": [{"from": "A", "to": "B", **(boundary or {})}],
        "incidents": {"manifest": 1, "latency": "3 days", "bad_fix": 0},
        "levers": LEVERS,
    }
    return {**tree, **override}


LOSES = {"fidelity": 0.8, "shared_context": 0, "readback": 0, "assumption_accuracy": 0}
DRIFTS = {"changes_per_week": 5, "exposure": 0.1, "sync_every": "40 days", "contract_tests": 0}
UNOWNED = {"boundary_work": 0.5, "owned": 0}
MAKES = {"defects_per_item": 0.5, "defect_removal": 0}
STORMS = {"rate": "1 per week", "resolver": "B", "severity": {"P1": 1, "P2": 0, "P3": 0, "P4": 0}}


def explained(tree: dict[str, Any], **asked: Any) -> Explanation:
    return explain(program_for(Scenario.from_tree(tree)), simulate, seed=1, **asked)


def under(explanation: Explanation, lever: str) -> Counterfactual:
    return next(row for row in explanation.counterfactuals if row.lever == lever)


def prevented_by(explanation: Explanation) -> set[str]:
    return {row.lever for row in explanation.counterfactuals if row.change == "gone"}


def test_where_only_a_boundary_loses_the_story_names_it_and_the_fact() -> None:
    found = explained(organisation(boundary=LOSES))
    failure = found.story.failure
    assert (failure.mechanism, failure.origin, failure.side) == ("lost", "A -> B", "edge")
    assert failure.blamed == "C"
    assert failure.misattributed
    assert failure.depth == 2
    told = " ".join(tell(found))
    assert "A hands over to B. One thing gets lost on the way: " in told
    assert "B builds on the mistake, the first team to do so." in told
    assert "that is what is wrong: they cannot see it." in told
    assert "it started at the handover from A to B" in told
    assert told.endswith("C was blamed, and it did not begin there.")
    assert {story.fact for story in map(_story_of, _all(organisation(boundary=LOSES)))} == {
        "the retry limit",
        "who validates",
        "fact 2",
        "fact 3",
    }


def _all(tree: dict[str, Any]) -> list[Explanation]:
    number = len(explained(tree, years=0).failures)
    return [
        explained({**tree, "levers": {}}, number=each, years=0) for each in range(1, number + 1)
    ]


def _story_of(explanation: Explanation) -> Any:
    return explanation.story


@pytest.mark.parametrize(
    ("tree", "mechanism", "cures"),
    [
        (organisation(boundary=LOSES), "lost", {"contracts"}),
        (organisation(boundary=DRIFTS), "drift", {"contracts"}),
        (organisation(boundary=UNOWNED), "unowned", {"ownership"}),
        (organisation(team=MAKES), "defect", {"engineering", "verification"}),
        (organisation(external=STORMS), "external", set()),
    ],
)
def test_the_lever_that_closes_the_only_hole_prevents_it_and_no_other_does(
    tree: dict[str, Any], mechanism: str, cures: set[str]
) -> None:
    found = explained(tree)
    assert {failure.mechanism for failure in found.failures} == {mechanism}
    assert prevented_by(found) == cures
    assert all(row.change == row.error for row in found.counterfactuals)
    assert found.year is not None
    assert found.year.failures == found.year.inside + found.year.between + found.year.outside
    for row in found.year.levers:
        assert row.new == row.changes_new == 0
        assert row.gone + row.open == (found.year.failures if row.lever in cures else 0)
        assert row.changes_gone == (found.year.changes if row.lever in cures else 0)


def test_where_only_a_core_makes_mistakes_its_own_checks_are_told() -> None:
    found = explained(organisation(team={**MAKES, "defect_removal": 0.2}))
    born = found.story.of(What.BORN)[0]
    assert (born.lane, born.chance) == ("B", 0.2)
    assert born.draw is not None
    assert born.draw >= 0.2
    told = " ".join(tell(found))
    assert "Its own tests take out 20 of 100 such mistakes; this one stays." in told
    assert "C builds on the mistake, the first team to do so. It does not check" in told
    assert "it started inside B" in told


def test_of_work_that_is_nobodys_job_the_story_says_so_and_where_the_rollback_did_not_run() -> None:
    tree = organisation()
    tree["boundaries"] = [{"from": "B", "to": "C", **UNOWNED}]
    found = explained(tree)
    (partial,) = found.story.of(What.ROLLBACK_PARTIAL)
    assert partial.other == ("B -> C",)
    told = " ".join(tell(found))
    assert "it is nobody's job, and it is not done" in told
    assert "it does not run everywhere: the handover from B to C had no owner" in told
    assert "C passes it back along the route, to B." in told
    assert told.endswith("C was blamed, and had a part in it.")
    checks, year = explanation_tables(found)
    assert [row[1:4] for row in checks.rows] == [
        ("C", "built on", "0.0"),
        ("C", "rolled back in part", "100.0"),
    ]
    assert [row[0] for row in year.rows] == list(LEVERS)


def test_where_the_rollback_runs_everywhere_the_mistake_is_still_repaired_afterwards() -> None:
    found = explained(organisation(boundary={**LOSES, "owned": 1}))
    whats = [event.what for event in found.story.events]
    assert What.ROLLED_BACK in whats
    assert whats.index(What.RESTORED) < whats.index(What.REPAIRED)
    assert "the mistake itself is still there" in " ".join(tell(found))


def test_of_drift_the_story_says_how_long_ago_the_interface_changed() -> None:
    found = explained(organisation(boundary=DRIFTS))
    born = found.story.of(What.BORN)[0]
    assert born.days is not None
    assert 0 < born.days < 40
    assert "B does not know yet. So it works with what is out of date." in " ".join(tell(found))


def test_a_bad_fix_is_told_with_what_it_was_a_fix_of() -> None:
    tree = organisation(team=MAKES)
    tree["incidents"] = {**tree["incidents"], "bad_fix": 0.5}
    found = explained(tree, years=0)
    number = next(failure.number for failure in found.failures if failure.generation == 1)
    found = explained(tree, number=number, years=0)
    generations = [event.generation for event in found.story.of(What.BORN)]
    assert generations[:2] == [0, 1]
    assert len(found.story.of(What.FAILED)) >= 2
    told = " ".join(tell(found))
    assert "But the repair leaves a new mistake behind, in the work of B." in told
    assert "What failed here is a repair of it that went wrong." in told
    assert prevented_by(found) == {"engineering", "verification"}


def test_an_external_incident_is_told_as_what_would_have_happened_anyway() -> None:
    found = explained(organisation(external=STORMS))
    assert found.story.failure.blamed is None
    assert found.story.events[0].lane == OUTSIDE
    told = tell(found)
    assert "Nobody is blamed." in told[0]
    assert told[-1].startswith("So: it would have happened anyway.")
    assert all(row.change == "failed" for row in found.counterfactuals)
    assert all("all the same" in line for line in what_if(found))


def test_a_practice_that_is_not_followed_prevents_nothing_until_it_is() -> None:
    levers = {"contracts": {**LEVERS["contracts"], "adherence": 0}}
    found = explained(organisation(boundary=LOSES, levers=levers))
    row = under(found, "contracts")
    assert (row.change, row.always) == ("failed", "gone")
    (line,) = what_if(found)
    assert line.startswith("Contracts (written and tested agreements between teams): it would ")
    assert line.endswith(
        "; followed every time, and not 0 of 100 times, it would not have happened."
    )


def test_a_change_that_would_not_have_been_released_is_not_counted_as_saved() -> None:
    levers = {"verification": {**LEVERS["verification"], "overhead": "1000 days"}}
    found = explained(organisation(boundary=LOSES, levers=levers))
    assert under(found, "verification").change == "open"
    assert "not known" in what_if(found)[0]
    assert found.year is not None
    (row,) = found.year.levers
    assert (row.gone, row.open) == (0, found.year.failures)
    assert (row.changes_gone, row.changes_open) == (0, found.year.changes)


def test_another_mistake_in_the_same_change_keeps_it_failing() -> None:
    found = explained(organisation(boundary=LOSES, team={**MAKES, "defects_per_item": 6}))
    lost = next(each for each in found.failures if each.mechanism == "lost")
    row = under(explained(organisation(boundary=LOSES, team={**MAKES, "defects_per_item": 6}),
                          number=lost.number), "contracts")  # fmt: skip
    assert (row.change, row.error) == ("failed", "gone")


def test_a_lever_can_end_an_outage_sooner_without_preventing_it() -> None:
    tree = organisation(boundary=LOSES)
    tree["teams"]["C"] = {"rollback": 0}
    found = explained(tree)
    row = under(found, "recovery")
    assert row.change == "failed"
    assert row.outage is not None
    assert found.story.failure.outage is not None
    assert row.outage < found.story.failure.outage
    assert ", and been over sooner: after " in what_if(found)[-1]


def test_a_ceiling_is_reached_everywhere_from_day_nought_and_the_plan_stays_as_it_was() -> None:
    program = program_for(Scenario.from_tree(organisation(boundary=LOSES)))
    lifted = at_ceiling(program, "contracts")
    assert np.all(lifted.edge_practices["strength"][:, 0] == 1.0)
    assert np.all(lifted.edge_practices["ramp"] == 0.0)
    assert np.all(program.edge_practices["strength"] == 0.0)
    assert at_ceiling(program, "recovery", 0.5).team_practices["adherence"][0, 3] == 0.5
    with pytest.raises(ValueError, match="no lever 'people' in this scenario; allowed: eng"):
        at_ceiling(program, "people")


def test_the_failure_that_teaches_most_comes_first() -> None:
    tree = organisation(boundary=LOSES, team=MAKES, external=STORMS)
    failures = explained({**tree, "levers": {}}, years=0).failures
    assert instructive(tuple(reversed(failures))) == failures
    keys = [
        (f.repaired and f.counted, f.serious, f.misattributed, f.side == "edge") for f in failures
    ]
    assert keys == sorted(keys, reverse=True)
    assert keys[0] == (True, True, True, True)
    assert sorted(f.number for f in failures) == list(range(1, len(failures) + 1))
    by_number = sorted(failures, key=lambda failure: failure.number)
    assert [f.time for f in by_number] == sorted(f.time for f in failures)


def test_the_cause_that_a_file_teaches_is_told_first() -> None:
    tree = organisation(boundary=LOSES, team=MAKES)
    for cause in ("defect", "lost"):
        taught = {**tree, "levers": {}, "teaches": {"says": "for a room", "cause": cause}}
        assert explained(taught, years=0).story.failure.mechanism == cause


def test_of_lost_facts_one_with_a_name_is_told() -> None:
    assert explained(organisation(boundary=LOSES)).story.failure.fact is not None


def test_the_story_goes_one_way_where_teams_work_side_by_side() -> None:
    tree = organisation(boundary=LOSES)
    tree["teams"] = {**tree["teams"], "D": {}, "E": {}}
    tree["work"][0]["route"] = ["A", ["B", "D", "E"], "C"]
    between = {"from": "D", "to": "E", **LOSES}
    tree["boundaries"] = [
        *({"from": "A", "to": team, **LOSES} for team in "BDE"),
        *({"from": team, "to": "C"} for team in "BDE"),
        between,
    ]
    for found in _all(tree):
        way = found.story.one_way()
        built = [event.lane for event in way if event.what == What.BUILT_ON]
        assert len(built) <= 2
        assert len({"B", "D", "E"} & set(built)) <= 1
        if found.story.failure.origin == "A -> D" and built:
            assert built[0] == "D"
        for event in way:
            if event.what == What.HANDED_ON:
                assert event.other[1] == "C"
        assert tuple(event for event in found.story.events if event in way) == way


def test_what_is_asked_for_is_what_is_told() -> None:
    tree = organisation(boundary=LOSES)
    chosen_one = explained(tree, years=0)
    other = chosen_one.failures[-1]
    by_number = explained(tree, years=0, number=other.number)
    assert by_number.story.failure == other
    assert chosen(by_number).startswith(f"Failure {other.number} of ")
    assert chosen(chosen_one).startswith("Chosen because it teaches, not because it is typical")
    assert other.kind is not None
    assert other.arrival is not None
    by_item = explained(tree, years=0, item=(other.kind, other.arrival))
    assert (by_item.story.failure.kind, by_item.story.failure.arrival) == ("change", other.arrival)
    assert by_item.year is None


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"number": 9999}, "there is no failure 9999; allowed: 1 to "),
        ({"item": ("idea", 1)}, "there is no kind of work 'idea'; allowed: change"),
        ({"item": ("change", 9999)}, "change 9999 did not arrive in this run; allowed: change 0 "),
    ],
)
def test_what_is_not_there_is_refused_in_a_sentence(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        explained(organisation(boundary=LOSES), years=0, **asked)


def test_a_run_without_failures_and_an_item_that_did_not_fail_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing failed in replication 0 of 'today'"):
        explained(organisation())
    tree = organisation(boundary={**LOSES, "fidelity": 0.99})
    failed = {failure.arrival for failure in explained(tree, years=0).failures}
    spared = next(n for n in range(30) if n not in failed)
    with pytest.raises(ValueError, match="did not fail in this run; --list shows what did"):
        explained(tree, years=0, item=("change", spared))


def test_several_runs_add_up() -> None:
    tree = organisation(boundary=LOSES)
    one, other = (explained(tree, replication=number).year for number in (0, 1))
    both = explained(tree, years=2).year
    assert one is not None
    assert other is not None
    assert both is not None
    assert both.replications == (0, 1)
    assert both.failures == one.failures + other.failures
    assert [row.gone for row in both.levers] == [
        a.gone + b.gone for a, b in zip(one.levers, other.levers, strict=True)
    ]
    assert "these 2 runs" in year_words(both)
    assert len(both.frame()) == len(LEVERS)


def test_the_words_and_tables_of_an_explanation_agree_with_its_values() -> None:
    found = explained(organisation(boundary=LOSES))
    frame = timeline(found)
    assert list(frame.columns) == ["time", "lane", "what", "text"]
    assert frame["lane"][1] == "A -> B"
    assert list(frame["what"][frame["what"].isin(["born", "released", "seen"])]) == [
        "born",
        "released",
        "seen",
    ]
    assert len(found.frame()) == len(frame)
    told = plain(found)
    assert told["story"]["failure"]["origin"] == "A -> B"
    assert [row["lever"] for row in told["counterfactuals"]] == list(LEVERS)
    rows = {row[0]: row[-1] for row in levers_table(found).rows}
    assert rows["contracts"] == "it would not have happened"
    assert rows["engineering"] == "it would have happened all the same"
    assert found.year is not None
    assert len(failures_table(found.failures, 3).rows) == 3
    assert year_words(found.year).startswith(f"All {found.year.failures} failures of this run")


def test_the_resolver_gets_the_blame_where_the_organisation_blames_the_resolver() -> None:
    tree = organisation(boundary=LOSES)
    tree["incidents"] = {**tree["incidents"], "blames": "resolver"}
    found = explained(tree, years=0)
    assert found.story.failure.blamed == "A"
    told = " ".join(tell(found))
    assert "C, the last team on the route, is paged. " in told
    assert "and gets the blame." in told
    assert told.endswith("A was blamed, and had a part in it.")


def test_who_is_paged_first_is_told_as_the_file_says() -> None:
    tree = organisation(boundary={**LOSES, "owned": 0})
    tree["incidents"] = {**tree["incidents"], "pages": "resolver"}
    assert "A, who can repair it, is paged. " in " ".join(tell(explained(tree, years=0)))
    tree["incidents"]["pages"] = "drawn"
    told = [" ".join(tell(each)) for each in _all(tree)]
    assert all("drawn from the teams of the route, is paged" in each for each in told)
    assert any("B, drawn from" in each for each in told)
    assert any("B passes it to C." in each for each in told)
    assert any("C passes it back along the route, to B." in each for each in told)


def test_a_bad_day_is_told_as_such() -> None:
    found = explained(organisation(boundary={**LOSES, "lapse": 1, "lapse_fidelity": 0.5}))
    assert "It was a bad day and the whole handover was poor." in " ".join(tell(found))
