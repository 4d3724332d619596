"""What a file leaves out is what the model says."""

import math

import pytest

from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import TreeError
from tests.unit.scenario.company import TREE, company

LEAST = {
    "version": 1,
    "external": "none",
    "name": "Least",
    "horizon": "50 days",
    "work": {"change": {"arrivals": "1 per week", "facts": 1, "route": ["A", "B"]}},
    "teams": {"A": {}, "B": {}},
    "boundaries": [],
    "defaults": {"boundary": {}},
}


def test_the_least_file_takes_nought_or_the_numbers_of_the_example() -> None:
    least = Scenario.from_tree(LEAST)
    team, boundary = least.teams["A"], least.boundaries["A -> B"]
    assert least.warm_up.value == least.matters.value == least.pressure.value == 0
    assert least.failure.counts == ("P1", "P2", "P3")
    assert least.failure.within.value == 90
    assert (least.external, least.observed, least.costs) == (None, None, None)
    assert (team.people.value, team.effort.mean.value, team.effort.cv.value) == (5, 2, 0.8)
    assert (team.makes, team.effort.shape, team.luck) == ("code", "lognormal", "A")
    assert (team.catches_defects.value, team.catches_misunderstandings.value) == (0.15, 0.05)
    assert (boundary.fidelity.value, boundary.readback.value, boundary.owned.value) == (
        0.95,
        0.2,
        0.8,
    )
    assert boundary.lapse.value == boundary.delay.value == boundary.opens_every.value == 0
    assert (boundary.carries, boundary.owner, boundary.listed) == ("work", "A", False)
    assert least.incidents.escalation.value == 1
    assert least.incidents.blames == "last"
    assert {of.value for of in least.incidents.manifest.values()} == {0.1}
    assert least.incidents.severity_shares() == pytest.approx((0.08, 0.17, 0.35, 0.40))
    assert boundary.fidelity.origin == ""
    assert least.arms == {}
    assert least.unknowns() == ()


def test_absent_levers_are_the_seven_rows_of_the_example() -> None:
    levers = Scenario.from_tree(LEAST).levers
    assert len(levers) == 7
    assert "people" not in levers
    assert levers["contracts"].adherence.value == 0.8
    assert levers["contracts"].overhead.value == 0.0625
    assert levers["contracts"].ramp.value == 60
    assert levers["recovery"].adherence.value == 1
    assert levers["recovery"].ramp.value == 0


def test_a_written_lever_takes_nought_and_the_ceilings_of_the_example() -> None:
    levers = company(levers={"contracts": {"ceiling": {"fidelity": 0.99}}, "people": {}}).levers
    assert list(levers) == ["contracts", "people"]
    assert levers["contracts"].adherence.value == 1
    assert levers["contracts"].overhead.value == levers["contracts"].ramp.value == 0
    assert levers["contracts"].ceiling["contract_tests"].value == 0.9
    assert levers["people"].ceiling["people"].at(5) == 7.5
    assert levers["people"].scale.per == "person"


def test_never_may_be_a_ceiling_and_texts_are_free() -> None:
    scenario = company(
        levers={"accountability": {"ceiling": {"sync_every": "never"}, "may_harm": True}},
        boundaries={"Build -> Data": {"carries": "to", "sync_every": "never"}},
        question="Two\nlines",
    )
    assert math.isinf(scenario.levers["accountability"].ceiling["sync_every"].value)
    assert math.isinf(scenario.boundaries["Build -> Data"].sync_every.value)
    assert scenario.boundaries["Build -> Data"].carries == "to"


def test_null_takes_a_ceiling_away() -> None:
    levers = company(levers={"contracts": {"ceiling": {"contract_tests": None}}}).levers
    assert list(levers["contracts"].ceiling) == ["fidelity"]


def test_null_in_a_team_falls_back_to_the_register() -> None:
    scenario = company(teams={"Data": {"people": None}})
    assert scenario.teams["Data"].people == Quantity(value=5.0)


def test_external_incidents_go_to_the_paged_team_where_no_resolver_is_named() -> None:
    external = company(external={"rate": "1 per week"}).external
    assert external is not None
    assert external.resolver == "Run"
    assert external.rate.value == 0.2
    assert external.severity_shares() == pytest.approx((0.15, 0.25, 0.3, 0.3))


def test_manifestation_may_differ_by_mechanism() -> None:
    manifest = company(incidents={"manifest": {"drift": 0.5}}).incidents.manifest
    assert {name: of.value for name, of in manifest.items()} == {
        "defect": 0.1,
        "lost": 0.1,
        "drift": 0.5,
        "unowned": 0.1,
    }
    one = company(incidents={"manifest": {"value": 0.2, "low": 0.1, "high": 0.3}})
    assert {of.origin for of in one.incidents.manifest.values()} == {"incidents.manifest"}


def test_names_order_everything_but_plans() -> None:
    reversed_tree = {
        key: dict(reversed(of.items())) if isinstance(of, dict) else of
        for key, of in reversed(TREE.items())
    }
    scenario = Scenario.from_tree(reversed_tree)
    assert scenario == company()
    assert list(scenario.teams) == ["Build", "Data", "Design", "Run"]
    assert list(scenario.work) == ["feature", "fix"]
    assert list(scenario.boundaries) == sorted(scenario.boundaries)
    assert scenario.work["feature"].route == (("Design",), ("Build", "Data"), ("Run",))


def test_boundaries_of_routes_appear_by_themselves_and_laterals_do_not() -> None:
    boundaries = company().boundaries
    assert set(boundaries) == {
        "Design -> Build",
        "Design -> Data",
        "Build -> Run",
        "Data -> Run",
        "Run -> Build",
        "Build -> Data",
        "Run -> Design",
    }
    assert "Data -> Build" not in boundaries
    assert [name for name, of in boundaries.items() if of.listed] == [
        "Build -> Data",
        "Build -> Run",
        "Run -> Design",
    ]


def test_an_owner_is_resolved_to_a_team() -> None:
    owners = company(
        defaults={"boundary": {"owner": "to"}}, boundaries={"Build -> Run": {"owner": "Data"}}
    ).boundaries
    assert owners["Data -> Run"].owner == "Run"
    assert owners["Build -> Run"].owner == "Data"


def test_a_model_made_by_hand_keeps_the_bounds() -> None:
    team = company().teams["Run"]
    values = {name: getattr(team, name) for name in type(team).model_fields}
    with pytest.raises(ValueError, match=r"team\.rollback is 2; allowed is a probability"):
        type(team)(**{**values, "rollback": Quantity(value=2.0)})


def test_a_tree_that_is_no_scenario_tells_every_fault() -> None:
    with pytest.raises(TreeError) as refused:
        company(teams={"Run": {"people": 0}}, horizon="1 fortnight", incidents={"blames": "us"})
    assert [str(fault).split(":")[0] for fault in refused.value.faults] == [
        "horizon",
        "teams.Run.people",
        "incidents.blames",
    ]
