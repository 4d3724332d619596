"""What a budget should buy next, in words, tables and figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from simulator.methods.allocation.greedy import LEADER, TEAM, TWO_TEAMS, Ranked
from simulator.methods.allocation.invest import PATH, Investment
from simulator.present import remarks, words
from simulator.present.assumptions import every_parameter
from simulator.present.bought import (
    averts_unit,
    bought_words,
    days,
    gained,
    lever_words,
    stamp_of,
    unknown_words,
)
from simulator.present.chart.frontier import FRONTIER
from simulator.present.digits import rounded
from simulator.present.document import Document, View
from simulator.present.given import as_written, titled, where
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.questions.invest.figure import RANKING
from simulator.scenario.scenario import TODAY

__all__ = ["measure", "shown"]

DRAWN = 12
ON_SLIDE = 6
DECIDES = {TEAM: "the team alone", TWO_TEAMS: "both teams", LEADER: "a leader"}
KEY = "line: 95 %, noise · ●\u00a0inside teams · ■\u00a0between · ◆\u00a0elsewhere"
_NOT = "cannot be told apart"
HUNDRED = 100.0


def shown(found: Investment) -> Document:
    """Return an investment as people meet it."""
    return Document(
        first=remarks.sentences(found.remarks),
        name=found.scenario.name,
        names=names_of(found.scenario),
        doubter=every_parameter(found.scenario),
        question="Where does the next person-day avert most?",
        headline=_headline(found),
        lines=_lines(found),
        tables=tables(found),
        views=(_ranked_view(found), _frontier_view(found)),
        footer=_footer(found),
        stamp=stamp_of(found.scenario),
        frames=frames(found),
    )


def _headline(found: Investment) -> str:
    first = found.leaders[0]
    best, low, high = per_hundred(first)
    place = bought_words(first.lever, first.place)
    if not low > 0:
        return (
            f"No clear first: even at the best place ({place}) what money averts cannot be told "
            "from nothing."
        )
    others = len(found.leaders) - 1
    equal = ""
    if others:
        names = "; ".join(bought_words(row.lever, row.place) for row in found.leaders[1:3])
        more = f" and {others - 2} more" if others > 2 else ""
        equal = f" (it {_NOT} from {names}{more})"
    unit = f"{averts_unit(found.outcome)} for every 100 person-days"
    said = f"First {place}{equal}: {words.told(best, low, high, unit)}."
    return as_written(said, many=_many(found))


def _many(found: Investment) -> bool:
    """Return whether other sentences are of many plausible companies."""
    return found.judgement is not None and math.isfinite(found.judgement.effective)


def _who(row: Ranked) -> str:
    teams = " and ".join(row.deciders)
    if row.decides == TEAM:
        return f"{teams} alone"
    return f"{teams} together" if row.decides != LEADER else f"a leader over {teams}"


def _lines(found: Investment) -> tuple[str, ...]:
    first = found.leaders[0]
    lines = [f"Who can decide it: {_who(first)}."]
    if found.path:
        spent = (
            f"A budget of {days(found.budget, found.scenario)}, every year, spent portion by "
            f"portion where it averts most, reaches {_at_budget(found)}."
        )
        lines.append(as_written(spent, many=_many(found)))
    lines.append(_worth(found))
    if found.challenge is not None:
        lines.append(_challenged(found))
    lines.append(measure(found))
    return tuple(filter(None, lines))


def _worth(found: Investment) -> str:
    """Return whether the budget is worth it, by the rules of the verdict."""
    judged = found.judgement
    if judged is None:
        return ""
    answer, chance = judged.worth_it[PATH]
    against = judged.of(PATH, TODAY)
    sign = 1.0 if against.plan == PATH else -1.0
    low, high = sorted((sign * against.low, sign * against.high))
    sampled = _many(found)
    given = "" if sampled else f"{where(False)}, "
    reached = f", reached in {HUNDRED * chance:.0f} of 100 plausible organisations" * sampled
    asked = "a tenth of today's" if judged.assumed else "what the file asks for"
    return (
        f"Is it worth it? {answer.capitalize()}: {given}the budget averts "
        f"{words.told(sign * against.lead, low, high, matters=judged.matters)} "
        f"{words.outcome(found.outcome)}; asked of it are {rounded(judged.worth)}, "
        f"{asked}{reached}."
    )


def _at_budget(found: Investment) -> str:
    near = min(found.frontier, key=lambda point: abs(point.person_days - found.budget))
    what = words.outcome(found.outcome)
    less = gained(near.averted, found.outcome)
    return f"{rounded(near.value.best)} {what}, {less} than without"


def _challenged(found: Investment) -> str:
    against = found.challenge
    if against is None:
        return ""
    more = against.better_by
    tried = f"An optimiser that tried {against.looks} other ways of spending it"
    if more.best == more.low == more.high == 0.0:
        return f"{tried} found none better."
    if more.low > 0:
        return (
            f"{tried} found one that averts {words.told(more.best, more.low, more.high, 'more')}: "
            "the path is not the best there is."
        )
    if math.isnan(more.low):
        return f"{tried} found one that looks better; one replication cannot tell."
    return (
        f"{tried} found none that is clearly better: the difference on other luck is "
        f"{words.told(more.best, more.low, more.high)}."
    )


def measure(found: Investment) -> str:
    """Return what to measure first because it would change where the money goes."""
    clear = [each for each in found.unknowns if each.clear]
    if not found.unknowns:
        return "What to measure first: the file has no ranges, so nothing is said to be unknown."
    if not clear:
        return (
            "What to measure first: over the file's ranges no single unknown clearly changes where "
            "the first portion should go."
        )
    first = clear[0]
    gain = first.gain
    span = "" if math.isnan(gain.low) else f" ({rounded(gain.low)} to {rounded(gain.high)})"
    return (
        f"Measure first: {unknown_words(first.origin)}. Knowing it would send the first "
        f"{words.number(found.portion)} person-days elsewhere in {HUNDRED * first.changes:.0f} of "
        f"100 such companies, and avert a further {rounded(gain.best)} "
        f"{words.outcome(found.outcome).removeprefix('expected ')} with them{span}."
    )


def _footer(found: Investment) -> str:
    return (
        f"{found.replications} replications, seed {found.seed}, plan {found.plan}. Each place "
        f"tried with one portion ({words.number(found.portion)} person-days); intervals: "
        "simulation noise, 95 %, same luck. Places share a rank where their difference from its "
        "first cannot be told from nought (max-t, 95 % together). Spends were found on other luck "
        "than they are judged on."
    )


def _ranked_view(found: Investment) -> View:
    import pandas as pd

    rows: list[dict[str, Any]] = []
    drawn = found.ranking[:DRAWN]
    for row in drawn:
        best, low, high = per_hundred(row)
        equals = len(row.tied_with) + 1
        tie = f" · {equals} places that {_NOT}" if equals > 1 else ""
        here = sum(each.rank == row.rank for each in drawn)
        tie += f", {here} shown" if here < equals else ""
        rows.append(
            {
                "group": f"Rank {row.rank}{tie}",
                "where": words.place(row.place),
                "what": lever_words(row.lever),
                "side": row.side,
                "best": best,
                "low": low,
                "high": high,
                "told": " · ".join(
                    (f"{words.number(best)} ({words.between(low, high)})", DECIDES[row.decides])
                ),
                "unit": f"{averts_unit(found.outcome)} for every 100 person-days",
                "key": KEY,
            }
        )
    told = "; ".join(
        f"{row['group']}: {row['where']}, {row['what']}: {row['told']}" for row in rows
    )
    frame = pd.DataFrame(rows)
    return View(
        drawing=RANKING,
        frame=frame,
        slide=frame[:ON_SLIDE],
        title=_headline(found),
        told=f"{told}.",
    )


def _frontier_view(found: Investment) -> View:
    import pandas as pd

    same = {
        "x_unit": "person-days a year",
        "y_unit": f"{words.outcome(found.outcome)}, spent portion by portion",
    }
    rows: list[dict[str, Any]] = [
        {
            "kind": "line",
            "side": "other",
            "label": "",
            "x": point.person_days,
            "best": point.value.best,
            "low": point.value.low,
            "high": point.value.high,
            **same,
        }
        for point in found.frontier
    ]
    if found.challenge is not None:
        best = found.challenge.optimiser
        label = f"your budget: the best found is {words.number(best.best)}"
        rows.append(
            {"kind": "dot", "side": "fine", "label": label, "x": found.budget, "best": best.best,
             "low": best.low, "high": best.high, **same}
        )  # fmt: skip
    told = "; ".join(
        f"{words.number(point.person_days)} person-days: {words.number(point.value.best)}"
        for point in found.frontier
    )
    title = "Nothing is spent."
    if found.path:
        title = as_written(
            f"{words.number(found.budget)} person-days a year reach {_at_budget(found)}.",
            many=_many(found),
        )
    return View(
        drawing=FRONTIER, frame=pd.DataFrame(rows), title=title, told=f"{told}.", private=True
    )


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
        title=titled(
            f"Places by what 100 person-days avert ({words.outcome(found.outcome)})",
            many=_many(found),
        ),
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
        title=titled("What each budget reaches", many=_many(found)),
        columns=("person-days a year", words.outcome(found.outcome), "averted", "95 % noise"),
        rows=rows,
        private=True,
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
