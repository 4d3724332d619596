"""Every string that a leader reads; the sign of a sentence comes from the numbers."""

from __future__ import annotations

import math

from simulator.analysis.answer import Answer
from simulator.analysis.compare import NO_CLEAR_DIFFERENCE, Comparison, Difference
from simulator.measures.outcomes import OUTCOMES

MECHANISM_WORDS = {
    "defect": "made inside",
    "lost": "got lost on the way",
    "drift": "went out of date",
    "unowned": "nobody's job",
    "external": "would have happened anyway",
    "bad fix of core": "bad fix of what was made inside",
    "bad fix of edge": "bad fix of what went wrong between teams",
    "bad fix of external": "bad fix of what would have happened anyway",
}
MECHANISM_SIDES = {
    "defect": "inside teams",
    "lost": "between teams",
    "drift": "between teams",
    "unowned": "between teams",
    "external": "neither",
    "bad fix of core": "inside teams",
    "bad fix of edge": "between teams",
    "bad fix of external": "neither",
}
OUTCOME_WORDS = {
    "change_failure_rate": "failed changes per 100",
    "failures": "failures per 100 changes",
    "expected_failures": "expected failures per 100 changes",
    "serious_failures": "serious failures a year",
    "lead_time": "days from arrival to release",
    "cost": "cost a year",
}
PEOPLE_YEAR = 260.0
NOISE_NOTE = (
    "The intervals are simulation noise only (95 %, same luck for every plan); what is not known "
    "about the inputs is not in them."
)


def number(value: float) -> str:
    """Return a number in as many digits as a reader wants: 3 significant, plain."""
    if math.isnan(value):
        return "-"
    if value == 0.0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{min(digits, 6)}f}"
    return "0" if text.strip("-0.") == "" else text


def between(low: float, high: float) -> str:
    """Return an interval as `low to high`; a dash where there is none."""
    return "-" if math.isnan(low) or math.isnan(high) else f"{number(low)} to {number(high)}"


def effort(person_days: float, answer: Answer) -> str:
    """Return an effort three ways: person-days, people for a year, money where there is a price."""
    text = f"{number(person_days)} person-days = {person_days / PEOPLE_YEAR:.1f} people for a year"
    costs = answer.plan.scenario.costs
    if costs is None:
        return text
    return f"{text} = {person_days * costs.person_day.value:,.0f} {costs.currency}"


def outcome(name: str) -> str:
    """Return an outcome's name in a leader's words."""
    return OUTCOME_WORDS.get(name, OUTCOMES[name].unit)


def difference(found: Difference) -> str:
    """Return one difference as a sentence whose sign agrees with the numbers."""
    best, what = found.estimate.best, outcome(found.outcome)
    if math.isnan(best):
        return f"{found.arm} against {found.against}: nothing was released to compare."
    size, low, high = abs(best), found.estimate.low, found.estimate.high
    if best > 0:
        word = "more"
    else:
        low, high = -high, -low
        word = "fewer" if OUTCOMES[found.outcome].name != "lead_time" else "less"
    text = f"{found.arm} against {found.against}: {number(size)} {word} {what}"
    text += "" if math.isnan(low) else f" ({between(low, high)})"
    clear = found.verdict != NO_CLEAR_DIFFERENCE
    return f"{text}: {found.verdict} is better." if clear else f"{text}: {NO_CLEAR_DIFFERENCE}."


def verdict(comparison: Comparison) -> str:
    """Return who wins, in the same voice whoever it is."""
    what = outcome(comparison.outcome)
    if comparison.winner != NO_CLEAR_DIFFERENCE:
        return f"{comparison.winner}: clearly better in {what} than every other plan here."
    return f"No plan is clearly better than every other in {what}."


def footer(comparison: Comparison) -> str:
    """Return what the doubter needs to run it again."""
    return (
        f"{comparison.replications} simulated years-and-a-bit a plan, seed {comparison.seed}. "
        f"{NOISE_NOTE}"
    )
