"""What a plan does to every outcome, each with the word of the verdict on it against today."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.comparison import word_by_luck
from simulator.methods.judging import Decision
from simulator.methods.verdict import Stated, Word, asked, word_of
from simulator.scenario.scenario import TODAY

__all__ = ["Effect", "effects"]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a change does to one outcome: `today` and `then` [its unit].

    `verdict` is the word of the verdict on the pair, whichever is `better`: the change, or today
    (False); None where neither side of the outcome is better.
    """

    outcome: str
    today: float
    then: float
    verdict: Word
    better: bool | None

    @property
    def share(self) -> float:
        """By which share of today's level it moves; NaN where that is nought."""
        return (self.then - self.today) / abs(self.today) if self.today else math.nan


def effects(found: Decision, plan: str) -> tuple[Effect, ...]:
    """Return what a plan does to every outcome that today has."""
    return tuple(_effect(found, plan, name) for name in found.levels[TODAY])


def _effect(found: Decision, plan: str, name: str) -> Effect:
    today, then = (found.levels[each][name].best for each in (TODAY, plan))
    outcome = OUTCOMES[name]
    known = math.isfinite(today) and math.isfinite(then)
    if outcome.better == "neither" or not known:
        return Effect(outcome=name, today=today, then=then, verdict="none", better=None)
    return Effect(
        outcome=name,
        today=today,
        then=then,
        verdict=_word(found, plan, name, abs(today)),
        better=(then > today) == (outcome.better == "more") if then != today else None,
    )


def _word(found: Decision, plan: str, name: str, level: float) -> Word:
    """Return the word on a pair: over the organisations drawn, else by the runs of the file's."""
    answers = [found.answers[each] for each in (TODAY, plan)]
    matters = asked(Stated.of(answers[0], name), level)[1]
    lead = found.lead(plan, TODAY, name)
    if lead is not None:
        return word_of(lead if lead.mean >= 0.0 else found.lead(TODAY, plan, name) or lead, matters)
    mine, theirs = (OUTCOMES[name].fraction(each.program, each.tally) for each in answers)
    return word_by_luck(OUTCOMES[name], mine, theirs, matters)
