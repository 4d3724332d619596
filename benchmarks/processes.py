"""What processes cost: starting cold and warm, help, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.organisations import FLAGSHIP, large
from benchmarks.ratio import Line, over, seconds_of_children
from simulator.experiments.batch import tables
from simulator.experiments.engine import tallies
from simulator.measures.tally import BATCH, empty

_ROOT = Path(__file__).parents[1]
_EDGEWISE = (sys.executable, "-m", "simulator.cli")
_PEAK = (
    "import resource, subprocess, sys;"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def timed(words: Sequence[str], **more: str) -> float:
    """How much processor time a process took, and those it started [s]."""
    surroundings = {**os.environ, "PYTHONPATH": str(_ROOT), **more}

    def run() -> None:
        subprocess.run(  # noqa: S603
            list(words), env=surroundings, check=True, capture_output=True
        )

    return seconds_of_children(run)


def import_numba() -> float:
    """What `import numba` takes in a process of its own, Python's own start left out [s]."""
    own = timed((sys.executable, "-c", "pass"))
    return timed((sys.executable, "-c", "import numba")) - own


def starts(quick: bool) -> list[Line]:
    """Cold and warm starts of commands."""
    rounds = 2 if quick else 5
    run = (*_EDGEWISE, "run", str(FLAGSHIP), "-n", "1", "--format", "json", "--quiet")
    lines = []
    with tempfile.TemporaryDirectory(prefix="edgewise-bench-") as cache:
        cold = timed(run, XDG_CACHE_HOME=cache)
        lines.append(Line(what="edgewise run -n 1, cold: it compiles", readings=(cold,), unit="s"))
        warm = [timed(run, XDG_CACHE_HOME=cache) for _ in range(rounds)]
    importing = [import_numba() for _ in range(rounds)]
    help_ = [timed((*_EDGEWISE, "--help")) for _ in range(rounds)]
    return [
        *lines,
        Line(what="edgewise run -n 1, warm", readings=tuple(warm), unit="s", aim="at most 0.6"),
        Line(
            what="edgewise run -n 1, warm / import numba",
            readings=over(warm, importing),
            unit="times",
        ),
        Line(what="edgewise --help", readings=tuple(help_), unit="s", aim="less than 0.3"),
    ]


def peak(*words: str) -> float:
    """How much memory a command takes up at its peak [MB]."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _PEAK, *words],
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout) / 1024.0


def memory(quick: bool) -> list[Line]:
    """Peak memory of a run of few replications and of many."""
    few, many = 100, 1_000 if quick else 10_000

    def of_run(replications: int) -> float:
        return peak(*_EDGEWISE, "run", str(FLAGSHIP), "-n", f"{replications}", "--format", "json")

    small, large = of_run(few), of_run(many)
    return [
        Line(what=f"edgewise run -n {few}", readings=(small,), unit="MB at the peak"),
        Line(what=f"edgewise run -n {many}", readings=(large,), unit="MB at the peak"),
        Line(
            what=f"{many} replications / {few}",
            readings=(large / small,),
            unit="times",
            aim="at most 1.2",
        ),
    ]


def large_organisation(quick: bool) -> list[Line]:
    """What an organisation of 200 teams costs, in a process of its own, places pooled."""
    few, many = (1, 2) if quick else (25, 100)
    script = (
        "from benchmarks.organisations import large;"
        "from simulator.experiments.runner import Runner;"
        "Runner(seed=1).carry_out({'today': large()}, %d)"
    )
    lines = []
    for n in (few, many):
        words = (sys.executable, "-c", script % n)
        lines += [
            Line(what=f"{n} replications, start included", readings=(timed(words),), unit="s"),
            Line(what=f"{n} replications", readings=(peak(*words),), unit="MB at the peak"),
        ]
    row, pooled = large_rows()
    return [
        *lines,
        Line(what="rows of a replication, places apart", readings=(row,), unit="kB"),
        Line(what="rows of a replication, places pooled", readings=(pooled,), unit="kB"),
    ]


def large_rows() -> tuple[float, float]:
    """How large a row is with all places, and on average when 25 are pooled [kB]."""
    program = large()
    whole = sum(part.nbytes for part in vars(empty(program)).values())
    (table,) = tables(tallies(program, 1, range(BATCH)))
    return whole / 1000.0, table.nbytes / BATCH / 1000.0
