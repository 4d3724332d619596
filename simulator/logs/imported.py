"""What comes of reading a log: a scenario's text, what of it was measured, how it was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulator.logs.draft import drafted
from simulator.logs.guess import Doubt
from simulator.logs.holdout import Holdout, holdout
from simulator.logs.log import Log
from simulator.logs.mapping import LogMap
from simulator.logs.organisation import Organisation, organisation

__all__ = ["Imported", "imported"]


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A log as a scenario: its name and text, what was measured, and what was guessed of it.

    `judged` is how the first part of the log tells the rest; None where that was not asked.
    """

    file: str
    name: str
    text: str
    rows: int
    cases: int
    organisation: Organisation
    mapping: LogMap
    doubts: tuple[Doubt, ...]
    notes: tuple[str, ...]
    judged: Holdout | None


def imported(
    log: Log,
    name: str,
    *,
    level: str = "team",
    judge: bool = False,
    events: str | None = None,
    step: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Return what a log says as a scenario called `name`; refuses as `organisation` does.

    With `judge` its first part is held against the rest; `events` is a Parquet file for the long
    table. `step` is told of each of three parts.
    """
    judged = holdout(log, level) if judge else None
    step(1)
    found = organisation(log, level)
    step(1)
    if events is not None:
        log.write(events)
    text = drafted(found, name, Path(log.file).name)
    step(1)
    return Imported(file=log.file, name=name, text=text, rows=log.rows, cases=log.cases,
                    organisation=found, mapping=log.mapping, doubts=log.doubts, notes=log.notes,
                    judged=judged)  # fmt: skip
