"""The best use of a budget inside teams against the best between, in words, tables and figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.allocation.diminishing_returns import Turning
from simulator.methods.allocation.duel import BETWEEN, INSIDE, NOTHING, Contender, Duel
from simulator.methods.verdict import SAME
from simulator.present import captions, remarks, words
from simulator.present.assumptions import every_parameter
from simulator.present.beside import Row, beside
from simulator.present.bought import averts_unit, days, gained, lever_words, stamp_of
from simulator.present.digits import rounded
from simulator.present.document import Document, View
from simulator.present.given import as_written, titled, where
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.questions.duel.figure import SPLIT
from simulator.stats.estimate import Estimate

__all__ = ["shown"]

_KINDS = {"core": "core", "edge": "edge"}
SIDES = {"core": INSIDE, "edge": BETWEEN}


def shown(found: Duel) -> Document:
    """Return a duel as people meet it."""
    return Document(
        first=remarks.sentences(found.remarks),
        name=found.scenario.name,
        names=names_of(found.scenario),
        doubter=every_parameter(found.scenario),
        question="The same money: best spent inside teams, or between them?",
        headline=_headline(found),
        lines=_lines(found),
        tables=tables(found),
        views=(_split_view(found), _difference_view(found)),
        footer=_footer(found),
        stamp=stamp_of(found.scenario),
        frames=frames(found),
    )


def _headline(found: Duel) -> str:
    pair, what = found.pair, words.outcome(found.outcome)
    effort = days(found.budget, found.scenario)
    if pair is None:
        if math.isnan(found.difference.best):
            return "Nothing was released, so there is nothing to compare."
        return f"One replication cannot tell for {effort}; allowed with -n: two or more."
    of_100 = f" in {100.0 * pair.ahead:.0f} of 100 such companies" if found.worlds else ""
    lead = Estimate(best=-pair.lead, low=-pair.high, high=-pair.low, n=found.replications)
    if OUTCOMES[found.outcome].better == "more":
        lead = Estimate(best=pair.lead, low=pair.low, high=pair.high, n=found.replications)
    amount = (
        f"{words.amount(lead.best, lead.low, lead.high, found.outcome, _matters(found))} {what}"
    )
    if pair.clear:
        return f"{pair.plan.capitalize()} rather than {pair.against} for {effort}: {amount}."
    if pair.verdict in {*SAME, "none"}:
        return f"It hardly matters on which side for {effort}: {pair.plan} has {amount}."
    if pair.verdict == "open":
        return f"It cannot be told on which side for {effort}: {pair.plan} is ahead{of_100}."
    return f"{pair.plan.capitalize()} is ahead for {effort}{of_100}: {amount}."


def _lines(found: Duel) -> tuple[str, ...]:
    lines = []
    judged, what = found.judgement, words.outcome(found.outcome)
    if judged is not None and judged.recommended == NOTHING:
        lines.append(
            f"Neither does enough for its price: {rounded(judged.worth)} "
            f"{OUTCOMES[found.outcome].fewer} {what} are asked of it"
            f"{', a tenth of today' if judged.assumed else ''}."
        )
    own = [_pays(SIDES[side], curve.turning, found) for side, curve in found.curves.items()]
    own = [*filter(None, (*own, _recovery(found)))]
    if found.worlds is not None and own:
        own = [f"{where(False).capitalize()}: {' '.join(own)}"]
    return (*lines, *own)


def _pays(name: str, turning: Turning | None, found: Duel) -> str:
    if turning is None:
        return (
            f"{name.capitalize()}: how far it pays cannot be said, the file has no costs."
            if found.scenario.costs is None
            else ""
        )
    costs = found.scenario.costs
    money = costs.currency if costs else ""
    at, month = turning.budget, "a further month of work costs more than it saves"
    if not turning.found:
        if at.best <= 0:
            return f"{name.capitalize()}: at these prices not even the first month pays for itself."
        return (
            f"{name.capitalize()}: at these prices a further month still pays at "
            f"{rounded(turning.searched)} person-days a year, the most that was looked at."
        )
    best = words.told(at.best, at.low, at.high, "person-days a year")
    saves = words.told(turning.saves.best, turning.saves.low, turning.saves.high, money)
    return (
        f"{name.capitalize()}: the best budget is {best}; after it {month}. "
        f"It saves {saves} a year."
    )


def _recovery(found: Duel) -> str:
    others = [each for each in found.contenders if each.kind in ("recovery", "even", "structure")]
    parts = [
        f"{each.name} {gained(_averted(each, found), found.outcome, _matters(found))}"
        for each in others
    ]
    return f"Beside them, against spending nothing: {'; '.join(parts)}." if parts else ""


def _matters(found: Duel) -> float:
    return found.judgement.matters if found.judgement else 0.0


def _averted(each: Contender, found: Duel) -> Estimate:
    """Return what a plan averts, positive where it does better than today."""
    less = each.less_today
    if OUTCOMES[found.outcome].better == "more":
        return less
    return Estimate(best=-less.best, low=-less.high, high=-less.low, n=less.n)


def _footer(found: Duel) -> str:
    return (
        f"{found.replications} replications a plan, seed {found.seed}. Both sides were planned in "
        "the same way on luck they are not judged on (portion by portion, where expected failures "
        "fall most). Intervals: simulation noise, 95 %, same luck."
    )


def _split_view(found: Duel) -> View:
    import pandas as pd

    same = {"x_unit": "person-days a year, spent where it averts most on that side",
            "y_unit": f"{averts_unit(found.outcome)} than today"}  # fmt: skip
    rows: list[dict[str, Any]] = []
    for side, curve in found.curves.items():
        for budget, averted in zip(curve.budgets, curve.averted, strict=True):
            rows.append(
                {"kind": "line", "side": side, "label": SIDES[side], "x": budget,
                 "best": averted.best, "low": averted.low, "high": averted.high, **same}
            )  # fmt: skip
            if math.isclose(budget, found.budget) and budget > 0:
                rows.append({**rows[-1], "kind": "dot", "label": ""})
    for side, curve in found.curves.items():
        turning = curve.turning
        if turning is not None:
            at = turning.budget
            label = f"{SIDES[side]} pays up to {words.number(at.best)}"
            rows.append(
                {"kind": "span", "side": side, "label": label, "x": at.best, "best": math.nan,
                 "low": at.low, "high": at.high, **same}
            )  # fmt: skip
    told = "; ".join(
        f"{row['label']}, {words.number(row['x'])} person-days: {words.number(row['best'])}"
        for row in rows
        if row["kind"] == "line"
    )
    return View(
        drawing=SPLIT,
        frame=pd.DataFrame(rows),
        title=_of_the_split(found),
        told=f"{told}.",
        private=True,
    )


def _of_the_split(found: Duel) -> str:
    """Return the message of the figure, whose curves are of the file as it is written."""
    if found.worlds is None:
        return _headline(found)
    ahead = max(
        (found.contender(name) for name in (INSIDE, BETWEEN)),
        key=lambda each: _averted(each, found).best,
    )
    return as_written(
        f"{ahead.name} averts most with {words.number(found.budget)} person-days a year", many=True
    )


def _difference_view(found: Duel) -> View:
    """Return the sides beside each other, and every use of the budget beside none."""
    worlds, less = found.worlds, found.difference
    if worlds is not None:
        less = replace(less, best=worlds.best, low=worlds.low, high=worlds.high)
    rows = [Row(label=f"{BETWEEN} less {INSIDE}", side=_leader(found), less=less)]
    rows += [
        Row(
            label=captions.against(each.name, NOTHING),
            side=_KINDS.get(each.kind, "other"),
            less=each.less_today,
        )
        for each in found.contenders
        if each.name != NOTHING
    ]
    key = captions.difference_key(found.replications, False)
    if worlds is not None:
        key = f"{captions.SIDES_KEY} {key}"
    return beside(
        rows,
        found.outcome,
        matters=OUTCOMES[found.outcome].matters(found.scenario),
        key=key,
        title=f"Every use of {words.number(found.budget)} person-days under the same luck",
    )


def _leader(found: Duel) -> str:
    return "edge" if found.difference.best <= 0 else "core"


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
        title=titled(
            f"Plans in {words.outcome(found.outcome)}, and less today's",
            many=found.worlds is not None,
        ),
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
            title=titled(
                f"Years 1 to 3: {averts_unit(found.outcome)} than today, practices being "
                f"learnt{stays}",
                many=found.worlds is not None,
            ),
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
        title=titled(
            f"What each budget averts ({averts_unit(found.outcome)} than today)",
            many=found.worlds is not None,
        ),
        columns=("plan", "person-days a year", "averted", "95 % noise"),
        rows=rows,
        private=True,
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
