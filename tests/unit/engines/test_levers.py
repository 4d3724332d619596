"""The engines' own numbers of levers say what the table of levers says."""

import math
from types import SimpleNamespace
from typing import Any

import pytest

from simulator.engines.compiled import cache
from simulator.engines.program import layout
from simulator.mechanisms import crossing
from simulator.model.lever import EDGE_LEVERS, LEVERS, TEAM_LEVERS
from simulator.model.register import MOVES


def test_every_lever_has_a_column_at_its_place() -> None:
    assert sorted((*TEAM_LEVERS, *EDGE_LEVERS)) == sorted(LEVERS)
    assert all(LEVERS[name].at == "teams" for name in TEAM_LEVERS)
    assert all(LEVERS[name].at == "boundaries" for name in EDGE_LEVERS)


def test_overhead_is_worked_by_those_whom_the_table_names() -> None:
    visited = {TEAM_LEVERS[each] for each in layout.VISITED}
    sent = {EDGE_LEVERS[each] for each in layout.SENT}
    received = {EDGE_LEVERS[each] for each in layout.RECEIVED}
    assert {"engineering", "verification", "integration"} <= visited
    assert not {"recovery", "people"} & visited
    assert sent & received == {name for name, row in LEVERS.items() if row.pays == "both"}
    assert {"contracts", "ownership", "accountability"} <= sent
    assert {"acceptance", "accountability"} <= received
    assert sent | received == set(EDGE_LEVERS)


@pytest.mark.parametrize("lever", EDGE_LEVERS)
def test_a_lever_between_teams_moves_at_a_crossing_what_is_declared_and_nothing_else(
    lever: str,
) -> None:
    row: Any = SimpleNamespace(**dict.fromkeys(layout.EDGE.names or (), 0.25))
    for moved in (each for moves in layout.EDGE_MOVES.values() for each in moves):
        setattr(row, f"{moved}_top", 0.75)

    def found(*gains: float) -> dict[str, float]:
        odds = crossing.odds(row, gains, False, (0.0, 0.0), 0.0)
        return {
            "fidelity": odds.conveyed,
            "shared_context": odds.known,
            "readback": odds.noticed,
            "assumption_accuracy": odds.assumed,
            "contract_tests": odds.tested,
            "owned": crossing.owned_by_somebody(row, gains),
            "limbo": crossing.mean_limbo(row, gains),
        }

    before = found(*(0.0 for _ in EDGE_LEVERS))
    after = found(*(float(each == lever) for each in EDGE_LEVERS))
    moved_here = {name for name in before if after[name] != before[name]}
    assert moved_here == set(MOVES[lever]) & set(before)
    assert set(MOVES[lever]) <= {*before, "sync_every"}
    assert all(math.isclose(after[name], 3.0 * before[name]) for name in moved_here)


def test_machine_code_belongs_to_the_columns_that_the_parameters_give(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = cache.source_hash()
    cache.source_hash.cache_clear()
    assert cache.source_hash() == before
    monkeypatch.setattr(layout, "EDGE", layout._columns(("fidelity",), ("owner",)))
    cache.source_hash.cache_clear()
    assert cache.source_hash() != before
    cache.source_hash.cache_clear()
