"""Plans, shocks and worlds of a scenario."""

import pickle
from typing import Any

import pytest

from simulator.scenario.tree import TreeError
from tests.unit.scenario.company import company

FIDELITY = "defaults.boundary.fidelity"
PLANS: dict[str, Any] = {
    "merge": {
        "cost": "30 person-days",
        "change": {
            "work": {"feature": {"route": ["Design", "Build", "Run"]}},
            "teams": {"Data": None, "Build": {"people": {"value": 12, "low": 10, "high": 14}}},
            "boundaries": {"Build -> Data": None},
        },
    },
    "spend": {"spend": {"edge": {"value": "60 person-days", "high": "90 person-days"}}},
}


def test_places_that_inherit_a_value_share_its_origin() -> None:
    boundaries = company().boundaries
    shared = {name for name, of in boundaries.items() if of.fidelity.origin == FIDELITY}
    assert shared == set(boundaries) - {"Build -> Run"}
    assert boundaries["Build -> Run"].fidelity.origin == "boundaries.Build -> Run.fidelity"


def test_a_range_written_once_is_one_unknown() -> None:
    assert [(of.origin, of.value, of.low, of.high) for of in company().unknowns()] == [
        ("defaults.team.people", 5, 3, 9),
        (FIDELITY, 0.9, 0.8, 0.95),
    ]


def test_a_range_that_nothing_inherits_is_no_unknown() -> None:
    everywhere = {name: {"people": 4} for name in ("Design", "Data", "Run")}
    assert [of.origin for of in company(teams=everywhere).unknowns()] == [FIDELITY]


def test_records_are_no_unknowns() -> None:
    known = company(observed={"failed_changes": {"value": 0.1, "low": 0.05, "high": 0.2, "n": 9}})
    assert len(known.unknowns()) == 2
    assert known.observed is not None
    assert known.observed.failed_changes is not None
    assert known.observed.failed_changes.n == 9


def test_a_world_changes_every_place_that_shares_the_value_and_no_other() -> None:
    scenario = company()
    world = scenario.in_world({FIDELITY: 0.85})
    assert world.boundaries["Data -> Run"].fidelity.value == 0.85
    assert world.boundaries["Data -> Run"].fidelity.origin == FIDELITY
    assert world.boundaries["Data -> Run"].fidelity.because == "judgement"
    assert world.boundaries["Build -> Run"].fidelity.value == 0.97
    assert world.teams == scenario.teams
    assert world.in_world({FIDELITY: 0.9}) == scenario
    assert scenario.in_world({}) == scenario


def test_a_world_rounds_whole_numbers() -> None:
    made = company(work={"fix": {"facts": {"value": 5, "low": 3, "high": 9}}})
    assert made.in_world({"work.fix.facts": 3.6}).work["fix"].facts.value == 4
    assert made.in_world({"defaults.team.people": 3.6}).teams["Run"].people.value == 3.6


def test_a_world_reaches_changes_spends_ceilings_and_shocks() -> None:
    scenario = company(
        arms=PLANS,
        levers={
            "contracts": {
                "ceiling": {"fidelity": {"value": "1.02 of base", "low": "1 of base"}},
                "scale": {
                    "value": "8 person-days per weekly item",
                    "high": "16 person-days per weekly item",
                },
            }
        },
        events=[{"at": {"value": "20 days", "high": "30 days"}, "change": {"pressure": 2}}],
    )
    people = "arms.merge.change.teams.Build.people"
    unknown = [of.origin for of in scenario.unknowns()]
    assert set(unknown) >= {
        people,
        "arms.spend.spend.edge",
        "levers.contracts.ceiling.fidelity",
        "levers.contracts.scale",
        "events[0].at",
    }
    world = scenario.in_world(
        {
            people: 11,
            "arms.spend.spend.edge": 75.0,
            "levers.contracts.ceiling.fidelity": 1.01,
            "levers.contracts.scale": 12.0,
            "events[0].at": 25.0,
        }
    )
    assert world.for_plan("merge").teams["Build"].people.value == 11
    assert scenario.for_plan("merge").in_world({people: 11}).teams["Build"].people.value == 11
    assert world.arms["spend"].spend["edge"].value == 75  # type: ignore[union-attr]
    assert world.levers["contracts"].ceiling["fidelity"].at(0.5) == 0.505
    assert world.levers["contracts"].scale.person_days == 12
    assert world.epochs()[1].at == 25


