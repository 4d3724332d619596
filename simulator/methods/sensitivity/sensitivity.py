"""What moves the choice between the two best plans over the file's ranges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.side_by_side import fractions_of
from simulator.mechanisms.luck import combine, name_word
from simulator.methods.allocation.value_of_information import Worth, worth
from simulator.methods.judging import Decision, decision
from simulator.methods.records.population import (
    BLOCKS,
    REPLICATIONS,
    Drawn,
    Unknown,
    drawn_value,
    ends,
    luck_of,
    programs_of,
    unknowns_of,
)
from simulator.methods.sensitivity.conditions import Condition, Conditions, conditions
from simulator.methods.sensitivity.indices import Share, apportioned, screened
from simulator.scenario.scenario import TODAY, Scenario
from simulator.scenario.spending import Purchase
from simulator.stats.estimate import Floats

__all__ = [
    "LUCK",
    "PATHS",
    "PLACES",
    "REST",
    "Bound",
    "Driver",
    "Known",
    "Sensitivity",
    "Swing",
    "sensitivity",
    "steps",
]

LUCK, PLACES, REST = "luck", "places", "everything else"
"""Inputs beside the file's unknowns: which years it happens to be; how places differ, all
deviations together; and the unknowns that screening found to move least, together."""
PATHS = 8
"""Walks of the screening, each of which changes every input once."""
_KEPT = 5
"""Unknowns that shares of variance are told of one by one."""
_END = 0.025
"""What is beyond the middle 95 % of an unknown is not looked at: some have no end."""
_STRETCHES = 5
"""Stretches of luck that the ends of a range are held against each other on."""
_TOGETHER = 50
_ALPHA = 0.05


@dataclass(frozen=True, kw_only=True)
class Driver:
    """An input that moves the lead: by how much in the screening, and its shares of the variance.

    `moves` is the mean size of what it moves alone [unit of the outcome]; of `REST` the largest.
    """

    name: str
    moves: float
    share: Share


@dataclass(frozen=True, kw_only=True)
class Swing:
    """The lead when one unknown is at its low and at its high end, all else as the file says."""

    name: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far the lead goes."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What knowing one unknown is worth before choosing, in the organisations that fit.

    `clear` says that chance alone gives as much in less than 5 of 100 shuffles, shared among all
    unknowns (Bonferroni).
    """

    name: str
    worth: Worth
    clear: bool


@dataclass(frozen=True, kw_only=True)
class Bound:
    """An unknown above or below a value."""

    name: str
    above: bool
    value: float


@dataclass(frozen=True, kw_only=True)
class Sensitivity:
    """What moves the lead of `plan` over `against`, net of what both must bring for their price.

    `lead` is it in the file's own organisation, `ahead` the share of organisations over the ranges
    in which it is above nought; both in the unit of the decision's outcome, positive where `plan`
    is better. `other` is what the organisations in which `against` wins have in common, and
    `bounds` the same in the unknowns' own units. `runs` organisations were simulated for it.
    """

    decision: Decision
    plan: str
    against: str
    lead: float
    ahead: float
    drivers: tuple[Driver, ...]
    swings: tuple[Swing, ...]
    known: tuple[Known, ...]
    other: Conditions
    bounds: tuple[Bound, ...]
    runs: int


def steps(scenario: Scenario, worlds: int, points: int) -> int:
    """Return about how many organisations are run, for progress."""
    inputs = len(unknowns_of(scenario)) + 1 + scenario.differs()
    groups = min(inputs, _KEPT + 2 + scenario.differs())
    return 2 * worlds + PATHS * (inputs + 1) + points * (groups + 4) + 2 * inputs


