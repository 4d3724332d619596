"""Answers as plain tables: a title, columns, and rows of ready text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.measures import splits
from simulator.measures.outcomes import SHOWN, outcomes_of
from simulator.methods.comparison import Comparison
from simulator.methods.run import Answer
from simulator.present import words
from simulator.present.given import MOST_LIKE
from simulator.present.harmless import as_cell
from simulator.stats.estimate import Estimate

__all__ = ["TextTable", "answer_tables", "as_csv", "comparison_tables", "csv_of"]


FULL = "more work than time"
"""The column of the teams that a plan leaves with more work than time."""


@dataclass(frozen=True, kw_only=True)
class TextTable:
    """A table ready to be shown; all columns but the first are numbers unless `text` names them.

    `exact` holds the numbers behind the texts, None where there is none; empty where no number is
    at hand. `name` is the table's anchor on a page. Columns in `own`, and all of a table that is
    `private`, tell what only its owner should know: own counts, prices and reasons. A `detail` is
    printed where all is asked for, and stands on the page.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    text: tuple[str, ...] = ()
    exact: tuple[tuple[float | None, ...], ...] = ()
    name: str = ""
    own: tuple[str, ...] = ()
    private: bool = False
    detail: bool = False


def answer_tables(answer: Answer) -> tuple[TextTable, ...]:
    """Return what one plan does: outcomes, where failures start, teams, boundaries.

    Of a file that is about the facts that arrive, the staircase of them comes first.
    """
    about = (_staircase(answer),) if answer.program.scenario.outcome == "retention" else ()
    return (*about, _outcomes(answer), _mechanisms(answer), _teams(answer), _boundaries(answer))


def comparison_tables(comparison: Comparison) -> tuple[TextTable, ...]:
    """Return the plans' main outcomes and every pair's difference in the outcome asked."""
    return (_plans(comparison), _differences(comparison), _prices(comparison))


def as_csv(tables: tuple[TextTable, ...]) -> str:
    """Return tables as CSV, one after another, each led by its title in a column of its own."""
    rows: list[Sequence[object]] = []
    for table in tables:
        rows.append(("table", *table.columns))
        rows += [(table.title, *row) for row in table.rows]
    return csv_of(rows)


