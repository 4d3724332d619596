"""What the simulator agrees with and what it gets wrong: words, tables and figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from simulator.present import words
from simulator.present.document import Document, View
from simulator.present.tables import TextTable
from simulator.questions.validate.figure import GLANCE, ROWS
from simulator.validation.check import GROUPS, RULE, Check
from simulator.validation.level import free_parameters
from simulator.validation.validation import USUAL, Validation

__all__ = ["shown"]

NAME = "edgewise held against the world"
QUESTION = "What does the simulator agree with, and what does it get wrong?"
A_FIGURE = 8
"""At most so many checks stand in one figure."""

KEY = "Above: target; below: simulated (95 %); pale: agrees. Each row has a scale of its own."
GLANCE_KEY = "Dot: agrees; cross: disagrees; ring: inconclusive; diamond: fitted, shows nothing."
NOT_TUNED = (
    "No number was changed to make a row agree. What disagrees is where the simulator, or the "
    "reading of the study in its terms, is wrong, or where studies contradict each other."
)


def shown(found: Validation) -> Document:
    """Return the validation as people meet it."""
    groups = [name for name in GROUPS if found.of(name)]
    return Document(
        name=NAME,
        question=QUESTION,
        headline=headline(found),
        lines=(NOT_TUNED, *_worst(found), _freedom(), RULE),
        tables=(
            *(_table(name, found.of(name)) for name in groups),
            *(_reasons(name, found.of(name)) for name in groups),
        ),
        views=(_glance(found), *(view for name in groups for view in _views(found, name))),
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
    fitted = sum(bool(check.fitted) for check in rest)
    were = "was" if fitted == 1 else "were"
    return (
        f"{first}Of {len(rest)} rows held against published findings {found.count('agrees', rest)} "
        f"agree, {found.count('disagrees', rest)} disagree and "
        f"{found.count('inconclusive', rest)} are inconclusive; {fitted} {were} fitted "
        "and can show no agreement."
    )


def _worst(found: Validation) -> Iterator[str]:
    """Yield which published findings it disagrees with, once each."""
    wrong = [check for check in found.checks if check.verdict == "disagrees" and not check.must]
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


def _mark(check: Check) -> str:
    return "fitted" if check.fitted and check.verdict != "disagrees" else check.verdict


def _verdict(check: Check) -> str:
    return "fitted: no evidence" if _mark(check) == "fitted" else check.verdict


def _table(group: str, checks: Sequence[Check]) -> TextTable:
    return TextTable(
        title=GROUPS[group],
        columns=("check", "target", "simulated", "unit", "verdict", "how", "source", "n"),
        rows=tuple(
            (
                check.name,
                _target(check),
                _found(check),
                check.unit,
                _verdict(check),
                "fitted" if check.fitted else "predicted",
                ", ".join(_slugs(check)) or check.source,
                f"{check.found.n}",
            )
            for check in checks
        ),
        text=("unit", "verdict", "how", "source"),
    )


def _reasons(group: str, checks: Sequence[Check]) -> TextTable:
    """Return what ran for each row, what was fitted, what predicted, and what else to know."""
    return TextTable(
        title=f"{GROUPS[group]}: what was fitted, what predicted, and what ran",
        columns=("check", "fitted", "predicted", "what ran", "note"),
        rows=tuple(
            (check.name, check.fitted or "-", check.predicted or "-", check.scenario, check.note)
            for check in checks
        ),
        text=("fitted", "predicted", "what ran", "note"),
    )


def _counts(checks: Sequence[Check]) -> str:
    marks = [_mark(check) for check in checks]
    told = {
        "agrees": "agree",
        "disagrees": "disagree",
        "inconclusive": "open",
        "fitted": "fitted",
    }
    return ", ".join(
        f"{marks.count(mark)} {word}" for mark, word in told.items() if marks.count(mark)
    )


def _glance(found: Validation) -> View:
    import pandas as pd

    rows = [
        {
            "group": words_of,
            "mark": _mark(check),
            "told": _counts(found.of(group)),
            "key": GLANCE_KEY,
        }
        for group, words_of in GROUPS.items()
        for check in found.of(group)
    ]
    told = "; ".join(
        f"{words_of}: {_counts(found.of(group))}"
        for group, words_of in GROUPS.items()
        if found.of(group)
    )
    return View(
        drawing=GLANCE,
        frame=pd.DataFrame(rows),
        title="Every check at a glance",
        told=f"{told}.",
    )


def _views(found: Validation, group: str) -> Iterator[View]:
    """Yield the figures of one group, a few checks each."""
    import pandas as pd

    checks = found.of(group)
    parts = math.ceil(len(checks) / A_FIGURE)
    size = math.ceil(len(checks) / parts)
    for part in range(parts):
        some = checks[part * size : (part + 1) * size]
        name = group if parts == 1 else f"{group}-{part + 1}"
        count = "" if parts == 1 else f" ({part + 1} of {parts})"
        yield View(
            drawing=ROWS,
            called=f"validity-{name}",
            frame=pd.DataFrame([_row(check) for check in some]),
            title=f"{GROUPS[group]}{count}: {_counts(some)}",
            told="; ".join(
                f"{check.name}, {check.unit}: target {_target(check)}, simulated {_found(check)}, "
                f"{_verdict(check)}"
                for check in some
            )
            + ".",
        )


def _row(check: Check) -> dict[str, Any]:
    """Return a check as a row of its figure, on a scale of its own."""
    target, found = check.target, check.found
    near = (target.low, target.high)
    if not target.is_range:
        near = (target.value - target.margin, target.value + target.margin)
    places = {
        "at": math.nan if target.is_range else target.value,
        "at_low": target.low,
        "at_high": target.high,
        "near_low": near[0],
        "near_high": near[1],
        "best": found.best,
        "low": found.low,
        "high": found.high,
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
        "verdict": _verdict(check),
        "target": f"target {_target(check)}",
        "found": f"simulated {_found(check)}",
        "key": KEY,
        **scaled,
    }
