"""Every parameter of a place or an incident is felt: by both engines alike, and by what is quoted.

One parameter of `company` is moved from one value to another; all luck stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engines.compiled.engine import simulate as compiled
from simulator.engines.log import EventLog
from simulator.engines.program.compilation import Program
from simulator.measures.count import tally
from simulator.mechanisms.luck import Purpose
from simulator.methods.accounts.perfect import by_category
from simulator.model.lever import LEVERS
from simulator.model.register import REGISTER
from tests.differential.divergence import first_divergence
from tests.properties.quotes import QUOTED, Compared, quotes, watched
from tests.properties.runs import SEED, Tree, examples, plan_of
from tests.properties.samples import BOUNDARIES, TEAMS, company
from tests.strategies.organisations import organisations

MOVED = tuple(key for key in REGISTER if key.split(".")[0] in ("team", "boundary", "incidents"))
WHERE = {"team.rollback": ("Release", "Plan")}
"""Where a parameter is felt, if not everywhere: only the last of a route rolls back."""

QUOTES: Mapping[str, Purpose] = {
    "team.defect_removal": Purpose.REMOVED,
    "team.catches_defects": Purpose.CATCH,
    "team.catches_misunderstandings": Purpose.CATCH,
    "team.rollback": Purpose.ROLLBACK,
    "boundary.fidelity": Purpose.CONVEYED,
    "boundary.lapse": Purpose.CONVEYED,
    "boundary.lapse_fidelity": Purpose.CONVEYED,
    "boundary.shared_context": Purpose.RESTORED,
    "boundary.readback": Purpose.READ_BACK,
    "boundary.assumption_accuracy": Purpose.ASSUMED,
    "boundary.contract_tests": Purpose.CONTRACT_TEST,
    "incidents.traceable": Purpose.TRACEABLE,
}
"""The parameters of which `explain` quotes a chance, and which."""


def moved(tree: Tree, key: str, place: str, value: Any) -> Tree:
    """Return a tree with another value of one parameter, at one place."""
    tree = deepcopy(tree)
    section, *names = key.split(".")
    owner = tree["incidents"]
    if section == "team":
        owner = tree["teams"][place]
    elif section == "boundary":
        owner = next(row for row in tree["boundaries"] if _name(row) == place)
    for name in names[:-1]:
        owner = owner.setdefault(name, {})
    owner[names[-1]] = value
    return tree


def _name(row: Tree) -> str:
    return f"{row['from']} -> {row['to']}"


def _pair(low: float, between: float, high: float) -> st.SearchStrategy[tuple[float, float]]:
    """Return two numbers, one on either side of a gap, the lower first or last."""
    below, above = st.floats(low, 0.7 * between), st.floats(1.3 * between, high)
    return st.tuples(below, above).flatmap(lambda two: st.sampled_from((two, two[::-1])))


def _days(numbers: st.SearchStrategy[tuple[float, float]]) -> st.SearchStrategy[Any]:
    return numbers.map(lambda two: tuple(f"{value} days" for value in two))


BY_UNIT: Mapping[str, st.SearchStrategy[Any]] = {
    "probability": _pair(0.05, 0.45, 0.95),
    "number": _pair(0.1, 1.0, 3.0),
    "whole number": st.sampled_from(((1, 2), (3, 1), (2, 4))),
    "duration": _days(_pair(0.05, 0.5, 2.0)),
    "duration or never": st.sampled_from(
        (("4 days", "30 days"), ("60 days", "6 days"), ("never", "10 days"), ("0 days", "never"))
    ),
}
BY_HAND: Mapping[str, st.SearchStrategy[Any]] = {
    "team.effort.shape": st.permutations(("lognormal", "exponential", "constant")),
    "boundary.owner": st.permutations(("from", "to")),
    "incidents.pages": st.permutations(("last", "resolver", "drawn")),
    "incidents.manifest": BY_UNIT["probability"]
    | st.sampled_from(("defect", "lost", "drift", "unowned")).map(
        lambda mechanism: ({mechanism: 0.2}, {mechanism: 0.8})
    ),
}


def _blamed(program: Program, log: EventLog) -> object:
    return tally(program, log).sums.tolist()


NAMES: Mapping[str, tuple[tuple[str, str], Callable[[Program, EventLog], object]]] = {
    "team.makes": (("code", "models"), lambda program, _: by_category(program)),
    "boundary.carries": (("code", "models"), lambda program, _: by_category(program)),
    "incidents.blames": (("last", "resolver"), _blamed),
}
"""What nobody acts on: two values, and where the difference is seen instead of in the log."""


def values(key: str) -> st.SearchStrategy[Any]:
    """Return two values for a parameter; a new unit has to be given some above."""
    return BY_HAND[key] if key in BY_HAND else BY_UNIT[REGISTER[key].unit]


def places(key: str) -> tuple[str, ...]:
    section = key.split(".", maxsplit=1)[0]
    everywhere = {"team": TEAMS, "boundary": BOUNDARIES, "incidents": ("",)}[section]
    return WHERE.get(key, everywhere)


def ran(tree: Tree, replication: int, plan: str = "all") -> tuple[Program, EventLog, Compared]:
    """Return a plan, the log on which both engines agree, and the chances compared in it."""
    program = plan_of(tree, plan)
    log, compared = watched(program, SEED, replication)
    parted = first_divergence(log.events, compiled(program, SEED, replication).events)
    assert parted is None, parted
    return program, log, compared


def rightly_quoted(program: Program, log: EventLog, compared: Compared) -> Compared:
    """Return what is quoted of a run: every chance that was compared, and exactly that."""
    found = quotes(program, log, compared)
    assert set(found) == set(compared)
    wrong = [address for address in found if found[address] != compared[address]]
    assert not wrong, f"{len(wrong)} of {len(found)} quotes are wrong, such as {wrong[0]}"
    return found


def is_felt(one: Tree, other: Tree, replication: int, purposes: Collection[Purpose]) -> None:
    """Check that two trees have unlike logs and, of the same draws, unlike quotes."""
    before, after = ran(one, replication), ran(other, replication)
    assert first_divergence(before[1].events, after[1].events) is not None
    if not purposes:
        return
    quoted, quoted_after = rightly_quoted(*before), rightly_quoted(*after)
    for purpose in purposes:
        both = [at for at in quoted.keys() & quoted_after.keys() if at.purpose == purpose]
        assert any(quoted[at] != quoted_after[at] for at in both), (purpose, len(both))


@pytest.mark.parametrize("key", [key for key in MOVED if key not in NAMES])
def test_a_parameter_moves_the_log_of_both_engines_alike_and_what_is_quoted(key: str) -> None:
    purposes = (QUOTES[key],) if key in QUOTES else ()

    @given(st.sampled_from(places(key)), values(key), st.integers(0, 999))
    @examples(2)
    def check(place: str, two: tuple[Any, ...], replication: int) -> None:
        one, other = (moved(company(), key, place, value) for value in two[:2])
        is_felt(one, other, replication, purposes)

    check()


@pytest.mark.parametrize("key", NAMES)
def test_a_name_leaves_the_log_alone_and_is_seen_elsewhere(key: str) -> None:
    two, seen = NAMES[key]
    programs = [plan_of(moved(company(), key, places(key)[0], value), "all") for value in two]
    logs = [watched(program, SEED, 0)[0] for program in programs]
    assert first_divergence(logs[0].events, logs[1].events) is None
    assert seen(programs[0], logs[0]) != seen(programs[1], logs[1])


OF_LEVERS: Mapping[str, tuple[Purpose, ...]] = {
    "verification": (Purpose.REMOVED,),
    "integration": (Purpose.CATCH,),
    "recovery": (Purpose.ROLLBACK, Purpose.TRACEABLE),
    "contracts": (Purpose.CONVEYED, Purpose.CONTRACT_TEST),
    "acceptance": (Purpose.READ_BACK,),
    "accountability": (Purpose.RESTORED,),
}
PRESSED = (Purpose.REMOVED, Purpose.CONVEYED, Purpose.READ_BACK, Purpose.CONTRACT_TEST)


@pytest.mark.parametrize("lever", LEVERS)
def test_what_a_lever_buys_moves_the_log_and_what_is_quoted(lever: str) -> None:
    more = company()
    more["arms"][0]["spend"][lever] = "400 person-days"
    is_felt(company(), more, 0, OF_LEVERS.get(lever, ()))


def test_pressure_moves_the_log_and_the_quotes_of_what_loaded_teams_cut_short() -> None:
    is_felt(company(), {**company(), "pressure": 0}, 0, PRESSED)


def test_every_draw_of_which_a_chance_is_quoted_is_made_in_the_company() -> None:
    found = rightly_quoted(*ran(company(), 0))
    assert {address.purpose for address in found} == QUOTED


@given(organisations(begun=False), st.integers(0, 1))
@examples(15)
def test_in_any_organisation_every_quote_is_the_chance_that_was_compared(
    tree: Tree, program: int
) -> None:
    names = ("today", *(plan["name"] for plan in tree["arms"]))
    rightly_quoted(*ran(tree, 0, names[program % len(names)]))
