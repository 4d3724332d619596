"""From what a log says to a scenario file in which every number says where it is from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from simulator.files.draft import Entry, Guess, text_of
from simulator.interview.draft import anyway, framed, plans, unasked
from simulator.interview.heard import budget_of
from simulator.interview.judgement import NOT_KNOWN, effort, external
from simulator.logs.organisation import Crossing, Kind, Organisation, Staff
from simulator.stats.estimate import Estimate

__all__ = ["CANNOT", "HERE", "drafted"]

HERE: Final = "measured here"
"""What stands before the n of every number that comes from the log."""
CANNOT: Final = (
    "What no log tells and is judgement with a range: what gets lost at a handover, what goes out "
    "of date, mistakes made inside teams and how many are found, how often an unnoticed mistake "
    "shows, what levers cost and how far they reach."
)
BOUNCE: Final = "that a handover which came straight back had nobody who owned it is judgement"
_HOURS_A_DAY = 8.0
_LEAST_FAILED = 20


def drafted(found: Organisation, name: str, file: str) -> str:
    """Return the text of a scenario called `name` of what the log `file` says.

    Every number from the log says `measured here` and its n in its reason, and carries its
    interval; every other says that it is judgement.
    """
    heading = (
        f"Written by edgewise import from {file}: {found.cases:,} cases, {found.weeks.words}.",
        f"A number that says {HERE} was counted, with a 95 % interval. {CANNOT}",
        "Calendar time became working days: a week is five. edgewise validate FILE looks at it.",
    )
    people = [
        None if each.people is None else max(1, round(each.people.best)) for each in found.staff
    ]
    budget = budget_of(people)
    entries = (
        *framed(name, budget, "What counts as failed: these severities, this soon (judgement)."),
        _work(found),
        unasked(
            *_efforts_between(found),
            comment="What no log tells: wide ranges, the same everywhere.",
        ),
        _teams(found),
        *_boundaries(found),
        *_outcomes(found),
        plans(budget, known=False),
    )
    return text_of(heading, entries)


def _work(found: Organisation) -> Entry:
    left = found.without_team
    away = f" {left:,} cases never name a {found.level} and are left out." if left else ""
    merged = (
        f" {len(found.merged)} smaller {found.level}s are taken together." if found.merged else ""
    )
    return Entry(
        key="work",
        entries=tuple(_kind(kind, found) for kind in found.kinds),
        comment="The ways that cases take, loops left out (what came back counts at its handover)."
        + merged
        + away,
    )


def _kind(kind: Kind, found: Organisation) -> Entry:
    each = kind.arrivals
    rate = Guess(
        value=f"{each.best:.4g} per week",
        low=f"{each.low:.4g} per week" if each.low < each.best else None,
        high=f"{each.high:.4g} per week" if each.high > each.best else None,
        because=f"{HERE}: n = {kind.cases:,} cases in {found.weeks.count} weeks",
    )
    comment = ""
    if kind.standing_for:
        share = kind.cases / max(1, sum(each.cases for each in found.kinds))
        comment = (
            f"{100.0 * share:.0f} % of the cases took {kind.standing_for:,} other ways; here all "
            "take the commonest of them."
        )
    facts = Guess(value=8, low=4, high=16, because="no log tells it: judgement")
    rows = (
        Entry(key="arrivals", value=rate),
        Entry(key="facts", value=facts),
        Entry(key="route", value=kind.route),
    )
    return Entry(key=kind.name, entries=rows, comment=comment)


def _efforts_between(found: Organisation) -> Iterator[tuple[str, Guess]]:
    """Yield what a handover costs where a visit is short: a share of the shortest visit."""
    days = min(_effort(each)[0] for each in found.staff)
    for name, share, usual in (("handoff_effort", 0.1, 1.0), ("readback_effort", 0.025, 0.25),
                               ("question_effort", 0.1, 1.0)):  # fmt: skip
        hours = share * days * _HOURS_A_DAY
        if hours < usual:
            text = [f"{times * hours:.3g} h" for times in (0.3, 1.0, 3.0)]
            why = f"judgement: {100.0 * share:.3g} % of the shortest visit"
            yield name, Guess(value=text[1], low=text[0], high=text[2], because=why)


def _effort(each: Staff) -> tuple[float, Guess]:
    """Return a visit's mean effort [working days], and as a file has it."""
    if each.effort is not None:
        return each.effort.best, _days(each.effort)
    people = 5 if each.people is None else max(1, round(each.people.best))
    guess = effort(people, each.visits, None)
    return float(str(guess.value).split(" ")[0]), guess