def test_a_world_refuses_what_was_never_written() -> None:
    with pytest.raises(ValueError, match=r"nothing is written at 'teams\.Run\.rollback'"):
        company().in_world({"teams.Run.rollback": 0.5})


def test_today_and_a_plan_without_change_are_the_scenario_itself() -> None:
    scenario = company(arms=PLANS)
    assert scenario.for_plan("today") is scenario
    assert scenario.for_plan("spend") is scenario
    assert list(scenario.arms) == ["merge", "spend"]
    with pytest.raises(ValueError, match="there is no arm 'merg'"):
        scenario.for_plan("merg")


def test_a_change_is_applied_and_its_values_remember_where_they_stand() -> None:
    merged = company(arms=PLANS).for_plan("merge")
    assert set(merged.teams) == {"Design", "Build", "Run"}
    assert merged.work["feature"].route == (("Design",), ("Build",), ("Run",))
    assert "Build -> Data" not in merged.boundaries
    assert merged.teams["Build"].people.origin == "arms.merge.change.teams.Build.people"
    assert merged.teams["Run"].people.origin == "defaults.team.people"


def test_shocks_add_up_in_the_order_of_time() -> None:
    scenario = company(
        events=[
            {
                "at": "60 days",
                "change": {"teams": {"Run": {"rollback": 0.1}}},
                "resets": ["people"],
            },
            {
                "at": "30 days",
                "change": {"teams": {"Run": {"rollback": 0.9, "people": 2}}, "pressure": 1},
            },
        ]
    )
    first, second, third = scenario.epochs()
    assert (first.at, first.scenario, first.resets) == (0.0, scenario, ())
    assert (second.at, third.at) == (30.0, 60.0)
    assert second.scenario.teams["Run"].rollback.value == 0.9
    assert third.scenario.teams["Run"].rollback.value == 0.1
    assert third.scenario.teams["Run"].people.value == 2
    assert third.scenario.pressure.value == 1
    assert third.resets == ("people",)
    assert third.scenario.teams["Run"].rollback.origin == "events[0].change.teams.Run.rollback"


def test_a_plan_may_replace_the_shocks() -> None:
    plan: dict[str, Any] = {"calm": {"change": {"events": []}}, "spend": {}}
    scenario = company(events=[{"at": "9 days", "change": {"pressure": 3}}], arms=plan)
    assert len(scenario.for_plan("calm").epochs()) == 1
    assert len(scenario.for_plan("spend").epochs()) == 2


def test_a_scenario_travels_between_processes() -> None:
    scenario = company(arms=PLANS)
    copy = pickle.loads(pickle.dumps(scenario))  # noqa: S301 our own bytes
    assert copy == scenario
    assert copy.for_plan("merge") == scenario.for_plan("merge")


def test_mappings_inside_are_read_only() -> None:
    with pytest.raises(TypeError):
        company().teams["Run"] = None  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        company().name = "another"  # type: ignore[misc]


def test_a_name_with_a_dot_keeps_its_origin_apart() -> None:
    scenario = company(
        teams={"St. Mary": {"people": {"value": 3, "low": 2}}},
        work={"feature": {"route": ["Build", "St. Mary"]}},
    )
    origin = 'teams."St. Mary".people'
    assert scenario.teams["St. Mary"].people.origin == origin
    assert scenario.in_world({origin: 2}).teams["St. Mary"].people.value == 2


def test_capacity_that_leaves_nobody_is_refused() -> None:
    plan = {"lend": {"spend": {"verification": {"Data": "1300 person-days"}}, "funded": "capacity"}}
    with pytest.raises(TreeError, match=r"leaves 'Data' 0 people"):
        company(arms=plan)
    half = {"lend": {"spend": {"ownership": {"Data -> Run": "1300 person-days"}}}}
    half["lend"]["funded"] = "capacity"  # type: ignore[assignment]
    assert company(arms=half).arms["lend"].funded == "capacity"
