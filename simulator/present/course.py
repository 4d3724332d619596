"""How outcomes run their course, as people meet it: sentence, figure, table and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.course import Band, Course
from simulator.model.units import DAYS_PER_MONTH
from simulator.present import words
from simulator.present.chart.course import COURSE
from simulator.present.digits import rounded
from simulator.present.document import View
from simulator.present.tables import TextTable
from simulator.scenario.scenario import TODAY

__all__ = ["course_rows", "course_sentence", "course_table", "course_view", "window"]

_ON_A_SLIDE = 2
_DIPS = 0.25
"""A part worse than both ends by more than this share of its band is a dip (judgement).

The median of fifty runs moves by chance by a fourteenth of it.
"""


def window(start: float, end: float) -> str:
    """Return a part of the run in months from day 0: `months 3 to 6`."""
    return f"months {start / DAYS_PER_MONTH:.3g} to {end / DAYS_PER_MONTH:.3g}"


def course_sentence(found: Course, outcome: str, plan: str, where: str = "") -> str:
    """Return how a plan runs its course in an outcome; nothing where it has no values to tell.

    `where` is in which organisation.
    """
    bands = found.levels[plan].get(outcome, ())
    parts = [each for each in zip(bands, _spans(found), strict=False) if each[0].known]
    if len(parts) < 2:
        return ""
    first, last = parts[0], parts[-1]
    sign = -1.0 if OUTCOMES[outcome].better == "more" else 1.0
    worst = max(parts, key=lambda each: sign * each[0].middle)
    ends = max(sign * each[0].middle for each in (first, last))
    who = "Today" if plan == TODAY else f'"{plan}"'
    told = f"{who}, {found.unit} by {found.unit}{where}: {words.outcome(outcome)}"
    if sign * worst[0].middle - ends > _DIPS * (worst[0].high - worst[0].low):
        return f"{told} are {_at(first)}, {_at(worst, ' at worst')} and {_at(last)}."
    return f"{told} go from {_at(first)} to {_at(last)}."


def _at(part: tuple[Band, tuple[float, float]], how: str = "") -> str:
    band, (start, end) = part
    month = 0.5 * (start + end) / DAYS_PER_MONTH
    return f"{rounded(band.middle)}{how} around month {month:.0f}"


def course_view(
    found: Course, plans: Mapping[str, str], *, outcome: str, plan: str, called: str = ""
) -> View:
    """Return the figure of some plans, each with its side; its title tells of one of them."""
    import pandas as pd

    many = found.replications
    dotted = "; dotted: a change" if found.events else ""
    unit = f"months from day 0; line: median of {many} runs, band: 8 in 10{dotted}"
    events = " ".join(f"{day / DAYS_PER_MONTH:.6g}" for day in found.events)
    rows = [
        {
            "outcome": words.outcome(str(row["outcome"])),
            "plan": words.place(str(row["plan"])),
            "side": plans[str(row["plan"])],
            "start": row["start"] / DAYS_PER_MONTH,
            "end": row["end"] / DAYS_PER_MONTH,
            **{name: row[name] for name in ("low", "middle", "high")},
            "events": events,
            "unit": unit,
        }
        for row in course_rows(found)
        if row["plan"] in plans
    ]
    sentences = [course_sentence(found, outcome, each) for each in plans]
    title = course_sentence(found, outcome, plan).removesuffix(".")
    heading = f"{words.outcome(outcome)} by {found.unit}"
    frame, few = pd.DataFrame(rows), [words.outcome(name) for name in found.outcomes[:_ON_A_SLIDE]]
    return View(
        drawing=COURSE,
        frame=frame,
        slide=frame[frame["outcome"].isin(few)],
        title=title or heading,
        told=f"By {found.unit}. {' '.join(filter(None, sentences))}",
        called=called,
    )


def course_table(found: Course, title: str) -> TextTable:
    """Return every outcome in every part: each plan's median, and where 8 runs in 10 lie."""
    plans = tuple(found.levels)
    rows, exact = [], []
    for outcome in found.outcomes:
        for index, (start, end) in enumerate(_spans(found)):
            bands = [found.levels[plan][outcome][index] for plan in plans]
            rows.append((words.outcome(outcome), window(start, end), *map(_cell, bands)))
            exact.append((None, None, *(each.middle for each in bands)))
    return TextTable(
        name="course",
        title=title,
        columns=("outcome", "when", *map(words.place, plans)),
        rows=tuple(rows),
        exact=tuple(exact),
        text=("when",),
        detail=True,
    )


def _cell(band: Band) -> str:
    if not band.known:
        return "–"
    low, middle, high = map(words.number, (band.low, band.middle, band.high))
    return f"{middle} ({low} to {high})"


def course_rows(found: Course | None) -> list[dict[str, Any]]:
    """Return a row a plan, outcome and part: unit, start and end [working days], and the band."""
    if found is None:
        return []
    return [
        {
            "plan": plan,
            "outcome": outcome,
            "unit": OUTCOMES[outcome].unit,
            "start": start,
            "end": end,
            "low": band.low,
            "middle": band.middle,
            "high": band.high,
        }
        for plan, levels in found.levels.items()
        for outcome, bands in levels.items()
        for band, (start, end) in zip(bands, _spans(found), strict=True)
    ]


def _spans(found: Course) -> Sequence[tuple[float, float]]:
    return list(zip(found.edges, found.edges[1:], strict=False))
