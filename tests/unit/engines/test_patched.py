"""What is kept from one organisation, purchase or run to the next changes no program and no row."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engines.compiled import engine
from simulator.engines.program import routes
from simulator.engines.program.compilation import (
    Program,
    Use,
    World,
    program_for,
    programs_for,
)
from simulator.engines.program.routes import Routes
from simulator.experiments.store.identity import program_id
from simulator.files.read import load
from simulator.methods.records.population import drawn_value, ends, hypercube, unknowns_of
from simulator.scenario.scenario import TODAY, Scenario
from simulator.scenario.spending import Purchase, used_places
from simulator.scenario.tree import TreeError
from simulator.scenario.world import FACTORS
from tests.properties.runs import examples
from tests.strategies.organisations import organisations

SHIPPED = sorted((Path(__file__).parents[3] / "scenarios").glob("*.yaml"))
NUMBERS = ("horizon", "warm_up", "within", "fee", "stops", "costs", "plan", "bought")
DAYS = st.sampled_from((0.0, 3.0, 40.0, 400.0))
LOWEST = {"fidelity": 0.0, "defects_per_item": 0.0, "owned": 0.0, "people": 0.5, "facts": 1}
VARIES = {"fidelity": {"varies": 0.5}, "defects_per_item": {"varies": 0.3}}


def with_ranges(node: Any) -> Any:
    """Return a tree in which some numbers of places that stand alone have a range below them."""
    if isinstance(node, list):
        return [with_ranges(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {"value": value, "low": LOWEST[key], **VARIES.get(key, {})}
        if key in LOWEST and isinstance(value, int | float)
        else value
        if key == "levers"
        else with_ranges(value)
        for key, value in node.items()
    }


def anew(scenario: Scenario, plan: str) -> Scenario:
    """Return the same organisation read anew, with nothing at hand from another."""
    fresh = Scenario._of(scenario.tree, scenario._overlay, {}, scenario._world)
    fresh._known = {}
    own = fresh.for_plan(plan)
    own._known = {}
    routes._structure.cache_clear()
    engine._SPARE.clear()
    return fresh


def program_of(scenario: Scenario, plan: str, bought: tuple[Purchase, ...]) -> Program | None:
    """Return a program; None where nobody is left to work."""
    try:
        return program_for(scenario, plan, bought)
    except ValueError:
        return None


def arrays(program: Program) -> dict[str, np.ndarray[Any, Any]]:
    parts = [(program, Program), (program.routes, Routes)]
    found = {each.name: getattr(of, each.name) for of, kind in parts for each in fields(kind)}
    return {name: value for name, value in found.items() if isinstance(value, np.ndarray)}


def rows(program: Program) -> dict[str, bytes]:
    return {name: part.tobytes() for name, part in engine.bulk(program, 7, 0, 2).items()}


def assert_same(ours: Program, theirs: Program) -> None:
    known = arrays(theirs)
    for name, array in arrays(ours).items():
        assert array.dtype == known[name].dtype, name
        assert array.tobytes() == known[name].tobytes(), name
        assert not array.flags.writeable, name
    for name in NUMBERS:
        assert getattr(ours, name) == getattr(theirs, name), name
    assert ours.scenario == theirs.scenario
    assert program_id(ours) == program_id(theirs)


@st.composite
def baskets(draw: st.DrawFn, own: Scenario) -> tuple[Purchase, ...]:
    """Return random purchases in an organisation."""
    places = [(lever, place) for lever in own.levers for place in used_places(own, lever)]
    if not places:
        return ()
    chosen = draw(st.lists(st.sampled_from(places), max_size=6))
    return tuple(Purchase(lever, place, draw(DAYS)) for lever, place in chosen)


@examples(60)
@given(st.data())
def test_a_patched_program_and_the_rows_of_kept_memory_are_those_made_anew(
    data: st.DataObject,
) -> None:
    try:
        scenario = Scenario.from_tree(with_ranges(data.draw(organisations(many=True))))
    except TreeError:
        return
    unknown = {each.origin: ends(each) for each in unknowns_of(scenario)}
    drawn = [{origin: of[end] for origin, of in unknown.items()} for end in (0, 2)]
    worlds = [scenario, *(scenario.in_world(values, places=3) for values in drawn)]
    plans = (TODAY, *scenario.arms)
    asked = [(w, p, data.draw(baskets(w.for_plan(p)))) for w in worlds for p in plans]
    made = [(each, program_of(*each)) for each in asked]
    told = [(each, program, rows(program)) for each, program in made if program is not None]
    for (world, plan, bought), ours, found in told:
        theirs = program_of(anew(world, plan), plan, bought)
        assert theirs is not None
        assert_same(ours, theirs)
        assert found == rows(theirs)


def in_turn(scenario: Scenario, worlds: list[World], uses: list[Use]) -> list[list[Program]]:
    """Return the programs of worlds, each read from the tree as a scenario of its own."""
    read = [scenario.in_world(*world) for world in worlds]
    return [[program_for(of, plan, bought) for of in read] for plan, bought in uses]


def assert_as_in_turn(scenario: Scenario, worlds: list[World], uses: list[Use]) -> bool:
    """Check programs made at once; returns whether all of them were."""
    try:
        theirs = in_turn(scenario, worlds, uses)
    except ValueError as error:
        with pytest.raises(ValueError, match=re.escape(str(error))):
            programs_for(scenario, worlds, uses)
        return False
    ours = programs_for(scenario, worlds, uses)
    for mine, others in zip(ours, theirs, strict=True):
        for one, other in zip(mine, others, strict=True):
            assert_same(one, other)
    return all(each.differs is not None for found in ours for each in found)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_programs_of_many_organisations_at_once_are_those_of_each_read_anew(path: Path) -> None:
    scenario = load(path)
    unknown = unknowns_of(scenario)
    uses: list[Use] = [(plan, basket_of(scenario, plan)) for plan in (TODAY, *scenario.arms)]
    worlds: list[World] = [
        (
            {each.origin: drawn_value(each, u) for each, u in zip(unknown, row, strict=True)},
            None if place % 2 else place,
        )
        for place, row in enumerate(hypercube(unknown, 6, 7, 0).tolist())
    ]
    for turn in (worlds[::2], worlds[1::2]):
        assert assert_as_in_turn(scenario, turn, uses)


def basket_of(scenario: Scenario, plan: str) -> tuple[Purchase, ...]:
    """Return a purchase of every lever at the first place where it can be bought."""
    own = scenario.for_plan(plan)
    first = [(lever, used_places(own, lever)) for lever in own.levers]
    return tuple(Purchase(lever, at[0], 3.0) for lever, at in first if at and plan != TODAY)


@examples(200)
@given(st.data())
def test_any_number_that_is_written_can_differ_between_organisations_made_at_once(
    data: st.DataObject,
) -> None:
    try:
        scenario = Scenario.from_tree(with_ranges(data.draw(organisations(many=True))))
    except TreeError:
        return
    plans = (TODAY, *scenario.arms)
    written = {
        number.origin: number.value
        for plan in plans
        for epoch in scenario.for_plan(plan).epochs()
        for number in epoch.scenario._quantities()
        if number.origin
    }
    origins = st.lists(st.sampled_from([*written, *FACTORS]), min_size=1, max_size=20, unique=True)
    moved = data.draw(origins)
    differ = data.draw(st.booleans())
    worlds: list[World] = [
        ({origin: share * written.get(origin, 1.0) for origin in moved}, place if differ else None)
        for place, share in enumerate((0.5, 0.9, 1.0))
    ]
    uses: list[Use] = [(plan, data.draw(baskets(scenario.for_plan(plan)))) for plan in plans]
    assert_as_in_turn(scenario, worlds, uses)


def test_what_is_worked_out_from_other_numbers_is_read_anew() -> None:
    tree = {
        "version": 1,
        "name": "company",
        "horizon": "100 days",
        "work": [{"kind": "a", "arrivals": "1 per week", "facts": 3, "route": ["A", "B", "C"]}],
        "teams": {"A": {"people": 4}, "B": {"people": 3}, "C": {"defects_per_item": 0.4}},
        "defaults": {"boundary": {}, "team": {"defects_per_item": 0.3}},
        "events": [{"at": "50 days", "change": {"incidents": {"manifest": 0.05}}}],
        "arms": [
            {"name": "merged", "change": {"merge": {"teams": ["A", "B"], "as": "A"}}},
            {"name": "dearer", "change": {"teams": {"C": {"defects_per_item": "1.4x"}}}},
        ],
    }
    scenario = Scenario.from_tree(tree)
    uses: list[Use] = [(plan, ()) for plan in (TODAY, *scenario.arms)]
    drawn = {"teams.A.people": 2.0, "teams.C.defects_per_item": 0.1}
    for values, plans in (
        (drawn, {TODAY}),
        ({"work.a.arrivals": 0.1}, {TODAY}),
        ({"horizon": 40.0}, set()),
        ({"events[0].at": 20.0}, set()),
    ):
        worlds: list[World] = [(values, None), (dict.fromkeys(values, 3.0), None)]
        assert not assert_as_in_turn(scenario, worlds, uses)
        found = programs_for(scenario, worlds, uses)
        assert {made[0].plan for made in found if made[0].differs} == plans


def test_prices_queues_certainties_and_ceilings_differ_as_the_numbers_do() -> None:
    tree = {
        "version": 1,
        "name": "company",
        "horizon": "100 days",
        "work": [
            {
                "kind": "a",
                "arrivals": "5 per week",
                "starts_with": 40,
                "facts": 3,
                "route": ["A", "B"],
            }
        ],
        "teams": {"A": {"people": 4}, "B": {"people": 3}},
        "defaults": {"boundary": {"fidelity": 0.9}, "team": {"effort": {"mean": "2 days"}}},
        "incidents": {"manifest": 0.2},
        "failure": {"within": "30 days"},
        "costs": {"person_day": 700, "incident": {"P1": 9}},
        "levers": {"contracts": {"ceiling": {"fidelity": 0.95}}},
        "arms": [
            {
                "name": "plan",
                "cost": "50 person-days",
                "spend": {"contracts": "30 person-days"},
                "change": {"incidents": {"manifest": 0.3}},
            }
        ],
    }
    scenario = Scenario.from_tree(tree)
    uses: list[Use] = [(plan, program_for(scenario, plan).bought) for plan in (TODAY, "plan")]
    drawn = {
        "work.a.arrivals": (1.0, 0.2),
        "work.a.starts_with": (40.0, 9.4),
        "teams.A.people": (4.0, 2.0),
        "defaults.team.effort.mean": (2.0, 3.0),
        "defaults.boundary.fidelity": (0.8, 0.99),
        "failure.within": (30.0, 3.0),
        "costs.person_day": (700.0, 800.0),
        "costs.incident.P1": (9.0, 10.0),
        "arms.plan.cost": (50.0, 60.0),
        "incidents.manifest, between": (1.0, 9.0),
    }
    for chosen in (list(drawn), *([each] for each in drawn)):
        worlds: list[World] = [
            ({origin: drawn[origin][at] for origin in chosen}, None) for at in (0, 1)
        ]
        assert assert_as_in_turn(scenario, worlds, uses)
