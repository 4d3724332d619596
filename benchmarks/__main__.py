"""`python -m benchmarks [--quick] [--only WORD]`: measure and write results.md, beside this."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks import (
    jackson,
    noise,
    page,
    processes,
    questions,
    racing,
    records,
    sections,
    webassembly,
)
from benchmarks.ratio import Line, load
from simulator.experiments.engine import prepare

RESULTS = Path(__file__).with_name("results.md")
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
    ("Starts", processes.starts),
    ("Memory", processes.memory),
    ("200 teams, 1,000 boundaries, 64 facts, ten years", processes.large_organisation),
    ("Whole answers in a warm process", questions.questions),
    ("Planning by a race", racing.races),
    ("Event logs", records.reading),
    ("The page in a browser (by the clock on the wall)", page.page),
)


def main() -> None:
    """Measure and print; a table that cannot be measured says why and stops no other.

    Each is written to results.md when it is done; tables not asked for stay there as they were.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, written nowhere")
    parser.add_argument("--only", metavar="WORD", default="", help="tables whose title has WORD")
    asked = parser.parse_args()
    prepare("compiled", lambda message: print(message, file=sys.stderr))
    tables = _kept()
    for title, measure in TABLES:
        if asked.only.lower() not in title.lower():
            continue
        print(f"{title} ...", file=sys.stderr, flush=True)
        tables[title] = _measured(measure, asked.quick)
        print(f"## {title}\n\n{tables[title]}", flush=True)
        if not asked.quick:
            parts = [f"## {name}\n\n{tables[name]}" for name, _ in TABLES if name in tables]
            RESULTS.write_text("\n".join([_opening(), *parts]), encoding="utf-8")


def _kept() -> dict[str, str]:
    """Return the tables of results.md by title."""
    parts = RESULTS.read_text(encoding="utf-8").split("\n## ")[1:] if RESULTS.exists() else []
    return dict(part.split("\n\n", 1) for part in parts)


def _measured(measure: Callable[[bool], list[Line]], quick: bool) -> str:
    """Return a table, with its date and the load it was measured under."""
    begun, begun_at = time.monotonic(), load()
    try:
        lines = measure(quick)
    except Exception as error:  # noqa: BLE001 - one table that fails must not lose the others
        lines = [Line(what="not measured", readings=(), note=f"{type(error).__name__}: {error}")]
    took = (time.monotonic() - begun) / 60.0
    rows = [HEAD, tuple("---" for _ in HEAD), *(line.cells() for line in lines)]
    when = (
        f"{datetime.now(tz=UTC):%Y-%m-%d}, {took:.1f} minutes; {begun_at} before, {load()} after.\n"
    )
    return "\n".join([when, *("| " + " | ".join(row) + " |" for row in rows), ""])


def _opening() -> str:
    packages = ("edgewise", "numpy", "numba", "simpy", "ciw", "salabim", "distributed")
    found = ", ".join(f"{name} {_version(name)}" for name in packages)
    return (
        "# Benchmarks\n\n"
        "Written by `make bench`. Ratios are taken within one run on the same work, each round "
        "against the same round; minimum, median and maximum over rounds. All is judged by "
        "processor time unless a title says otherwise; the load, whatever else the machine did, "
        "stands under each title. Times in seconds belong to one machine. Aims are aims: nothing "
        "fails when one is missed.\n\n"
        f"Machine: {_processor()}, {os.cpu_count()} processors, {platform.system()}, "
        f"Python {platform.python_version()}; {found}.\n"
    )


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
