"""
Mutation testing: `python -m tests.mutants` changes one thing at a time and tells what no test sees.

A mutant lives in a process of its own, forked from one that has everything heavy loaded, and is
put in place of its module as that is imported: no file is written.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

import numpy as np
import pytest

from tests.house.imports import module_name
from tests.mutants.mutation import Site, count_sites, mutated, sites
from tests.mutants.watch import watchers_of

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("methods", "questions", "present")
ABOVE = (*LAYERS, "validation", "interview", "cli", "api")
"""The layers that know of those that are changed, and these themselves."""
SECONDS = 300
"""Processor time a mutant may take; one that takes more goes in a circle and is found."""

# without the browser's plugin, which cannot be begun twice in one process
OPTIONS = ("-n", "0", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:playwright")


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change of one module, and the tests that should see it."""

    file: Path
    site: Site
    tests: tuple[str, ...]

    def __str__(self) -> str:
        place = f"{self.file.relative_to(ROOT).as_posix()}:{self.site.line}"
        return f"{place}: {self.site.before}  ->  {self.site.after}"


class Planted(MetaPathFinder, Loader):
    """Finds one module of the package, and gives changed code in its place."""

    def __init__(self, file: Path, code: CodeType) -> None:
        self.name, self.file, self.code = module_name(file), file, code

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Return how to load the module if it is the one."""
        if fullname != self.name:
            return None
        folder = [str(self.file.parent)] if self.file.stem == "__init__" else None
        return importlib.util.spec_from_file_location(
            fullname, self.file, loader=self, submodule_search_locations=folder
        )

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed code as the module."""
        exec(self.code, vars(module))  # noqa: S102 - the mutant is the package's own text


def mutants_of(layer: str, count: int, seed: int) -> list[Mutant]:
    """A sample of a layer's mutants, all where there are no more; the same for a layer and seed."""
    files = sorted((ROOT / "simulator" / layer).rglob("*.py"))
    found = [(file, n) for file in files for n in range(count_sites(file.read_text("utf-8")))]
    luck = np.random.default_rng([seed, LAYERS.index(layer)])
    chosen = luck.permutation(len(found))[:count]
    return [
        Mutant(
            file=file,
            site=sites(file.read_text("utf-8"))[number],
            tests=watchers_of(file.relative_to(ROOT)),
        )
        for file, number in (found[index] for index in sorted(chosen))
    ]


def passes(tests: Sequence[str], mutant: Mutant | None = None) -> bool:
    """Whether the tests pass in a process of their own, with a mutant in place or none."""
    child = os.fork()
    if not child:
        said = os.open(os.devnull, os.O_WRONLY) if mutant else 2
        os.dup2(said, 1)
        os.dup2(said, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        if mutant:
            tree = mutated(mutant.file.read_text("utf-8"), mutant.site.number)
            sys.meta_path.insert(0, Planted(mutant.file, compile(tree, mutant.file, "exec")))
            _forget()
        failed = pytest.main([*OPTIONS, *tests]) != pytest.ExitCode.OK
        sys.stdout.flush()
        os._exit(int(failed))
    return os.waitpid(child, 0)[1] == 0


def _forget() -> None:
    """Let all that may hold the module that is changed be imported anew."""
    for name in list(sys.modules):
        layer = name.split(".")[1:2]
        if name.startswith("tests.") or (name.startswith("simulator.") and layer[0] in ABOVE):
            del sys.modules[name]


def survivors(mutants: Sequence[Mutant]) -> Iterator[Mutant]:
    """The mutants that no test notices; refuses tests that fail without one (ValueError)."""
    sound: set[tuple[str, ...]] = set()
    for mutant in mutants:
        if mutant.tests not in sound:
            if not passes(mutant.tests):
                raise ValueError(f"these tests fail without any mutant: {' '.join(mutant.tests)}")
            sound.add(mutant.tests)
        if passes(mutant.tests, mutant):
            yield mutant


def main() -> int:
    """The exit status: 1 where more than the allowed share of the mutants survives."""
    asked = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    asked.add_argument("--count", type=int, default=20, help="mutants of each layer [20]")
    asked.add_argument("--seed", type=int, default=0, help="which ones [0]")
    asked.add_argument("--allowed", type=float, default=0.2, help="share that may survive [0.2]")
    asked.add_argument("layers", nargs="*", help=f"of {', '.join(LAYERS)} [all]")
    wanted = asked.parse_args()
    os.chdir(ROOT)
    import simulator.engines.compiled.engine  # noqa: F401 - loaded once, for every mutant

    tried = alive = 0
    for layer in wanted.layers or LAYERS:
        mutants = mutants_of(layer, wanted.count, wanted.seed)
        tried += len(mutants)
        for mutant in survivors(mutants):
            alive += 1
            print(f"survives  {mutant}", flush=True)  # noqa: T201
    print(f"{tried} mutants, seed {wanted.seed}: {alive} survive")  # noqa: T201
    return int(alive > wanted.allowed * tried)


if __name__ == "__main__":
    sys.exit(main())
