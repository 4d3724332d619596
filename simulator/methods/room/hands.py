"""Every hand of cards that a table can buy, simulated, and which of them cannot be told apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.runner import Runner
from simulator.measures import splits
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Tally
from simulator.methods.verdict import SAME, word_of
from simulator.model.lever import LEVERS
from simulator.model.outcome import HEADLINE
from simulator.model.quantity import Quantity
from simulator.model.workshop import Card
from simulator.scenario.scenario import TODAY, Scenario
from simulator.stats.empirical_bayes import from_replications
from simulator.stats.estimate import Floats, ratio_contributions

__all__ = ["FULL", "Company", "Hand", "budget", "company", "missing", "point_of"]

FULL = 0.75
"""A hand that spends this share of the budget or more is full: little is left lying."""
_FEWEST_CARDS = 4
_SIDES = {"defect": "inside", "external": "neither"}


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Some cards by their numbers, as digits: `136`; "" is today, when nobody buys anything.

    `days` is what they cost [person-days], `rate` failed changes per 100, `hours` the median time
    to restore [working hours].
    """

    cards: str
    days: float
    rate: float
    hours: float


@dataclass(frozen=True, kw_only=True)
class Company:
    """A company of a room with every hand that its budget pays for, all under the same luck.

    `scenario` has hands as its plans, by their cards. `budget` [person-days]; `matters` is the
    smallest difference that counts as one [failed changes per 100]. `point` is what one of what a
    table deals out is worth [person-days]: efforts are told in points where it is not 1.
    """

    scenario: Scenario
    cards: tuple[Card, ...]
    budget: float
    matters: float
    replications: int
    seed: int
    hands: Mapping[str, Hand]
    programs: Mapping[str, Program]
    tallies: Mapping[str, Tally]
    point: float = 1.0

    def told(self, effort: float) -> float:
        """Return an effort [person-days] as a table deals it out: in days, or in points."""
        return effort / self.point

    @property
    def today(self) -> Hand:
        """What happens when nothing is bought."""
        return self.hands[""]

    @cached_property
    def full(self) -> tuple[Hand, ...]:
        """The full hands, the best first."""
        found = [each for each in self.hands.values() if each.days >= FULL * self.budget]
        return tuple(sorted(found, key=lambda each: (each.rate, each.cards)))

    @property
    def best(self) -> Hand:
        """The full hand that leaves the fewest failed changes."""
        return self.full[0]

    @property
    def example(self) -> str:
        """A hand to show how hands are typed: the middle one of the full hands."""
        return self.full[len(self.full) // 2].cards

    def tie(self, one: str, other: str) -> bool:
        """Return whether the difference of two hands is (probably) too small to matter."""
        rows = self._rows(one) - self._rows(other)
        return word_of(from_replications(rows if rows.mean() >= 0.0 else -rows), self.matters) in (
            SAME
        )

    def side(self, hand: str) -> str:
        """Return where a hand spends: `inside`, `between`, `elsewhere`, or `both` of the first."""
        sides = {LEVERS[card.buys].side for card in self.cards if str(card.number) in hand}
        if {"core", "edge"} <= sides:
            return "both"
        return "inside" if "core" in sides else "between" if "edge" in sides else "elsewhere"

    @property
    def inside(self) -> Hand | None:
        """The best hand of inside cards only; None where no hand is."""
        return self._best("inside")

    @property
    def between(self) -> Hand | None:
        """The best hand of cards between teams only; None where no hand is."""
        return self._best("between")

    def _best(self, side: str) -> Hand | None:
        some = (hand for hand in self.hands.values() if self.side(hand.cards) == side)
        return min(some, key=lambda hand: (hand.rate, hand.cards), default=None)

    @cached_property
    def idle(self) -> tuple[Card, ...]:
        """The cards that move failed changes by too little to matter, whatever else is bought."""
        return tuple(card for card in self.cards if self._idle(str(card.number)))

    def _idle(self, number: str) -> bool:
        pairs = [
            (hand, "".join(sorted(hand + number)))
            for hand in self.hands
            if number not in hand and "".join(sorted(hand + number)) in self.hands
        ]
        return bool(pairs) and all(self.tie(*pair) for pair in pairs)

    def began(self, hand: str = "") -> dict[str, float]:
        """Return shares of all failures by where they began: inside, between, neither."""
        by = splits.failures_by(self.programs[hand], self.tallies[hand])["mechanism"]
        found = {"inside": 0.0, "between": 0.0, "neither": 0.0}
        for name, rate in by.items():
            found[_side(name)] += rate
        total = math.fsum(found.values())
        return {side: rate / total if total else math.nan for side, rate in found.items()}

    def kept(self, hand: str = "") -> tuple[float, ...]:
        """Return the share of facts that reach each step of the longest route; the first is 1."""
        found = splits.retention(self.programs[hand], self.tallies[hand])
        return tuple(found[self.longest])

    @property
    def longest(self) -> str:
        """The kind of work with the most steps, of equal ones the one with the most facts."""
        work = self.scenario.work
        return max(work, key=lambda kind: (len(work[kind].route), work[kind].facts.value))

    def _rows(self, hand: str) -> Floats:
        fraction = OUTCOMES[HEADLINE].fraction(self.programs[hand], self.tallies[hand])
        return ratio_contributions(*fraction)


def _side(mechanism: str) -> str:
    if mechanism in {"defect", "bad fix of core"}:
        return "inside"
    return "neither" if mechanism in {"external", "bad fix of external"} else "between"


def budget(scenario: Scenario) -> float:
    """Return what a table can spend: the dearest plan of the file [person-days]; 0 without any."""
    plans = scenario.arms.values()
    return max((_spent(plan.spend.values()) for plan in plans), default=0.0)


def _spent(amounts: object) -> float:
    total = 0.0
    for amount in amounts:  # type: ignore[attr-defined]  # amounts of a plan, or by place
        total += amount.value if isinstance(amount, Quantity) else _spent(amount.values())
    return total


def missing(scenario: Scenario) -> tuple[str, ...]:
    """Return what a file lacks to lead a room, key by key, in words; empty where it is ready."""
    found = []
    shop = scenario.workshop
    if shop is None:
        found.append("workshop: a title, a story, cards, a twin")
    else:
        if len(shop.cards) < _FEWEST_CARDS:
            found.append(f"workshop.cards: {_FEWEST_CARDS} cards or more; found {len(shop.cards)}")
        if shop.twin is None:
            found.append("workshop.twin: the second company, which gets the same cards")
    if scenario.outcome != HEADLINE:
        found.append(f"outcome: {HEADLINE}, which the dots count; found {scenario.outcome}")
    if not budget(scenario):
        found.append("arms: a plan that spends, since the dearest plan is what a table can spend")
    for name, kind in scenario.work.items():
        unnamed = int(kind.facts.value) - len(kind.fact_names)
        if unnamed > 0:
            found.append(f"work.{name}.fact_names: names for all facts; {unnamed} have none")
        if not kind.titles:
            found.append(f"work.{name}.titles: what its items are called in stories")
    return tuple(found)


def point_of(cards: Sequence[Card], money: float) -> float:
    """Return the largest effort that divides all cards and the budget [person-days]."""
    return float(math.gcd(int(money), *(int(card.days) for card in cards))) or 1.0


def company(
    scenario: Scenario,
    cards: Sequence[Card],
    money: float,
    run: Runner,
    *,
    replications: int,
    point: float = 1.0,
) -> Company:
    """Return a company with every hand of `cards` that `money` [person-days] pays for.

    All hands are run for `replications` years with the luck of `run`. Refuses cards whose lever the
    scenario does not sell (ValueError).
    """
    prices = {str(card.number): card.days for card in cards}
    unsold = [card.buys for card in cards if card.buys not in scenario.levers]
    if unsold:
        allowed = ", ".join(scenario.levers)
        raise ValueError(f"{scenario.name} does not sell {unsold[0]!r}; allowed: {allowed}")
    found = [
        "".join(some)
        for many in range(1, len(prices) + 1)
        for some in combinations(sorted(prices), many)
        if sum(prices[card] for card in some) <= money
    ]
    buys = {str(card.number): card for card in cards}
    arms = {hand: {"spend": _spend([buys[card] for card in hand])} for hand in found}
    held = Scenario.from_tree({**scenario.tree, "arms": arms})
    programs = {"": program_for(held, TODAY), **{hand: program_for(held, hand) for hand in found}}
    tallies = {hand: run(program, range(replications)) for hand, program in programs.items()}
    hands = {
        hand: Hand(
            cards=hand,
            days=sum(prices[card] for card in hand),
            rate=OUTCOMES[HEADLINE].estimate(programs[hand], tallies[hand]).best,
            hours=OUTCOMES["restore_p50"].estimate(programs[hand], tallies[hand]).best,
        )
        for hand in programs
    }
    level = hands[""].rate
    worth = 0.1 * level if math.isfinite(level) else 0.0
    return Company(
        scenario=held,
        cards=tuple(cards),
        budget=money,
        matters=scenario.matters.value or worth / 3.0,
        replications=replications,
        seed=run.seed,
        hands=hands,
        programs=programs,
        tallies=tallies,
        point=point,
    )


def _spend(cards: Sequence[Card]) -> dict[str, str]:
    days: dict[str, float] = {}
    for card in cards:
        days[card.buys] = days.get(card.buys, 0.0) + card.days
    return {lever: f"{amount:g} person-days" for lever, amount in days.items()}
