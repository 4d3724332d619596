"""What money buys: gains over time, every lever's parameter, adherence, overhead, people."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest

from simulator.engines.log import Happening
from simulator.measures.tally import Sum, TeamSum
from simulator.mechanisms.practice import gain, toward_cadence
from simulator.scenario.tree import merge
from tests.tiers import sampled
from tests.verification.support import (
    LATENT,
    LEAD_TIME,
    NEVER,
    Measure,
    Tree,
    at_once,
    days,
    organisation,
    ratio,
    replicated,
    retained,
    run,
    tallied,
    team_ratio,
    verify,
    weekly,
)

EDGE = "A -> B"
SCALE = 10.0


def program(lever: str, place: str, strength: float, ceiling: Tree, **practice: object) -> Tree:
    """The lever, and an arm that buys the share `strength` of the way to its ceiling."""
    plan = {key: practice.pop(key) for key in ("stops", "funded") if key in practice}
    spend = f"{-SCALE * math.log1p(-strength)!r} person-days"
    price = {"scale": f"{SCALE!r} person-days per place", "overhead": "0 h"}
    return {
        "levers": {lever: {"ceiling": ceiling, **price, **practice}},
        "arms": [{"name": "plan", "spend": {lever: {place: spend}}, **plan}],
    }


def pair(extra: Tree, items: int = 30, at: float = 0.0, facts: int = 64) -> Tree:
    """Two teams and a boundary; its errors stay latent."""
    tree = {"horizon": "1000 days", "incidents": {"manifest": 1, "latency": NEVER}}
    return organisation(merge(tree, extra), ["A", "B"], items=at_once(items, at), facts=facts)


# gains over time, read from the overhead that a followed practice costs


def clock(times: list[float], **practice: object) -> Tree:
    """Items at given times; every one costs A the overhead of a practice of the boundary."""
    bought = program("contracts", EDGE, overhead="8 h", ceiling={"fidelity": 1}, **practice)  # type: ignore[arg-type]
    made = pair(merge({"defaults": {"team": {"effort": {"mean": "1 day"}}}}, bought))
    made["work"]["k0"]["arrivals"] = {"schedule": [days(time) for time in times]}
    return made


def test_a_practice_is_learnt_along_its_ramp() -> None:
    times = [0.0, 15.0, 30.0, 59.0, 60.0, 90.0]
    verify(
        lambda strength, ramp: clock(times, strength=strength, ramp=days(ramp)),
        team_ratio("A", TeamSum.VISIT),
        lambda strength, ramp: 1 + strength * sum(min(1, t / ramp) for t in times) / 6,
        {"strength": 0.7, "ramp": 60.0},
        replications=2,
        plan="plan",
    )


def test_a_practice_fades_by_half_lives_once_the_money_stops() -> None:
    times = [0.0, 99.0, 100.0, 110.0, 130.0, 190.0]
    verify(
        lambda strength, stops, fade: clock(
            times, strength=strength, stops=days(stops), fade=days(fade)
        ),
        team_ratio("A", TeamSum.VISIT),
        lambda strength, stops, fade: (
            1 + strength * sum(min(1, 2 ** (-(t - stops) / fade)) for t in times) / 6
        ),
        {"strength": 0.7, "stops": 100.0, "fade": 30.0},
        replications=2,
        plan="plan",
    )


def test_without_fade_a_practice_stays_when_the_money_stops() -> None:
    made = clock([0.0, 50.0, 200.0], strength=0.7, stops="40 days")
    assert tallied(made, "plan").teams[0, TeamSum.VISIT] == pytest.approx(3 * 1.7)


def test_a_shock_that_resets_a_practice_makes_its_ramp_begin_again() -> None:
    made = clock([90.0, 100.0, 115.0, 130.0, 160.0, 300.0], strength=0.5, ramp="60 days")
    made["events"] = [{"at": "100 days", "resets": ["contracts"]}]
    shares = [1, 0, 0.25, 0.5, 1, 1]
    assert tallied(made, "plan").teams[0, TeamSum.VISIT] == pytest.approx(6 + 0.5 * sum(shares))
    # a shock that resets another practice takes nothing
    made["events"] = [{"at": "100 days", "resets": ["acceptance"]}]
    made["levers"]["acceptance"] = {}
    assert tallied(made, "plan").teams[0, TeamSum.VISIT] == pytest.approx(6 + 0.5 * 6)


@pytest.mark.parametrize(("at", "share"), [(27.0, 0.45), (54.0, 0.9), (90.0, 1.0), (190.0, 0.5)])
def test_what_a_practice_moves_follows_its_gain(at: float, share: float) -> None:
    assert gain(at, 0.9, 0.0, 60.0, 130.0, 60.0) == pytest.approx(0.9 * share)

    def tree(strength: float) -> Tree:
        bought = program(
            "contracts",
            EDGE,
            strength,
            {"fidelity": 1},
            ramp="60 days",
            fade="60 days",
            stops="130 days",
        )
        team = {"team": {"effort": {"mean": "1e-9 days"}}, "boundary": {"fidelity": 0}}
        return pair(merge({"defaults": team}, bought), at=at)

    verify(
        tree,
        retained(1),
        lambda strength: strength * share,
        {"strength": 0.9},
        replications=400,
        plan="plan",
    )


@pytest.mark.parametrize(
    ("scale", "units"),
    [
        ("4 person-days per weekly item", 4 * 3 / 200),
        ("4 person-days per person", 4 * 7),
        ("4 person-days per place", 4),
    ],
)
def test_a_scale_is_per_unit_of_work(scale: str, units: float) -> None:
    bought = program("engineering", "A", 0.5, {"defects_per_item": 0}, overhead="8 h")
    bought["levers"]["engineering"]["scale"] = scale
    bought["arms"][0]["spend"] = {"engineering": {"A": "0.05 person-days"}}
    made = pair(bought, 3)
    made["teams"]["A"] = {"people": 7, "effort": {"mean": "2 days"}}
    paid = 1 - math.exp(-0.05 / units)
    assert tallied(made, "plan").teams[0, TeamSum.VISIT] == pytest.approx(3 * (2 + paid))


# every lever moves its own parameters, and nothing else


class Move(NamedTuple):
    """A lever, where it is bought, its ceiling, the organisation, and what is measured."""

    lever: str
    place: str
    ceiling: Tree
    base: Tree
    measure: Measure
    exact: Callable[[float], float]
    items: int = 30
    at: float = 0.0


def boundary(**values: object) -> Tree:
    """Values of every boundary."""
    return {"defaults": {"boundary": values}}


SHOWN: Tree = {"latency": "1 h", "manifest": 1}
MOVES = {
    "defects_per_item": Move(
        "engineering",
        "A",
        {"defects_per_item": 1},
        {"teams": {"A": {"defects_per_item": 10}}},
        LATENT,
        lambda g: 10 - 9 * g,
    ),
    "defects_per_item of base": Move(
        "engineering",
        "A",
        {"defects_per_item": "0.1 of base"},
        {"teams": {"A": {"defects_per_item": 10}}},
        LATENT,
        lambda g: 10 - 9 * g,
    ),
    "defect_removal": Move(
        "verification",
        "A",
        {"defect_removal": 0.95},
        {"teams": {"A": {"defects_per_item": 10, "defect_removal": 0.1}}},
        LATENT,
        lambda g: 10 * (0.9 - 0.85 * g),
    ),
    "fidelity": Move(
        "contracts",
        EDGE,
        {"fidelity": 0.95},
        boundary(fidelity=0.1),
        retained(1),
        lambda g: 0.1 + 0.85 * g,
    ),
    "contract_tests": Move(
        "contracts",
        EDGE,
        {"contract_tests": 0.95},
        boundary(changes_per_week=0.5, exposure=1, contract_tests=0.1),
        LATENT,
        lambda g: 0.1 * (260 + 50.01) * (0.9 - 0.85 * g),
        items=1,
        at=50.0,
    ),
    "owned": Move(
        "ownership",
        EDGE,
        {"owned": 0.95},
        boundary(owned=0.1, boundary_work=1),
        LATENT,
        lambda g: 0.9 - 0.85 * g,
    ),
    "limbo": Move(
        "ownership",
        EDGE,
        {"limbo": "1 day", "owned": 0},
        boundary(owned=0, limbo="10 days"),
        LEAD_TIME,
        lambda g: 0.02 + 10 - 9 * g,
    ),
    "readback": Move(
        "acceptance",
        EDGE,
        {"readback": 0.95},
        boundary(fidelity=0, readback=0.1),
        retained(1),
        lambda g: 0.1 + 0.85 * g,
    ),
    "shared_context": Move(
        "accountability",
        EDGE,
        {"shared_context": 0.95},
        boundary(fidelity=0, shared_context=0.1),
        retained(1),
        lambda g: 0.1 + 0.85 * g,
    ),
    "sync_every": Move(
        "accountability",
        EDGE,
        {"sync_every": "10 days"},
        boundary(changes_per_week=60, exposure=1, sync_every="50 days"),
        LATENT,
        lambda g: 12 * toward_cadence(50, 10, g) / 2,
        items=1,
        at=70.0,
    ),
    "sync_every of never": Move(
        "accountability",
        EDGE,
        {"sync_every": "10 days"},
        boundary(changes_per_week=5, exposure=1, sync_every="never"),
        LATENT,
        # what changed before day 0 stays unknown for ever
        lambda g: 260 + 10 / g / 2,
        items=1,
        at=70.0,
    ),
    "catches_defects": Move(
        "integration",
        "B",
        {"catches_defects": 0.95},
        {"teams": {"A": {"defects_per_item": 10}, "B": {"catches_defects": 0.1}}},
        LATENT,
        lambda g: 10 * (0.9 - 0.85 * g),
    ),
    "catches_misunderstandings": Move(
        "integration",
        "B",
        {"catches_misunderstandings": 0.95},
        merge(boundary(fidelity=0), {"teams": {"B": {"catches_misunderstandings": 0.1}}}),
        LATENT,
        lambda g: 64 * (0.9 - 0.85 * g),
    ),
    "rollback": Move(
        "recovery",
        "B",
        {"rollback": 0.95},
        {"teams": {"A": {"defects_per_item": 5}, "B": {"rollback": 0.1}}, "incidents": SHOWN},
        ratio(Sum.ROLLED_BACK, Sum.INCIDENTS),
        lambda g: 0.1 + 0.85 * g,
    ),
    "traceable": Move(
        "recovery",
        "A",
        {"traceable": 0.95},
        {
            "work": {"k0": {"route": ["A", "B", "C"]}},
            "teams": {"A": {"defects_per_item": 5}, "C": {}},
            "incidents": {**SHOWN, "traceable": 0.1},
        },
        ratio(Sum.PASSED_ON, Sum.INCIDENTS),
        lambda g: 2 - (0.1 + 0.85 * g),
    ),
    "triage_effort": Move(
        "recovery",
        "B",
        {"triage_effort": "1 day"},
        {
            "teams": {"A": {"defects_per_item": 5}},
            "incidents": {**SHOWN, "triage_effort": "10 days"},
        },
        team_ratio("B", TeamSum.TRIAGE, Sum.INCIDENTS),
        lambda g: 10 - 9 * g,
    ),
    "people": Move(
        "people",
        "A",
        {"people": 3000},
        {"defaults": {"team": {"effort": {"mean": "3 days"}}}},
        team_ratio("A", TeamSum.VISIT),
        lambda g: 3 / (1 + 2 * g),
    ),
}


@pytest.mark.parametrize("name", sampled(MOVES, 2))
def test_a_lever_moves_its_parameter_by_its_gain(name: str) -> None:
    move = MOVES[name]

    def tree(strength: float) -> Tree:
        bought = program(move.lever, move.place, strength, move.ceiling)
        return pair(merge(move.base, bought), move.items, move.at)

    few = move.items == 1 or name in ("owned", "limbo")
    verify(
        tree,
        move.measure,
        lambda **bought: move.exact(*bought.values()),
        {"strength": 0.9},
        replications=4000 if few else 250,
        plan="plan",
        faults=[] if "never" in name else None,
    )


def test_a_lever_elsewhere_or_unbought_moves_nothing() -> None:
    made = pair(merge(boundary(fidelity=0.5), program("contracts", EDGE, 0.99, {"fidelity": 1})))
    made["work"]["k1"] = {"arrivals": at_once(1, 900.0), "facts": 1, "route": ["B", "A"]}
    elsewhere = {"name": "elsewhere", "spend": {"contracts": {"B -> A": "100 person-days"}}}
    made["arms"] = [*made["arms"], elsewhere]
    intact = {plan: tallied(made, plan).retention[1, 0] for plan in ("today", "plan", "elsewhere")}
    assert intact["today"] == intact["elsewhere"] < intact["plan"]


@pytest.mark.parametrize(("may_harm", "share"), [(False, 0.0), (True, 1.0)])
def test_a_ceiling_worse_than_the_base_harms_only_where_it_may(
    may_harm: bool, share: float
) -> None:
    def tree(strength: float) -> Tree:
        bought = program("contracts", EDGE, strength, {"fidelity": 0.1}, may_harm=may_harm)
        return pair(merge(boundary(fidelity=0.9), bought))

    verify(
        tree,
        retained(1),
        lambda strength: 0.9 - share * 0.8 * strength,
        {"strength": 0.9},
        replications=250,
        plan="plan",
        faults=None if may_harm else [],
    )


def test_a_poor_handoff_is_poor_whatever_was_bought() -> None:
    made = merge(
        boundary(fidelity=0, lapse=1, lapse_fidelity=0),
        program("contracts", EDGE, 0.999, {"fidelity": 1}),
    )
    assert tallied(pair(made), "plan").retention[1, 0] == 0


# adherence and overhead


@pytest.mark.parametrize(
    ("lever", "place", "payers"),
    [
        ("engineering", "B", "B"),
        ("verification", "B", "B"),
        ("integration", "B", "B"),
        ("contracts", EDGE, "A"),
        ("ownership", EDGE, "A"),
        ("acceptance", EDGE, "B"),
        ("accountability", EDGE, "AB"),
    ],
)
def test_a_followed_practice_costs_its_overhead_where_it_is_followed(
    lever: str, place: str, payers: str
) -> None:
    def tree(adherence: float, overhead: float) -> Tree:
        bought = program(lever, place, 0.5, {}, adherence=adherence, overhead=days(overhead))
        return pair(merge({"defaults": {"team": {"effort": {"mean": "1 day"}}}}, bought), 120)

    for team in "AB":
        verify(
            tree,
            team_ratio(team, TeamSum.VISIT),
            lambda adherence, overhead, pays=team in payers: 1 + pays * 0.5 * adherence * overhead,
            {"adherence": 0.9, "overhead": 2.0},
            replications=120,
            plan="plan",
            faults=None if team in payers else [],
        )


def test_recovery_costs_its_overhead_at_every_triage_it_is_followed_in() -> None:
    def tree(adherence: float, overhead: float) -> Tree:
        bought = program("recovery", "B", 0.5, {}, adherence=adherence, overhead=days(overhead))
        return pair(merge({"teams": {"A": {"defects_per_item": 5}}, "incidents": SHOWN}, bought))

    verify(
        tree,
        team_ratio("B", TeamSum.TRIAGE, Sum.INCIDENTS),
        lambda adherence, overhead: 0.5 * adherence * overhead,
        {"adherence": 0.9, "overhead": 2.0},
        replications=120,
        plan="plan",
    )


@pytest.mark.parametrize(
    "name",
    sampled(
        [
            "defect_removal",
            "fidelity",
            "owned",
            "readback",
            "sync_every",
            "catches_defects",
            "rollback",
            "traceable",
        ],
        3,
    ),
)
def test_a_practice_is_followed_with_its_adherence(name: str) -> None:
    move = MOVES[name]

    def tree(adherence: float) -> Tree:
        bought = program(move.lever, move.place, 0.9, move.ceiling, adherence=adherence)
        return pair(merge(move.base, bought), move.items, move.at)

    verify(
        tree,
        move.measure,
        lambda adherence: adherence * move.exact(0.9) + (1 - adherence) * move.exact(0.0),
        {"adherence": 0.9},
        replications=6000 if name == "sync_every" else 1200,
        plan="plan",
    )


def test_practices_of_one_boundary_are_followed_together() -> None:
    made = merge(
        program("contracts", EDGE, 0.5, {}, adherence=0.3, overhead="8 h"),
        program("acceptance", EDGE, 0.5, {}, adherence=0.6, overhead="8 h"),
    )
    spends = {lever: {EDGE: "10 person-days"} for lever in ("contracts", "acceptance")}
    made["arms"] = [{"name": "plan", "spend": spends}]
    _, log = run(pair(made, 2000), "plan")
    started = log.events[log.events["event"] == Happening.STARTED]
    paid = [
        started["value"][started["place"] == team][
            np.argsort(started["item"][started["place"] == team])
        ]
        > 0.1
        for team in (0, 1)
    ]
    assert not (paid[0] & ~paid[1]).any()
    for share, followed in zip((0.3, 0.6), paid, strict=True):
        assert abs(followed.mean() - share) < 4 * math.sqrt(share * (1 - share) / 2000)


def test_what_a_crossing_gains_and_what_it_costs_is_the_same_luck() -> None:
    bought = program("contracts", EDGE, 0.999999, {"fidelity": 1}, adherence=0.5, overhead="8 h")
    _, log = run(pair(merge(boundary(fidelity=0), bought), 500), "plan")
    events = log.events
    started = events[(events["event"] == Happening.STARTED) & (events["place"] == 0)]
    crossed = events[events["event"] == Happening.CROSSED]
    paid = set(started["item"][started["value"] > 0.1])
    told = set(crossed["item"][crossed["b"] < 32])
    assert paid == told
    assert 150 < len(paid) < 350


# more hands, and hands taken away


def test_hired_people_quicken_the_work_and_do_not_add_a_desk() -> None:
    bought = program("people", "A", 0.5, {"people": 6})
    made = pair(merge(bought, {"teams": {"A": {"people": 2, "effort": {"mean": "2 days"}}}}), 3)
    _, log = run(made, "plan")
    started = log.events[(log.events["event"] == Happening.STARTED) & (log.events["place"] == 0)]
    # 2 people + half of the 4 that money can reach: everything takes half as long
    assert started["value"] == pytest.approx([1.0, 1.0, 1.0])
    assert started["time"] == pytest.approx([0.0, 0.0, 1.0])


def test_a_spend_from_capacity_slows_its_place_until_it_stops() -> None:
    def tree(spend: float, stops: float) -> Tree:
        made = clock([0.0, 100.0, 300.0], strength=0.5, stops=days(stops), funded="capacity")
        made["arms"][0]["spend"] = {"contracts": {EDGE: f"{spend!r} person-days"}}
        made["levers"]["contracts"]["overhead"] = "0 h"
        made["teams"] = {"A": {"people": 5}, "B": {"people": 2}}
        return made

    for team, people in (("A", 5), ("B", 2)):

        def exact(spend: float, people: int = people) -> float:
            return (2 * people / (people - spend / 260 / 2) + 1) / 3

        verify(
            lambda spend: tree(spend, 200.0),
            team_ratio(team, TeamSum.VISIT),
            exact,
            {"spend": 390.0},
            replications=2,
            plan="plan",
        )
    assert tallied(tree(390.0, 0.5), "plan").teams[0, TeamSum.VISIT] == pytest.approx(
        2 + 5 / (5 - 0.75)
    )


def test_a_spend_on_a_team_from_capacity_is_all_its_own() -> None:
    bought = program("engineering", "A", 0.5, {}, funded="capacity")
    bought["arms"][0]["spend"] = {"engineering": {"A": "520 person-days"}}
    made = pair(merge(bought, {"teams": {"A": {"people": 5}, "B": {"people": 5}}}), 1)
    visits = tallied(made, "plan").teams[:, TeamSum.VISIT]
    assert visits == pytest.approx([0.01 * 5 / 3, 0.01])


def test_fewer_hands_slow_work_of_every_class() -> None:
    tree = {
        "defaults": {
            "team": {
                "defects_per_item": 2,
                "defect_removal": 0.5,
                "fix_effort": "1 h",
                "catches_defects": 0.5,
            },
            "boundary": {
                "fidelity": 0.9,
                "readback": 0.5,
                "boundary_work": 0.5,
                "boundary_effort": "1 h",
                "question_effort": "1 h",
                "handoff_effort": "1 h",
                "readback_effort": "1 h",
            },
        },
        "incidents": {
            **SHOWN,
            "triage_effort": "1 h",
            "repair_effort": "1 h",
            "rework_share": 0.3,
        },
    }
    half = f"{500 * 260} person-days"
    spends = {"engineering": {"A": half, "B": half}}
    same = {"defects_per_item": "1 of base"}
    bought = program("engineering", "A", 0.5, same, funded="capacity")
    bought["arms"][0]["spend"] = spends
    made = pair(merge(tree, bought), 60)
    today, plan_ = (replicated(made, 2, plan).teams.sum(axis=0) for plan in ("today", "plan"))
    assert (today[:, : TeamSum.PEOPLE].sum(axis=0) > 0).all()
    assert plan_[:, : TeamSum.PEOPLE] == pytest.approx(2 * today[:, : TeamSum.PEOPLE])


def test_items_through_a_place_set_the_price_of_rates_too() -> None:
    bought = program("engineering", "A", 0.5, {}, overhead="8 h")
    bought["levers"]["engineering"]["scale"] = "2 person-days per weekly item"
    bought["arms"][0]["spend"] = {"engineering": {"A": "7 person-days"}}
    made = pair(bought)
    made["work"] = {
        "k0": {"arrivals": weekly(0.4), "facts": 1, "route": ["A", "B", "A"]},
        "k1": {"arrivals": weekly(0.3), "facts": 1, "route": ["A"]},
    }
    # 2 a week twice and 1.5 a week once
    paid = 1 - math.exp(-7 / (2 * (2 * 2 + 1.5)))
    counted = tallied(made, "plan").teams[0]
    assert counted[TeamSum.VISIT] / counted[TeamSum.WAITS] == pytest.approx(0.01 + paid, rel=0.01)
