"""The kernel's tables double when they are full, up to a cap; the result is the same."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator.engines.compiled import engine, workspace
from simulator.engines.compiled.layout import GROWING, Grows
from simulator.engines.program.compilation import Program, program_for
from simulator.files.read import load
from simulator.files.shipped import shipped

TINY = {which: (name, dtype, 2) for which, (name, dtype, _) in GROWING.items()}


@pytest.fixture(scope="module")
def program() -> Program:
    scenario = load(shipped()["typical-company"])
    return replace(program_for(scenario), horizon=100.0)


@pytest.fixture
def spaces(monkeypatch: pytest.MonkeyPatch) -> list[workspace.Workspace]:
    """Collect the workspaces that the engine makes."""
    made: list[workspace.Workspace] = []

    class Seen(workspace.Workspace):
        def __init__(self, program: Program, **more: Any) -> None:
            super().__init__(program, **more)
            made.append(self)

    monkeypatch.setattr(engine, "Workspace", Seen)
    monkeypatch.setattr(engine, "_SPARE", [])
    return made


def test_a_log_is_the_same_from_tables_that_had_to_be_doubled(
    program: Program, spaces: list[workspace.Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    roomy = engine.simulate(program, 1, 0).events
    monkeypatch.setattr(workspace, "GROWING", TINY)
    tight = engine.simulate(program, 1, 0).events
    assert len(roomy) > 5000
    assert np.array_equal(roomy, tight)
    sizes = {which: len(spaces[-1].tables[name]) for which, (name, _, _) in TINY.items()}
    assert all(size >= 8 for size in sizes.values()), "every table was full more than once"
    assert sizes[Grows.LOG] >= len(tight)


def test_rows_in_bulk_are_the_same_from_tables_that_had_to_be_doubled(
    program: Program, spaces: list[workspace.Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    roomy = engine.bulk(program, 1, 0, 6)
    monkeypatch.setattr(workspace, "GROWING", TINY)
    monkeypatch.setattr(engine, "_SPARE", [])
    tight = engine.bulk(program, 1, 0, 6)
    for name, rows in roomy.items():
        assert np.array_equal(rows, tight[name]), name
    assert len(spaces[-1].tables["log"]) == 1, "no log is kept in bulk, so its table never grows"


def test_the_memory_cap_is_an_error_that_names_it_and_what_was_full(program: Program) -> None:
    long = replace(program, horizon=2000.0)
    with pytest.raises(MemoryError, match=r"memory cap of 12 MiB \(its table of logs is full\)"):
        engine.simulate(long, 1, 0, memory_cap=12 * 2**20)
    with pytest.raises(MemoryError, match=r"memory cap of 2 MiB \(its table of items is full\)"):
        engine.bulk(long, 1, 0, 1, memory_cap=2**21)


def test_what_another_plan_let_grow_never_makes_a_plan_refused(
    program: Program, spaces: list[workspace.Workspace]
) -> None:
    rows = engine.bulk(program, 1, 0, 2)
    own = spaces[-1].nbytes
    engine.bulk(replace(program, horizon=2000.0), 1, 0, 1)
    assert own < spaces[-1].nbytes
    tight = engine.bulk(program, 1, 0, 2, memory_cap=own)
    assert len(spaces) == 2, "the second plan found the memory of the first, the third a new one"
    assert all(np.array_equal(rows[name], tight[name]) for name in rows)


def test_a_cap_that_is_not_reached_changes_nothing(program: Program) -> None:
    free, capped = engine.bulk(program, 1, 0, 2), engine.bulk(program, 1, 0, 2, memory_cap=2**25)
    assert all(np.array_equal(free[name], capped[name]) for name in free)


def test_threads_share_the_cap_and_one_waits_until_the_other_has_finished(
    program: Program, spaces: list[workspace.Workspace]
) -> None:
    free = engine.bulk(program, 1, 0, 2)
    need = sum(table.nbytes for table in spaces[-1].tables.values())
    cap = need + need // 2
    with ThreadPoolExecutor(1) as pool:
        with workspace.Workspace(program, logging=False, memory_cap=cap):
            second = pool.submit(engine.bulk, program, 1, 0, 2, memory_cap=cap)
            assert not wait([second], timeout=0.5).done
        waited = second.result(timeout=60)
    assert all(np.array_equal(free[name], waited[name]) for name in free)
