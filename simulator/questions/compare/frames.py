"""A comparison as tidy frames: what the page shows, the figures draw and Parquet keeps."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.measures import splits
from simulator.measures.outcomes import OUTCOMES
from simulator.methods.comparison import Comparison
from simulator.methods.likeness import likeness
from simulator.methods.run import Answer
from simulator.present.assumptions import assumptions
from simulator.present.course import course_rows

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["STORIES", "Frames", "followed", "frames_of", "side_of", "sides_of"]

Frames = Mapping[str, "DataFrame"]

STORIES = 20
"""Runs whose log is read for who was blamed."""
TODAY = "today"
MECHANISM_SIDES = {
    "defect": "core",
    "bad fix of core": "core",
    "lost": "edge",
    "drift": "edge",
    "unowned": "edge",
    "bad fix of edge": "edge",
}

Rows = list[dict[str, Any]]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "outcomes": ("arm", "side", "spend", "outcome", "unit", "best", "low", "high", "n"),
    "differences": (
        "arm", "against", "outcome", "best", "low", "high", "n", "p_better", "verdict",
    ),
    "years": ("arm", "side", "outcome", "replication", "value"),
    "failures": ("arm", "split", "name", "side", "per_100"),
    "places": (
        "arm", "place", "at", "side", "makes", "rank", "failures", "share", "handoffs", "clean",
        "owned", "utilisation", "wait", "queue",
    ),
    "retention": ("arm", "kind", "step", "teams", "share", "low", "high"),
    "blame": ("arm", "origin", "side", "blamed", "wrong", "failures"),
    "observed": (
        "what", "unit", "observed", "low", "high", "model", "model_low", "model_high", "like",
    ),
    "spends": ("arm", "lever", "side", "place", "person_days"),
    "course": ("plan", "outcome", "unit", "start", "end", "low", "middle", "high"),
}  # fmt: skip
"""The columns of every frame, so that an empty one is still a table."""


def frames_of(comparison: Comparison) -> dict[str, DataFrame]:
    """Return the tidy frames of a comparison by name; columns as in `COLUMNS`."""
    import pandas as pd

    answers = comparison.answers
    rows: dict[str, Rows] = {
        "outcomes": [row for answer in answers.values() for row in _outcomes(comparison, answer)],
        "differences": [dict(each.as_json()) for each in comparison.differences],
        "years": [row for answer in answers.values() for row in _years(comparison, answer)],
        "failures": [row for answer in answers.values() for row in _failures(answer)],
        "places": [row for answer in answers.values() for row in _places(answer)],
        "retention": [row for answer in answers.values() for row in _retention(answer)],
        "blame": _blame(answers[TODAY]),
        "observed": [each.as_row() for each in likeness(answers[TODAY])],
        "spends": [row for answer in answers.values() for row in _spends(comparison, answer)],
        "course": course_rows(comparison.course),
    }
    frames = {name: pd.DataFrame(rows[name], columns=list(COLUMNS[name])) for name in COLUMNS}
    frames["parameters"] = assumptions(comparison.scenario)
    return frames


def side_of(comparison: Comparison, plan: str) -> str:
    """Return what a plan spends on: `baseline` (today), `core`, `edge`, or `other` for a mix."""
    if plan == TODAY:
        return "baseline"
    bought = comparison.answers[plan].program.bought
    sides = {comparison.scenario.levers[purchase.lever].side for purchase in bought}
    return next(iter(sides)) if len(sides) == 1 else "other"


def sides_of(comparison: Comparison) -> dict[str, str]:
    """Return what each plan spends on, plans in their order, `today` first."""
    return {plan: side_of(comparison, plan) for plan in comparison.answers}


def followed(comparison: Comparison) -> tuple[str, ...]:
    """Return the plans whose course is drawn, first the one it is told of; none without a course.

    Where today changes too, the one to take, today and the plan next to it; else today and those
    that do.
    """
    found, judged = comparison.course, comparison.judgement
    if found is None:
        return ()
    best = (judged.best if judged else None) or TODAY
    if TODAY not in found.moving:
        moving = sorted(found.moving, key=lambda plan: plan != best)
        return (*moving[:3], TODAY)
    main = judged.main if judged else None
    pair = (main.plan, main.against) if main else tuple(comparison.answers)[1:3]
    return tuple(dict.fromkeys((best, TODAY, *pair)))


def _outcomes(comparison: Comparison, answer: Answer) -> Rows:
    plan = answer.program.plan
    return [
        {
            "arm": plan,
            "side": side_of(comparison, plan),
            "spend": answer.person_days,
            "outcome": name,
            "unit": OUTCOMES[name].unit,
            "best": found.best,
            "low": found.low,
            "high": found.high,
            "n": found.n,
        }
        for name, found in comparison.levels[plan].items()
    ]


def _years(comparison: Comparison, answer: Answer) -> Rows:
    """Return the outcome asked and serious failures of each real year, as they struck."""
    side = side_of(comparison, answer.program.plan)
    rows = []
    for name in dict.fromkeys((comparison.outcome, "serious_failures")):
        rows += [
            {
                "arm": answer.program.plan,
                "side": side,
                "outcome": name,
                "replication": replication,
                "value": value,
            }
            for replication, value in enumerate(answer.struck(OUTCOMES[name]).tolist())
            if not math.isnan(value)
        ]
    return rows


def _failures(answer: Answer) -> Rows:
    split = splits.failures_by(answer.program, answer.tally)
    sides = {"core": 0.0, "edge": 0.0, "other": 0.0}
    for name, value in split["mechanism"].items():
        sides[MECHANISM_SIDES.get(name, "other")] += value
    named: dict[str, Mapping[str, float]] = {"side": sides, **split}
    return [
        {
            "arm": answer.program.plan,
            "split": by,
            "name": name,
            "side": _side(answer, by, name),
            "per_100": value,
        }
        for by, values in named.items()
        for name, value in values.items()
    ]


def _side(answer: Answer, by: str, name: str) -> str:
    if by == "side":
        return name
    if by == "mechanism":
        return MECHANISM_SIDES.get(name, "other")
    if by == "origin":
        scenario = answer.program.scenario
        return "core" if name in scenario.teams else "edge" if " -> " in name else "other"
    return "other"


def _places(answer: Answer) -> Rows:
    """Return every team and boundary, ranked by the failures born there, most first."""
    program, scenario = answer.program, answer.program.scenario
    born = dict(splits.failures_by(program, answer.tally)["origin"])
    whole = sum(born.values())
    teams, boundaries = (
        splits.teams(program, answer.tally),
        splits.boundaries(program, answer.tally),
    )
    order = sorted((*teams, *boundaries), key=lambda name: (-_number(born.get(name)), name))
    rows: Rows = []
    for rank, name in enumerate(order, 1):
        team = name in teams
        makes = scenario.teams[name].makes if team else scenario.boundaries[name].carries
        rows.append(
            {
                "arm": program.plan,
                "place": name,
                "at": "team" if team else "boundary",
                "side": "core" if team else "edge",
                "makes": makes,
                "rank": rank,
                "failures": born.get(name, 0.0),
                "share": born.get(name, 0.0) / whole if whole else float("nan"),
                **(teams[name] if team else boundaries[name]),
            }
        )
    return rows


def _number(value: float | None) -> float:
    return value if value is not None and value == value else 0.0  # noqa: PLR0124 - not NaN


def _retention(answer: Answer) -> Rows:
    """Return the share of facts intact at each step, with 10 and 90 % points over replications."""
    program = answer.program
    rows: Rows = []
    for kind, shares in splits.retention(program, answer.tally).items():
        row = program.routes.kind[list(program.scenario.work).index(kind)]
        for step, share in enumerate(shares):
            low, high = splits.retention_ends(answer.tally, int(row["first_step"]) + step)
            rows.append(
                {
                    "arm": program.plan,
                    "kind": kind,
                    "step": step,
                    "teams": " + ".join(program.scenario.work[kind].route[step]),
                    "share": share,
                    "low": low,
                    "high": high,
                }
            )
    return rows


def _blame(answer: Answer) -> Rows:
    from simulator.experiments.engine import log_of
    from simulator.measures.blame import accused

    program = answer.program
    found: Counter[tuple[str, str, bool]] = Counter()
    for replication in range(min(STORIES, answer.replications)):
        found += accused(program, log_of(program, answer.seed, replication))
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        {
            "arm": program.plan,
            "origin": origin,
            "side": "core" if origin in program.scenario.teams else "edge",
            "blamed": blamed,
            "wrong": wrong,
            "failures": count,
        }
        for (origin, blamed, wrong), count in ordered
    ]


def _spends(comparison: Comparison, answer: Answer) -> Rows:
    levers = comparison.scenario.levers
    return [
        {
            "arm": answer.program.plan,
            "lever": purchase.lever,
            "side": levers[purchase.lever].side,
            "place": purchase.place,
            "person_days": purchase.person_days,
        }
        for purchase in answer.program.bought
    ]
