"""The tables on the page of a comparison, each number with what lies behind its text."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from simulator.measures.outcomes import OUTCOMES, SHOWN
from simulator.methods.comparison import Comparison
from simulator.present import captions, words
from simulator.present.chart.lettering import records
from simulator.present.course import course_table
from simulator.present.tables import TextTable
from simulator.questions.compare.frames import STORIES, Frames

__all__ = ["page_tables"]

_Cell = tuple[str, float | None]
_KEY = re.compile(r"`(\w+)`")


def page_tables(comparison: Comparison, frames: Frames) -> dict[str, TextTable]:
    """Return the tables of a comparison's page by name; one without rows is left out."""
    made = [
        _plans(comparison, frames),
        _pairs(comparison),
        _blame(comparison, frames),
        *_places(frames),
        _observed(frames),
        *_prices(comparison),
        _outcomes(frames),
        *_course(comparison),
    ]
    return {table.name: table for table in made if table.rows}


def _course(comparison: Comparison) -> tuple[TextTable, ...]:
    found = comparison.course
    if found is None:
        return ()
    title = captions.PAGE["course_caption"].format(unit=found.unit, runs=found.replications)
    return (course_table(found, title),)


def _table(
    name: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[_Cell, ...]],
    *text: str,
    own: tuple[str, ...] = (),
    **said: str,
) -> TextTable:
    return TextTable(
        name=name,
        title=captions.PAGE[f"{name}_caption"].format(**said),
        columns=columns,
        rows=tuple(tuple(shown for shown, _ in row) for row in rows),
        exact=tuple(tuple(value for _, value in row) for row in rows),
        text=text,
        own=own,
    )


def _number(value: object, scale: float = 1.0, suffix: str = "") -> _Cell:
    known = float(value) if isinstance(value, int | float) else math.nan
    if not math.isfinite(known):
        return "–", None
    return f"{words.number(scale * known)}{suffix}", known


def _name(text: object) -> _Cell:
    return words.place(str(text)), None


def _text(text: object) -> _Cell:
    return str(text), None


def _plans(comparison: Comparison, frames: Frames) -> TextTable:
    found, costs = frames["outcomes"], comparison.scenario.costs
    shown = dict.fromkeys((comparison.outcome, *SHOWN))
    names = [name for name in shown if name in set(found["outcome"])]
    rows = []
    for plan, answer in comparison.answers.items():
        own = found[found["arm"] == plan].set_index("outcome")
        cells = (_name(plan), _text(words.effort(answer.person_days, answer)))
        rows.append((*cells, *(_number(own["best"][name]) for name in names)))
    money = "" if costs is None else f" ({costs.currency})"
    heads = [words.outcome(name) + (money if OUTCOMES[name].priced else "") for name in names]
    columns = ("plan", "effort a year", *heads)
    priced = tuple(head for head in heads if money and money in head)
    whose = f": {words.FITTING}" if comparison.drawn else ""
    mine = ("effort a year", *priced)
    return _table("plans", columns, rows, "effort a year", own=mine, whose=whose)


def _pairs(comparison: Comparison) -> TextTable:
    rows = [
        (
            _name(captions.against(each.plan, each.against)),
            _number(each.estimate.best),
            _number(each.estimate.low),
            _number(each.estimate.high),
            _text(each.verdict),
        )
        for each in comparison.pairs
    ]
    columns = ("plans", "difference", "95 % noise: low", "high", "verdict")
    return _table("pairs", columns, rows, "verdict", what=words.outcome(comparison.outcome))


def _blame(comparison: Comparison, frames: Frames) -> TextTable:
    found = frames["blame"]
    whole = float(found["failures"].sum())
    rows = [
        (
            _name(row["origin"]),
            _text(row["blamed"]),
            _text("no" if row["wrong"] else "yes"),
            _number(100.0 * float(row["failures"]) / whole),
        )
        for row in records(found)
    ]
    columns = ("where it started", "blamed", "had a part in it", "of 100 failures")
    runs = f"{min(STORIES, comparison.replications)}"
    return _table("blame", columns, rows, "blamed", "had a part in it", runs=runs)


_LAST: dict[str, tuple[tuple[str, str, float, str], ...]] = {
    "boundary": (
        ("handovers a year", "handoffs", 1.0, ""),
        ("clean", "clean", 100.0, " %"),
        ("owned", "owned", 100.0, " %"),
    ),
    "team": (
        ("busy", "utilisation", 100.0, " %"),
        ("wait (days)", "wait", 1.0, ""),
        ("in the queue", "queue", 1.0, ""),
    ),
}


def _places(frames: Frames) -> list[TextTable]:
    found = frames["places"]
    found = found[found["arm"] == "today"].sort_values("rank")
    tables = []
    for at, name, first, what in (
        ("boundary", "handovers", "handover", "carries"),
        ("team", "teams", "team", "makes"),
    ):
        rows = [
            (
                _name(row["place"]),
                (str(row["rank"]), int(row["rank"])),
                _number(row["failures"]),
                _number(row["share"], 100.0, " %"),
                _text(row["makes"]),
                *(_number(row[key], scale, suffix) for _, key, scale, suffix in _LAST[at]),
            )
            for row in records(found[found["at"] == at])
        ]
        heads = (first, "rank", "failures born per 100 changes", "share of all", what)
        columns = (*heads, *(head for head, *_ in _LAST[at]))
        tables.append(_table(name, columns, rows, what, own=("handovers a year",)))
    return tables


def _observed(frames: Frames) -> TextTable:
    rows = []
    for row in records(frames["observed"]):
        share = str(row["what"]).startswith("causes.")
        scale, suffix = (100.0, " %") if share else (1.0, "")
        cells = [
            _number(row[key], scale, suffix)
            for key in ("observed", "low", "high", "model", "model_low", "model_high")
        ]
        like = _text("yes" if row["like"] else "no")
        rows.append((_name(captions.CAUSES[str(row["what"])]), *cells, like))
    columns = ("what", "your records", "by chance from", "to", "the model's today",
               "9 runs in 10 from", "to", "alike")  # fmt: skip
    return _table("observed", columns, rows, "alike")


def _prices(comparison: Comparison) -> list[TextTable]:
    money: Any = comparison.money
    parts = (
        ("prices", money.halving_costs, "lever or side"),
        ("overhead", money.overhead, "plan"),
    )
    return [
        _table(
            name,
            (head, "person-days a year"),
            [(_name(words.SIDES.get(key, key)), _number(value)) for key, value in values.items()],
        )
        for name, values, head in parts
    ]


def _in_words(key: re.Match[str]) -> str:
    """Return what a definition calls by its key as people call it."""
    return words.outcome(key[1]) if key[1] in OUTCOMES else key[0]


def _outcomes(frames: Frames) -> TextTable:
    found = frames["outcomes"]
    rows = [
        (
            _name(words.outcome(str(row["outcome"]))),
            _number(row["best"]),
            _number(row["low"]),
            _number(row["high"]),
            _text(row["unit"]),
            _text(_KEY.sub(_in_words, OUTCOMES[str(row["outcome"])].words)),
        )
        for row in records(found[found["arm"] == "today"])
    ]
    columns = ("outcome", "today", "95 % noise: low", "high", "unit", "definition")
    return _table("outcomes", columns, rows, "unit", "definition")
