"""What is kept from one organisation, purchase or run to the next changes no program and no row."""

from dataclasses import fields
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.engines.compiled import engine
from simulator.engines.program import routes
from simulator.engines.program.compilation import Program, program_for
from simulator.engines.program.routes import Routes
from simulator.experiments.store.identity import program_id
from simulator.methods.records.population import ends, unknowns_of
from simulator.scenario.scenario import TODAY, Scenario
from simulator.scenario.spending import Purchase, used_places
from simulator.scenario.tree import TreeError
from tests.properties.runs import examples
from tests.strategies.organisations import organisations

DAYS = st.sampled_from((0.0, 3.0, 40.0, 400.0))
LOWEST = {"fidelity": 0.0, "defects_per_item": 0.0, "owned": 0.0, "people": 1, "facts": 1}
VARIES = {"fidelity": {"varies": 0.5}, "defects_per_item": {"varies": 0.3}}


def with_ranges(node: Any) -> Any:
    """Return a tree in which some numbers that stand alone have a range below them."""
    if isinstance(node, list):
        return [with_ranges(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {"value": value, "low": LOWEST[key], **VARIES.get(key, {})}
        if key in LOWEST and isinstance(value, int | float)
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
