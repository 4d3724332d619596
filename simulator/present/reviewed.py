"""Failures as a review would name them, in sentences and as a table."""

from __future__ import annotations

import math

from simulator.measures.reviewed import Reviewed
from simulator.present.digits import number, rounded
from simulator.present.tables import TextTable

__all__ = ["CAUSES", "causes_table", "sentences", "severity_table", "unseen"]

CAUSES = {
    "deployment": "a deployment gone wrong",
    "configuration": "something changed on one system and not on the other",
    "validation": "a validation that each thought the other had done",
    "rollback": "a rollback that did not run everywhere",
}
_SIDES = {"inside": "inside teams", "between": "between teams", "neither": "neither"}


def sentences(found: Reviewed) -> tuple[str, ...]:
    """Return whose mistakes failures are, the causes by name, and how long mistakes lay unseen."""
    if math.isnan(found.no_own_mistake):
        return ()
    own = (
        f"In {_of_100(found.no_own_mistake)} of 100 failures no team made a mistake of its own: "
        f"{_of_100(found.between)} went wrong between teams, {_of_100(found.anyway)} would have "
        "happened anyway."
    )
    named = {CAUSES[name]: share for name, share in found.causes.items() if share >= 0.005}
    told = "; ".join(f"{what} {_of_100(share)}" for what, share in named.items())
    causes = f"Of 100 failures, by name (one may have two): {told}." if told else ""
    return tuple(line for line in (own, causes, unseen(found)) if line)


def unseen(found: Reviewed) -> str:
    """Return how long, and through how many teams, mistakes that failed went unseen."""
    if math.isnan(found.days):
        return ""
    return (
        f"A mistake that failed had lain unseen for {rounded(found.days)} days, through "
        f"{rounded(found.teams)} further teams on average."
    )


def causes_table(found: Reviewed) -> TextTable:
    """Return of 100 failures today those without a team's own mistake, and the causes by name."""
    rows = {
        "no team made a mistake of its own": found.no_own_mistake,
        **{CAUSES[name]: share for name, share in found.causes.items()},
    }
    unseen_ = {"days unseen, on average": found.days, "teams that built on it": found.teams}
    values = {**{what: 100.0 * share for what, share in rows.items()}, **unseen_}
    return TextTable(
        name="causes",
        title="Of 100 failures today, and the mistakes behind them",
        columns=("what", "number"),
        rows=tuple((what, number(value)) for what, value in values.items()),
        exact=tuple((None, value if math.isfinite(value) else None) for value in values.values()),
        detail=True,
    )


def severity_table(found: Reviewed) -> TextTable:
    """Return the failures a year by where they started and how bad they were."""
    grades = ("P1", "P2", "P3", "P4")
    return TextTable(
        name="severity",
        title="Failures a year today, by where they started and how bad they were",
        columns=("where it started", *grades),
        rows=tuple(
            (_SIDES[side], *(number(row[grade]) for grade in grades))
            for side, row in found.a_year.items()
        ),
        exact=tuple((None, *(row[grade] for grade in grades)) for row in found.a_year.values()),
        detail=True,
    )


def _of_100(share: float) -> str:
    return f"{100.0 * share:.0f}"
