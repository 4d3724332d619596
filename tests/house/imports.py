"""Who imports whom, read from the text of the package and of its tests without running either."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house.inspection import ROOT

__all__ = ["imported", "module_name", "modules"]

PACKAGES = ("simulator", "tests")


def module_name(file: Path) -> str:
    """The dotted name under which a file of the repository is imported."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    """Every module of the package and of its tests by name, in the order of the paths."""
    files = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return {module_name(file): file for file in files}


@cache
def imported() -> dict[str, frozenset[str]]:
    """For every module the modules that it imports anywhere in it, within functions too."""
    return {
        name: frozenset(_imports(ast.parse(file.read_text("utf-8"))))
        for name, file in modules().items()
    }


def _imports(tree: ast.Module) -> Iterator[str]:
    known = modules()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                longer = f"{node.module}.{each.name}"
                if longer in known or node.module in known:
                    yield longer if longer in known else node.module
