"""What is said of the user's own records: what they decide, and what cannot be both."""

from __future__ import annotations

import numpy as np

from simulator.methods.judging import Decision
from simulator.methods.records.contradiction import Contradiction
from simulator.methods.records.published import CENTRE, SAMPLES, SCALE, interval
from simulator.model.incident import Causes, Observed
from simulator.model.units import DAYS_PER_WEEK, DAYS_PER_YEAR
from simulator.present.digits import rounded
from simulator.present.recommendation import SHARES_ONLY
from simulator.scenario.scenario import TODAY

__all__ = ["INVENTED", "LIKE", "agreement", "contradicted", "counted", "published", "unreachable"]

LIKE = "Today looks like you, as far as your records can tell."
INVENTED = "The records in this file are invented for an example: they say nothing about you."
_SIDES = ("inside teams", "between teams", "neither inside nor between teams")
_LIKELIEST = {
    ("failed_changes", 0, True): "mistakes are more frequent, or noticed less often",
    ("failed_changes", 0, False): "mistakes are rarer, or noticed more often",
    ("serious_per_year", 0, True): "failures are graver, or more come from outside",
    ("serious_per_year", 0, False): "failures are less grave, or fewer come from outside",
    ("causes", 0, True): "teams make more mistakes of their own",
    ("causes", 0, False): "teams make fewer mistakes of their own",
    ("causes", 1, True): "handovers are worse",
    ("causes", 1, False): "handovers are better",
    ("causes", 2, True): "more fails that no team has a hand in",
    ("causes", 2, False): "less fails that no team has a hand in",
}
_ANOTHER = 0.1
"""By which share the changes that go live may differ from those that were told."""
_FAR = 2.0
"""How many scales of the published share a file's own lies off it to be told."""


def agreement(found: Decision) -> str:
    """Return what stands above the answer: contradicting records or counts, or whose they are."""
    binding = [each for each in found.contradictions if each.binding]
    if binding:
        return contradicted(binding[0], found.scenario.observed)
    seen = found.scenario.observed
    if seen is not None and seen.source == "invented" and _any(seen):
        return INVENTED
    if told := _another_number(found):
        return told
    if found.drawn is not None and found.drawn.population.records:
        return LIKE
    return published(found)


def _another_number(found: Decision) -> str:
    """Return that another number of changes goes live than was told; nothing within a tenth."""
    seen = found.scenario.observed
    if seen is None or seen.changes is None or SHARES_ONLY.get():
        return ""
    told = DAYS_PER_YEAR * seen.changes.value
    live = DAYS_PER_YEAR / DAYS_PER_WEEK * found.levels[TODAY]["throughput"].best
    if not abs(live - told) > _ANOTHER * told:
        return ""
    where = "companies that fit" if found.drawn is not None else "company of the file"
    return (
        f"You told about {rounded(told)} changes a year; in the {where} about "
        f"{rounded(live)} go live. How busy teams are, and how long each step takes, is where to "
        f"look; all counts a year here are of those {rounded(live)}."
    )


def _any(seen: Observed) -> bool:
    """Return whether there is any record, of whatever weight."""
    known = (
        seen.changes,
        seen.failed_changes,
        seen.serious_per_year,
        seen.restore_p50,
        seen.lead_time_p50,
        seen.bounces,
    )
    return any(each is not None for each in known) or bool(_between(seen.causes)[1])


def contradicted(found: Contradiction, seen: Observed | None) -> str:
    """Return that a record cannot come from the company in the file, and what is likeliest."""
    return f"{unreachable(found, seen)} What follows is true of the company in the file only."


def unreachable(found: Contradiction, seen: Observed | None) -> str:
    """Return what a record says, what it could say of the company in the file, and a guess why."""
    said, could = _said(found, seen)
    likeliest = _LIKELIEST.get((found.record, found.part, found.seen > found.high))
    guess = f"; likeliest: {likeliest} than the file says" if likeliest else ""
    if found.with_:
        said = f"{said}, and they say {_OTHERS[found.with_]}"
        could = f"no company of the file does both: for the first it could be {could}"
    else:
        could = f"with what you told us it can be {could}"
    return f"Your records say that {said}; {could}. One of the two is wrong{guess}."


