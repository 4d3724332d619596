"""Failures as a review would name them, on organisations in which that is known."""

from __future__ import annotations

import math
from typing import Any

import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.engine import tallies
from simulator.measures.reviewed import Reviewed, reviewed
from simulator.present.reviewed import causes_table, sentences, severity_table
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import merge
from tests.verification.support import organisation, weekly

CARRIED = ("deployment", "configuration", "approval")


def found(**more: Any) -> Reviewed:
    """Four teams in a row; at each crossing work is needed that is nobody's job, and it fails."""
    tree = {
        "horizon": "400 days",
        "warm_up": "50 days",
        "defaults": {"boundary": {"boundary_work": 1, "owned": 0}},
        "boundaries": [
            {"from": a, "to": b, "carries": carries}
            for a, b, carries in zip("ABC", "BCD", CARRIED, strict=True)
        ],
        "incidents": {"manifest": 1, "latency": "6 days", "severity": {"P2": 1, "P4": 1}},
    }
    made = organisation(tree, ["A", "B", "C", "D"], items=weekly(2.0))
    program = program_for(Scenario.from_tree(merge(made, more)))
    return reviewed(program, tallies(program, 1, range(20)))


def test_work_that_is_nobodys_job_is_named_by_what_the_handover_carries() -> None:
    review = found()
    assert review.no_own_mistake == review.between == pytest.approx(1.0)
    for name in ("deployment", "configuration", "validation"):
        assert review.causes[name] == pytest.approx(1 / 3), name
    assert review.causes["rollback"] == 0.0


def test_a_mistake_lies_unseen_from_its_birth_and_through_the_teams_that_build_on_it() -> None:
    review = found()
    assert review.teams == pytest.approx(2.0)  # three, two and one teams build on them
    assert review.days == pytest.approx(6.0, rel=0.03)  # teams take 0.01 days a visit


def test_what_teams_make_is_their_own_mistake_and_outside_is_nobodys() -> None:
    own = {"team": {"defects_per_item": 3}, "boundary": {"boundary_work": 0}}
    review = found(defaults=own, teams={"D": {"makes": "deployment"}})
    assert review.no_own_mistake == 0.0
    assert review.causes["deployment"] == pytest.approx(0.25, abs=0.01)
    assert review.causes["validation"] == 0.0
    outside = {"rate": "10 per week", "resolver": "A", "severity": {"P1": 1, "P2": 0, "P3": 0}}
    anyway = found(defaults={"boundary": {"boundary_work": 0}}, external={**outside, "severity":
                   {"P1": 1, "P2": 0, "P3": 0, "P4": 0}})  # fmt: skip
    assert anyway.anyway == pytest.approx(1.0)
    assert anyway.between == 0.0
    assert anyway.a_year["neither"]["P1"] == pytest.approx(520.0)
    assert math.isnan(anyway.days)


def test_failures_a_year_stand_by_side_and_severity() -> None:
    review = found()
    assert review.a_year["between"]["P2"] == pytest.approx(3 * 2 * 260 / 2, rel=0.02)
    assert review.a_year["between"]["P4"] == pytest.approx(3 * 2 * 260 / 2, rel=0.02)
    assert sum(review.a_year["inside"].values()) == 0.0
    assert severity_table(review).rows[0] == ("inside teams", "0", "0", "0", "0")


def test_it_is_said_in_sentences_and_nothing_of_what_never_failed() -> None:
    first, second, third = sentences(found())
    assert first == (
        "In 100 of 100 failures no team made a mistake of its own: 100 went wrong between teams, 0 "
        "would have happened anyway."
    )
    assert "a deployment gone wrong 33; something changed on one system" in second
    assert "rollback" not in second
    assert third.startswith("A mistake that failed had lain unseen for 6")
    assert "through 2.0 further teams" in third or "through 2 further teams" in third
    quiet = found(incidents={"manifest": 0})
    assert sentences(quiet) == ()
    assert math.isnan(quiet.no_own_mistake)
    assert causes_table(quiet).rows[0][1] == "-"
