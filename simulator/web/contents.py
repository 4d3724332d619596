"""What the page computes with: the organisation in numbers, the engine, and what it may say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from simulator.engines.compiled.image import Image, Offer
from simulator.engines.compiled.webassembly import STACK, module
from simulator.engines.program.compilation import Program
from simulator.methods.allocation.greedy import decided_by
from simulator.methods.middle import Fitting
from simulator.methods.risk import handovers as answered
from simulator.model.quantity import Quantity
from simulator.present import captions, words
from simulator.present.bought import lever_words
from simulator.present.speech import every_word, in_words
from simulator.present.team_graph import Handover, laid_out
from simulator.present.three_questions import ASKED, HEADS, SAID, cell, zone_cell
from simulator.present.vocabulary import spoken
from simulator.scenario.scenario import TODAY, Scenario
from simulator.scenario.spending import used_places, weekly_items
from simulator.stats.intervals import wilson
from simulator.web.dials import dials
from simulator.web.organisations import packed, structures
from simulator.web.room import Played, room
from simulator.web.words import ASSUMED, CAUSES, LEADS, LEVEL_WORDS, NOT_THE_LAST, OUTSIDE, SAY

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["FORM", "Told", "contents"]

FORM = 1
_ACROSS = 3
_STEPS = 30


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a page is made of: an answer's file, the organisations that fit, and what was said.

    `programs` are those of the middle organisation by plan, `today` first; `start` is the plan
    that the page begins with; `lines` are the five lines of the answer, `parameters` the rows of
    `present.assumptions` that it was given for, `by` says who made it, `room` what a room is shown.
    What is for `outside` has no counts a year, no efforts, prices and numbers that were told, so no
    ranges either.
    """

    scenario: Scenario
    fitting: Fitting
    programs: Mapping[str, Program]
    seed: int
    replications: int
    matters: float
    start: str
    lines: Sequence[str]
    parameters: DataFrame
    given: date
    by: str
    outside: bool
    room: Played | None = None


def contents(told: Told) -> dict[str, Any]:
    """Return the block of data of a page, as plain values."""
    middle, fit = told.fitting.middle, told.fitting
    found, images = structures(middle, tuple(told.programs), fit.scenarios)
    today = told.programs[TODAY]
    played = None
    if told.room is not None:
        played, own = room(told.room, len(found), outside=told.outside)
        found.append(own)
    return {
        "form": FORM,
        "name": told.scenario.name,
        "made": f"{told.given.day} {told.given:%b %Y}",
        "by": told.by,
        "engine": {"module": packed(module()), "stack": STACK},
        "seed": str(told.seed),
        "replications": told.replications,
        "window": today.horizon - today.warm_up,
        "warmUp": today.warm_up,
        "days": _days(told.programs),
        "outside": told.outside,
        "money": None if told.outside else _money(middle),
        "matters": told.matters,
        "structures": found,
        "organisations": len(fit.scenarios),
        "weights": list(fit.weights),
        "stretches": list(fit.stretches),
        "teams": _teams(middle, told.outside),
        "handovers": _handovers(middle),
        "risk": every_word(_risk(told.scenario, told.outside)),
        "record": None if told.outside else every_word(_record(told.scenario)),
        "dials": [] if told.outside else every_word(dials(told.scenario, middle, images)),
        "kinds": _kinds(middle, today),
        "graph": _graph(middle),
        "levers": _levers(told.scenario, images[TODAY][1]),
        "plans": [_plan(middle, name, told.programs[name], images[name]) for name in told.programs],
        "start": told.start,
        "say": every_word(_say(middle, outside=told.outside)),
        "lines": every_word(list(told.lines)),
        "assumed": every_word(_assumed(told.parameters, outside=told.outside)),
        "room": played,
    }


def _say(scenario: Scenario, *, outside: bool) -> dict[str, str]:
    called = {} if scenario.incidents.pages == "last" else NOT_THE_LAST
    return {**SAY, **CAUSES, **_grades(scenario), **(OUTSIDE if outside else {}), **called}


def _grades(scenario: Scenario) -> dict[str, str]:
    grades = spoken(scenario).grades or ()
    return {f"grade_{number}": word for number, word in enumerate(grades, 1)}


def _days(programs: Mapping[str, Program]) -> dict[str, float]:
    """Return the budget of the slider, its step, and the most it can be set to [person-days]."""
    budget = max((_spent(program) for program in programs.values()), default=0.0) or 260.0
    step = next(
        each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**9) if each * _STEPS >= budget
    )
    return {"budget": budget, "step": float(step), "most": 3.0 * budget}


def _spent(program: Program) -> float:
    return sum(purchase.person_days for purchase in program.bought)


def _money(scenario: Scenario) -> dict[str, Any] | None:
    costs = scenario.costs
    return None if costs is None else {"day": costs.person_day.value, "currency": costs.currency}


def _teams(scenario: Scenario, outside: bool) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "people": None if outside else team.people.value,
            "makes": team.makes,
            "decides": LEADS["team"].format(name),
        }
        for name, team in scenario.teams.items()
    ]


def _handovers(scenario: Scenario) -> list[dict[str, Any]]:
    found = []
    for name, boundary in scenario.boundaries.items():
        who, teams = decided_by(scenario, "ownership", name)
        found.append(
            {
                "name": name,
                "source": boundary.source,
                "target": boundary.target,
                "carries": boundary.carries,
                "decides": LEADS[who].format(*teams),
            }
        )
    return found


