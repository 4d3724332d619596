"""The words of `what-if`: what each change does, and what the model leaves out there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from simulator.measures.outcomes import OUTCOMES, SHOWN
from simulator.methods.effects import Effect
from simulator.methods.what_if import Change, WhatIf
from simulator.present import captions, redrawn, remarks, words
from simulator.present.assumptions import every_parameter
from simulator.present.beside import against_today
from simulator.present.course import course_rows, course_table, course_view, window
from simulator.present.digits import rounded
from simulator.present.document import Document, Section, View
from simulator.present.effects import SURE, moved, noticed
from simulator.present.given import where
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.questions.what_if.changes import Asked
from simulator.scenario.scenario import TODAY

__all__ = ["sentence", "shown"]

REORGANISED = (
    "A reorganisation halves what teams know of each other's work, leaves a fifth of the handovers "
    "that have an owner without one and makes joint looks a quarter rarer; practices between teams "
    "and in verification begin again; after 100 days half of it is back. These sizes are "
    "judgement. Not in it: what it was meant to gain."
)
CADENCE = (
    "A handover that happens at fixed times waits for the next one; what is agreed or looked at "
    "together there stays as it is today."
)


def shown(found: WhatIf, asked: Sequence[Asked]) -> Document:
    """Return what changes do as people meet it."""
    decision = found.decision
    scenario = decision.scenario
    told = [sentence(each, decision.outcome) for each in found.changes]
    view, courses = _view(found), _courses(found)
    tables = (_levels(found), *map(_all, found.changes))
    return Document(
        first=remarks.sentences(decision.remarks),
        name=scenario.name,
        names=names_of(scenario),
        question=f"What if? {'; '.join(each.plan for each in found.changes)}",
        headline=told[0] if len(told) == 1 else _best(found),
        lines=(*(told if len(told) > 1 else ()), *_beside(found, asked)),
        tables=(tables[0], *(table for _, table in courses), *tables[1:]),
        views=(view, *(figure for figure, _ in courses)),
        sections=(
            Section(title="Changes against today", view=view.name, tables=tables[:1]),
            *(
                Section(title=captions.PAGE["course"], view=figure.name, tables=(table,))
                for figure, table in courses
            ),
        ),
        doubter=(
            *(Section(title="", tables=(table,)) for table in tables[1:]),
            *every_parameter(scenario),
        ),
        footer=f"{decision.replications} replications a change, seed {decision.seed}. "
        "Same luck for all; changes cost nothing here.",
        frames={
            "effects": _effects(found),
            "course": [row for each in found.changes for row in course_rows(each.course)],
        },
    )


def sentence(change: Change, outcome: str) -> str:
    """Return what a change does to what the file is about, and to all that moves noticeably."""
    besides = noticed(change.effects, outcome)
    return f'"{change.plan}": {"; ".join((moved(change.effect(outcome)), *besides))}.'


def _best(found: WhatIf) -> str:
    """Return which of several changes does most for what the file is about."""
    outcome = found.decision.outcome
    known = [each.effect(outcome) for each in found.changes]
    sign = -1.0 if OUTCOMES[outcome].better == "more" else 1.0
    order = sorted(
        range(len(known)),
        key=lambda index: (
            sign * known[index].then if math.isfinite(known[index].then) else math.inf
        ),
    )
    first, last = known[order[0]], known[order[-1]]
    best, worst = (f'"{found.changes[order[index]].plan}"' for index in (0, -1))
    gains = first.better is True and first.verdict in SURE
    loses = last.better is False and last.verdict in SURE
    if gains:
        return f"Of these {best} does best{f', {worst} worst' if loses else ''}."
    if loses:
        return f"None of these is better than today; {worst} is worst."
    return f"None of these makes a difference in {words.outcome(outcome)} that could be told."


def _beside(found: WhatIf, asked: Sequence[Asked]) -> tuple[str, ...]:
    """Return what changes do to teams, the course of blows, and what is not in them."""
    lines = list(redrawn.sentences(found.decision.scenario))
    lines += [_dip(each, found.decision.outcome) for each in found.changes if each.course]
    lines += [REORGANISED] if any(each.at is not None for each in asked) else []
    lines += [CADENCE] if any(each.typed.startswith("--cadence") for each in asked) else []
    return tuple(lines)


def _dip(change: Change, outcome: str) -> str:
    """Return the first and the fourth quarter after a blow beside those of today."""
    found = change.course
    if found is None or outcome not in found.outcomes:
        return f'"{change.plan}": {words.outcome(outcome)} cannot be told quarter by quarter.'
    what, edges = words.outcome(outcome), found.edges
    today, then = (found.levels[each][outcome] for each in (TODAY, change.plan))
    return (
        f'"{change.plan}": in the quarter after it ({window(*edges[-5:-3])}) {what} are '
        f"{rounded(then[-4].middle)} instead of {rounded(today[-4].middle)}, in the "
        f"fourth ({window(*edges[-2:])}) {rounded(then[-1].middle)} instead of "
        f"{rounded(today[-1].middle)}."
    )


def _levels(found: WhatIf) -> TextTable:
    levels, outcome = found.decision.levels, found.decision.outcome
    names = [name for name in dict.fromkeys((outcome, *SHOWN)) if name in levels[TODAY]]
    return TextTable(
        name="changes",
        title=f"Changes, {words.FITTING}" if found.decision.drawn else "Changes",
        columns=("change", *map(words.outcome, names)),
        rows=tuple(
            (plan, *(words.number(level[name].best) for name in names))
            for plan, level in levels.items()
        ),
        exact=tuple(
            (None, *(level[name].best for name in names)) for level in levels.values()
        ),
    )  # fmt: skip


def _courses(found: WhatIf) -> list[tuple[View, TextTable]]:
    """Return the figure of every blow beside today, and its table."""
    blows = [(each.plan, each.course) for each in found.changes if each.course is not None]
    outcome, several = found.decision.outcome, len(blows) > 1
    whose = where(most_like=found.decision.most_like is not None)
    return [
        (
            course_view(
                course,
                {TODAY: "baseline", plan: "other"},
                outcome=outcome,
                plan=plan,
                called=f"course-{number}" if several else "",
            ),
            course_table(course, f"{plan}, quarter by quarter, {whose}"),
        )
        for number, (plan, course) in enumerate(blows, 1)
    ]


def _all(change: Change) -> TextTable:
    """Return every outcome of a change."""
    return TextTable(
        title=f"All outcomes: {change.plan}",
        columns=("outcome", "today", "then", "change", "verdict"),
        rows=tuple(
            (
                words.outcome(each.outcome),
                words.number(each.today),
                words.number(each.then),
                "-" if math.isnan(each.share) else f"{100.0 * each.share:+.0f} %",
                _verdict(each),
            )
            for each in change.effects
        ),
        text=("verdict",),
        detail=True,
    )


def _verdict(effect: Effect) -> str:
    if effect.better is None:
        return "-"
    return f"{'change' if effect.better else TODAY}: {effect.verdict}"


def _view(found: WhatIf) -> View:
    """Return the figure: every change beside today in what the file is about."""
    plans = [each.plan for each in found.changes]
    only = len(found.changes) == 1
    message = sentence(found.changes[0], found.decision.outcome) if only else _best(found)
    return against_today(found.decision, plans, message=message.rstrip("."))


def _effects(found: WhatIf) -> list[dict[str, Any]]:
    return [
        {
            "plan": change.plan,
            "outcome": each.outcome,
            "unit": OUTCOMES[each.outcome].unit,
            "today": each.today,
            "then": each.then,
            "verdict": each.verdict,
            "better": each.better,
        }
        for change in found.changes
        for each in change.effects
    ]