def csv_of(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV, in which no text is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([as_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def _staircase(answer: Answer) -> TextTable:
    """Return how many of 100 facts are intact at each step of the way of each kind of work."""
    program, rows = answer.program, []
    several = len(program.scenario.work) > 1
    for route, (kind, shares) in zip(
        program.routes.kind, splits.retention(program, answer.tally).items(), strict=True
    ):
        for step, share in enumerate(shares):
            low, high = splits.retention_ends(answer.tally, route["first_step"] + step)
            teams = " and ".join(program.scenario.work[kind].route[step])
            handed = "sets out" if step == 0 else f"after {step} handover{'s' if step > 1 else ''}"
            place = f"{kind}: {teams}" if several else teams
            year = words.between(100.0 * low, 100.0 * high) if step else "-"
            rows.append((place, handed, words.number(100.0 * share), year))
    return TextTable(
        title="Facts intact, of 100 that set out",
        columns=("team", "handed on", "intact", "8 of 10 windows"),
        rows=tuple(rows),
        text=("handed on",),
    )


def _outcomes(answer: Answer) -> TextTable:
    about = answer.program.scenario.outcome
    listed = sorted(outcomes_of(answer.program), key=lambda outcome: outcome.name != about)
    rows = tuple(
        (
            words.outcome(outcome.name),
            words.number(answer.outcomes[outcome.name].best),
            words.noise(answer.outcomes[outcome.name]),
            f"{outcome.unit} (DORA: {outcome.dora})" if outcome.dora else outcome.unit,
        )
        for outcome in listed
    )
    return TextTable(
        title="Outcomes",
        columns=("outcome", "best", "95 % noise", "unit"),
        rows=rows,
        text=("unit",),
    )


def _mechanisms(answer: Answer) -> TextTable:
    split = splits.failures_by(answer.program, answer.tally)["mechanism"]
    total = sum(split.values())
    rows = tuple(
        (
            words.MECHANISM_WORDS[name],
            words.MECHANISM_SIDES[name],
            words.number(value),
            words.percent(value / total) if total else "-",
        )
        for name, value in split.items()
    )
    return TextTable(
        title="Where failures start",
        columns=("mechanism", "side", "per 100 changes", "share"),
        rows=rows,
        text=("side",),
    )


def _teams(answer: Answer) -> TextTable:
    rows = tuple(
        (
            name,
            words.percent(row["utilisation"]),
            words.number(row["wait"]),
            words.number(row["queue"]),
        )
        for name, row in splits.teams(answer.program, answer.tally).items()
    )
    return TextTable(title="Teams", columns=("team", "busy", "wait (days)", "queue"), rows=rows)


def _boundaries(answer: Answer) -> TextTable:
    rows = tuple(
        (
            name,
            words.number(row["handoffs"]),
            words.percent(row["clean"]),
            words.percent(row["owned"]),
        )
        for name, row in splits.boundaries(answer.program, answer.tally).items()
    )
    return TextTable(title="Handovers", columns=("handover", "a year", "clean", "owned"), rows=rows)


def _plans(comparison: Comparison) -> TextTable:
    known = next(iter(comparison.answers.values())).outcomes
    shown = tuple(name for name in dict.fromkeys((comparison.outcome, *SHOWN)) if name in known)
    full = _full(comparison)
    rows = tuple(
        (
            name,
            words.number(answer.person_days),
            *(words.number(comparison.levels[name][each].best) for each in shown),
            *([full[name] or "-"] if full else []),
        )
        for name, answer in comparison.answers.items()
    )
    heads = ("plan", "person-days", *(words.outcome(each) for each in shown))
    columns = (*heads, *([FULL] if full else []))
    own = ("person-days", words.outcome("cost"))
    title = f"Plans, {words.FITTING}" if comparison.drawn else "Plans"
    return TextTable(title=title, columns=columns, rows=rows, own=own, text=(FULL,))


def _full(comparison: Comparison) -> dict[str, str]:
    """Return of each plan the teams with more work than time; nothing where no plan has any."""
    known = comparison.remarks
    if known is None or not known.overloads:
        return {}
    teams = {name: known.overloads.get(name, ()) for name in comparison.answers}
    return {name: ", ".join(each.team for each in found) for name, found in teams.items()}


def _given(comparison: Comparison) -> str:
    """Return whose numbers a table holds, where the sentences above it speak of many companies."""
    return f", {MOST_LIKE}" if comparison.drawn else ""


def _judged(comparison: Comparison, plan: str, against: str) -> str:
    """Return the verdict on a pair, the better plan first; a dash where it was not asked."""
    try:
        found = comparison.judgement and comparison.judgement.of(plan, against)
    except KeyError:
        return "-"
    return f"{found.plan}: {found.verdict}" if found else "-"


def _differences(comparison: Comparison) -> TextTable:
    rows = tuple(
        (
            f"{found.plan} - {found.against}",
            words.number(found.estimate.best),
            words.noise(found.estimate),
            _judged(comparison, found.plan, found.against),
        )
        for found in comparison.pairs
    )
    return TextTable(
        title=f"Differences in {words.outcome(comparison.outcome)}, same luck{_given(comparison)}",
        columns=("plans", "difference", "95 % noise", "verdict"),
        rows=rows,
        text=("verdict",),
        detail=True,
    )


def _prices(comparison: Comparison) -> TextTable:
    money = comparison.money
    rows = [
        (f"overhead of {name}", f"{words.number(days)} person-days a year", "-")
        for name, days in money.overhead.items()
        if days > 0
    ]
    rows += [
        (f"spend that halves the gap: {name}", f"{words.number(days)} person-days a year", "-")
        for name, days in money.halving_costs.items()
    ]
    what = words.outcome(comparison.outcome)
    estimates: dict[str, Estimate | None] = {
        f"everything bought {words.SIDES[side]}, less today": found
        for side, found in money.reach.items()
    }
    estimates["first two plans at the file's prices"] = money.at_file_prices
    estimates["first two plans at equal halving costs"] = money.at_equal_halving_costs
    rows += [
        (name, f"{words.number(found.best)} {what}", words.noise(found))
        for name, found in estimates.items()
        if found is not None
    ]
    columns = ("what", "best", "95 % noise")
    return TextTable(
        title="Prices laid open", columns=columns, rows=tuple(rows), private=True, detail=True
    )
