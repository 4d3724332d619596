"""The dial's rows: your share, where the answer turns, what you counted, what is published."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.files.evidence import HOW, evidence
from simulator.methods.turns.breakeven import Turning
from simulator.methods.turns.turning_point import TURNS
from simulator.present.chart.dial import DIAL
from simulator.present.document import View
from simulator.present.given import where
from simulator.stats.estimate import Estimate

__all__ = [
    "DIAL_COLUMNS",
    "PUBLISHED",
    "Mark",
    "definition",
    "dial_view",
    "percent",
    "published",
    "told_of",
    "turn_marks",
]

HOWS = ("strictly", "loosely")
PUBLISHED = "Published shares: each source defines it differently, none is yours"
DIAL_COLUMNS = ("what", "label", "share", "low", "high", "note", "told", "group", "below", "above")
_LEVELS = {
    "incidents": "",
    "reports": "reports; ",
    "hospital errors": "hospital; ",
    "claims": "claims; ",
    "defects": "defects, not incidents; ",
}


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One share on the dial [%], NaN where there is none; `what` as in `figures.dial.dial`."""

    what: str
    label: str
    share: float
    low: float = math.nan
    high: float = math.nan
    note: str = ""
    told: str = ""
    group: str = ""

    def as_row(self) -> dict[str, Any]:
        """Return the mark as a row of the dial's frame."""
        told = self.told or percent(self.share, self.low, self.high)
        return {**vars(self), "told": told}


def percent(share: float, low: float = math.nan, high: float = math.nan) -> str:
    """Return a share [%] in words, with its interval where there is one; an end may be open."""
    if math.isnan(share):
        return "-"
    if math.isnan(low) and math.isnan(high):
        return f"{_digits(share)} %"
    if math.isnan(high):
        return f"{share:.0f} % ({low:.0f} or more)"
    if math.isnan(low):
        return f"{share:.0f} % ({high:.0f} or less)"
    places = 0 if high - low >= 2.0 else 1
    return f"{share:.{places}f} % ({low:.{places}f} to {high:.{places}f})"


def _digits(share: float) -> str:
    return f"{share:.1f}".removesuffix(".0")


def published() -> tuple[Mark, ...]:
    """Return the published boundary shares, smallest first, each with how far it was verified."""
    marks = []
    for found in evidence().boundary_shares.values():
        figure, entry = found.figure, found.entry
        share = math.nan if figure.value is None else figure.value
        whole = figure.low is not None and figure.high is not None
        # a figure with a lower end only is published as "at least"
        least = "at least " if figure.low is not None and figure.high is None else ""
        marks.append(
            Mark(
                what="published",
                label=entry.study.partition(",")[0],
                share=share,
                low=figure.low if whole and figure.low is not None else math.nan,
                high=figure.high if whole and figure.high is not None else math.nan,
                told=least + percent(share),
                note=f"{found.definition} ({_LEVELS[found.level]}{HOW[figure.how]})",
                group=PUBLISHED,
            )
        )
    return tuple(sorted(marks, key=lambda mark: mark.share))


def turn_marks(share: Turning, today: Estimate, *, most_like: bool) -> list[Mark]:
    """Return today's boundary share as a mark and, where the answer turns, the turn before it.

    `most_like` says that it is that of the organisation most like the user's.
    """
    marks = [
        Mark(
            what="today",
            label="The company most like yours" if most_like else "You, as the file stands",
            share=100.0 * today.best,
            low=100.0 * today.low,
            high=100.0 * today.high,
            note=f"simulated, {where(most_like)}",
        )
    ]
    if share.turn.verdict == TURNS:
        turn = Mark(
            what="turn",
            label="It turns around at",
            share=100.0 * share.turn.factor,
            low=100.0 * share.turn.low,
            high=100.0 * share.turn.high,
            note="where both plans prevent the same",
        )
        marks.insert(0, turn)
    return marks


def told_of(marks: Sequence[Mark]) -> str:
    """Return the marks in words, for who does not see the dial."""
    told = "; ".join(f"{mark.label}: {percent(mark.share, mark.low, mark.high)}" for mark in marks)
    return f"Share of failures that start between teams. {told}."


def definition(marks: Sequence[Mark]) -> str:
    """Return how far the definition alone moves a share, and whether over the turn."""
    strict, loose = (
        evidence().studies[f"coded-{how}-2026"].figure("boundary-share") for how in HOWS
    )
    ends = [each.value or 0.0 for each in (strict, loose)]
    text = (
        f"The definition alone moves it: of {strict.of} public reports {ends[0]:.0f} of 100 began "
        f"between teams counted strictly, {ends[1]:.0f} loosely"
    )
    turn = next((mark.share for mark in marks if mark.what == "turn"), math.nan)
    if math.isnan(turn):
        return f"{text}."
    crosses = ends[0] < turn < ends[1]
    where = "on either side of" if crosses else "both below" if turn >= ends[1] else "both above"
    return f"{text}, {where} the turn."


def dial_view(
    marks: Sequence[Mark], *, title: str, told: str, below: str = "", above: str = ""
) -> View:
    """Return the dial with these marks and, under them, the published shares.

    `below` and `above` say what it means to lie below and above the turn; without a mark of what
    `turn` they are left out.
    """
    import pandas as pd

    turns = any(mark.what == "turn" and math.isfinite(mark.share) for mark in marks)
    sides = {"below": below if turns else "", "above": above if turns else ""}
    rows = [{**mark.as_row(), **sides} for mark in (*marks, *published())]
    told = f"{told} {definition(marks)}"
    return View(drawing=DIAL, frame=pd.DataFrame(rows), title=title, told=told)