_OTHERS = {
    "failed_changes": "how many changes fail",
    "serious_per_year": "how many failures are serious",
    "causes": "where failures start",
    "restore_p50": "how long an outage lasts",
    "lead_time_p50": "how long a change takes",
    "bounces": "how often a failure is passed on",
}


def _said(found: Contradiction, seen: Observed | None) -> tuple[str, str]:
    """Return what a record says, and between which values it could lie."""
    assert seen is not None  # noqa: S101 - a contradiction is of a record
    scale, text = 1.0, "{} of your failures started " + _SIDES[found.part]
    if found.record == "failed_changes" and seen.failed_changes is not None:
        scale, text = 100.0 / (seen.failed_changes.n or 1.0), "{} of 100 changes fail"
    elif found.record == "serious_per_year" and seen.serious_per_year is not None:
        scale, text = 1.0 / (seen.serious_per_year.n or 1.0), "{} failures a year are serious"
    elif found.record == "restore_p50":
        scale, text = 8.0, "half of all outages end within {} hours"
    elif found.record == "lead_time_p50":
        text = "half of all changes go live within {} days"
    elif found.record == "bounces":
        text = "a failure is passed on {} times"
    low, high = rounded(scale * found.low), rounded(scale * found.high)
    return text.format(rounded(scale * found.seen)), f"{low} to {high}" if low != high else low


def counted(found: Decision) -> str:
    """Return what says where failures start: a count of the user's own, or published shares."""
    if found.drawn is None:
        return ""
    causes = found.scenario.observed.causes if found.scenario.observed else None
    between, total = _between(causes)
    if total:
        counted_ = f" You counted {between} of {total} that started between teams."
        return f"{counted_}{_spent(found.scenario.observed)}"
    if not found.drawn.population.published:
        return ""
    middle, low, high = (f"{100.0 * each:.0f}" for each in interval())
    return (
        f" You gave no count of causes, so published ones decide: {middle} in 100 serious failures "
        f"start between teams ({low} to {high})."
    )


def _spent(seen: Observed | None) -> str:
    """Return how much of the improvement goes inside teams; nothing where that was not told."""
    share = seen.improvement_inside if seen else None
    if share is None or SHARES_ONLY.get():
        return ""
    return f" {rounded(10.0 * share.value)} of 10 days of improvement go inside teams."


def _between(causes: Causes | None) -> tuple[int, int]:
    if causes is None:
        return 0, 0
    sides = (causes.inside, causes.between, causes.neither)
    counts = [0 if side is None else round(side.value) for side in sides]
    return counts[1], sum(counts)


def published(found: Decision) -> str:
    """Return that published counts and the file's own ranges speak of different companies.

    Nothing where the user counted causes, where the file says why published ones do not apply, or
    where both agree.
    """
    if found.drawn is None or not found.drawn.population.published:
        return ""
    seen = found.scenario.observed
    if _between(seen.causes if seen else None)[1]:
        return ""
    population = found.drawn.population
    shares = population.figures.between[: population.first]
    own = float(np.median(shares[~np.isnan(shares)]))
    if abs(_log_odds(own) - CENTRE) < _FAR * SCALE:
        return ""
    return (
        f"From your answers about {100.0 * own:.0f} of 100 failures would start between teams; "
        f"published counts say {100.0 * min(SAMPLES):.0f} to {100.0 * max(SAMPLES):.0f}, and count "
        "low. You gave no count, so this difference decides the answer: review twenty failures "
        "before you believe either."
    )


def _log_odds(share: float) -> float:
    inside = min(0.999, max(0.001, share))
    return float(np.log(inside) - np.log1p(-inside))
