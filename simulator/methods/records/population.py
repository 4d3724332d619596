"""Plausible organisations: drawn over what a file does not know, weighted by its records."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.engines.program.compilation import Program, Use, program_for, programs_for
from simulator.experiments.runner import Runner
from simulator.mechanisms.luck import combine, name_word
from simulator.methods.records.figures import Figures, figures_of, spread_of
from simulator.methods.records.likelihood import Record, records_of
from simulator.methods.records.metamodel import fitted
from simulator.methods.records.published import density_ratio
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import TODAY, Scenario
from simulator.scenario.world import Factor, factors_of
from simulator.stats.empirical_bayes import effective_number
from simulator.stats.estimate import Floats
from simulator.stats.importance import (
    PRIOR_SHARE,
    Proposal,
    mixture_weights,
    proposed,
    systematic,
)

__all__ = [
    "BLOCKS",
    "MOST_ROUNDS",
    "REPLICATIONS",
    "ROUND",
    "Drawn",
    "Population",
    "drawn_value",
    "ends",
    "hypercube",
    "luck_of",
    "population",
    "programs_of",
    "unknowns_of",
]

ROUND = 200
"""Organisations of a round; fewer where fewer are asked for."""
MOST_ROUNDS = 10
REPLICATIONS = 2
"""Replications of today, and of each plan, in an organisation: few, since they differ by more."""
BLOCKS = 50
"""Stretches of luck that organisations take in turn: the 100 replications of a comparison judge
plans, as many others weigh organisations."""
_YEARS = 100
_TOGETHER = 50
_TRIED, _FEWEST_TRIED = 200, 4000
"""Organisations that the metamodel is asked about: so many an unknown, and so many at least."""

Unknown = Quantity | Factor
Values = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One organisation: what was drawn, by origin, and the address by which its places differ."""

    values: Values
    places: int | None

    def of(self, scenario: Scenario) -> Scenario:
        """Return the scenario as it is in this organisation."""
        return scenario.in_world(self.values, self.places)


def programs_of(
    drawn: Sequence[Drawn], scenario: Scenario, uses: Sequence[Use]
) -> list[list[Program]]:
    """Return for each use of money the programs of a scenario in all organisations drawn."""
    return programs_for(scenario, [(each.values, each.places) for each in drawn], uses)


@dataclass(frozen=True, kw_only=True)
class Population:
    """Organisations that a file may be speaking of, with their weights.

    `weights` has one number an organisation and sums to 1; `figures` are their today's. `records`
    are those of the file that carry weight, `published` says whether the published share between
    teams is among what they are weighted by. `first` organisations came from the ranges alone.
    """

    scenario: Scenario
    n: int
    seed: int
    unknowns: tuple[str, ...]
    drawn: tuple[Drawn, ...]
    weights: Floats
    figures: Figures
    records: tuple[Record, ...]
    published: bool
    first: int

    @cached_property
    def effective(self) -> float:
        """How many equally weighted organisations say as much."""
        return effective_number(self.weights)

    @property
    def weighted(self) -> bool:
        """Whether anything is known besides the ranges."""
        return bool(self.records) or self.published

    def choose(self, n: int, turn: int = 0) -> tuple[int, ...]:
        """Return which `n` organisations stand for all, each as often as its weight asks.

        `turn` counts such choices: each has an offset of its own.
        """
        if not self.weighted and n == len(self.drawn) and turn == 0:
            return tuple(range(n))
        luck = luck_of(self.seed, f"choice {turn}")
        return tuple(systematic(self.weights, n, float(luck.random())))


def unknowns_of(scenario: Scenario) -> tuple[Unknown, ...]:
    """Return what a file does not know: its ranges, and the factors on what it says."""
    return (*scenario.unknowns(), *factors_of(scenario))


