"""The network in C, by hand: plain, and with the luck, ties and tally of edgewise's own kernel."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.network import MEANS, RATES, ROUTES, SERVERS, Contender, Result, program
from simulator.engines.program.compilation import Program
from simulator.experiments.engine import tallies
from simulator.measures.tally import EdgeSum, Sum, Tally, TeamSum
from simulator.mechanisms import elementary

FLAGS = ("-O3", "-ffp-contract=off")  # no product and sum made one, which would round once
_SUMS = (
    Sum.ARRIVED,
    Sum.FINISHED,
    Sum.IN_PROGRESS,
    Sum.WAITING,
    Sum.IN_SERVICE,
    Sum.COHORT_ARRIVED,
    Sum.RELEASED,
    Sum.LEAD_TIME,
    Sum.SERVICE_TIME,
    Sum.THROUGHPUT,
    Sum.NOT_STARTED,
)
_TEAM_SUMS = (TeamSum.BUSY, TeamSum.VISIT, TeamSum.WAITS, TeamSum.WAIT_TIME, TeamSum.QUEUE)
_EDGE_SUMS = (EdgeSum.HANDOFFS, EdgeSum.CLEAN, EdgeSum.OWNED)
"""What the C program counts, in its order."""


def built(name: str, folder: Path) -> Path:
    """Return a program of this folder, compiled; OSError where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise OSError("there is no C compiler here")
    program, source = folder / name, Path(__file__).with_name(f"{name}.c")
    subprocess.run([compiler, *FLAGS, "-o", program, source, "-lm"], check=True)  # noqa: S603
    return program


def plain(horizon: float, replications: int, folder: Path) -> Contender:
    """Queues only, with a stream of luck."""
    code = built("plain", folder)
    lines = [f"{len(SERVERS)}"]
    lines += [f"{servers} {mean}" for servers, mean in zip(SERVERS, MEANS, strict=True)]
    lines += [f"{len(RATES)}"]
    lines += [
        f"{rate} {len(route)} {' '.join(map(str, route))}"
        for rate, route in zip(RATES, ROUTES, strict=True)
    ]

    def run(turn: int) -> Result:
        words = [code, f"{horizon}", f"{replications}", f"{turn}"]
        visits, _, lead, took = _output(words, lines).split()
        return float(visits), float(lead), float(took)

    return Contender("plain C", run)


def addressed(horizon: float, replications: int, folder: Path) -> Contender:
    """The kernel's luck, ties and tally; refuses numbers that are not the kernel's (ValueError)."""
    code, ours = built("addressed", folder), program(horizon)

    def run(turn: int) -> Result:
        rows, took = addressed_rows(code, ours, turn, replications)
        known = tallies(ours, turn, range(replications))
        if not np.array_equal(rows, counted(known)):
            raise ValueError(f"the program in C and the kernel part under seed {turn}")
        lead = known.sums[:, Sum.LEAD_TIME].sum() / known.sums[:, Sum.RELEASED].sum()
        return float(known.teams[:, :, TeamSum.WAITS].sum()), float(lead), took

    return Contender("C with the same luck, ties and tally", run)


def addressed_rows(code: Path, ours: Program, seed: int, replications: int) -> tuple[Any, float]:
    """Return what the C program counts, a row a replication, and its processor time [s]."""
    words = [code, f"{seed}", f"{replications}"]
    found = np.frombuffer(_output(words, list(_told(ours))))
    return found[1:].reshape(replications, -1), float(found[0])


def counted(known: Tally) -> Any:
    """Return of the kernel's rows what the C program counts too, in its order."""
    parts = (
        known.sums[:, _SUMS],
        known.teams[:, :, _TEAM_SUMS],
        known.edges[:, :, _EDGE_SUMS],
        known.retention,
        known.kind_sums,
    )
    return np.concatenate([part.reshape(len(known.sums), -1) for part in parts], axis=1)


def _told(ours: Program) -> Iterator[str]:
    """Yield what the C program is told of a network, line by line."""
    yield f"{ours.horizon.hex()} {ours.warm_up.hex()}"
    for (high, low), step in zip(elementary._STEPS, range(128, 257), strict=True):
        yield f"{high.hex()} {low.hex()} {(256.0 / step).hex()}"
    routes, teams = ours.routes, ours.teams[0]
    yield f"{len(teams)}"
    for team, word in zip(teams, ours.team_words.tolist(), strict=True):
        yield f"{team['people']:.0f} {float(team['effort_mean']).hex()} {word}"
    yield f"{len(ours.scenario.boundaries)} {len(routes.kind)}"
    for kind, rate, word in zip(
        routes.kind, ours.rates[0].tolist(), ours.kind_words.tolist(), strict=True
    ):
        yield f"{rate.hex()} {word} {kind['steps']}"
        for at in range(kind["first_step"], kind["first_step"] + kind["steps"]):
            step = routes.step[at]
            member = routes.member[step["first_member"]]
            first = at == kind["first_step"]
            edge = -1 if first else routes.crossing[step["first_crossing"]]["edge"]
            yield f"{member['team']} {member['occurrence']} {edge}"


def _output(words: list[Any], lines: list[str]) -> bytes:
    done = subprocess.run(  # noqa: S603
        words, input="\n".join(lines).encode(), capture_output=True, check=True
    )
    return done.stdout
