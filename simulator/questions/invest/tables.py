"""The tables of `invest`, printed and kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.methods.allocation.invest import Investment
from simulator.methods.allocation.ranking import Ranked
from simulator.present import words
from simulator.present.bought import lever_words, unknown_words
from simulator.present.tables import TextTable

__all__ = ["HUNDRED", "frames", "per_hundred", "tables"]

HUNDRED = 100.0


def tables(found: Investment) -> tuple[TextTable, ...]:
    """Return the ranking, where the budget goes, what each reaches, and what to measure."""
    return (_ranking(found), _path(found), _reached(found), *_measure(found))


def per_hundred(row: Ranked) -> tuple[float, float, float]:
    """Return what 100 person-days avert at a place: best, low, high."""
    averted = row.averted
    return HUNDRED * averted.best, HUNDRED * averted.low, HUNDRED * averted.high


def _ranking(found: Investment) -> TextTable:
    rows = tuple(
        (
            f"{row.rank}",
            words.place(row.place),
            lever_words(row.lever),
            words.number(per_hundred(row)[0]),
            words.between(*per_hundred(row)[1:]),
            f"{len(row.tied_with)}" if row.tied_with else "-",
            f"{row.decides}: {', '.join(row.deciders)}",
        )
        for row in found.ranking
    )
    return TextTable(
        title=f"Places by what 100 person-days avert ({words.outcome(found.outcome)})",
        columns=("rank", "where", "what", "averted", "95 % noise", "equals", "who decides"),
        rows=rows,
        text=("where", "what", "who decides"),
    )


def _path(found: Investment) -> TextTable:
    order: dict[tuple[str, str], float] = {}
    for step in found.path:
        key = step.lever, step.place
        order[key] = order.get(key, 0.0) + step.person_days
    rows = tuple(
        (f"{index}", words.place(place), lever_words(lever), words.number(spent))
        for index, ((lever, place), spent) in enumerate(order.items(), start=1)
    )
    return TextTable(
        title="Where the budget goes, in the order of the first portion",
        columns=("step", "where", "what", "person-days a year"),
        rows=rows,
        text=("where", "what"),
    )


def _reached(found: Investment) -> TextTable:
    rows = tuple(
        (
            words.number(point.person_days),
            words.number(point.value.best),
            words.number(point.averted.best),
            words.between(point.averted.low, point.averted.high),
        )
        for point in found.frontier
    )
    return TextTable(
        title="What each budget reaches",
        columns=("person-days a year", words.outcome(found.outcome), "averted", "95 % noise"),
        rows=rows,
    )


def _measure(found: Investment) -> tuple[TextTable, ...]:
    rows = tuple(
        (
            unknown_words(each.origin),
            f"{words.number(each.low)} to {words.number(each.high)}",
            words.number(each.gain.best),
            words.between(each.gain.low, each.gain.high),
            f"{HUNDRED * each.changes:.0f} of 100",
            "yes" if each.clear else "no more than chance",
        )
        for each in found.unknowns
    )
    table = TextTable(
        title="What to measure first: what knowing it would avert more with the first portion",
        columns=("unknown", "range", "averted more", "95 %", "another place first", "clear"),
        rows=rows,
        text=("clear",),
    )
    return (table,) if rows else ()


def frames(found: Investment) -> dict[str, Sequence[dict[str, Any]]]:
    """Return the tidy tables that are kept, empty ones left out."""
    ranking = [
        {
            "rank": row.rank,
            "lever": row.lever,
            "place": row.place,
            "side": row.side,
            "best": row.averted.best,
            "low": row.averted.low,
            "high": row.averted.high,
            "n": row.averted.n,
            "tied_with": len(row.tied_with),
            "decides": row.decides,
        }
        for row in found.ranking
    ]
    path = [{**vars(step)} for step in (*found.path, *found.beyond)]
    frontier = [
        {
            "person_days": point.person_days,
            "best": point.value.best,
            "low": point.value.low,
            "high": point.value.high,
            "averted": point.averted.best,
        }
        for point in found.frontier
    ]
    unknowns = [
        {"unknown": each.origin, "gain": each.gain.best, "low": each.gain.low,
         "high": each.gain.high, "changes": each.changes, "clear": each.clear}
        for each in found.unknowns
    ]  # fmt: skip
    kept = {"ranking": ranking, "path": path, "frontier": frontier, "unknowns": unknowns}
    return {name: rows for name, rows in kept.items() if rows}