def _teams(found: Organisation) -> Entry:
    return Entry(
        key="teams",
        entries=tuple(Entry(key=each.name, entries=tuple(_staff(each))) for each in found.staff),
        comment="people: seen in the log, not on a payroll. effort: where nothing is told to start "
        "and end, from the people, the visits a week and how busy a team may be (judgement).",
    )


def _staff(each: Staff) -> Iterator[Entry]:
    if each.people is None:
        yield Entry(key="people", value=Guess(value=5, low=3, high=9, because=NOT_KNOWN))
    else:
        people = max(1, round(each.people.best))
        low, high = max(1, math.floor(each.people.low)), math.ceil(each.people.high)
        yield Entry(
            key="people",
            value=Guess(value=people, low=min(low, people), high=max(high, people),
                        because=f"{HERE}: {each.seen}"),
        )  # fmt: skip
    spread = {"cv": round(each.cv, 3)} if each.effort is not None else {}
    yield Entry(key="effort", value={"mean": _effort(each)[1], **spread})


def _days(each: Estimate) -> Guess:
    low, high = max(each.low, 1e-4), each.high
    return Guess(value=f"{each.best:.4g} days", low=f"{low:.4g} days", high=f"{high:.4g} days",
                 because=f"{HERE}: from start to completion, n = {each.n:,}")  # fmt: skip


def _boundaries(found: Organisation) -> Iterator[Entry]:
    if not found.crossings:
        return
    yield Entry(
        key="boundaries",
        entries=tuple(
            Entry(key=f"{each.source} -> {each.target}", entries=tuple(_crossing(each)))
            for each in found.crossings
        ),
        comment="owned: the share of handovers that did not come straight back, each drawn in to "
        "all; limbo: how long one lay that came back.",
    )


def _crossing(each: Crossing) -> Iterator[Entry]:
    kept = each.kept
    owned = Guess(
        value=_share(kept.best), low=_share(kept.low), high=_share(kept.high),
        because=f"{HERE}: {each.bounced:,} of n = {each.n:,} came straight back; {BOUNCE}",
    )  # fmt: skip
    yield Entry(key="owned", value=owned)
    if each.lay is not None:
        lay = each.lay
        limbo = Guess(
            value=f"{lay.best:.4g} days", low=f"{lay.low:.4g} days", high=f"{lay.high:.4g} days",
            because=f"{HERE}: n = {lay.n:,} that came back",
        )  # fmt: skip
        yield Entry(key="limbo", value=limbo)


def _share(value: float) -> float:
    """Return a share as a file writes it, in its own order after rounding."""
    return min(1.0, round(value, 4))


def _outcomes(found: Organisation) -> Iterator[Entry]:
    """Yield what becomes of mistakes, what happens anyway, and the records of the log.

    What filled a range is no record as well: arrivals are not, so no number of changes is.
    """
    weekly = sum(kind.arrivals.best for kind in found.kinds)
    failed = found.failed
    counted = failed is not None and round(failed.best * failed.n) >= _LEAST_FAILED
    share = (failed.best, failed.n) if counted and failed is not None else None
    yield from anyway(external(weekly, share, None), found.kinds[0].route[-1])
    rows = tuple(_observed(found, share))
    if rows:
        yield Entry(
            key="observed",
            entries=rows,
            comment="The log's own outcomes. failed_changes are completed cases that were opened "
            "again: that a reopening is a failure is judgement.",
        )


def _observed(found: Organisation, share: tuple[float, int] | None) -> Iterator[Entry]:
    if share is not None:
        yield Entry(key="failed_changes", value=Guess(value=share[0], n=share[1]))
    if math.isfinite(found.lead_time) and found.timed and found.lead_time > 0.0:
        days = f"{found.lead_time:.4g} days"
        yield Entry(key="lead_time_p50", value=Guess(value=days, n=found.timed))
    if sum(found.causes.values()):
        yield Entry(key="causes", value=dict(found.causes))
