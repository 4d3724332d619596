"""The page of a comparison: figures, tables and sentences of a result, ready for the template."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from simulator.measures.outcomes import OUTCOMES
from simulator.present import captions, words
from simulator.present.chart import palette
from simulator.present.chart.lettering import records
from simulator.present.page import rendered
from simulator.present.page.parts import Cell, Grid, figure, parameters, safe
from simulator.questions.compare.frames import STORIES
from simulator.questions.compare.result import Result
from simulator.questions.compare.views import views

__all__ = ["render"]

SHOWN = ("change_failure_rate", "serious_failures", "lead_time", "cost")


def render(result: Result) -> str:
    """Return the page of a comparison; every name in it is escaped."""
    return rendered("report.html.jinja", _contents(result))


def _contents(result: Result) -> dict[str, Any]:
    """Return everything the template names."""
    headline, known = captions.parted(result.told("headline")[0])
    figures = {name: figure(view) for name, view in views(result).items()}
    return {
        "say": captions.PAGE,
        "title": result.name,
        "question": result.told("question")[0],
        "headline": headline,
        "known": known,
        "verdict": result.told("verdict")[0],
        "uncertainties": result.told("uncertainty"),
        "footer": result.told("footer")[0],
        "stamp": result.stamp,
        "unlike": _unlike(result),
        "alike": _unlike(result) == captions.LIKE,
        "figures": figures,
        "grids": {grid.name: grid for grid in _grids(result)},
        "facts": _facts(result),
        "left_out": captions.LEFT_OUT,
        "summary": safe(result.summary),
        "inks": palette.INKS,
        "plain": palette,
    }


def _unlike(result: Result) -> str:
    """Return the warning, the all clear, or nothing where there are no records."""
    seen = result.frames["observed"]
    if not len(seen):
        return ""
    apart = [str(name) for name in seen.loc[~seen["like"].astype(bool), "what"]]
    return captions.unlike(apart) if apart else captions.LIKE


def _number(value: object, scale: float = 1.0, suffix: str = "") -> Cell:
    known = float(value) if isinstance(value, int | float) else math.nan
    if not math.isfinite(known):
        return Cell(text="–")
    return Cell(text=f"{words.number(scale * known)}{suffix}", value=known)


def _name(text: object) -> Cell:
    return Cell(text=words.place(str(text)), head=True)


def _grids(result: Result) -> list[Grid]:
    made = [_plans(result), _pairs(result), _blame(result), *_places(result)]
    if len(result.frames["observed"]):
        made.append(_observed(result))
    return [*made, *_prices(result), _outcomes(result), parameters(result.frames["parameters"])]


def _plans(result: Result) -> Grid:
    found = result.frames["outcomes"]
    asked = str(result.summary["outcome"])
    names = [n for n in dict.fromkeys((asked, *SHOWN)) if n in set(found["outcome"])]
    rows = []
    for arm in result.sides:
        own = found[found["arm"] == arm].set_index("outcome")
        cells = [_name(arm), Cell(text=result.told(f"effort {arm}")[0])]
        rows.append((*cells, *(_number(own["best"][name]) for name in names)))
    heads = [_priced(name, result) for name in names]
    columns = ("plan", "effort a year", *heads)
    return Grid(
        name="plans", caption=captions.PAGE["plans_caption"], columns=columns, rows=tuple(rows)
    )


def _priced(name: str, result: Result) -> str:
    money = next(iter(result.told("currency")), "")
    return words.outcome(name) + (f" ({money})" if name == "cost" else "")


def _pairs(result: Result) -> Grid:
    asked = str(result.summary["outcome"])
    found = result.frames["differences"]
    rows = [
        (
            _name(captions.against(row["arm"], row["against"])),
            _number(row["best"]),
            _number(row["low"]),
            _number(row["high"]),
            Cell(text=str(row["verdict"])),
        )
        for row in records(found[found["outcome"] == asked])
    ]
    caption = captions.PAGE["pairs_caption"].format(what=words.outcome(asked))
    columns = ("plans", "difference", "95 % noise: low", "high", "verdict")
    return Grid(name="pairs", caption=caption, columns=columns, rows=tuple(rows))


def _blame(result: Result) -> Grid:
    found = result.frames["blame"]
    whole = float(found["failures"].sum())
    rows = [
        (
            _name(row["origin"]),
            Cell(text=str(row["blamed"])),
            Cell(text="no" if row["wrong"] else "yes"),
            _number(100.0 * float(row["failures"]) / whole),
        )
        for row in records(found)
    ]
    caption = captions.PAGE["blame_caption"].format(runs=min(STORIES, result.n))
    columns = ("where it started", "blamed", "had a part in it", "of 100 failures")
    return Grid(name="blame", caption=caption, columns=columns, rows=tuple(rows))


def _places(result: Result) -> list[Grid]:
    found = result.frames["places"]
    found = found[found["arm"] == "today"].sort_values("rank")
    last: dict[str, tuple[tuple[str, str, float, str], ...]] = {
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
    grids = []
    for at, name, first in (("boundary", "handovers", "handover"), ("team", "teams", "team")):
        part = records(found[found["at"] == at])
        rows = tuple(
            (
                _name(row["place"]),
                Cell(text=str(row["rank"]), value=int(row["rank"])),
                _number(row["failures"]),
                _number(row["share"], 100.0, " %"),
                Cell(text=str(row["makes"])),
                *(_number(row[key], scale, suffix) for _, key, scale, suffix in last[at]),
            )
            for row in part
        )
        what = "carries" if at == "boundary" else "makes"
        heads = (first, "rank", "failures born per 100 changes", "share of all", what)
        columns = (*heads, *(head for head, *_ in last[at]))
        caption = captions.PAGE[f"{name}_caption"]
        grids.append(Grid(name=name, caption=caption, columns=columns, rows=rows))
    return grids


def _observed(result: Result) -> Grid:
    rows = []
    for row in records(result.frames["observed"]):
        share = str(row["what"]).startswith("causes.")
        scale, suffix = (100.0, " %") if share else (1.0, "")
        cells = [
            _number(row[key], scale, suffix)
            for key in ("observed", "low", "high", "model", "model_low", "model_high")
        ]
        like = Cell(text="yes" if row["like"] else "no")
        rows.append((_name(captions.CAUSES[str(row["what"])]), *cells, like))
    columns = ("what", "your records", "by chance from", "to", "the model's today",
               "9 runs in 10 from", "to", "alike")  # fmt: skip
    return Grid(
        name="observed", caption=captions.PAGE["like_caption"], columns=columns, rows=tuple(rows)
    )


def _prices(result: Result) -> list[Grid]:
    money = result.summary.get("money") or {}
    halving, overhead = money.get("halving_costs") or {}, money.get("overhead") or {}
    grids = []
    for name, values, head in (
        ("prices", halving, "lever or side"),
        ("overhead", overhead, "plan"),
    ):
        rows = tuple(
            (_name(words.SIDES.get(key, key)), _number(value)) for key, value in values.items()
        )
        caption, columns = captions.PAGE[f"{name}_caption"], (head, "person-days a year")
        grids.append(Grid(name=name, caption=caption, columns=columns, rows=rows))
    return [grid for grid in grids if grid.rows]


def _outcomes(result: Result) -> Grid:
    found = result.frames["outcomes"]
    rows = [
        (
            _name(str(row["outcome"]).replace("_", " ")),
            _number(row["best"]),
            _number(row["low"]),
            _number(row["high"]),
            Cell(text=str(row["unit"])),
            Cell(text=OUTCOMES[str(row["outcome"])].words),
        )
        for row in records(found[found["arm"] == "today"])
    ]
    columns = ("outcome", "today", "95 % noise: low", "high", "unit", "definition")
    return Grid(
        name="outcomes", caption=captions.PAGE["outcomes_caption"], columns=columns,
        rows=tuple(rows),
    )  # fmt: skip


def _facts(result: Result) -> Sequence[tuple[str, str]]:
    """Return what is needed to run it again."""
    versions = result.manifest.get("versions") or {}
    return (
        ("command", str(result.manifest.get("command", ""))),
        ("seed", str(result.summary["seed"])),
        ("replications of each plan", str(result.summary["replications"])),
        ("versions", ", ".join(f"{name} {number}" for name, number in versions.items())),
        ("content", str(result.manifest.get("content", ""))),
        ("simulation noise", result.told("footer")[0]),
    )
