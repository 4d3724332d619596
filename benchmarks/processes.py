"""What processes cost: starting cold and warm, help, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.organisations import FLAGSHIP
from benchmarks.ratio import Line, over, seconds_of_children

_ROOT = Path(__file__).parents[1]
_EDGEWISE = (sys.executable, "-m", "simulator.cli")
_PEAK = (
    "import resource, subprocess, sys;"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
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


def cost(*words: str) -> tuple[float, float]:
    """How much processor time a command takes [s], and memory at its peak [MB]."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _PEAK, *words],
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    took, most = map(float, done.stdout.split())
    return took, most / 1024.0


def memory(quick: bool) -> list[Line]:
    """Peak memory of a run of few replications and of many."""
    few, many = 100, 1_000 if quick else 10_000

    def of_run(replications: int) -> float:
        return cost(*_EDGEWISE, "run", str(FLAGSHIP), "-n", f"{replications}", "--format", "json")[
            1
        ]

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
    script = (
        "from benchmarks.organisations import large;"
        "from simulator.experiments.runner import Runner;"
        "Runner(seed=1).carry_out({'today': large()}, %d)"
    )
    lines = []
    for n in (1, 2) if quick else (5, 25):
        took, most = cost(sys.executable, "-c", script % n)
        lines += [
            Line(what=f"{n} replications, start included", readings=(took,), unit="s"),
            Line(what=f"{n} replications", readings=(most,), unit="MB at the peak"),
        ]
    return lines
