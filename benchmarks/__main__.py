"""`python -m benchmarks [--quick]`: measure everything and write results.md beside this file."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks import jackson, noise, processes, questions, sections, webassembly
from benchmarks.ratio import Line, load
from simulator.experiments.engine import prepare

RESULTS = Path(__file__).with_name("results.md")
TRIAL = "\nA quick trial, not to be quoted.\n"
HEAD = ("what", "min", "median", "max", "unit", "aim", "note")
TABLES: tuple[tuple[str, Callable[[bool], list[Line]]], ...] = (
    ("Compiled against reference engine", sections.engines),
    (
        "A Jackson network against others (visits finished a second of processor time)",
        jackson.network,
    ),
    ("WebAssembly against native", webassembly.against_native),
    ("Executors (by the clock on the wall)", sections.executors),
    ("How cost grows", sections.slopes),
    ("Noise of counts against expected numbers", noise.noise),
    ("A few replications in a warm process", sections.few),
    ("Whole answers in a warm process", questions.questions),
    ("Starts", processes.starts),
    ("Memory", processes.memory),
    ("200 teams, 1,000 boundaries, 64 facts, ten years", processes.large_organisation),
)


def main() -> None:
    """Measure, print and write; a table that cannot be measured says why and stops no other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the script")
    parser.add_argument("--only", metavar="WORD", default="", help="tables whose title has WORD")
    asked = parser.parse_args()
    begun = time.monotonic()
    prepare("compiled", lambda message: print(message, file=sys.stderr))
    parts = [_opening(asked.quick)]
    for title, measure in TABLES:
        if asked.only.lower() not in title.lower():
            continue
        print(f"{title} ...", file=sys.stderr, flush=True)
        begun_at = load()
        try:
            lines = measure(asked.quick)
        except Exception as error:  # noqa: BLE001 - one table that fails must not lose the others
            lines = [
                Line(what="not measured", readings=(), note=f"{type(error).__name__}: {error}")
            ]
        parts.append(_table(f"{title}\n\nBegun at {begun_at}.", lines))
        print(parts[-1], flush=True)
    took = time.monotonic() - begun
    parts.append(f"Measured in {took / 60:.1f} minutes; {load()} at the end.\n")
    if not asked.quick and not asked.only:
        RESULTS.write_text("\n".join(parts), encoding="utf-8")


def _opening(quick: bool) -> str:
    packages = ("edgewise", "numpy", "numba", "simpy", "ciw", "salabim", "distributed")
    found = ", ".join(f"{name} {_version(name)}" for name in packages)
    return (
        "# Benchmarks\n\n"
        "Written by `make bench`. Ratios are taken within one run on the same work, each round "
        "against the same round; minimum, median and maximum over rounds. All is judged by "
        "processor time unless a title says otherwise; the load, whatever else the machine did, "
        "stands under each title. Times in seconds belong to one machine. Aims are aims: nothing "
        f"fails when one is missed.\n{TRIAL if quick else ''}\n"
        f"Machine: {_processor()}, {os.cpu_count()} processors, {platform.system()}, "
        f"Python {platform.python_version()}; {found}.\n"
    )


def _table(title: str, lines: Sequence[Line]) -> str:
    rows = [HEAD, tuple("---" for _ in HEAD), *(line.cells() for line in lines)]
    return "\n".join([f"## {title}\n", *("| " + " | ".join(row) + " |" for row in rows), ""])


def _processor() -> str:
    try:
        known = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1] for line in known.splitlines() if line.startswith("model name")]
    return names[0].strip() if names else platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


if __name__ == "__main__":
    main()
