"""What each figure draws: the right rows of a result in the right order, with their words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.comparison import Comparison
from simulator.methods.run import YEAR as A_YEAR
from simulator.present import captions, turns, words
from simulator.present.beside import against_today, less_today
from simulator.present.chart.lettering import records
from simulator.present.course import course_view
from simulator.present.dial import dial_view, told_of, turn_marks
from simulator.present.document import View
from simulator.questions.compare.figures.blame import BLAME
from simulator.questions.compare.figures.born import BORN
from simulator.questions.compare.figures.organisation import ORGANISATION
from simulator.questions.compare.figures.retention import RETENTION
from simulator.questions.compare.figures.year import YEAR
from simulator.questions.compare.frames import Frames, followed, sides_of
from simulator.scenario.scenario import TODAY, Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["views"]

DOTS = 20
ORIGINS = 8
BADGES = 8


SLIDE_ROWS = 12


def views(comparison: Comparison, frames: Frames) -> tuple[View, ...]:
    """Return the figures of a comparison; one without anything to draw is left out."""
    made = (
        _difference(comparison),
        _dial(comparison),
        _year(comparison, frames),
        _course(comparison),
        _born(frames),
        _blame(frames),
        _retention(comparison, frames),
        _organisation(comparison.scenario, frames),
    )
    return tuple(view for view in made if view is not None and len(view.frame))


def _frame(rows: list[dict[str, Any]]) -> DataFrame:
    import pandas as pd

    return pd.DataFrame(rows)


def _difference(comparison: Comparison) -> View:
    """Return every plan beside today, the best first."""
    sides = sides_of(comparison)
    less = {plan: less_today(comparison, plan).best for plan in sides if plan != TODAY}
    sign = -1.0 if OUTCOMES[comparison.outcome].better == "more" else 1.0
    plans = sorted(less, key=lambda plan: math.inf if math.isnan(less[plan]) else sign * less[plan])
    return against_today(comparison, plans, sides, message=words.headline(comparison))


def _dial(comparison: Comparison) -> View | None:
    """Return the marks of the dial: where the answer turns, today, and the published shares."""
    found = comparison.turns
    if found is None:
        return None
    marks = turn_marks(found.share, found.boundary_share, most_like=found.most_like)
    below, above = (f"{plan} is ahead" for plan in (found.share.below, found.share.above))
    told = told_of(marks)
    return dial_view(marks, title=turns.title(found), told=told, below=below, above=above)


def _year(comparison: Comparison, frames: Frames) -> View:
    import numpy as np

    asked, years = comparison.outcome, frames["years"]
    years = years[years["outcome"] == asked]
    points, what = comparison.one_year, words.outcome(asked)
    program = comparison.answers["today"].program
    unit = captions.year_unit(what, min(A_YEAR, program.horizon - program.warm_up))
    rows: list[dict[str, Any]] = []
    told = []
    for plan, side in sides_of(comparison).items():
        values = years.loc[years["arm"] == plan, "value"].to_numpy(dtype=float)
        if not len(values):
            continue
        known = {name: points[plan][name] for name in ("p10", "p50", "p90")}
        say = captions.year_told(known["p10"], known["p90"])
        told.append(f"{plan}: {say}")
        rows += [
            {"plan": plan, "side": side, "value": float(value), **known, "told": say, "unit": unit}
            for value in np.quantile(values, (np.arange(DOTS) + 0.5) / DOTS)
        ]
    none: dict[str, Any] = {"plan": "", "p10": math.nan, "p90": math.nan}
    first = rows[0] if rows else none
    title = captions.year_title(first["plan"], first["p10"], first["p90"], what)
    return View(drawing=YEAR, frame=_frame(rows), title=title, told=f"{what}. {'; '.join(told)}.")


def _course(comparison: Comparison) -> View | None:
    """Return the course of today and of the plans that are followed."""
    found, shown = comparison.course, followed(comparison)
    if found is None:
        return None
    plans = {plan: side for plan, side in sides_of(comparison).items() if plan in shown}
    return course_view(found, plans, outcome=comparison.outcome, plan=shown[0])


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _born(frames: Frames) -> View:
    found = frames["failures"]
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
    frame, slide = _frame(rows), None
    if len(frame) > SLIDE_ROWS:
        # a slide is read from the back of a room; the page shows the kinds of mistakes too
        slide = frame[frame["group"] != captions.SPLITS["category"]]
    return View(drawing=BORN, frame=frame, slide=slide, title=captions.born_title(*parts),
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


def _blame(frames: Frames) -> View:
    found = frames["blame"]
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


def _keeps_most(comparison: Comparison, frames: Frames) -> str | None:
    """Return the plan that keeps most facts on today's way, in a file that is about them."""
    found = frames["retention"]
    if comparison.scenario.outcome != "retention":
        return None
    ends = {str(plan): list(rows["teams"]) for plan, rows in found.groupby("arm", sort=False)}
    alike = [plan for plan, teams in ends.items() if teams == ends["today"]]
    best = max(alike, key=lambda plan: float(found[found["arm"] == plan]["share"].iloc[-1]))
    return None if best == "today" else best


