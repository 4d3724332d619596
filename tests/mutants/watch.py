"""Which test files watch a module: those that import it over the fewest steps."""

from __future__ import annotations

from pathlib import Path

from tests.house.imports import imported, module_name
from tests.house.inspection import ROOT

__all__ = ["watchers_of"]

WATCHERS = 4
COMMANDS = "tests/unit/cli/test_commands.py"
"""What watches a module that only a command imports, as it is called."""


def watchers_of(file: Path) -> tuple[str, ...]:
    """The nearest test files under tests/unit of a module of the package, the nearest first."""
    importers: dict[str, list[str]] = {}
    for name, found in imported().items():
        for each in found:
            importers.setdefault(each, []).append(name)
    reached = list(_breadth_first(module_name(ROOT / file), importers))
    watching = [name for name in reached if _watches(name)]
    return tuple(f"{name.replace('.', '/')}.py" for name in watching[:WATCHERS]) or (COMMANDS,)


def _breadth_first(start: str, importers: dict[str, list[str]]) -> list[str]:
    reached = [start]
    for name in reached:  # grows while it is walked
        reached += sorted(set(importers.get(name, ())) - set(reached))
    return reached


def _watches(name: str) -> bool:
    return name.startswith("tests.unit.") and name.rpartition(".")[2].startswith("test_")
