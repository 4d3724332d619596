"""The engines' own numbers of levers say what the table of levers says."""

import pytest

from simulator.engines.compiled import cache
from simulator.engines.program import layout
from simulator.engines.reference import work
from simulator.model.lever import LEVERS


@pytest.mark.parametrize("names", [layout.TEAM_LEVERS, layout.EDGE_LEVERS])
def test_the_columns_of_practices_are_numbered_as_the_table_has_them(
    names: tuple[str, ...],
) -> None:
    assert [getattr(layout, name.upper()) for name in names] == list(range(len(names)))


def test_every_lever_has_a_column_at_its_place() -> None:
    assert {*layout.TEAM_LEVERS, *layout.EDGE_LEVERS} == set(LEVERS)
    assert all(LEVERS[name].at == "teams" for name in layout.TEAM_LEVERS)
    assert all(LEVERS[name].at == "boundaries" for name in layout.EDGE_LEVERS)


@pytest.mark.parametrize(
    ("columns", "names", "payers"),
    [
        (work._OVERHEAD, layout.TEAM_LEVERS, {"team"}),
        (work._SENDER, layout.EDGE_LEVERS, {"sender", "both"}),
        (work._RECEIVER, layout.EDGE_LEVERS, {"receiver", "both"}),
    ],
)
def test_overhead_is_worked_by_those_whom_the_table_names(
    columns: tuple[int, ...], names: tuple[str, ...], payers: set[str]
) -> None:
    assert [names[column] for column in columns] == [n for n in names if LEVERS[n].pays in payers]


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
