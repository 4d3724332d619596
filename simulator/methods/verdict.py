"""The verdict: whether a plan is worth it, which one, and how surely. It is made here only."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any, Literal

import numpy as np

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.run import Answer
from simulator.model.outcome import HEADLINE, OUTCOME_ROWS
from simulator.model.units import DAYS_PER_YEAR
from simulator.scenario.scenario import TODAY
from simulator.stats.empirical_bayes import (
    Belief,
    cleaned,
    effective_number,
    from_replications,
)
from simulator.stats.estimate import Floats
from simulator.stats.several import max_t_level

__all__ = [
    "ASSUMED",
    "FEWEST",
    "LIKELY",
    "SAME",
    "Judged",
    "Judgement",
    "Stated",
    "Verdict",
    "Word",
    "Worth",
    "asked",
    "changes_a_year",
    "judged",
    "word_of",
]

Word = Literal[
    "too small", "better", "ahead", "probably too small", "likely", "leaning", "open", "none"
]
SAME: tuple[Word, ...] = ("too small", "probably too small")
"""The verdicts by which a pair does the same."""
Worth = Literal["yes", "on balance yes", "on balance no", "no"]

SURE, LIKELY, LEANING = 0.95, 0.8, 0.6
ASSUMED = 0.1
"""The share of today's level that makes a budget worth it, where nobody says."""
FEWEST = 50.0
"""The least effective number of organisations that a verdict beyond `leaning` stands on."""
HARDLY = 0.1
"""The share of what matters below which a wrong choice hardly matters."""
_ERROR, _NEAR, _CLOSE = 0.04, 2.0, 0.025


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What plans do in the organisations that are judged by.

    `values` has one layer an organisation, one row a replication and one column a plan, `today`
    first; all plans of a row share their luck, and a column's mean in a layer is the outcome there.
    `weights` has one number an organisation; `sampled` says whether the organisations are many
    that may be the one asked about, or one whose every number is right. `sign` is 1 where less is
    better and -1 where more is; `spends` is each plan's price a year [person-days]. `event` is what
    one event adds to a value, None where nothing is counted; `effective` the effective number of
    organisations that these were chosen from by weight.
    """

    plans: tuple[str, ...]
    outcome: str
    values: Floats
    weights: Floats
    sampled: bool
    sign: float
    spends: Mapping[str, float]
    event: float | None = None
    effective: float | None = None

    def level(self, plan: str) -> Belief:
        """Return what is known of a plan's outcome, cleaned of noise."""
        return self._belief(self.values[:, :, self.plans.index(plan)])

    def lead(self, plan: str, against: str, less: float = 0.0) -> Belief:
        """Return by how much `plan` is better than `against`, less a price, cleaned of noise."""
        one, other = (self.plans.index(name) for name in (plan, against))
        rows = self.sign * (self.values[:, :, other] - self.values[:, :, one]) - less
        if not self.sampled:
            return from_replications(rows[0], event=self.event, level=self._level)
        return self._belief(rows)

    def _belief(self, rows: Floats) -> Belief:
        if not self.sampled:
            return from_replications(rows[0])
        return cleaned(rows, self.weights)

    @cached_property
    def _level(self) -> float:
        """At which level each pair is judged so that the verdicts on all of them hold at once."""
        columns = self.values[0].T
        pairs = [other - one for one, other in combinations(columns, 2)]
        return max_t_level(np.stack(pairs, axis=1))

    @property
    def known_by(self) -> float:
        """The effective number of organisations; infinite where the one is known."""
        if not self.sampled:
            return math.inf
        return effective_number(self.weights) if self.effective is None else self.effective


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`plan` against `against`, of which `plan` has the better mean.

    `lead` is the mean by which it is better and `low` and `high` its 95 % points; `ahead` is the
    probability of any lead, `enough` of one above what matters, `same` of less than that either
    way. `expected_loss` is what choosing `plan` loses on average against always knowing the better
    of the two, net of what both cost. `known_by` is how many organisations without noise of
    simulation tell as much, infinite where the one is known; `about` says that those are too few
    for the probabilities to be given to the point.
    """

    plan: str
    against: str
    outcome: str
    verdict: Word
    lead: float
    low: float
    high: float
    ahead: float
    enough: float
    same: float
    expected_loss: float
    known_by: float
    about: bool

    @property
    def hidden(self) -> bool:
        """Whether noise of simulation hides so much that no verdict is beyond `leaning`."""
        return self.about and self.known_by < FEWEST

    @property
    def clear(self) -> bool:
        """Whether `plan` may be chosen without a reservation."""
        return self.verdict == "better"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One answer to the question which plan.

    `recommended` is the plan to take, `today` where none is worth it, and None where the records
    contradict the file. `next_best` is the plan it is held against, None where there is no other.
    `worth_it` says of every plan whether it falls as far against `today` as its share of the
    budget must, with the probability that it does. `worth` [unit of the outcome] is what the
    largest budget must bring, `matters` the smallest difference anyone cares about; `assumed` says
    that `worth` is a tenth of today's level, since nobody stated it. `levels` are the plans' mean
    outcomes. `evpi` is what knowing
    everything before choosing is worth [unit of the outcome].
    """

    outcome: str
    recommended: str | None
    next_best: str | None
    verdicts: tuple[Verdict, ...]
    worth_it: Mapping[str, tuple[Worth, float]]
    worth: float
    matters: float
    assumed: bool
    levels: Mapping[str, float]
    evpi: float
    effective: float

    @property
    def best(self) -> str | None:
        """The plan to take if any: where `today` is recommended, the next best."""
        return self.next_best if self.recommended == TODAY else self.recommended

    def _told(self, plan: str) -> dict[str, Any]:
        answer, probability = self.worth_it[plan]
        return {"plan": plan, "answer": answer, "probability": probability}

    @property
    def main(self) -> Verdict | None:
        """The recommended plan against the next best, the better first; None without a pair."""
        pair = {self.recommended, self.next_best}
        return next((each for each in self.verdicts if {each.plan, each.against} == pair), None)

    def of(self, plan: str, against: str) -> Verdict:
        """Return the verdict on a pair, in either order; KeyError for one that was not judged."""
        for each in self.verdicts:
            if {each.plan, each.against} == {plan, against}:
                return each
        raise KeyError(f"{plan} was not judged against {against}")

    def as_json(self) -> dict[str, Any]:
        """Return the judgement by its keys in JSON."""
        return {
            "outcome": self.outcome,
            "recommended": self.recommended,
            "next_best": self.next_best,
            "verdicts": self.verdicts,
            "worth_it": self._told(self.best) if self.best else None,
            "each_worth_it": {plan: self._told(plan) for plan in self.worth_it},
            "worth": self.worth,
            "worth_assumed": self.assumed,
            "levels": self.levels,
            "evpi": self.evpi,
            "effective_organisations": self.effective if math.isfinite(self.effective) else None,
        }


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What the file asks for, in the unit of an outcome; None where it asks for nothing.

    `share` says that `worth` is a share of today's level, whatever that is.
    """

    worth: float | None = None
    matters: float | None = None
    share: bool = False

    @classmethod
    def of(cls, today: Answer, outcome: str) -> Stated:
        """Return what the file of `today` asks for.

        A file speaks of its own outcome; of another it asks the same share of the level that
        `today` has. A count a year is no share where nothing is released, and then not asked.
        """
        scenario = today.program.scenario
        asked, matters = scenario.worth, scenario.matters.value
        share = asked is not None and asked.per == "%"
        level = today.outcomes[scenario.outcome].best
        scale = 1.0
        if outcome != scenario.outcome:
            scale = today.outcomes[outcome].best / level if level else math.nan
        if not math.isfinite(scale):
            return cls(worth=0.01 * asked.amount, share=True) if asked and share else cls()
        worth: float | None = None
        if asked is not None and share:
            worth = 0.01 * asked.amount
        elif asked is not None:
            counted = asked.per == OUTCOME_ROWS[HEADLINE].asked
            changes = 0.01 * changes_a_year(today) if counted else 1.0
            worth = scale * asked.amount / changes if changes else None
        return cls(worth=worth, matters=scale * matters if matters else None, share=share)


def changes_a_year(today: Answer) -> float:
    """Return how many changes go live a year."""
    _, released = OUTCOMES[HEADLINE].fraction(today.program, today.tally)
    days = (today.program.horizon - today.program.warm_up) * today.replications
    return float(released.sum()) * DAYS_PER_YEAR / days


UNSTATED = Stated()


def asked(stated: Stated, level: float) -> tuple[float, float]:
    """Return `worth` and `matters` where today's level is this, at least 0 [unit of the outcome].

    Where the file does not state it, `worth` is a tenth of the level and `matters` a third of
    `worth`.
    """
    worth = ASSUMED * level if stated.worth is None else stated.worth
    worth = worth * level if stated.share else worth
    return worth, worth / 3.0 if stated.matters is None else stated.matters


def judged(
    found: Judged,
    *,
    stated: Stated = UNSTATED,
    pairs: Sequence[tuple[str, str]] = (),
    contradicted: bool = False,
) -> Judgement:
    """Return the judgement on plans.

    `worth` and `matters` are those `asked` for at today's mean level. Judged are every plan against
    `today`, the recommended one against the next best, and `pairs` besides. Where the records
    contradict the file (`contradicted`) no verdict is beyond `leaning` and nothing is recommended.
    """
    worth, smallest = asked(stated, abs(found.level(TODAY).mean))
    names = [name for name in found.plans if name != TODAY]
    budget = max((found.spends[name] for name in names), default=0.0)
    prices = {
        name: worth * found.spends[name] / budget if budget > 0.0 else 0.0 for name in found.plans
    }
    judge = _Judge(found, smallest, prices, contradicted or found.known_by < FEWEST)
    best = judge.best()
    other = judge.next_to(best)
    wanted = [(name, TODAY) for name in names]
    if other is not None:
        wanted.append((best, other))
    wanted += pairs
    unique = {frozenset(pair): pair for pair in wanted if len(set(pair)) == 2}
    verdicts = tuple(judge.verdict(*pair) for pair in unique.values())
    return Judgement(
        outcome=found.outcome,
        recommended=None if contradicted else best,
        next_best=other,
        verdicts=verdicts,
        worth_it={name: judge.worth_it(name) for name in names},
        worth=worth,
        matters=smallest,
        assumed=stated.worth is None,
        levels={name: found.level(name).mean for name in found.plans},
        evpi=judge.evpi(best),
        effective=found.known_by,
    )


class _Judge:
    """The rules of the verdict for one set of plans and prices."""

    def __init__(
        self, found: Judged, matters: float, prices: Mapping[str, float], capped: bool
    ) -> None:
        self._found = found
        self._matters = matters
        self._prices = prices
        self._capped = capped
        self._gains = {name: self._gain(name, TODAY).mean for name in found.plans}
        self._gains[TODAY] = 0.0

    def _gain(self, plan: str, against: str) -> Belief:
        """Return by how much `plan` is better net of what both must bring for their price."""
        price = self._prices[plan] - self._prices[against]
        return self._found.lead(plan, against, less=price)

    def best(self) -> str:
        """Return the plan with the best mean net of its price, or the cheapest tied with it."""
        first = max(self._found.plans, key=lambda name: self._gains[name])
        if first == TODAY:
            return TODAY
        tied = [first] + [
            name
            for name in self._found.plans
            if name not in {first, TODAY}
            and self._gains[name] >= 0.0
            and word_of(self._found.lead(first, name), self._matters) in SAME
        ]
        return min(tied, key=lambda name: self._found.spends[name])

    def next_to(self, best: str) -> str | None:
        """Return the plan with the next best mean net of its price, not `today`."""
        others = [name for name in self._found.plans if name not in {best, TODAY}]
        return max(others, key=lambda name: self._gains[name], default=None)

    def verdict(self, one: str, other: str) -> Verdict:
        """Return the verdict on a pair, the one with the better mean first."""
        lead = self._found.lead(one, other)
        if lead.mean < 0.0:
            one, other = other, one
            lead = self._found.lead(one, other)
        low, high = lead.interval()
        ahead, enough = lead.above(0.0), lead.above(self._matters)
        level = max(abs(self._found.level(name).mean) for name in (one, other))
        word: Word = "none" if level == 0.0 else word_of(lead, self._matters)
        same = lead.within(self._matters)
        known_by = min(lead.n, self._found.known_by) if self._found.sampled else math.inf
        found = Verdict(
            plan=one,
            against=other,
            outcome=self._found.outcome,
            verdict=word,
            lead=lead.mean,
            low=low,
            high=high,
            ahead=ahead,
            enough=enough,
            same=same,
            expected_loss=self._gain(one, other).shortfall(),
            known_by=known_by,
            about=_rough(same if word in SAME else ahead, known_by),
        )
        capped = self._capped or found.hidden
        return replace(found, verdict=_CAPPED.get(word, word)) if capped else found

    def worth_it(self, plan: str) -> tuple[Worth, float]:
        """Return whether a plan falls as far as its price asks, and how probably."""
        fall = self._found.lead(plan, TODAY)
        needed = self._prices[plan]
        chance, reached = fall.above(needed), fall.mean >= needed
        if reached:
            return ("yes" if chance >= LIKELY else "on balance yes"), chance
        return ("on balance no" if chance >= 1.0 - LIKELY else "no"), chance

    def evpi(self, best: str) -> float:
        """Return what it is worth to know the organisation before choosing; nought if it is known.

        Each plan's gain over `best` is drawn in to its mean until only the spread between
        organisations is left; with one alternative this is the expected loss.
        """
        others = [self._gain(name, best) for name in self._found.plans if name != best]
        if not self._found.sampled or not others:
            return 0.0
        gains = [_spread(each) for each in others]
        most = np.maximum(0.0, np.stack(gains)).max(axis=0)
        return float(others[0].weights @ most)


def _spread(gain: Belief) -> Floats:
    """Return the centres of a belief, widened to the spread that the whole of it has."""
    inner = float(gain.weights @ (gain.centres - gain.mean) ** 2)
    factor = math.sqrt(1.0 + gain.sd**2 / inner) if inner > 0.0 else 1.0
    return gain.mean + factor * (gain.centres - gain.mean)


_CAPPED: Mapping[Word, Word] = {
    "better": "leaning",
    "ahead": "leaning",
    "likely": "leaning",
    "too small": "open",
    "probably too small": "open",
}


def word_of(lead: Belief, matters: float) -> Word:
    """Return the first verdict whose rule a lead fulfils."""
    ahead, same = lead.above(0.0), lead.within(matters)
    rules: tuple[tuple[Word, bool], ...] = (
        ("too small", same >= SURE),
        ("better", ahead >= SURE and lead.above(matters) >= 0.5),
        ("ahead", ahead >= SURE),
        ("probably too small", same >= LIKELY),
        ("likely", ahead >= LIKELY),
        ("leaning", ahead >= LEANING),
    )
    return next((word for word, holds in rules if holds), "open")


def _rough(chance: float, n: float) -> bool:
    """Return whether a probability's standard error is above what a verdict asks for."""
    error = math.sqrt(max(0.0, chance * (1.0 - chance)) / n)
    near = min(abs(chance - level) for level in (LEANING, LIKELY, SURE)) <= _NEAR * error
    return error > (_CLOSE if near else _ERROR)