def population(
    scenario: Scenario,
    run: Runner,
    *,
    n: int,
    progress: Callable[[int], None] = lambda _: None,
) -> Population | None:
    """Return organisations over what a file does not know; None where it knows everything.

    A first round of at most `n` is spread over the ranges as a Latin hypercube (McKay, Beckman,
    Conover 1979, doi 10.1080/00401706.1979.10489755); where records, or published shares, give
    weights, more rounds go where the weight is until half of `n` organisations say as much, ten
    rounds at most. `progress` is told of each organisation that is run.
    """
    last = _LAST[-1] if _LAST else None
    if last is not None and (last.n, last.seed) == (n, run.seed) and last.scenario == scenario:
        progress(n)
        return last
    unknowns, differs = unknowns_of(scenario), scenario.differs()
    if n < 2 or not (unknowns or differs):
        return None
    size = min(n, ROUND)
    seen = scenario.observed
    published = seen is None or seen.causes is None or seen.causes.prior == "published"
    year = run(program_for(scenario), range(_YEARS))
    records = records_of(seen, spread_of(year))
    search = _Search(scenario, run, unknowns, size, differs, records, published, progress)
    search.first()
    while search.weighted and search.rounds_done < MOST_ROUNDS:
        if effective_number(search.weights) >= 0.5 * n or not unknowns:
            break
        search.more()
    found = Population(
        scenario=scenario,
        n=n,
        seed=run.seed,
        unknowns=tuple(unknown.origin for unknown in unknowns),
        drawn=tuple(search.drawn),
        weights=search.weights,
        figures=search.figures,
        records=records,
        published=search.published,
        first=size,
    )
    _LAST[:] = [found]
    return found


_LAST: list[Population] = []
"""The organisations drawn last: one command asks for the same several times, and most of its time
would go into making them again. Changes no number."""


class _Search:
    """Rounds of organisations; those that are done never change."""

    def __init__(
        self,
        scenario: Scenario,
        run: Runner,
        unknowns: tuple[Unknown, ...],
        size: int,
        differs: bool,
        records: tuple[Record, ...],
        published: bool,
        progress: Callable[[int], None],
    ) -> None:
        self.published = published
        self.drawn: list[Drawn] = []
        self.weights: Floats = np.empty(0)
        self._scenario, self._run, self._unknowns = scenario, run, unknowns
        self._size, self._differs, self._records = size, differs, records
        self._progress = progress
        self._rounds: list[tuple[Proposal | None, int]] = []
        self._scores = np.empty((0, len(unknowns)))

    @property
    def weighted(self) -> bool:
        return bool(self._records) or self.published

    @property
    def rounds_done(self) -> int:
        return len(self._rounds)

    def first(self) -> None:
        """Run the round that is spread over the ranges alone."""
        from scipy.special import ndtri

        u = hypercube(self._unknowns, self._size, self._run.seed, 0)
        self.figures = self._round(None, ndtri(u))
        shares = self.figures.between
        if self.published and np.ptp(density_ratio(shares, shares)) == 0.0:
            self.published = False
        self._weigh()

    def more(self) -> None:
        """Run a round that goes where the weight is, one in five still over the ranges."""
        from scipy.special import ndtri

        number = self.rounds_done
        luck = luck_of(self._run.seed, f"round {number}")
        proposal = self._proposal(luck)
        wide = self._size if proposal is None else round(PRIOR_SHARE * self._size)
        scores = ndtri(hypercube(self._unknowns, wide, self._run.seed, number))
        if proposal is not None:
            scores = np.concatenate([proposal.draw(self._size - wide, luck), scores])
        self.figures = self.figures.and_more(self._round(proposal, scores))
        self._weigh()

    def _proposal(self, luck: np.random.Generator) -> Proposal | None:
        """Return where the weight is, as a metamodel of all rounds tells; None where it cannot."""
        model = fitted(self._scores, self.figures)
        if model is None:
            return None
        unknowns = len(self._unknowns)
        scores = luck.standard_normal((max(_FEWEST_TRIED, _TRIED * unknowns), unknowns))
        log = self._log_weights(model.figures(scores, luck))
        best = float(log.max())
        return proposed(scores, np.exp(log - best)) if math.isfinite(best) else None

    def _round(self, proposal: Proposal | None, scores: Floats) -> Figures:
        self._rounds.append((proposal, len(scores)))
        self._scores = np.concatenate([self._scores, scores])
        drawn = list(self._organisations(scores))
        self.drawn += drawn
        found: Figures | None = None
        for begin in range(0, len(drawn), _TOGETHER):
            part = drawn[begin : begin + _TOGETHER]
            programs = programs_of(part, self._scenario, [(TODAY, ())])[0]
            first = len(self.drawn) - len(drawn) + begin
            requests = [
                (program, _stretch(BLOCKS + (first + place) % BLOCKS))
                for place, program in enumerate(programs)
            ]
            figures = figures_of(programs, self._run.all(requests))
            found = figures if found is None else found.and_more(figures)
            self._progress(len(part))
        assert found is not None  # noqa: S101 - a round is never empty
        return found

    def _organisations(self, scores: Floats) -> Iterator[Drawn]:
        from scipy.special import ndtr

        base = combine(combine(0, self._run.seed), name_word("places"))
        for place, row in enumerate(ndtr(scores), len(self.drawn)):
            values = {
                unknown.origin: drawn_value(unknown, float(u))
                for unknown, u in zip(self._unknowns, row, strict=True)
            }
            places = combine(base, place) if self._differs else None
            yield Drawn(values=values, places=places)

    def _log_weights(self, of: Figures) -> Floats:
        """Return how well organisations agree with all that is known of their today."""
        log = np.zeros(len(of.failed))
        for record in self._records:
            log += record.log_likelihood(of)
        if self.published:
            first = self.figures.between[: self._size]
            with np.errstate(divide="ignore"):
                log += np.log(density_ratio(of.between, first))
        return log

    def _weigh(self) -> None:
        log = self._log_weights(self.figures)
        if not math.isfinite(float(log.max())):
            # no organisation can produce the records: they contradict the file, which is told
            log = np.zeros(len(self.drawn))
        self.weights = mixture_weights(log, self._scores, self._rounds)


