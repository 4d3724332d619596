"""Which engine runs replications in bulk: one switch, and the hash of what it was made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from simulator.engines.compiled.requirements import obstacle
from simulator.engines.log import EventLog
from simulator.engines.program.compilation import Program
from simulator.engines.program.size import check_size
from simulator.engines.sources import digest
from simulator.measures.tally import Tally, is_pooled, pooled, stack

__all__ = ["ENGINES", "log_of", "prepare", "resolved", "sources", "tallies"]

ENGINES = ("auto", "reference", "compiled")
"""What may be asked for; `auto` is the compiled engine, or the other where that cannot run."""

_BATCH = "simulator.experiments.batch"
_RUN = {
    "reference": (_BATCH, "simulator.engines.reference.engine", "simulator.measures.count"),
    "compiled": (
        _BATCH,
        "simulator.engines.compiled.engine",
        "simulator.engines.compiled.kernel",
    ),
}
"""Where running begins: the batch, and what it is run by."""


def resolved(engine: str) -> str:
    """Return the engine's own name; ValueError for one that does not exist or cannot run here."""
    if engine not in ENGINES:
        raise ValueError(f"there is no engine {engine!r}; allowed: {', '.join(ENGINES)}")
    if engine == "compiled" and obstacle() is not None:
        raise ValueError(
            f"the compiled engine cannot run here, as {obstacle()}; "
            "ask for the engine reference, or auto"
        )
    if engine == "auto":
        return "compiled" if obstacle() is None else "reference"
    return engine


def tallies(
    program: Program, seed: int, replications: Sequence[int], engine: str = "auto"
) -> Tally:
    """Return the rows of these replication numbers, stacked in their order.

    The places of a plan with many boundaries come `Pooled`. Refuses a plan whose runs are too large
    (ValueError).
    """
    check_size(program)
    if resolved(engine) == "compiled":
        rows = _compiled(program, seed, replications)
    else:
        from simulator.measures.count import tally

        rows = stack([tally(program, log_of(program, seed, n, engine)) for n in replications])
    return pooled(program, rows, replications) if is_pooled(program) else rows


def _compiled(program: Program, seed: int, replications: Sequence[int]) -> Tally:
    from simulator.engines.compiled.engine import bulk

    numbers = list(replications)
    first = numbers[0] if numbers else 0
    if numbers == list(range(first, first + len(numbers))):
        return Tally(**bulk(program, seed, first, len(numbers)))
    parts = [bulk(program, seed, number, 1) for number in numbers]
    return Tally(**{name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def prepare(engine: str, say: Callable[[str], None]) -> None:
    """Make an engine ready to run in several threads.

    `say` is told when that takes a while, and when not all is as it could be.
    """
    if resolved(engine) == "reference":
        if engine == "auto":
            say(f"The reference engine runs, as {obstacle()}: the same log, but much more slowly.")
        return
    from simulator.engines.compiled.cache import code_folder, is_compiled
    from simulator.engines.compiled.engine import kernel

    if code_folder() is None:
        say("Compiling the engine for this run only: no folder of yours can keep its machine code.")
    elif not is_compiled():
        say("Compiling the engine for this machine; this happens once and takes some seconds.")
    kernel()


def log_of(program: Program, seed: int, replication: int, engine: str = "auto") -> EventLog:
    """Return the event log of one replication; refuses a run that is too large (ValueError)."""
    check_size(program)
    if resolved(engine) == "compiled":
        from simulator.engines.compiled.engine import simulate as compiled

        return compiled(program, seed, replication)
    from simulator.engines.reference.engine import simulate

    return simulate(program, seed, replication)


def sources(engine: str) -> str:
    """Return the SHA-256, in hex digits, of all source that decides what an engine's rows are.

    That is what is run from a plan to the columns that are kept, the batch included; what makes the
    plan is not among it, since the plan's arrays have a hash of their own.
    """
    return digest(*_RUN[resolved(engine)])
