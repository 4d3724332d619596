"""The figure of what plans do: each against one line, with what it comes to."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.judging import Decision
from simulator.model.outcome import HEADLINE
from simulator.present import captions, words
from simulator.present.chart.difference import DIFFERENCE
from simulator.present.digits import as_fine_as, rounded
from simulator.present.document import View
from simulator.present.recommendation import SHARES_ONLY, counted
from simulator.scenario.scenario import TODAY
from simulator.stats.estimate import Estimate

__all__ = ["Row", "against_today", "beside", "less_today"]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One plan beside another: by how much it is less, and what it comes to (NaN where unsaid)."""

    label: str
    less: Estimate
    side: str = "other"
    under: str = ""
    level: float = math.nan


def less_today(decision: Decision, plan: str) -> Estimate:
    """Return by how much the outcome asked about is less under a plan than today.

    The mean and the 95 % points of the companies that fit; where none were drawn, of replications.
    """
    outcome, found = OUTCOMES[decision.outcome], decision.judgement
    if found is not None and {plan, TODAY} <= set(found.levels):
        each = found.of(plan, TODAY)
        less = (each.plan == plan) == (outcome.better != "more")
        best, low, high = (-each.lead, -each.high, -each.low) if less else (
            each.lead, each.low, each.high)  # fmt: skip
        return Estimate(best=best, low=low, high=high, n=decision.replications)
    pair = (decision.answers[name] for name in (plan, TODAY))
    one, other = ((each.program, each.tally) for each in pair)
    return outcome.difference(one, other)


def against_today(
    decision: Decision, plans: Sequence[str], sides: Mapping[str, str] | None = None, **said: str
) -> View:
    """Return plans less today in the outcome asked about, counted a year where that makes sense."""
    found, days = decision.judgement, not SHARES_ONLY.get()
    rows = [
        Row(
            label=plan,
            under=f"{words.number(decision.answers[plan].person_days)} person-days" if days else "",
            side=(sides or {}).get(plan, "other"),
            less=less_today(decision, plan),
            level=_level(decision, plan),
        )
        for plan in plans
    ]
    many, factor = counted(decision)
    sampled = found is not None and math.isfinite(found.effective)
    today = as_fine_as(factor * _level(decision, TODAY), factor * decision.matters)
    return beside(
        rows,
        decision.outcome,
        matters=decision.matters,
        factor=factor,
        many=many,
        key=captions.difference_key(decision.replications, sampled),
        nought=f"today, {today}",
        asked=found.worth if found else math.nan,
        asked_of="a tenth of today" if found and found.assumed else "you asked for",
        **said,
    )


def _level(decision: Decision, plan: str) -> float:
    found = decision.judgement
    if found is not None and plan in found.levels:
        return found.levels[plan]
    return decision.answers[plan].outcomes[decision.outcome].best


def beside(
    rows: Sequence[Row],
    outcome_name: str,
    *,
    matters: float,
    key: str,
    factor: float = 1.0,
    many: str = "",
    nought: str = words.NO_DIFFERENCE,
    asked: float = math.nan,
    asked_of: str = "",
    title: str = "",
    message: str = "",
) -> View:
    """Return the figure of plans beside one line.

    `factor` turns the outcome into what is counted, `many` is its noun then; `asked` is the fall
    that was asked for [unit of the outcome] and `asked_of` by whom. `message` is what a slide says.
    """
    import pandas as pd

    outcome = OUTCOMES[outcome_name]
    many = many or outcome.many
    sign = 1.0 if outcome.better == "more" else -1.0
    fewer = outcome.fewer if sign < 0.0 else "more"
    yearly = factor != 1.0
    same = {
        "matters": factor * matters,
        "asked": sign * factor * asked if asked > 0.0 else math.nan,
        "asked_told": f"{asked_of}: {rounded(factor * asked)} {fewer}",
        "nought": nought,
        "less": outcome.fewer,
        "more": "more",
        "level_head": "a year" if yearly else "comes to",
        "rate_head": ("of 100" if outcome_name == HEADLINE else "per 100") if yearly else "",
        "key": key,
    }
    if not any(math.isfinite(row.level) for row in rows):
        same["level_head"] = same["rate_head"] = ""
    drawn = [{**_drawn(row, outcome_name, factor, matters), **same} for row in rows]
    told = "; ".join(f"{row['label']}: {row['size']} ({row['ends']})" for row in drawn)
    heading = f"{many[:1].upper()}{many[1:]}, each plan against today"
    return View(
        drawing=DIFFERENCE,
        frame=pd.DataFrame(drawn),
        title=title or heading,
        message=message,
        told=f"{many}. {told}.",
    )


def _drawn(row: Row, outcome_name: str, factor: float, matters: float) -> dict[str, Any]:
    less, finest = row.less, factor * matters
    best, low, high = (factor * each for each in (less.best, less.low, less.high))
    size = rounded(abs(best), finest)
    word = OUTCOMES[outcome_name].fewer if best < 0.0 else "more"
    ends = (-high, -low) if best < 0.0 else (low, high)
    level = "" if math.isnan(row.level) else as_fine_as(factor * row.level, finest)
    yearly = factor != 1.0 and level
    return {
        "label": row.label,
        "under": row.under,
        "side": row.side,
        "best": best,
        "low": low,
        "high": high,
        "size": "-" if math.isnan(best) else "the same" if size == "0" else f"{size} {word}",
        "ends": _between(*ends, finest),
        "level": level,
        "rate": as_fine_as(row.level, matters) if yearly else "",
    }


def _between(low: float, high: float, finest: float) -> str:
    """Return an interval in two digits, an open end as such; nothing where there is none."""
    if math.isnan(low):
        return "" if math.isnan(high) else f"{rounded(high, finest)} or less"
    if math.isnan(high):
        return f"{rounded(low, finest)} or more"
    return f"{rounded(low, finest)} to {rounded(high, finest)}"
