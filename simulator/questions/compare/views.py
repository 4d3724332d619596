"""What each figure draws: the right rows of a result in the right order, with their words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.present import captions, words
from simulator.present.chart.dial import DIAL
from simulator.present.chart.difference import DIFFERENCE
from simulator.present.chart.lettering import records
from simulator.present.document import View
from simulator.questions.compare.figures.blame import BLAME
from simulator.questions.compare.figures.born import BORN
from simulator.questions.compare.figures.organisation import ORGANISATION
from simulator.questions.compare.figures.retention import RETENTION
from simulator.questions.compare.figures.year import YEAR

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.questions.compare.result import Result

__all__ = ["views"]

DOTS = 20
ORIGINS = 8
BADGES = 8


def views(result: Result) -> dict[str, View]:
    """Return the figures of a result by name; a figure without anything to draw is left out."""
    made = (_difference, _dial, _year, _born, _blame, _retention, _organisation)
    found = [make(result) for make in made]
    return {view.drawing.name: view for view in found if len(view.frame)}


def _frame(rows: list[dict[str, Any]]) -> DataFrame:
    import pandas as pd

    return pd.DataFrame(rows)


def _difference(result: Result) -> View:
    summary, asked = result.summary, str(result.summary["outcome"])
    found = result.frames["differences"]
    found = found[found["outcome"] == asked]
    sides = result.sides
    arms = [arm for arm in sides if arm != "today"]
    worlds: Mapping[str, Any] = summary.get("worlds") or {}
    wanted = [(arms[1], arms[0])] if len(arms) > 1 else []
    wanted += [(arm, "today") for arm in arms]
    rows: list[dict[str, Any]] = []
    for arm, other in wanted:
        row = found[(found["arm"] == arm) & (found["against"] == other)].iloc[0]
        best, low, high = float(row["best"]), float(row["low"]), float(row["high"])
        drawn = (worlds.get("arm"), worlds.get("against")) == (arm, other)
        rows.append(
            {
                "label": captions.against(arm, other),
                "side": sides[arm] if best <= 0 or other == "today" else sides[other],
                "best": best,
                "low": low,
                "high": high,
                "wide_low": float(worlds["low"]) if drawn else math.nan,
                "wide_high": float(worlds["high"]) if drawn else math.nan,
                "told": words.amount(best, low, high, asked),
            }
        )
    what = words.outcome(asked)
    ends = {"less": words.amount_end(-1.0, asked), "more": words.amount_end(1.0, asked)}
    matters = float(summary["matters"]) if asked == "change_failure_rate" else 0.0
    same = {"matters": matters, **ends, "key": captions.difference_key(result.n, bool(worlds))}
    frame = _frame([{**row, **same} for row in rows])
    told = "; ".join(f"{row['label']}: {row['told']}" for row in rows)
    title, _ = captions.parted(result.told("headline")[0])
    return View(drawing=DIFFERENCE, frame=frame, title=title, told=f"{what}. {told}.")


def _dial(result: Result) -> View:
    title, told = ("".join(result.told(what)) for what in ("turn", "turn told"))
    return View(drawing=DIAL, frame=result.frames["turns"], title=title, told=told)


def _year(result: Result) -> View:
    import numpy as np

    asked = str(result.summary["outcome"])
    years = result.frames["years"]
    years = years[years["outcome"] == asked]
    points: Mapping[str, Mapping[str, float]] = result.summary["one_year"]
    what = words.outcome(asked)
    unit = captions.year_unit(what, float(result.told("window")[0]))
    rows: list[dict[str, Any]] = []
    told = []
    for arm, side in result.sides.items():
        values = years.loc[years["arm"] == arm, "value"].to_numpy(dtype=float)
        if not len(values):
            continue
        known = {name: _number(points[arm][name]) for name in ("p10", "p50", "p90")}
        say = captions.year_told(known["p10"], known["p90"])
        told.append(f"{arm}: {say}")
        rows += [
            {"plan": arm, "side": side, "value": float(value), **known, "told": say, "unit": unit}
            for value in np.quantile(values, (np.arange(DOTS) + 0.5) / DOTS)
        ]
    none: dict[str, Any] = {"plan": "", "p10": math.nan, "p90": math.nan}
    first = rows[0] if rows else none
    title = captions.year_title(first["plan"], first["p10"], first["p90"], what)
    return View(drawing=YEAR, frame=_frame(rows), title=title, told=f"{what}. {'; '.join(told)}.")


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _born(result: Result) -> View:
    found = result.frames["failures"]
    found = found[found["arm"] == "today"]
    totals = found[found["split"] == "side"].set_index("name")["per_100"].to_dict()
    whole = math.fsum(_number(value) for value in totals.values())
    rows = []
    for split, heading in captions.SPLITS.items():
        part = found[found["split"] == split]
        for row in records(part):
            value = float(row["per_100"])
            if split != "side" and not value > 0.0:
                continue
            share = f" · {100.0 * value / whole:.0f} %" if whole > 0.0 else ""
            rows.append(
                {
                    "group": heading,
                    "label": captions.split_label(split, str(row["name"])),
                    "side": _bar_side(split, str(row["side"])),
                    "per_100": value if math.isfinite(value) else 0.0,
                    "told": f"{words.number(value)}{share}",
                }
            )
    parts = [100.0 * _number(totals.get(side)) / whole if whole > 0 else 0.0
             for side in ("core", "edge", "other")]  # fmt: skip
    told = "; ".join(f"{row['label']}: {row['told']}" for row in rows)
    return View(drawing=BORN, frame=_frame(rows), title=captions.born_title(*parts),
                told=f"failures per 100 changes. {told}.")  # fmt: skip


def _ranked(flows: Mapping[tuple[str, str, bool], float], rest: str) -> dict[str, int]:
    """Return the order of origins: first those blamed rightly, by size; the small ones last."""
    sizes: dict[str, list[float]] = {}
    for (origin, _, wrong), size in flows.items():
        sizes.setdefault(origin, [0.0, 0.0])[wrong] += size
    order = sorted(
        sizes, key=lambda name: (name == rest, sizes[name][1] > sizes[name][0], -sum(sizes[name]))
    )
    return {name: index for index, name in enumerate(order)}


def _bar_side(split: str, side: str) -> str:
    """Return how a bar is drawn: neither side as the baseline, kinds of mistake as `other`."""
    return "baseline" if side == "other" and split != "category" else side


def _blame(result: Result) -> View:
    found = result.frames["blame"]
    whole = float(found["failures"].sum())
    sizes = found.groupby("origin")["failures"].sum().sort_values(ascending=False, kind="stable")
    kept = list(sizes.index[:ORIGINS]) if len(sizes) > ORIGINS + 1 else list(sizes.index)
    rest = captions.others(len(sizes) - len(kept))
    flows: dict[tuple[str, str, bool], float] = {}
    sides: dict[str, str] = {}
    for row in records(found):
        origin = str(row["origin"]) if row["origin"] in kept else rest
        sides[origin] = str(row["side"]) if row["origin"] in kept else "other"
        key = origin, str(row["blamed"]), bool(row["wrong"])
        flows[key] = flows.get(key, 0.0) + 100.0 * float(row["failures"]) / whole
    rank = _ranked(flows, rest)
    rows: list[dict[str, Any]] = [
        {"origin": origin, "side": sides[origin], "blamed": blamed, "wrong": wrong, "per_100": size}
        for (origin, blamed, wrong), size in sorted(
            flows.items(), key=lambda pair: (rank[pair[0][0]], pair[0][2], pair[0][1])
        )
    ]
    wrong = math.fsum(row["per_100"] for row in rows if row["wrong"])
    told = "; ".join(
        f"{words.place(row['origin'])}, blamed {row['blamed']}: {words.number(row['per_100'])}"
        for row in rows
    )
    return View(drawing=BLAME, frame=_frame(rows), title=captions.blame_title(wrong, whole > 0),
                told=f"of 100 failures. {told}.")  # fmt: skip


def _retention(result: Result) -> View:
    found = result.frames["retention"]
    found = found[found["arm"] == "today"]
    rows = [
        {
            "kind": row["kind"],
            "label": row["teams"],
            "share": 100.0 * float(row["share"]),
            "low": 100.0 * float(row["low"]),
            "high": 100.0 * float(row["high"]),
            "told": f"{words.number(100.0 * float(row['share']))} %",
            "unit": captions.RETENTION_UNIT,
        }
        for row in records(found)
    ]
    if not any(math.isfinite(row["share"]) for row in rows):
        rows = []
    last = {row["kind"]: row["share"] for row in rows}
    kept = [(kind, share) for kind, share in last.items() if math.isfinite(share)]
    told = "; ".join(f"{row['kind']}, {row['label']}: {row['told']}" for row in rows)
    return View(drawing=RETENTION, frame=_frame(rows), title=captions.retention_title(kept),
                told=f"share of facts intact. {told}.")  # fmt: skip


def _organisation(result: Result) -> View:
    places = result.frames["places"]
    listed = records(places[places["arm"] == "today"])
    shape = records(result.frames["organisation"])
    loss = {str(row["place"]): _number(row["failures"]) for row in listed}
    rank = {str(row["place"]): int(row["rank"]) for row in listed}
    edges = [row["name"] for row in shape if row["what"] == "boundary" and loss[row["name"]] > 0]
    shown = sorted(edges, key=lambda name: rank[name])[:BADGES]
    most = max([loss[name] for name in edges], default=0.0)
    rows = [
        {
            **row,
            "loss": loss[row["name"]] if row["name"] in edges else 0.0,
            "badge": str(rank[row["name"]]) if row["name"] in shown else "",
            "unit": captions.thickness(most) if most else "",
        }
        for row in shape
    ]
    worst = [(name, loss[name]) for name in sorted(loss, key=lambda name: rank[name])[:3]]
    told = "; ".join(f"{words.place(name)}: {words.number(loss[name])}" for name in loss)
    return View(drawing=ORGANISATION, frame=_frame(rows), title=captions.places_title(worst),
                told=f"failures per 100 changes that start there. {told}.")  # fmt: skip
