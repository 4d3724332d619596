"""What records teach: the words and tables of ranges before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from simulator.methods.calibration import Calibration, Further, Learnt
from simulator.present.digits import number, rounded
from simulator.present.document import Document
from simulator.present.names import names_of
from simulator.present.tables import TextTable

__all__ = ["shown"]

QUESTION = "What do your records teach, and what should you record next?"
PERCENT = 100.0
RECORDS = {
    "failed_changes": "failed changes",
    "serious_per_year": "serious failures",
    "restore_p50": "times to restore",
    "lead_time_p50": "times to release",
    "bounces": "how often failures were passed on",
    "causes": "where reviewed failures started",
    "readback": "whether receivers asked back",
}


def shown(found: Calibration) -> Document:
    """Return what records teach as people meet it."""
    learnt = [*found.unknowns, *found.products, *filter(None, [found.share])]
    return Document(
        name=found.scenario.name,
        names=names_of(found.scenario),
        question=QUESTION,
        headline=_headline(found),
        lines=tuple(_lines(found)),
        tables=(_ranges("Before and after the records", found.unknowns),
                _ranges("Only as a product", found.products), _next(found)),
        footer=f"{found.organisations} organisations, as good as {found.effective:.0f} equally "
        f"weighted ones, seed {found.seed}.",
        frames={"learnt": [_row(each) for each in learnt],
                "further": [asdict(each) for each in found.further]},
    )  # fmt: skip


def _headline(found: Calibration) -> str:
    if found.share is None:
        return "Nothing serious fails in these organisations, so where it starts cannot be learnt."
    (low, _, high), (later_low, _, later_high) = found.share.before, found.share.after
    told = (
        f"{rounded(PERCENT * low)} to {rounded(PERCENT * high)} of 100 serious failures start "
        "between teams, by the ranges of the file alone"
    )
    if not (found.records or found.published):
        return f"{told}; it holds no record that could tell more."
    by = "its records" if found.records else "published counts"
    return f"{told}; with {by} {rounded(PERCENT * later_low)} to {rounded(PERCENT * later_high)}."


def _lines(found: Calibration) -> Iterator[str]:
    if found.records:
        some = ", ".join(RECORDS[name] for name in found.records)
        yield f"Records that count: {some}."
    if found.published:
        yield "Published shares between teams count as well: the file holds no reason against them."
    moved = [each.name for each in found.unknowns if each.beyond_chance]
    if found.records or found.published:
        if moved:
            left = len(found.unknowns) - len(moved)
            yield f"They tell of: {'; '.join(moved)}. Of {left} other unknowns they tell nothing."
        else:
            yield "Of no unknown alone do they tell more than chance would."
    told = [each.name for each in found.products if each.beyond_chance]
    if told:
        yield f"Learnt as products only: {', '.join(told)}."
    if found.further and found.further[0].answer > 0.0:
        yield _best(found.further[0], found.plans)


def _best(best: Further, plans: tuple[str, str]) -> str:
    more = "more " if best.known else ""
    return (
        f"Worth recording next: {best.n} {more}{best.what}. It is expected to narrow what is not "
        f"known of the difference between {plans[0]} and {plans[1]} by "
        f"{rounded(PERCENT * best.answer)} in 100."
    )


def _ranges(title: str, learnt: tuple[Learnt, ...]) -> TextTable:
    rows = tuple(
        (
            each.name,
            *(f"{number(middle)} ({number(low)} to {number(high)})"
              for low, middle, high in (each.before, each.after)),
            f"{each.moved:+.2f}",
            f"{PERCENT * max(0.0, each.narrowed):.0f} %",
            "yes" if each.beyond_chance else "no",
        )
        for each in learnt
    )  # fmt: skip
    return TextTable(
        title=title,
        columns=("unknown", "before", "after", "moved (SD)", "narrowed", "more than chance"),
        rows=rows,
        text=("more than chance",),
    )


def _next(found: Calibration) -> TextTable:
    rows = tuple(
        (
            f"{each.n} {each.what}",
            f"{PERCENT * each.answer:.0f} %",
            f"{PERCENT * each.share:.0f} %",
            "yes" if each.known else "no",
        )
        for each in found.further
    )
    return TextTable(
        title="What to record next",
        columns=("record", "narrows the difference", "narrows the share between", "has some"),
        rows=rows,
        text=("has some",),
        private=True,
    )


def _row(each: Learnt) -> dict[str, Any]:
    told = asdict(each)
    for when in ("before", "after"):
        low, middle, high = told.pop(when)
        told |= {f"{when}_low": low, f"{when}_median": middle, f"{when}_high": high}
    return told
