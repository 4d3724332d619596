"""What the simulator agrees with and what it gets wrong: words, tables and figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulator.present import words
from simulator.present.document import Document, View
from simulator.present.tables import TextTable
from simulator.questions.validate.figure import GLANCE, ROWS
from simulator.validation.check import GROUPS, RULE, STANDINGS, Check
from simulator.validation.level import free_parameters
from simulator.validation.validation import USUAL, Validation

__all__ = ["shown"]

NAME = "edgewise held against the world"
QUESTION = "What does the simulator agree with, and what does it get wrong?"
A_FIGURE = 8
"""At most so many checks stand in one figure."""

KEY = "Above: target; below: simulated or predicted (95 %). Each row has a scale of its own."
GLANCE_KEY = (
    "Dot: agrees or plausible; cross: disagrees or implausible; ring: inconclusive; "
    "diamond: not tested."
)
NOT_TUNED = (
    "No number was changed to make a row agree. What disagrees is where the simulator, or the "
    "reading of the study in its terms, is wrong, or where studies contradict each other."
)


def shown(found: Validation) -> Document:
    """Return the validation as people meet it."""
    parts = sections(found)
    return Document(
        name=NAME,
        question=QUESTION,
        headline=headline(found),
        lines=(NOT_TUNED, *_worst(found), _freedom(), RULE),
        tables=(
            *(_table(title, checks) for title, checks in parts.items()),
            *(_reasons(title, checks) for title, checks in parts.items()),
        ),
        views=(_glance(parts), *(view for part in _numbered(parts) for view in _views(*part))),
        footer=_footer(found),
        frames={"checks": [check.as_json() for check in found.checks]},
    )


def headline(found: Validation) -> str:
    """Return in a sentence or two how many rows agree, of those that must and of the others."""
    must = [check for check in found.checks if check.must]
    rest = [check for check in found.checks if not check.must]
    first = ""
    if must and found.failed:
        names = "; ".join(check.name for check in found.failed[:3])
        more = f"; and {len(found.failed) - 3} more" if len(found.failed) > 3 else ""
        first = f"Broken: {len(found.failed)} of {len(must)} rows that must agree do not: "
        first += f"{names}{more}. "
    elif must:
        first = f"All {len(must)} rows that must agree do. "
    if not rest:
        return first.strip()
    tested = [check for check in rest if check.standing == "tested"]
    ranges = [check for check in rest if check.standing == "plausible"]
    told = ""
    if tested:
        inside = sum(check.reached_by_forecast for check in tested)
        told += (
            f"{len(tested)} findings can be tested by two others or more: {inside} lie in the "
            f"interval predicted without them, and of these {found.count('agrees', tested)} "
            "were predicted better than by the mean of the others. "
        )
    if ranges:
        told += (
            f"Of {len(ranges)} ranges and directions {found.count('plausible', ranges)} are "
            f"plausible, {found.count('implausible', ranges)} are not. "
        )
    open_ = len(rest) - len(tested) - len(ranges)
    were = "row was" if open_ == 1 else "rows were"
    return f"{first}{told}{open_} {were} fitted or stand alone, and test nothing.".strip()


def sections(found: Validation) -> dict[str, tuple[Check, ...]]:
    """Return the checks by what they can show, what must hold by its group."""
    told = {GROUPS[name]: tuple(check for check in found.of(name) if check.must) for name in GROUPS}
    for standing, title in STANDINGS.items():
        if standing != "must":
            told[title] = tuple(check for check in found.checks if check.standing == standing)
    return {title: checks for title, checks in told.items() if checks}


def _worst(found: Validation) -> Iterator[str]:
    """Yield which published findings it disagrees with, once each."""
    wrong = [
        check
        for check in found.checks
        if check.verdict in {"disagrees", "implausible"} and not check.must
    ]
    if wrong:
        slugs = dict.fromkeys(slug for check in wrong for slug in _slugs(check))
        yield f"Disagrees, in at least one row, with: {', '.join(slugs)}."


def _freedom() -> str:
    sides = free_parameters()
    core, edge = sides["core"], sides["edge"]
    return (
        f"Free parameters: {core['all']} numbers of a team and {edge['all']} of a boundary; "
        f"{core['errors']} of the inside and {edge['errors']} of the between decide how often "
        "something goes wrong. The side between teams has more to fit with, so its fits show less."
    )


def _footer(found: Validation) -> str:
    size = "" if found.replications == USUAL else f" at {found.replications} % of its usual size"
    return (
        f"Each row{size}: its own number of replications (n), seed {found.seed}, simulation noise "
        "95 %. Targets without an interval had none published; ratios of published rates take "
        "their counts as Poisson."
    )


def _slugs(check: Check) -> list[str]:
    return [part.split("]")[0] for part in check.source.split("[")[1:]]


def _decimals(check: Check) -> int:
    """Return how many decimals show how wide the simulated interval is."""
    found = check.found
    half = max(found.high - found.best, found.best - found.low)
    if not (math.isfinite(half) and half > 0.0):
        return 0
    return min(5, max(0, 1 - math.floor(math.log10(half))))


def _number(value: float, decimals: int) -> str:
    """Return a number with three significant digits, or these decimals where they are more."""
    text = words.number(value)
    shown = len(text.partition(".")[2])
    return f"{value:,.{decimals}f}" if decimals > shown and value != 0.0 else text


def _target(check: Check) -> str:
    target = check.target
    if target.is_range:
        return words.between(target.low, target.high)
    if target.low == target.high:
        return _number(target.value, _decimals(check) if check.must else 0)
    return f"{words.number(target.value)} ({words.between(target.low, target.high)})"


def _found(check: Check) -> str:
    found, decimals = check.found, _decimals(check)
    if found.low == found.high or math.isnan(found.low):
        return words.number(found.best)
    low, high = _number(found.low, decimals), _number(found.high, decimals)
    return f"{_number(found.best, decimals)} ({low} to {high})"


_MARKS = {"plausible": "agrees", "implausible": "disagrees", "not tested": "fitted"}


def _mark(check: Check) -> str:
    return _MARKS.get(check.verdict, check.verdict)


def _predicted(check: Check) -> str:
    """Return the interval that was predicted for a study, else what was simulated."""
    forecast = check.forecast
    return _found(check) if forecast is None else words.between(forecast.low, forecast.high)


def _table(title: str, checks: Sequence[Check]) -> TextTable:
    if checks[0].standing == "tested":
        return _tested(title, checks)
    return TextTable(
        title=title,
        columns=("check", "target", "simulated", "unit", "verdict", "how", "source", "n"),
        rows=tuple(
            (
                check.name,
                _target(check),
                _found(check),
                check.unit,
                check.verdict,
                "fitted" if check.fitted else "predicted",
                ", ".join(_slugs(check)) or check.source,
                f"{check.found.n}",
            )
            for check in checks
        ),
        text=("unit", "verdict", "how", "source"),
    )


def _tested(title: str, checks: Sequence[Check]) -> TextTable:
    """Return the studies that others predict: intervals, scores beside the naive ones, verdict."""
    rows = []
    for check in checks:
        of, seen = check.forecast, check.target.value
        if of is not None:
            rows.append(
                (
                    check.name,
                    words.number(seen),
                    words.between(of.low, of.high),
                    words.between(of.naive_low, of.naive_high),
                    check.unit,
                    words.number(of.score(seen)),
                    words.number(of.naive(seen)),
                    check.verdict,
                    f"{len(of.others)}",
                )
            )
    return TextTable(
        title=title,
        columns=(
            "study", "found", "predicted without it", "mean of the others", "unit", "score",
            "score of that mean", "verdict", "others",
        ),
        rows=tuple(rows),
        text=("unit", "verdict"),
    )  # fmt: skip


def _reasons(title: str, checks: Sequence[Check]) -> TextTable:
    """Return what ran for each row, what was fitted, what predicted, and what else to know."""
    return TextTable(
        title=f"{title}: what was fitted, what predicted, and what ran",
        columns=("check", "fitted", "predicted", "what ran", "note"),
        rows=tuple(
            (check.name, check.fitted or "-", check.predicted or "-", check.scenario, check.note)
            for check in checks
        ),
        text=("fitted", "predicted", "what ran", "note"),
    )


def _counts(checks: Sequence[Check]) -> str:
    verdicts = [check.verdict for check in checks]
    told = {
        "agrees": "agree",
        "disagrees": "disagree",
        "inconclusive": "inconclusive",
        "plausible": "plausible",
        "implausible": "implausible",
        "not tested": "not tested",
    }
    return ", ".join(
        f"{verdicts.count(verdict)} {word}" for verdict, word in told.items() if verdict in verdicts
    )


def _glance(parts: Mapping[str, Sequence[Check]]) -> View:
    import pandas as pd

    rows = [
        {"group": title, "mark": _mark(check), "told": _counts(checks), "key": GLANCE_KEY}
        for title, checks in parts.items()
        for check in checks
    ]
    told = "; ".join(f"{title}: {_counts(checks)}" for title, checks in parts.items())
    return View(
        drawing=GLANCE,
        frame=pd.DataFrame(rows),
        title="Every check at a glance",
        told=f"{told}.",
    )


def _numbered(parts: Mapping[str, Sequence[Check]]) -> Iterator[tuple[str, str, Sequence[Check]]]:
    """Yield for each part a short name, its title and its checks."""
    names = {title: name for name, title in (*GROUPS.items(), *STANDINGS.items())}
    for title, checks in parts.items():
        yield names[title], title, checks


def _views(short: str, title: str, checks: Sequence[Check]) -> Iterator[View]:
    """Yield the figures of one part, a few checks each."""
    import pandas as pd

    parts = math.ceil(len(checks) / A_FIGURE)
    size = math.ceil(len(checks) / parts)
    for part in range(parts):
        some = checks[part * size : (part + 1) * size]
        name = short if parts == 1 else f"{short}-{part + 1}"
        count = "" if parts == 1 else f" ({part + 1} of {parts})"
        yield View(
            drawing=ROWS,
            called=f"validity-{name}",
            frame=pd.DataFrame([_row(check) for check in some]),
            title=f"{title}{count}: {_counts(some)}",
            told="; ".join(
                f"{check.name}, {check.unit}: target {_target(check)}, {_how(check)} "
                f"{_predicted(check)}, {check.verdict}"
                for check in some
            )
            + ".",
        )


def _how(check: Check) -> str:
    return "simulated" if check.forecast is None else "predicted"


def _row(check: Check) -> dict[str, Any]:
    """Return a check as a row of its figure, on a scale of its own."""
    target, found = check.target, check.found
    near = (target.low, target.high)
    if check.forecast is not None:
        near = (target.value, target.value)
    elif not target.is_range:
        near = (target.value - target.margin, target.value + target.margin)
    places = {
        "at": math.nan if target.is_range else target.value,
        "at_low": target.low,
        "at_high": target.high,
        "near_low": near[0],
        "near_high": near[1],
        "best": found.best,
        "low": found.low if check.forecast is None else check.forecast.low,
        "high": found.high if check.forecast is None else check.forecast.high,
    }
    known = [value for value in places.values() if math.isfinite(value)]
    low, reach = min(known), (max(known) - min(known))
    scaled = {
        name: 0.5 if reach == 0.0 else 0.02 + 0.96 * (value - low) / reach
        for name, value in places.items()
    }
    return {
        "label": check.name,
        "unit": check.unit,
        "mark": _mark(check),
        "verdict": check.verdict,
        "target": f"target {_target(check)}",
        "found": f"{_how(check)} {_predicted(check)}",
        "key": KEY,
        **scaled,
    }
