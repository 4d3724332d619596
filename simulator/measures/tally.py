"""What one replication amounts to: the sums from which every outcome is computed.

The reference engine's log is counted here; in bulk the compiled engine fills the same arrays.
Clock measures run over [warm_up, horizon]; the *cohort* is the items that arrived in it and were
released; failures of cohort items count whenever they show.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from simulator.engines.columns import EXPECTED, STRUCK, EdgeSum, Sum, TeamSum
from simulator.engines.program.compilation import Program
from simulator.mechanisms.incidents import SIDES

__all__ = [
    "BATCH",
    "EXPECTED",
    "PLACES",
    "STRUCK",
    "TOTALS",
    "EdgeSum",
    "Floats",
    "Pooled",
    "Sum",
    "Tally",
    "TeamSum",
    "empty",
    "is_pooled",
    "pooled",
    "stack",
]

BATCH = 25
"""How many replications are pooled, and share a hash."""

PLACES = ("teams", "edges", "retention", "failures")
"""The parts of a tally with a row a team, boundary or step."""

TOTALS = 5 + 3 + 2 + len(EdgeSum)
"""How many columns `Pooled.totals` has."""

_MOST_APART = 200  # boundaries; a thousand make 150 kB of every replication
_HIDDEN = (TeamSum.REWORK, TeamSum.RECHECK, TeamSum.QUESTION, TeamSum.BOUNDARY_WORK)

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Indices = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The sums of one replication, or (one more leading axis) of several stacked.

    `teams` has a row a team, `edges` a row a boundary. `retention`: a row a step of all routes:
    facts intact, facts, and items (cohort). `failures` has the axes (place: teams, boundaries,
    outside; root mechanism; 0 itself, 1 bad fix), `severities` P1..P4 and `kinds` (kinds, outside)
    split the same number. `incidents` began in the window: layers `EXPECTED` and
    `STRUCK`, a row a side of the root (inside, between, neither) and columns P1..P4.
    `kind_sums`: a row a kind: released and failed (cohort). `blame`: a row a root mechanism but
    external: attributed, misattributed, not the resolver, random.

    With little noise stand `Sum.EXPECTED_FAILED`, `failures`, `severities`, `kinds` and the
    expected incidents: errors latent at a release by their chances to show, externals by their
    rate, and what was born after a release as it struck. All else is counted as it happened.
    """

    sums: Floats
    teams: Floats
    edges: Floats
    retention: Floats
    failures: Floats
    severities: Floats
    kinds: Floats
    incidents: Floats
    kind_sums: Floats
    blame: Floats

    @property
    def failed(self) -> Floats:
        """The failures of each replication of several."""
        return np.asarray(self.failures.sum(axis=(1, 2, 3)))

    @property
    def by_mechanism(self) -> Floats:
        """The failures of each replication by root mechanism, bad fixes left out."""
        return np.asarray(self.failures[..., 0].sum(axis=1))

    @property
    def bad_fixes(self) -> Floats:
        """The failures of each replication that were bad fixes."""
        return np.asarray(self.failures[..., 1].sum(axis=(1, 2)))

    @property
    def crossings(self) -> Floats:
        """The columns of `edges`, of all boundaries together, for each replication."""
        return np.asarray(self.edges.sum(axis=1))

    @property
    def hidden(self) -> Floats:
        """The hidden work [person-days] of each replication."""
        return np.asarray(self.teams[:, :, _HIDDEN].sum(axis=(1, 2)))

    @property
    def queued(self) -> Floats:
        """The time in queues [item-days] of each replication."""
        return np.asarray(self.teams[:, :, TeamSum.QUEUE].sum(axis=1))

    def surviving(self, last: Indices) -> Floats:
        """Return for each replication the facts intact at the steps `last`, and all that set out.

        `last` are the last steps of the plan's routes.
        """
        return np.asarray(self.retention[:, last, :2].sum(axis=1))


