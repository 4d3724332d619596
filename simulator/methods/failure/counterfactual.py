"""What would have been: the same run again under the same luck, with one lever at its ceiling."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from simulator.engines.log import EventLog
from simulator.engines.program.compilation import Program
from simulator.methods.failure.record import Failure, Fate, Identity, Record
from simulator.model.lever import EDGE_LEVERS, TEAM_LEVERS

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Counterfactual",
    "Simulate",
    "Year",
    "YearUnder",
    "at_ceiling",
    "counterfactual",
    "rerun",
    "year",
]

Simulate = Callable[[Program, int, int], EventLog]


@dataclass(frozen=True, kw_only=True)
class Counterfactual:
    """What became of one failure with one lever at its ceiling everywhere from day 0.

    Parameters
    ----------
    lever, side
        The lever, and core, edge or other.
    adherence
        The share of uses in which the practice is followed.
    change
        Whether any error of the same change failed; `open`: not known at the end of the run.
    error
        Whether the same mistake failed.
    always
        `change` if the practice were followed in every use; None when it already is, or when the
        change is saved without.
    severity, outage
        Of the same mistake, if it failed: 1 to 4, and the days until restored (None: not restored
        in time).
    """

    lever: str
    side: str
    adherence: float
    change: Fate
    error: Fate
    always: Fate | None
    severity: int | None
    outage: float | None


@dataclass(frozen=True, kw_only=True)
class YearUnder:
    """What became of all failures with one lever at its ceiling everywhere from day 0.

    Of the failures (and failed changes) that there were: `gone` would not have happened, `open`
    is not known at the end of the run; `new` were none before.
    """

    lever: str
    side: str
    adherence: float
    gone: int
    open: int
    new: int
    changes_gone: int
    changes_open: int
    changes_new: int


@dataclass(frozen=True, kw_only=True)
class Year:
    """All failures of some runs, as the outcome `failures` counts them, and each lever's part.

    `inside`, `between` and `outside` split `failures` by where they were born; `changes` is the
    number of failed changes.
    """

    replications: tuple[int, ...]
    failures: int
    inside: int
    between: int
    outside: int
    changes: int
    levers: tuple[YearUnder, ...]

    def frame(self) -> pd.DataFrame:
        """Return one row a lever."""
        import pandas as pd

        return pd.DataFrame([asdict(row) for row in self.levers])


def at_ceiling(program: Program, lever: str, adherence: float | None = None) -> Program:
    """Return `plan` with one lever at its ceiling everywhere: strength 1, learnt from day 0.

    Its overhead stays, and its own adherence unless another is given; it neither stops nor fades,
    and what the plan itself bought of other levers stays. Refuses a lever that the scenario does
    not have (ValueError).
    """
    bought = program.scenario.levers.get(lever)
    if bought is None:
        levers = ", ".join(program.scenario.levers)
        raise ValueError(f"there is no lever {lever!r} in this scenario; allowed: {levers}")
    name = "team_practices" if lever in TEAM_LEVERS else "edge_practices"
    column = (TEAM_LEVERS if lever in TEAM_LEVERS else EDGE_LEVERS).index(lever)
    table = np.array(getattr(program, name))
    table["strength"][:, column] = 1.0
    table["adherence"][:, column] = bought.adherence.value if adherence is None else adherence
    table["overhead"][:, column] = bought.overhead.value
    table["ramp"][:, column] = 0.0
    table["stops"][:, column] = math.inf
    table["fade"][:, column] = math.inf
    table.setflags(write=False)
    if name == "team_practices":
        return replace(program, team_practices=table)
    return replace(program, edge_practices=table)


def counterfactual(
    base: Record, failure: Failure, lever: str, simulate: Simulate, again: Record | None = None
) -> Counterfactual:
    """Return what becomes of `failure` of `base` with `lever` at its ceiling.

    `again` is the run under that lever, if it is at hand. The run is repeated with the practice
    always followed when the change fails all the same.
    """
    row = base.program.scenario.levers[lever]
    if again is None:
        again = rerun(base, lever, simulate)
    identity = base.identity(failure.error)
    change = _change(again, identity)
    error = again.fate(identity)
    always = None
    if change == "failed" and row.adherence.value < 1.0:
        always = _change(rerun(base, lever, simulate, adherence=1.0), identity)
    same = again.failed.get(identity)
    there = next((told for told in again.told if told.error == same), None)
    return Counterfactual(
        lever=lever,
        side=row.side,
        adherence=row.adherence.value,
        change=change,
        error=error,
        always=always,
        severity=there.severity if there else None,
        outage=there.outage if there else None,
    )


def rerun(base: Record, lever: str, simulate: Simulate, adherence: float | None = None) -> Record:
    """Return the run of `base` again, same luck, with one lever at its ceiling."""
    program = at_ceiling(base.program, lever, adherence)
    return Record(program, simulate(program, base.log.seed, base.log.replication))


def _change(record: Record, identity: Identity) -> Fate:
    """Return whether any error of the same change failed in `record`."""
    if identity.item is None:
        return record.fate(identity)
    if record.of_item(identity.item):
        return "failed"
    return record.fate(identity)


def year(bases: Sequence[Record], under: Callable[[Record, str], Record]) -> Year:
    """Return what each lever at its ceiling does to all failures of some runs of one plan.

    `under` gives the run of a base again with a lever at its ceiling, such as `rerun`.
    """
    told = [failure for base in bases for failure in base.told if failure.counted]
    levers = bases[0].program.scenario.levers
    rows = {name: np.zeros(6, np.int64) for name in levers}
    for base in bases:
        for name in levers:
            rows[name] += _differences(base, under(base, name))
    return Year(
        replications=tuple(base.log.replication for base in bases),
        failures=len(told),
        inside=sum(failure.side == "core" for failure in told),
        between=sum(failure.side == "edge" for failure in told),
        outside=sum(failure.side == "other" for failure in told),
        changes=sum(len(base.failed_changes) for base in bases),
        levers=tuple(
            YearUnder(
                lever=name,
                side=lever.side,
                adherence=lever.adherence.value,
                **dict(zip(_COUNTS, rows[name].tolist(), strict=True)),
            )
            for name, lever in levers.items()
        ),
    )


_COUNTS = ("gone", "open", "new", "changes_gone", "changes_open", "changes_new")


def _differences(base: Record, again: Record) -> list[int]:
    """Return `_COUNTS` of one pair of runs."""
    mine = {base.identity(failure.error) for failure in base.told if failure.counted}
    fates = [again.fate(identity) for identity in mine]
    theirs = {again.identity(failure.error) for failure in again.told if failure.counted}
    new = sum(base.fate(identity) == "gone" for identity in theirs - mine)
    was, now = base.failed_changes, again.failed_changes
    ends = [_end(again, item, errors) for item, errors in was.items()]
    fresh = sum(base.released(item) for item in now if item not in was)
    return [
        fates.count("gone"),
        fates.count("open"),
        new,
        ends.count("gone"),
        ends.count("open"),
        fresh,
    ]


def _end(again: Record, item: tuple[str, int], errors: Sequence[Identity]) -> Fate:
    """Return whether a failed change is a failed change again."""
    if item in again.failed_changes:
        return "failed"
    return "open" if "open" in map(again.fate, errors) else "gone"