def _risk(scenario: Scenario, outside: bool) -> dict[str, Any]:
    """Return three answers on every handover as the file writes it, the riskiest first.

    Outside only how high each is.
    """

    def told(found: tuple[str, str]) -> list[str]:
        text, level = found
        return [level, LEVEL_WORDS[level] if outside else text.partition(" ")[2]]

    return {
        "heads": HEADS,
        "phrases": [f"{head} {{}}" for head in HEADS[:-1]] if outside else list(SAID.values()),
        "rows": [
            {
                "handover": each.name,
                "cells": [told(cell(*one)) for one in zip(ASKED, each.points, strict=True)],
                "zone": [zone_cell(each)[1], zone_cell(each)[0].partition(" ")[2]],
            }
            for each in answered(scenario)
        ],
    }


def _record(scenario: Scenario) -> dict[str, float] | None:
    """Return what the file's records say of failed changes [per 100]; None where nothing."""
    failed = scenario.observed.failed_changes if scenario.observed else None
    if failed is None:
        return None
    share, n = failed.value, failed.n
    ends = wilson(round(share * n), round(n)) if n else None
    low, high = (ends.low, ends.high) if ends else (share, share)
    return {"rate": 100.0 * share, "low": 100.0 * low, "high": 100.0 * high}


def _kinds(scenario: Scenario, program: Program) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "facts": list(kind.fact_names),
            "titles": list(kind.titles),
            "factCount": int(kind.facts.value),
            "route": [list(step) for step in kind.route],
            "firstStep": int(row["first_step"]),
        }
        for (name, kind), row in zip(scenario.work.items(), program.routes.kind, strict=True)
    ]


def _graph(scenario: Scenario) -> dict[str, Any]:
    """Return where teams stand and handovers run, along the work."""
    layers: dict[str, int] = {}
    for kind in scenario.work.values():
        for number, step in enumerate(kind.route):
            for team in step:
                layers[team] = max(number, layers.get(team, 0))
    last = max(layers.values(), default=-1) + 1
    used = weekly_items(scenario)
    handovers = [
        Handover(name=name, source=each.source, target=each.target)
        for name, each in scenario.boundaries.items()
        if used.get(name, 0.0) > 0.0
    ]
    graph = laid_out({name: layers.get(name, last) for name in scenario.teams}, handovers, _ACROSS)
    return {"rows": graph.rows, "wide": graph.wide, "boxes": graph.boxes, "ways": graph.ways}


def _levers(scenario: Scenario, whole: Image) -> list[dict[str, Any]]:
    items = weekly_items(scenario)
    offers: dict[tuple[str, str], Offer] = {(each.lever, each.place): each for each in whole.offers}
    found = []
    for name, lever in scenario.levers.items():
        where = used_places(scenario, name)
        if not where:
            continue
        weights = [items[place] for place in where]
        if not sum(weights) > 0.0:
            weights = [1.0] * len(where)
        found.append(
            {
                "name": name,
                "words": in_words(lever_words(name)),
                "side": lever.side,
                "total": math.fsum(weights),
                "offers": [
                    {
                        "row": offers[name, place].row,
                        "scale": offers[name, place].scale,
                        "place": place,
                        "weight": weight,
                    }
                    for place, weight in zip(where, weights, strict=True)
                ],
            }
        )
    return found


def _plan(
    scenario: Scenario, name: str, program: Program, where: tuple[int, Image]
) -> dict[str, Any]:
    number, whole = where
    offers = {(each.lever, each.place): each for each in whole.offers}
    bought = [(offers[each.lever, each.place], each.person_days) for each in program.bought]
    plan = scenario.arms.get(name)
    levers = _everywhere(scenario, name)
    return {
        "name": name,
        "structure": number,
        "days": _spent(program) + (plan.cost.value if plan else 0.0),
        "bought": [(offer.row, days, offer.scale) for offer, days in bought],
        "places": [(offer.lever, offer.place, days) for offer, days in bought],
        "capacity": plan is not None and plan.funded == "capacity",
        "stops": plan.stops if plan else None,
        "levers": levers,
    }


def _everywhere(scenario: Scenario, name: str) -> dict[str, float] | None:
    """Return person-days by lever of a plan that the sliders can say; else None."""
    plan = scenario.arms.get(name)
    if plan is None:
        return {}
    usual = plan.rule == "traffic" and plan.funded == "extra" and plan.stops is None
    if not usual or plan.change or plan.cost.value:
        return None
    found: dict[str, float] = {}
    for key, amount in plan.spend.items():
        if not isinstance(amount, Quantity):
            return None
        some = [lever for lever in scenario.levers.values() if key in (lever.name, lever.side)]
        for lever in some:
            found[lever.name] = found.get(lever.name, 0.0) + amount.value / len(some)
    return found


def _assumed(frame: DataFrame, *, outside: bool) -> dict[str, Any]:
    """Return every parameter by how it is known; reasons stay with whoever wrote them."""
    parts: dict[str, list[list[str]]] = {key: [] for key in ASSUMED if not key.endswith("_note")}
    for row in frame.itertuples(index=False):
        mine = row.status == words.FROM_FILE
        if mine and outside:
            continue
        ranged = f"{row.low} to {row.high}" if row.low or row.high else ""
        key = ("ranged" if ranged else "told") if mine else str(row.status)
        source = "" if mine else str(row.source)
        told = [str(row.meaning), str(row.places), str(row.value), ranged, source]
        parts.setdefault(key, []).append(told)
    return {
        "columns": ["what", "where", "value", "range", "source"],
        "parts": [
            {"key": key, "title": ASSUMED[key], "note": ASSUMED[f"{key}_note"], "rows": rows}
            for key, rows in parts.items()
            if rows
        ],
        "leftOut": captions.LEFT_OUT,
    }