def _retention(comparison: Comparison, frames: Frames) -> View:
    found, best = frames["retention"], _keeps_most(comparison, frames)
    shown = {"today": ""} | ({best: f" · {best}"} if best else {})
    rows = [
        {
            "kind": f"{row['kind']}{shown[str(row['arm'])]}",
            "label": row["teams"],
            "share": 100.0 * float(row["share"]),
            "low": 100.0 * float(row["low"]),
            "high": 100.0 * float(row["high"]),
            "told": f"{words.number(100.0 * float(row['share']))} %",
            "unit": captions.RETENTION_UNIT,
        }
        for plan in shown
        for row in records(found[found["arm"] == plan])
    ]
    if not any(math.isfinite(row["share"]) for row in rows):
        rows = []
    last = {row["kind"]: row["share"] for row in rows}
    kept = [(kind, share) for kind, share in last.items() if math.isfinite(share)]
    told = "; ".join(f"{row['kind']}, {row['label']}: {row['told']}" for row in rows)
    return View(drawing=RETENTION, frame=_frame(rows), title=captions.retention_title(kept),
                told=f"share of facts intact. {told}.")  # fmt: skip


def _organisation(scenario: Scenario, frames: Frames) -> View:
    places = frames["places"]
    listed = records(places[places["arm"] == "today"])
    loss = {str(row["place"]): _number(row["failures"]) for row in listed}
    ranked = [str(row["place"]) for row in sorted(listed, key=lambda row: int(row["rank"]))]
    shown = [name for name in ranked if loss[name] > 0][:BADGES]
    most = max((loss[name] for name in scenario.boundaries if loss[name] > 0), default=0.0)
    rows = [
        {
            **row,
            "loss": loss[row["name"]] if loss[row["name"]] > 0 else 0.0,
            "badge": words.number(loss[row["name"]]) if row["name"] in shown else "",
            "unit": captions.thickness(most) if shown else "",
        }
        for row in _shape(scenario)
    ]
    worst = [(name, loss[name]) for name in ranked[:3]]
    told = "; ".join(f"{words.place(name)}: {words.number(loss[name])}" for name in loss)
    return View(drawing=ORGANISATION, frame=_frame(rows), title=captions.places_title(worst),
                told=f"failures per 100 changes that start there. {told}.")  # fmt: skip


def _shape(scenario: Scenario) -> list[dict[str, Any]]:
    """Return teams with how far along the work they stand, and the boundaries between them."""
    layer: dict[str, int] = {}
    for kind in scenario.work.values():
        first: dict[str, int] = {}
        for index, step in enumerate(kind.route):
            for team in step:
                first.setdefault(team, index)
        for team, index in first.items():
            layer[team] = max(index, layer.get(team, 0))
    last = max(layer.values(), default=-1) + 1
    teams = [
        {"what": "team", "name": name, "layer": layer.get(name, last), "source": "", "target": ""}
        for name in scenario.teams
    ]
    boundaries = [
        {
            "what": "boundary",
            "name": name,
            "layer": -1,
            "source": boundary.source,
            "target": boundary.target,
        }
        for name, boundary in scenario.boundaries.items()
    ]
    return [*teams, *boundaries]