def _stretch(block: int) -> range:
    return range(block * REPLICATIONS, (block + 1) * REPLICATIONS)


def ends(unknown: Unknown) -> tuple[float, float, float]:
    """Return what is least, middling and most of an unknown; of a normal factor its 95 % points."""
    if isinstance(unknown, Factor):
        low, middle, high = (unknown.quantile(u) for u in (0.025, 0.5, 0.975))
        return low, middle, high
    return (
        unknown.value if unknown.low is None else unknown.low,
        unknown.value,
        unknown.value if unknown.high is None else unknown.high,
    )


def drawn_value(unknown: Unknown, u: float) -> float:
    """Return an unknown at a probability, on the grid of 32-bit floats.

    Half the probability of a range lies between low and value, half between value and high,
    uniform in each.
    """
    if isinstance(unknown, Factor):
        return float(np.float32(unknown.quantile(u)))
    low, middle, high = ends(unknown)
    if u < 0.5:
        value = low + (middle - low) * 2.0 * u
    else:
        value = middle + (high - middle) * (2.0 * u - 1.0)
    return min(high, max(low, float(np.float32(value))))


def hypercube(unknowns: Sequence[Unknown], n: int, seed: int, number: int) -> Floats:
    """Return `n` rows of probabilities, each column stratified by its own permutation.

    A permutation is addressed by its unknown's origin and the round, so that reordering a file
    changes nothing.
    """
    columns = []
    for unknown in unknowns:
        luck = luck_of(seed, f"{number} {unknown.origin}" if number else unknown.origin)
        columns.append((luck.permutation(n) + luck.random(n)) / n)
    return np.stack(columns, axis=1) if columns else np.empty((n, 0))


def luck_of(seed: int, name: str) -> np.random.Generator:
    """Return the luck of one use of it, by name."""
    word = hashlib.blake2b(f"{seed} {name}".encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(word, "little"))
