"""A file is about one outcome, and its answers speak of it: noun, unit and direction."""

import pytest

from simulator import api
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES, aim_of, outcome_of
from simulator.methods.comparison import compare
from simulator.methods.run import Answer
from simulator.methods.turns.breakeven import breakeven
from simulator.methods.verdict import Stated
from simulator.model.outcome import HEADLINE
from simulator.questions.organisation import organisation_of
from tests.unit.methods.linear import linear, tree

ABOUT = {
    "telephone-game": ("retention", "facts of 100 intact at the last step"),
    "nursing-chain": ("retention", "facts of 100 intact at the last step"),
    "bug-tossing": ("restore_p90", "working hours until 9 in 10 failures are restored"),
    "ipass": ("failures", "failures a year"),
}
LOSSY = [{**tree()["boundaries"][0], "fidelity": 0.8, "assumption_accuracy": 0}]


@pytest.mark.parametrize("name", ABOUT)
def test_a_shipped_file_about_something_else_speaks_of_it(name: str) -> None:
    outcome, noun = ABOUT[name]
    found = api.compare(name, replications=20, worlds=0, turns=False)
    document = found.document()
    assert found.as_json()["outcome"] == outcome
    # what else the plan moves has a line of its own
    about = [line for line in document.lines if not line.startswith("With it, too: ")]
    assert any(noun in line for line in about)
    assert all("failed changes" not in line for line in about)
    assert document.tables[0].columns[2] == OUTCOMES[outcome].many
    better = max if OUTCOMES[outcome].better == "more" else min
    assert better(found.plans()[outcome]) == found.plans()[outcome][found.as_json()["recommended"]]


def test_what_is_asked_wins_over_what_the_file_is_about() -> None:
    scenario = organisation_of("telephone-game").scenario
    assert outcome_of(scenario).name == aim_of(scenario).name == "retention"
    assert outcome_of(scenario, "lead_time").name == aim_of(scenario, "lead_time").name
    plain = linear()
    assert outcome_of(plain).name == HEADLINE
    assert aim_of(plain).name == "expected_failures"
    assert aim_of(plain, HEADLINE).name == HEADLINE
    found = api.compare("telephone-game", outcome="lead_time", replications=2, worlds=0)
    assert any("days from arrival to release" in line for line in found.document().lines)


def today(**changes: object) -> Answer:
    found = compare(linear(**changes), Runner(seed=1), seed=1, replications=range(2))
    return found.answers["today"]


def test_what_is_asked_for_is_in_the_unit_of_what_the_file_is_about() -> None:
    found = today(outcome="lead_time", matters="4 h", worth="1 day")
    assert Stated.of(found, "lead_time") == Stated(worth=1.0, matters=0.5)
    other = Stated.of(found, "throughput")
    share = found.outcomes["throughput"].best / found.outcomes["lead_time"].best
    assert (other.worth, other.matters) == pytest.approx((share, 0.5 * share))
    counted = Stated.of(today(worth="104 failed changes a year"), HEADLINE)
    assert counted.worth == pytest.approx(10.0, rel=0.1)  # of some 1,040 changes a year


def test_what_arrives_at_the_last_step_is_the_end_of_the_staircase() -> None:
    for name in ("telephone-game", "nursing-chain"):
        found = api.simulate(name, replications=2, engine="reference").as_json()
        assert found["outcomes"]["retention"]["best"] == pytest.approx(100 * found["retention"][-1])


def test_a_break_even_in_what_is_better_the_more_names_the_plan_that_has_more() -> None:
    scenario = linear(outcome="retention", matters=None, boundaries=LOSSY)
    found = breakeven(scenario, Runner(seed=1), replications=range(4))
    assert found.outcome == "retention"
    assert found.difference.best > 0.0
    assert found.factor("price_ratio").better == "between"
    assert found.factor("price_ratio").below != "inside"
