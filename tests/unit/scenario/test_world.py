"""What a file does not know multiplies what it says, and places differ alike in every plan."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulator.engines.program.compilation import program_for
from simulator.files.read import load_text
from simulator.files.write import text_of
from simulator.model.quantity import Quantity
from simulator.model.register import REGISTER
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import TreeError
from simulator.scenario.world import FACTORS, factors_of, varied

INSIDE, BETWEEN = "incidents.manifest, inside", "incidents.manifest, between"
SERIOUS, REPAIR = "incidents.severity, serious", "incidents.repair_effort, all"


def company(**more: Any) -> Scenario:
    tree: dict[str, Any] = {
        "version": 1,
        "name": "company",
        "horizon": "100 days",
        "work": [{"kind": "a", "arrivals": "1 per week", "facts": 3, "route": ["A", "B"]}],
        "teams": {"A": {}, "B": {}},
        "defaults": {"boundary": {}},
        "external": {"rate": "0.1 per week"},
        "arms": [{"name": "plan", "change": {"incidents": {"manifest": 0.2}}}],
        "events": [{"at": "50 days", "change": {"incidents": {"manifest": 0.05}}}],
    }
    return Scenario.from_tree({**tree, **more})


def test_a_factor_on_showing_has_mean_one_and_one_on_effort_median_one() -> None:
    u = (np.arange(20_000) + 0.5) / 20_000
    drawn = [FACTORS[INSIDE].quantile(each) for each in u]
    assert np.mean(drawn) == pytest.approx(1.0, abs=1e-6)
    assert (min(drawn), max(drawn)) == pytest.approx((0.2747, 2.472), rel=1e-3)
    assert FACTORS[REPAIR].quantile(0.5) == 1.0
    assert math.log(FACTORS[SERIOUS].quantile(0.975)) == pytest.approx(0.35 * 1.95996, rel=1e-4)


def test_a_factor_multiplies_whatever_the_file_a_plan_or_a_shock_says() -> None:
    world = company().in_world({INSIDE: 2.0, BETWEEN: 0.5})
    for of, says in (
        (world, 0.1),
        (world.for_plan("plan"), 0.2),
        (world.epochs()[1].scenario, 0.05),
    ):
        shows = {name: number.value for name, number in of.incidents.manifest.items()}
        between = dict.fromkeys(("lost", "drift", "unowned"), 0.5 * says)
        assert shows == pytest.approx({"defect": 2.0 * says, **between})
    certain = company(incidents={"manifest": 0.8}).in_world({INSIDE: 2.0})
    assert certain.incidents.manifest["defect"].value == 1.0


def test_graver_failures_have_other_odds_of_p1_or_p2_and_the_same_odds_within() -> None:
    before, after = company(), company().in_world({SERIOUS: 3.0})
    for mine, theirs in (
        (after.incidents.severity_shares(), before.incidents.severity_shares()),
        (after.external.severity_shares(), before.external.severity_shares()),  # type: ignore[union-attr]
    ):
        odds = [(s[0] + s[1]) / (s[2] + s[3]) for s in (mine, theirs)]
        assert odds[0] == pytest.approx(3.0 * odds[1])
        assert mine[0] / mine[1] == pytest.approx(theirs[0] / theirs[1])


def test_only_what_a_file_does_not_know_is_a_factor() -> None:
    def names(**more: Any) -> list[str]:
        return [factor.origin for factor in factors_of(company(**more))]

    reason = {"value": 0.1, "equal": "built for a lesson"}
    assert names() == [INSIDE, BETWEEN]
    assert names(incidents={"manifest": reason}) == []
    seen = {"serious_per_year": {"value": 3, "years": 2}, "restore_p50": {"value": "3 h", "n": 9}}
    assert names(observed=seen) == [INSIDE, BETWEEN, SERIOUS, REPAIR]
    ranged = {"repair_effort": {"value": "4 h", "high": "9 h"}, "manifest": reason}
    graver = {**ranged, "severity": {"P1": {"value": 0.1, "low": 0.05}}}
    assert names(observed=seen, incidents=ranged) == [SERIOUS]
    assert names(observed=seen, incidents=graver) == []


@pytest.mark.parametrize(
    ("key", "value"), [("team.defects_per_item", 0.5), ("team.fix_effort", 0.25)]
)
def test_the_mean_over_places_stays(key: str, value: float) -> None:
    number = Quantity(value=value, varies=0.5)
    drawn = [varied(number, REGISTER[key], 7, f"place {n}") for n in range(20_000)]
    assert np.mean(drawn) == pytest.approx(value, rel=4.0 * 0.53 / math.sqrt(20_000))
    assert np.std(np.log(drawn)) == pytest.approx(0.5, rel=0.03)


def test_a_probability_varies_in_its_odds_of_failing() -> None:
    number, key = Quantity(value=0.95, varies=0.5), REGISTER["boundary.fidelity"]
    failing = 1.0 - np.array([varied(number, key, 7, f"{n}") for n in range(20_000)])
    odds = failing / (1.0 - failing)
    assert odds.mean() == pytest.approx(0.05 / 0.95, rel=0.02)
    assert np.std(np.log(odds)) == pytest.approx(0.5, rel=0.03)


@pytest.mark.parametrize(
    ("key", "value"),
    [("boundary.owned", 1.0), ("boundary.lapse", 0.0), ("boundary.sync_every", math.inf)],
)
def test_what_is_certain_impossible_or_endless_stays(key: str, value: float) -> None:
    assert varied(Quantity(value=value, varies=0.7), REGISTER[key], 7, "place") == value


def test_places_differ_by_their_luck_alike_in_every_plan_and_epoch() -> None:
    varies = {"team": {"rollback": {"value": 0.7, "varies": 0.5}}, "boundary": {}}
    scenario = company(defaults=varies, teams={"A": {}, "B": {}, "C": {"luck": "A"}})
    assert scenario.differs()
    assert not company().differs()
    world = scenario.in_world({}, places=5)
    values = {name: team.rollback.value for name, team in world.teams.items()}
    assert values["A"] == values["C"] != values["B"]
    assert values["A"] != scenario.in_world({}, places=6).teams["A"].rollback.value
    for of in (world.for_plan("plan"), world.epochs()[1].scenario, world.in_world({INSIDE: 1.2})):
        assert {name: team.rollback.value for name, team in of.teams.items()} == values
    assert scenario.teams["A"].rollback.value == 0.7


@pytest.mark.parametrize("key", ["people", "effort"])
def test_a_whole_number_has_no_spread_between_places(key: str) -> None:
    with pytest.raises(TreeError, match="varies: found an unknown key"):
        company(teams={"A": {key: {"value": 3, "varies": 0.2}}, "B": {}})


def test_a_world_written_to_a_file_runs_as_it_does() -> None:
    plan = {"name": "plan", "change": {"defaults": {"team": {"rollback": 0.9}}}}
    shock = {"at": "50 days", "change": {"incidents": {"manifest": 0.05}}}
    early = {"at": "20 days", "change": {"teams": {"A": {"rollback": 0.2}}}}
    varies = {"team": {"rollback": {"value": 0.7, "varies": 0.5}}, "boundary": {}}
    scenario = company(defaults=varies, arms=[plan], events=[shock, early])
    world = scenario.in_world({INSIDE: 1.5, SERIOUS: 2.0, REPAIR: 1.3}, places=5)
    again = load_text(text_of(world), "world.yaml")
    for name in ("today", "plan"):
        ours, theirs = program_for(world, name), program_for(again, name)
        for part in ("teams", "edges", "epochs", "rates"):
            assert (getattr(ours, part) == getattr(theirs, part)).all(), (name, part)


def test_the_reason_why_all_show_equally_often_stands_in_every_organisation_drawn() -> None:
    said = {"value": 0.1, "low": 0.05, "high": 0.2, "equal": "built for a lesson"}
    world = company(incidents={"manifest": said}).in_world({"incidents.manifest": 0.15})
    assert {number.value for number in world.incidents.manifest.values()} == {0.15}
    assert world.incidents.equal == "built for a lesson"
