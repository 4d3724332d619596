"""Records that a file cannot produce: one of the two is wrong, and nobody can say which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.methods.records.likelihood import BINDING, Record
from simulator.methods.records.population import Population, luck_of
from simulator.stats.estimate import Floats
from simulator.stats.importance import systematic

__all__ = ["UNLIKELY", "Contradiction", "contradictions"]

UNLIKELY = 0.01
_DRAWS = 20_000


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """A record that hardly any organisation of the file, drawn or weighted, can produce.

    `seen` is what it says, `low` and `high` between which values 95 % of what it could say lie,
    `part` which of its numbers. `with_` names the record that it cannot be reached together with,
    None where it cannot be reached at all. `probability` is two-sided, sampling and model error
    included.
    """

    record: str
    part: int
    seen: float
    low: float
    high: float
    probability: float
    with_: str | None

    @property
    def binding(self) -> bool:
        """Whether nothing is recommended against it."""
        return self.record in BINDING

    def as_json(self) -> dict[str, object]:
        """Return the contradiction by its keys in JSON."""
        return {("with" if key == "with_" else key): value for key, value in vars(self).items()}


def contradictions(found: Population) -> tuple[Contradiction, ...]:
    """Return the records that cannot be reached over the ranges, or else not together."""
    over_ranges = np.zeros(len(found.weights))
    over_ranges[: found.first] = 1.0 / found.first
    alone = [_contradiction(found, record, over_ranges, None) for record in found.records]
    told = tuple(each for each in alone if each is not None)
    if told or len(found.records) < 2:
        return told
    names = [record.name for record in found.records]
    pairs = [_contradiction(found, record, found.weights, "") for record in found.records]
    worst = sorted((each for each in pairs if each is not None), key=lambda each: each.probability)
    if not worst:
        return ()
    first = worst[0]
    others = [each.record for each in worst[1:]] or [n for n in names if n != first.record]
    return (Contradiction(**{**vars(first), "with_": others[0]}),)


def _contradiction(
    found: Population, record: Record, weights: Floats, with_: str | None
) -> Contradiction | None:
    """Return by which of its numbers a record is contradicted; None where it is not."""
    luck = luck_of(found.seed, f"replicate {record.name}")
    known = found.figures.known
    if not (weights * known).any():
        return None
    chosen = systematic(weights * known, _DRAWS, float(luck.random()))
    could = record.replicate(found.figures.of(chosen), luck)
    below = (could <= record.seen).mean(axis=0)
    above = (could >= record.seen).mean(axis=0)
    chances = np.minimum(1.0, 2.0 * np.minimum(below, above) * len(record.seen))
    part = int(chances.argmin())
    if chances[part] >= UNLIKELY:
        return None
    low, high = np.quantile(could[:, part], (0.025, 0.975))
    return Contradiction(
        record=record.name,
        part=part,
        seen=record.seen[part],
        low=float(low),
        high=float(high),
        probability=float(chances[part]),
        with_=with_,
    )
