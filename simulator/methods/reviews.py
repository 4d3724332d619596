"""Where reviewed failures started: shares, what stays open, and how far two raters agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.files.marks import SIDES, Mark, PostMortem, Review
from simulator.methods.turns.breakeven import Turning
from simulator.methods.turns.turning_point import TURNS
from simulator.stats.agreement import kappa, raw_agreement
from simulator.stats.estimate import Estimate
from simulator.stats.intervals import wilson

__all__ = ["FEW", "NOT_SETTLED", "Agreement", "Beside", "Share", "Tally", "beside", "tally"]

FEW = 20
"""Fewer post-mortems than this leave any share wide open, and the answer says so."""
CANNOT_TELL = "cannot tell"
OPEN = frozenset(SIDES[:3])


@dataclass(frozen=True, kw_only=True)
class Share:
    """The share of failures that started on one side.

    `told`: among those that could be told, with its 95 % Wilson interval (nan when none could);
    `least` and `most`: when every open one started elsewhere, or here, each with its interval over
    all failures. `low` and `high` are the outer ends: chance and what stays open together.
    """

    side: str
    count: int
    told: Estimate | None
    least: Estimate
    most: Estimate

    @property
    def low(self) -> float:
        """The lowest share that chance and the open ones leave possible."""
        return self.least.low

    @property
    def high(self) -> float:
        """The highest share that chance and the open ones leave possible."""
        return self.most.high

    def as_json(self) -> dict[str, Any]:
        """Return the share by its keys in JSON."""
        return {
            "count": self.count,
            "told": self.told,
            "least": self.least,
            "most": self.most,
        }


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far two raters agree on the failures that both marked; `table` is first by second."""

    raw: Estimate
    kappa: Estimate
    table: tuple[tuple[int, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the agreement by its keys in JSON (NaN stays NaN)."""
        return {
            "raw": self.raw,
            "kappa": self.kappa,
            "words": list(SIDES),
            "table": [list(row) for row in self.table],
        }


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a review of post-mortems amounts to.

    `counts` has each side once both raters are heard: where they differ the failure is open, like
    one marked `cannot tell`. `mechanisms` counts the ways that are known. `by_rater` is each
    rater's own share between teams among those that this rater could tell, None where none could.
    `notes` are what of the file was not taken as it stands.
    """

    name: str
    failures: int
    raters: int
    counts: Mapping[str, int]
    shares: Mapping[str, Share]
    mechanisms: Mapping[str, int]
    agreement: Agreement | None
    by_rater: tuple[Estimate | None, ...]
    notes: tuple[str, ...] = ()

    @property
    def between(self) -> Share:
        """The share that started between teams: the one the break-even is held against."""
        return self.shares["between"]

    @property
    def paste(self) -> str:
        """The counts as a line for a scenario's `observed:`."""
        counts = ", ".join(f"{side.replace(' ', '_')}: {self.counts[side]}" for side in SIDES)
        return f"causes: {{{counts}}}"

    def as_json(self) -> dict[str, Any]:
        """Return the tally by its keys in JSON (NaN stays NaN)."""
        return {
            "file": self.name,
            "failures": self.failures,
            "raters": self.raters,
            "counts": self.counts,
            "shares": self.shares,
            "mechanisms": self.mechanisms,
            "agreement": self.agreement,
            "by_rater": self.by_rater,
            "notes": self.notes,
            "paste": self.paste,
        }


def tally(review: Review, name: str) -> Tally:
    """Return what marked post-mortems amount to; refuses an empty review (ValueError)."""
    found = review.found
    if not found:
        raise ValueError(f"{name} holds no marked post-mortem; allowed one a row")
    possible = [_possible(each) for each in found]
    counts = {side: sum(sides == {side} for sides in possible) for side in SIDES[:3]}
    known = sum(counts.values())
    raters = 2 if any(each.second for each in found) else 1
    return Tally(
        name=name,
        failures=len(found),
        raters=raters,
        counts={**counts, CANNOT_TELL: len(found) - known},
        shares={
            side: _share(side, count, known, sum(side in sides for sides in possible), len(found))
            for side, count in counts.items()
        },
        mechanisms=_mechanisms(found),
        agreement=_agreement(found),
        by_rater=(_own(found, "first"), _own(found, "second"))[:raters],
        notes=review.notes,
    )


def _possible(each: PostMortem) -> frozenset[str]:
    """Return the sides a failure may have started on: what either rater holds possible."""
    sides: set[str] = set()
    for mark in (each.first, each.second):
        if mark is not None:
            sides |= OPEN if mark.side == CANNOT_TELL else {mark.side}
    return frozenset(sides)


def _share(side: str, count: int, known: int, most: int, n: int) -> Share:
    return Share(
        side=side,
        count=count,
        told=wilson(count, known) if known else None,
        least=wilson(count, n),
        most=wilson(most, n),
    )


def _own(found: Sequence[PostMortem], rater: str) -> Estimate | None:
    """Return one rater's share between teams, of those this rater could tell."""
    marks: list[Mark | None] = [getattr(each, rater) for each in found]
    sides = [mark.side for mark in marks if mark is not None and mark.side != CANNOT_TELL]
    return wilson(sides.count("between"), len(sides)) if sides else None


def _mechanisms(found: Sequence[PostMortem]) -> dict[str, int]:
    """Return how many failures came about in each way that no rater contradicts."""
    names = ("defect", "lost", "drift", "unowned", "external")
    counts = dict.fromkeys(names, 0)
    for each in found:
        ways = {mark.mechanism for mark in (each.first, each.second) if mark is not None}
        ways -= {None}
        if len(ways) == 1 and len(_possible(each)) == 1:
            counts[str(ways.pop())] += 1
    return counts


def _agreement(found: Sequence[PostMortem]) -> Agreement | None:
    pairs = [(each.first.side, each.second.side) for each in found if each.first and each.second]
    if not pairs:
        return None
    table = tuple(tuple(pairs.count((one, other)) for other in SIDES) for one in SIDES)
    return Agreement(raw=raw_agreement(table), kappa=kappa(table), table=table)


def kappa_word(value: float) -> str:
    """Return how strong an agreement is called (Landis and Koch 1977, a convention)."""
    if math.isnan(value):
        return "not to be told"
    words = ((0.0, "none"), (0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"))
    return next((word for most, word in words if value <= most), "almost perfect")


NOT_SETTLED = "not settled"


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Where the answer of a scenario turns, and what the reviewed failures say about it.

    `verdict` is the plan that is better over the whole range that chance and the open failures
    leave, or `not settled`.
    """

    scenario: str
    turning: Turning
    verdict: str

    def as_json(self) -> dict[str, Any]:
        """Return both by its keys in JSON (NaN stays NaN)."""
        return {
            "scenario": self.scenario,
            "breakeven": self.turning,
            "verdict": self.verdict,
        }


def beside(found: Tally, scenario: str, turning: Turning) -> Beside:
    """Return what a tally says beside the boundary share at which a scenario's answer turns."""
    return Beside(scenario=scenario, turning=turning, verdict=_verdict(found, turning))


def _verdict(found: Tally, turning: Turning) -> str:
    turn, share = turning.turn, found.between
    if turn.verdict != TURNS:
        return turning.better or NOT_SETTLED
    if share.told is None:
        return NOT_SETTLED
    low = turn.low if math.isfinite(turn.low) else turn.factor
    high = turn.high if math.isfinite(turn.high) else turn.factor
    if share.low > high:
        return turning.above
    return turning.below if share.high < low else NOT_SETTLED