@dataclass(frozen=True, kw_only=True)
class Pooled(Tally):
    """The sums of several replications whose places are too many to be kept apart in each.

    The parts of `PLACES` have a row a batch, with the sums over its replications; `squares` a row
    a batch too, with the sums of their squares, part behind part; the third column of `retention`,
    the items, gives way to facts intact times facts. `sizes` are the replications of each batch.
    `totals` has a row a replication: what places add up to. All else is as in a tally.
    """

    sizes: tuple[int, ...]
    squares: Floats
    totals: Floats

    @property
    def failed(self) -> Floats:
        """The failures of each replication."""
        return np.asarray(self.by_mechanism.sum(axis=1) + self.bad_fixes)

    @property
    def by_mechanism(self) -> Floats:
        """The failures of each replication by root mechanism, bad fixes left out."""
        return self.totals[:, :5]

    @property
    def bad_fixes(self) -> Floats:
        """The failures of each replication that were bad fixes."""
        return self.totals[:, 5]

    @property
    def hidden(self) -> Floats:
        """The hidden work [person-days] of each replication."""
        return self.totals[:, 6]

    @property
    def queued(self) -> Floats:
        """The time in queues [item-days] of each replication."""
        return self.totals[:, 7]

    def surviving(self, last: Indices) -> Floats:  # noqa: ARG002 summed when they were pooled
        """Return for each replication the facts intact at the last steps, and all that set out."""
        return self.totals[:, 8:10]

    @property
    def crossings(self) -> Floats:
        """The columns of `edges`, of all boundaries together, for each replication."""
        return self.totals[:, 10:]

    def squared(self, name: str) -> Floats:
        """Return the squares of a part of `PLACES`, summed over all replications."""
        shape = getattr(self, name)[0].shape
        first = sum(getattr(self, each)[0].size for each in PLACES[: PLACES.index(name)])
        summed = self.squares[:, first : first + math.prod(shape)].sum(axis=0)
        return np.asarray(summed.reshape(shape))


def empty(program: Program) -> Tally:
    """Return a tally of zeros with the shapes that `plan` gives it."""
    teams, edges = len(program.team_words), len(program.edge_words)
    kinds = len(program.kind_words)
    return Tally(
        sums=np.zeros(len(Sum)),
        teams=np.zeros((teams, len(TeamSum))),
        edges=np.zeros((edges, len(EdgeSum))),
        retention=np.zeros((len(program.routes.step), 3)),
        failures=np.zeros((teams + edges + 1, 5, 2)),
        severities=np.zeros(4),
        kinds=np.zeros(kinds + 1),
        incidents=np.zeros((2, len(SIDES), 4)),
        kind_sums=np.zeros((kinds, 2)),
        blame=np.zeros((4, 4)),
    )


def stack(tallies: list[Tally]) -> Tally:
    """Return several tallies as one, replications along a new first axis."""
    return Tally(
        **{
            field.name: np.stack([getattr(tally, field.name) for tally in tallies])
            for field in fields(Tally)
        }
    )


def is_pooled(program: Program) -> bool:
    """Return whether the places of a plan are too many to be kept apart in each replication."""
    return len(program.edge_words) > _MOST_APART


def pooled(program: Program, whole: Tally, numbers: Sequence[int]) -> Pooled:
    """Return a plan's rows of these replication numbers, their places summed batch by batch."""
    batches = np.asarray(numbers) // BATCH
    starts = np.flatnonzero(np.diff(batches, prepend=-1))
    survived = whole.surviving(program.routes.last)
    single = (whole.bad_fixes, whole.hidden, whole.queued, survived)
    parts = {name: getattr(whole, name) for name in PLACES}
    squares = {name: part * part for name, part in parts.items()}
    squares["retention"][..., 2] = parts["retention"][..., 0] * parts["retention"][..., 1]
    flat = [square.reshape(len(batches), -1) for square in squares.values()]
    return Pooled(
        **{
            **vars(whole),
            **{name: np.add.reduceat(part, starts) for name, part in parts.items()},
        },
        sizes=tuple(np.diff(starts, append=len(batches)).tolist()),
        squares=np.concatenate([np.add.reduceat(part, starts) for part in flat], axis=1),
        totals=np.column_stack([whole.by_mechanism, *single, whole.crossings]),
    )
