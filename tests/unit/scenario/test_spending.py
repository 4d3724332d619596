"""Money goes to places, adds up, and is priced per unit of work."""

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import (
    Purchase,
    capacity_taken,
    halving_cost,
    purchases,
    units,
    weekly_items,
)
from tests.unit.scenario.company import company

amounts = st.floats(min_value=0, max_value=1e6).map(lambda amount: f"{amount!r} person-days")


def bought(rule: str = "traffic", **spend: Any) -> tuple[Purchase, ...]:
    """What a plan with this spend buys in the small company."""
    scenario = company(arms={"plan": {"spend": spend, "rule": rule}})
    return purchases(scenario.for_plan("plan"), scenario.arms["plan"])


def test_items_a_week_count_every_pass_and_listed_laterals() -> None:
    assert weekly_items(company()) == pytest.approx(
        {
            "Build": 10 + 2 * 4,
            "Build -> Data": 10,
            "Build -> Run": 10 + 4,
            "Data": 10,
            "Data -> Run": 10,
            "Design": 10,
            "Design -> Build": 10,
            "Design -> Data": 10,
            "Run": 14,
            "Run -> Build": 4,
        }
    )


def test_a_schedule_counts_the_arrivals_within_the_horizon() -> None:
    times = {"schedule": ["1 day", "2 days", "99 days", "101 days"]}
    scenario = company(work={"fix": {"arrivals": times}})
    assert weekly_items(scenario)["Run -> Build"] == 3 / 20


@pytest.mark.parametrize("rule", ["traffic", "even"])
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(core=amounts, edge=amounts, owned=amounts)
def test_all_money_is_spent(rule: str, core: str, edge: str, owned: str) -> None:
    total = math.fsum(float(text.split()[0]) for text in (core, edge, owned))
    spend = bought(rule, core=core, edge=edge, ownership={"Build -> Run": owned})
    assert math.fsum(buy.person_days for buy in spend) == pytest.approx(total, rel=1e-12)


def test_traffic_shares_by_items_a_week_and_even_shares_equally() -> None:
    items = weekly_items(company())
    by_traffic = {buy.place: buy.person_days for buy in bought(verification="52 person-days")}
    assert by_traffic == pytest.approx({"Build": 18, "Data": 10, "Design": 10, "Run": 14})
    assert {buy.person_days for buy in bought("even", verification="52 person-days")} == {13.0}
    assert sum(items[place] for place in by_traffic) == 52


def test_a_side_is_shared_equally_among_its_levers() -> None:
    spend: dict[str, float] = {}
    for buy in bought(edge="400 person-days"):
        spend[buy.lever] = spend.get(buy.lever, 0.0) + buy.person_days
    assert spend == pytest.approx(
        {"contracts": 100, "ownership": 100, "acceptance": 100, "accountability": 100}
    )


def test_spends_on_one_lever_and_place_add_up() -> None:
    spend = bought("even", core="80 person-days", engineering={"Run": "5 person-days"})
    assert Purchase("engineering", "Run", 15.0) in spend
    assert [buy.place for buy in spend if buy.lever == "engineering"] == sorted(
        ["Build", "Data", "Design", "Run"]
    )


def test_the_rule_best_is_not_decided_here() -> None:
    with pytest.raises(ValueError, match="planning replications"):
        bought("best", core="1 person-day")


def test_a_halving_cost_is_ln_two_times_scale_times_units() -> None:
    scenario = company(levers={"engineering": {}, "verification": {}, "recovery": {}})
    core = math.log(2) * 8 * (18 + 10 + 10 + 14)
    assert halving_cost(scenario, "engineering") == pytest.approx(core)
    assert halving_cost(scenario, "core") == pytest.approx(2 * core)
    assert halving_cost(scenario, "recovery") == pytest.approx(math.log(2) * 20 * 22)
    assert halving_cost(scenario, "edge") == 0
    with pytest.raises(ValueError, match="neither a side nor a lever"):
        halving_cost(scenario, "contracts")


def test_units_are_items_people_or_places() -> None:
    scenario = company(
        levers={
            "engineering": {},
            "recovery": {},
            "contracts": {"scale": "3 person-days per place"},
        }
    )
    assert units(scenario, "engineering", "Build") == pytest.approx(18)
    assert units(scenario, "recovery", "Build") == 7
    assert units(scenario, "contracts", "Build -> Run") == 1


def test_capacity_is_taken_from_a_team_or_from_both_sides() -> None:
    taken = capacity_taken(
        company(),
        (Purchase("engineering", "Run", 260.0), Purchase("ownership", "Build -> Run", 520.0)),
    )
    assert taken == {"Build": 1.0, "Run": 2.0}


def halves(names: tuple[str, ...]) -> Scenario:
    """A producer, some equal operators that share one flow, and a lever at each price."""
    return Scenario.from_tree(
        {
            "version": 1,
            "external": "none",
            "name": "Halves",
            "horizon": "100 days",
            "work": {
                f"kind of {name}": {
                    "arrivals": f"{12 / len(names)} per week",
                    "facts": 4,
                    "route": ["Make", name],
                }
                for name in names
            },
            "teams": {"Make": {}, **{name: {"people": 6 // len(names)} for name in names}},
            "boundaries": [],
            "defaults": {"boundary": {}},
            "levers": {"engineering": {}, "recovery": {}, "contracts": {}},
            "arms": {
                "plan": {"spend": {"engineering": "60 person-days", "edge": "40 person-days"}}
            },
        }
    )


def test_splitting_a_place_leaves_prices_and_yields() -> None:
    whole, split = halves(("Run",)), halves(("Run 1", "Run 2"))
    for lever in ("engineering", "recovery", "contracts"):
        assert halving_cost(whole, lever) == pytest.approx(halving_cost(split, lever))

    def yields(scenario: Scenario) -> dict[str, set[float]]:
        spend = purchases(scenario, scenario.arms["plan"])
        return {
            lever: {
                round(
                    buy.person_days
                    / (
                        scenario.levers[lever].scale.person_days * units(scenario, lever, buy.place)
                    ),
                    12,
                )
                for buy in spend
                if buy.lever == lever
            }
            for lever in ("engineering", "contracts")
        }

    assert yields(whole) == yields(split)
    assert all(len(of) == 1 for of in yields(split).values())