def sensitivity(
    scenario: Scenario,
    run: Runner,
    *,
    seed: int,
    replications: Sequence[int],
    worlds: int,
    points: int,
    outcome: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Sensitivity:
    """Return what moves the choice between the plan to take and the next best.

    They are judged as `compare` judges them, with the file's records; all else is looked at over
    the file's ranges alone, with `points` as the base of Sobol's design, a power of two. Refuses a
    file that knows everything or has no plan that can be judged, and an outcome that cannot decide
    (ValueError).
    """
    if points < 1 or points & (points - 1):
        raise ValueError(f"points: found {points}; allowed: a power of two, such as 64 or 128")
    unknowns, differs = unknowns_of(scenario), scenario.differs()
    if not unknowns:
        raise ValueError("every number of the file is taken as known; allowed: a file with ranges")
    found = decision(
        scenario,
        run,
        seed=seed,
        replications=replications,
        worlds=worlds,
        outcome=outcome,
        progress=progress,
    )
    plan, against = _pair(found)
    lead = _Lead(found, run, plan, against, unknowns, differs=differs, progress=progress)
    names = lead.names
    sizes = screened(len(names), lead, paths=PATHS, seed=_seed(seed)).tolist()
    moves = dict(zip(names, sizes, strict=True))
    order = sorted((each.origin for each in unknowns), key=lambda name: -moves[name])
    single = {*order[:_KEPT], LUCK, PLACES}
    groups = [name if name in single else REST for name in names]
    parts = apportioned(groups, lead, n=points, seed=_seed(seed))
    moves[REST] = max((moves[name] for name in order[_KEPT:]), default=0.0)
    drivers = [
        Driver(name=name, moves=moves[name], share=share) for name, share in parts.shares.items()
    ]
    fresh = luck_of(seed, "tried").random(parts.points.shape)
    outputs = lead(fresh)
    numbers = [_inner(at)[:, : len(unknowns)] for at in (parts.points, fresh)]
    other = conditions((numbers[0], parts.outputs < 0.0), (numbers[1], outputs < 0.0))
    return Sensitivity(
        decision=found,
        plan=plan,
        against=against,
        lead=lead.as_written(),
        ahead=float((np.concatenate([parts.outputs, outputs]) > 0.0).mean()),
        drivers=tuple(sorted(drivers, key=lambda each: -each.share.whole.best)),
        swings=tuple(sorted(map(lead.swing, unknowns), key=lambda each: -each.width)),
        known=_worth_knowing(found, unknowns, lead.prices),
        other=other,
        bounds=tuple(_bound(unknowns[each.column], each) for each in other.conditions),
        runs=lead.runs,
    )


def _pair(found: Decision) -> tuple[str, str]:
    """Return the plan to take and the next best; today stands in where there is no other."""
    judgement = found.judgement
    if judgement is None:
        raise ValueError("no plan of the file can be judged; allowed: a plan with something to buy")
    main = judgement.main or judgement.verdicts[0]
    if judgement.recommended is None:
        return main.plan, main.against
    return judgement.recommended, judgement.next_best or TODAY


def _bound(unknown: Unknown, of: Condition) -> Bound:
    value = drawn_value(unknown, of.bound)
    return Bound(name=unknown.origin, above=of.above, value=value)


def _seed(seed: int) -> int:
    """Return a seed that the designs' library takes."""
    return combine(seed, name_word("sensitivity")) % 2**32


def _inner(points: Floats) -> Floats:
    """Return probabilities without what is beyond the middle 95 %."""
    return np.asarray(_END + (1.0 - 2.0 * _END) * points)


class _Lead:
    """The lead of one plan over another, net of prices, as a function on the unit cube.

    One column an unknown, then one for luck and, where places differ, one for how.
    """

    def __init__(
        self,
        found: Decision,
        run: Runner,
        plan: str,
        against: str,
        unknowns: Sequence[Unknown],
        *,
        differs: bool,
        progress: Callable[[int], None],
    ) -> None:
        self.runs = 0
        self.names = (*(each.origin for each in unknowns), LUCK, *([PLACES] if differs else []))
        self._scenario, self._run, self._unknowns = found.scenario, run, unknowns
        self._outcome = OUTCOMES[found.outcome]
        self._sign = -1.0 if self._outcome.better == "more" else 1.0
        self._progress, self._found, self._plans = progress, found, (plan, against)
        self._base = combine(combine(0, found.seed), name_word("places"))
        self._differs = differs
        self._bought: Mapping[str, tuple[Purchase, ...]] = {
            name: planned_program(found.scenario, name, run).bought for name in self._plans
        }

    @cached_property
    def prices(self) -> Mapping[str, float]:
        """What each plan must bring for its price [unit of the outcome]."""
        return _prices(self._found)

    def __call__(self, points: Floats) -> Floats:
        """Return the lead at points, nought where a plan has no value there."""
        parts = range(0, len(points), _TOGETHER)
        return np.concatenate([self._at(points[first : first + _TOGETHER]) for first in parts])

    def _at(self, points: Floats) -> Floats:
        chances = _inner(points[:, : len(self._unknowns)])
        organisations, blocks = [], []
        for row, chance in zip(points, chances, strict=True):
            values = {
                unknown.origin: drawn_value(unknown, float(u))
                for unknown, u in zip(self._unknowns, chance, strict=True)
            }
            places = None
            if self._differs:
                places = combine(self._base, int(row[len(self._unknowns) + 1] * 2**32))
            organisations.append(Drawn(values=values, places=places))
            blocks.append(min(BLOCKS - 1, int(row[len(self._unknowns)] * BLOCKS)))
        luck = [range(block * REPLICATIONS, (block + 1) * REPLICATIONS) for block in blocks]
        return self._leads(organisations, luck)

    def _leads(self, organisations: Sequence[Drawn], luck: Sequence[range]) -> Floats:
        """Return the lead in organisations, each on its stretch of luck."""
        uses = [(plan, self._bought[plan]) for plan in self._plans]
        programs = programs_of(organisations, self._scenario, uses)
        requests = [pair for own in programs for pair in zip(own, luck, strict=True)]
        tallies, n = self._run.all(requests), len(organisations)
        levels = []
        for own, rows in ((programs[0], tallies[:n]), (programs[1], tallies[n:])):
            above, below = fractions_of([self._outcome], own, rows)[self._outcome.name]
            with np.errstate(invalid="ignore", divide="ignore"):
                levels.append(above.sum(axis=1) / below.sum(axis=1))
        self.runs += len(organisations)
        self._progress(len(organisations))
        price = self.prices[self._plans[0]] - self.prices[self._plans[1]]
        leads = self._sign * (levels[1] - levels[0]) - price
        return np.where(np.isfinite(leads), leads, 0.0)

    def as_written(self) -> float:
        """Return the lead in the file's own organisation."""
        written = [Drawn(values={}, places=None)]
        return float(self._leads(written, [range(_STRETCHES * REPLICATIONS)])[0])

    def swing(self, unknown: Unknown) -> Swing:
        """Return the lead at both ends of an unknown, all else as the file says."""
        low, _, high = ends(unknown)
        there = [Drawn(values={unknown.origin: end}, places=None) for end in (low, high)]
        leads = self._leads(there, [range(_STRETCHES * REPLICATIONS)] * 2)
        at_low, at_high = leads.tolist()
        return Swing(name=unknown.origin, low=low, high=high, at_low=at_low, at_high=at_high)


def _prices(found: Decision) -> Mapping[str, float]:
    """Return what each plan must bring for its price, as the verdict has it."""
    judgement = found.judgement
    spends = {name: answer.person_days for name, answer in found.answers.items()}
    budget = max(spends.values())
    worth_it = judgement.worth if judgement else 0.0
    return {name: worth_it * spend / budget if budget else 0.0 for name, spend in spends.items()}


def _worth_knowing(
    found: Decision, unknowns: Sequence[Unknown], prices: Mapping[str, float]
) -> tuple[Known, ...]:
    """Return what knowing each unknown is worth, most first; nothing where none were drawn."""
    drawn = found.drawn
    if drawn is None:
        return ()
    name = found.outcome
    sign = -1.0 if OUTCOMES[name].better == "more" else 1.0
    means = drawn.values[name].mean(axis=1)
    _, first, times = np.unique(drawn.chosen, return_index=True, return_counts=True)
    whole = ~np.isnan(means[first]).any(axis=1)
    first, weights = first[whole], times[whole].astype(np.float64)
    if len(first) < 2:
        return ()
    spent = np.array([prices[plan] for plan in drawn.plans])
    table = sign * (means[first, :1] - means[first]) - spent
    chosen = [drawn.population.drawn[drawn.chosen[place]] for place in first]
    known = []
    for unknown in unknowns:
        column = np.array([each.values[unknown.origin] for each in chosen])
        told = worth(column, table, weights)
        clear = told.chance * len(unknowns) <= _ALPHA
        known.append(Known(name=unknown.origin, worth=told, clear=clear))
    return tuple(sorted(known, key=lambda each: (not each.clear, -each.worth.gain.best)))
