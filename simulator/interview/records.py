"""The parts of a drafted file that are about failures, records and plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.files.draft import Entry, Guess
from simulator.interview import replies as read
from simulator.interview.guess import external, unknown
from simulator.interview.told import Told

__all__ = ["outcomes", "plans"]

_SPEND = 0.05
"""The share of all person-days that is spent where nobody named a budget (judgement)."""


def outcomes(found: Told) -> Iterator[Entry]:
    """Yield what becomes of mistakes, what happens anyway, and the records."""
    causes = read.causes(found.answer("causes"))
    yield Entry(
        key="incidents",
        entries=(
            Entry(
                key="manifest",
                value=unknown(0.1, 0.03, 0.25),
            ),
        ),
        comment="The probability that an unnoticed mistake ever shows, however it came about.",
    )
    rate = external(found.weekly, found.failed, causes)
    last = found.ways[0][1][-1][0]
    yield Entry(
        key="external",
        entries=(Entry(key="rate", value=rate), Entry(key="resolver", value=last)),
        comment="What would have happened anyway: hardware, providers, load, attacks.",
    )
    rows = tuple(_observed(found, causes))
    if rows:
        yield Entry(
            key="observed",
            entries=rows,
            comment="Your records. The simulation never uses them; today is held beside them.",
        )


def _observed(found: Told, causes: Mapping[str, int] | None) -> Iterator[Entry]:
    serious, restore = read.number(found.answer("serious")), read.restore(found.answer("restore"))
    if found.changes is not None:
        yield Entry(key="changes", value=f"{found.changes:.10g} per year")
    if found.failed is not None:
        share, n = found.failed
        yield Entry(key="failed_changes", value=Guess(value=share, n=n))
    if serious is not None:
        yield Entry(key="serious_per_year", value=serious)
    if restore is not None:
        yield Entry(key="restore_p50", value=restore)
    if causes is not None:
        yield Entry(key="causes", value=causes)


def plans(found: Told) -> Iterator[Entry]:
    """Yield the plans to compare."""
    budget = read.number(found.answer("budget"))
    spend = budget or max(20.0, round(_SPEND * 260.0 * found.staff, -1))
    days, half = (f"{each:.10g} person-days" for each in (spend, spend / 2.0))
    comment = (
        "What could be bought is edgewise's own list with equal prices; levers: changes it."
        if budget
        else "The budget is not known: one person-day in twenty. What could be bought is "
        "edgewise's own list with equal prices."
    )
    found_plans = (
        Entry(key="cores first", value={"spend": {"core": days}}),
        Entry(key="edges first", value={"spend": {"edge": days}}),
        Entry(key="half and half", value={"spend": {"core": half, "edge": half}}),
    )
    yield Entry(key="arms", entries=found_plans, comment=comment)
