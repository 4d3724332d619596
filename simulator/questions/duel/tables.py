"""The tables of `duel`, printed and kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.methods.allocation.contenders import BETWEEN, INSIDE
from simulator.methods.allocation.duel import Duel
from simulator.present import words
from simulator.present.bought import averts_unit, lever_words
from simulator.present.tables import TextTable

__all__ = ["SIDES", "frames", "tables"]

SIDES = {"core": INSIDE, "edge": BETWEEN}


def tables(found: Duel) -> tuple[TextTable, ...]:
    """Return the plans, what the two buy, the first three years, and what each budget averts."""
    return (_plans(found), _bought(found), *_years(found), _curves(found))


def _plans(found: Duel) -> TextTable:
    rows = []
    for each in found.contenders:
        less, lean = each.less_today, each.from_capacity
        capacity = each.refused or "-"
        if lean is not None:
            capacity = f"{words.number(lean.best)} ({words.between(lean.low, lean.high)})"
        rows.append(
            (
                each.name,
                words.number(each.person_days),
                words.number(each.value.best),
                words.number(less.best),
                words.between(less.low, less.high),
                capacity,
            )
        )
    return TextTable(
        title=f"Plans in {words.outcome(found.outcome)}, and less today's",
        columns=("plan", "person-days", "value", "less today", "95 % noise",
                 "paid from the teams' own time"),
        rows=tuple(rows),
    )  # fmt: skip


def _bought(found: Duel) -> TextTable:
    rows = tuple(
        (
            each.name,
            words.place(item.place),
            lever_words(item.lever),
            words.number(item.person_days),
        )
        for each in found.contenders
        if each.name in (INSIDE, BETWEEN)
        for item in sorted(each.bought, key=lambda item: -item.person_days)
    )
    return TextTable(
        title="What the two buy",
        columns=("plan", "where", "what", "person-days a year"),
        rows=rows,
        text=("where", "what"),
    )


def _years(found: Duel) -> tuple[TextTable, ...]:
    if not found.years:
        return ()
    faded = any(each.paid == "first year" for each in found.years)
    stays = "" if faded else "; no lever of the file fades, so what is bought stays"
    rows = tuple(
        (
            each.plan,
            each.paid,
            f"{each.year}",
            words.number(each.averted.best),
            words.between(each.averted.low, each.averted.high),
        )
        for each in found.years
    )
    return (
        TextTable(
            title=f"Years 1 to 3: {averts_unit(found.outcome)} than today, practices being "
            f"learnt{stays}",
            columns=("plan", "paid", "year", "averted", "95 % noise"),
            rows=rows,
            text=("paid",),
        ),
    )


def _curves(found: Duel) -> TextTable:
    rows = tuple(
        (
            SIDES[side],
            words.number(budget),
            words.number(averted.best),
            words.between(averted.low, averted.high),
        )
        for side, curve in found.curves.items()
        for budget, averted in zip(curve.budgets, curve.averted, strict=True)
    )
    return TextTable(
        title=f"What each budget averts ({averts_unit(found.outcome)} than today)",
        columns=("plan", "person-days a year", "averted", "95 % noise"),
        rows=rows,
    )


def frames(found: Duel) -> dict[str, Sequence[dict[str, Any]]]:
    """Return the tidy tables that are kept, empty ones left out."""
    plans = [
        {"plan": each.name, "kind": each.kind, "person_days": each.person_days,
         "value": each.value.best, "less_today": each.less_today.best,
         "low": each.less_today.low, "high": each.less_today.high, "n": each.value.n}
        for each in found.contenders
    ]  # fmt: skip
    bought = [
        {"plan": each.name, "lever": item.lever, "place": item.place,
         "person_days": item.person_days}
        for each in found.contenders
        for item in each.bought
    ]  # fmt: skip
    curves = [
        {"side": side, "person_days": budget, "averted": averted.best, "low": averted.low,
         "high": averted.high}
        for side, curve in found.curves.items()
        for budget, averted in zip(curve.budgets, curve.averted, strict=True)
    ]  # fmt: skip
    years = [
        {"plan": each.plan, "paid": each.paid, "year": each.year, "averted": each.averted.best,
         "low": each.averted.low, "high": each.averted.high}
        for each in found.years
    ]  # fmt: skip
    kept = {"plans": plans, "bought": bought, "curves": curves, "years": years}
    return {name: rows for name, rows in kept.items() if rows}
