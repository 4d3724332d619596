"""Which engine runs replications in bulk: one switch, and the hash of what it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from simulator.engines.log import EventLog
from simulator.engines.plan.compile import Plan
from simulator.measures.tally import Tally, stack

__all__ = ["ENGINES", "log_of", "prepare", "resolved", "sources", "tallies"]

ENGINES = ("auto", "reference", "compiled")
"""What may be asked for; `auto` is the compiled engine."""

_PACKAGE = Path(__file__).parents[1]
_SHARED = ("engines/log.py", "engines/plan", "mechanisms", "measures")


def resolved(engine: str) -> str:
    """Return the engine's own name; ValueError for one that does not exist."""
    if engine not in ENGINES:
        raise ValueError(f"there is no engine {engine!r}; allowed: {', '.join(ENGINES)}")
    return "compiled" if engine == "auto" else engine


def tallies(plan: Plan, seed: int, replications: Sequence[int], engine: str = "auto") -> Tally:
    """Return the rows of these replication numbers, stacked in their order."""
    if resolved(engine) == "compiled":
        return _compiled(plan, seed, replications)
    from simulator.measures.count import tally

    return stack([tally(plan, log_of(plan, seed, n, engine)) for n in replications])


def _compiled(plan: Plan, seed: int, replications: Sequence[int]) -> Tally:
    from simulator.engines.compiled.engine import bulk

    numbers = list(replications)
    first = numbers[0] if numbers else 0
    if numbers == list(range(first, first + len(numbers))):
        return Tally(**bulk(plan, seed, first, len(numbers)))
    parts = [bulk(plan, seed, number, 1) for number in numbers]
    return Tally(**{name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def prepare(engine: str, say: Callable[[str], None]) -> None:
    """Make an engine ready to run in several threads; `say` is told when that takes a while."""
    if resolved(engine) == "reference":
        return
    from simulator.engines.compiled.cache import is_compiled
    from simulator.engines.compiled.engine import kernel

    if not is_compiled():
        say("Compiling the engine for this machine; this happens once and takes some seconds.")
    kernel()


def log_of(plan: Plan, seed: int, replication: int, engine: str = "auto") -> EventLog:
    """Return the event log of one replication."""
    if resolved(engine) == "compiled":
        from simulator.engines.compiled.engine import simulate as compiled

        return compiled(plan, seed, replication)
    from simulator.engines.reference.engine import simulate

    return simulate(plan, seed, replication)


@cache
def sources(engine: str) -> str:
    """Return the SHA-256, in hex digits, of all source that decides what an engine's rows are.

    The engine's own rooms, the mechanisms and the plan that both engines read, and the measures.
    """
    digest = hashlib.sha256()
    for part in sorted((*_SHARED, f"engines/{resolved(engine)}")):
        root = _PACKAGE / part
        for room in [root] if root.is_file() else sorted(root.rglob("*.py")):
            digest.update(room.relative_to(_PACKAGE).as_posix().encode() + b"\0")
            digest.update(room.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()
