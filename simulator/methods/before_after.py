"""What a programme at handovers should leave, predicted before it is seen."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from simulator.engines.program.compilation import program_for
from simulator.experiments.runner import Runner
from simulator.files.study import Guess, Study
from simulator.measures.outcomes import OUTCOMES
from simulator.methods.records.population import luck_of
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Floats
from simulator.stats.prediction import LEVEL, interval_score

__all__ = ["ORGANISATIONS", "Prediction", "Said", "organisation", "predict"]

ORGANISATIONS = 100
"""Organisations drawn over the ranges of a study."""
_WRONG, _FACTS = 0.05, 12
"""A handover without the practice gets this share of twelve facts wrong."""
_FUTURES = 200
"""Counts drawn for each organisation."""
_REPLICATIONS = 8
"""Of each organisation, on luck of its own; the same luck before and after."""
SKILL = 0.9
"""A prediction says something where its score is below this share of the naive one's."""
Said = Literal["agrees", "inconclusive", "disagrees", "not seen yet"]


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """What is expected after a programme, and what was seen.

    `ratio` is what is left of the events a unit, after against before, with its 95 % points over
    the study's ranges; `best`, `low` and `high` are the events to be counted after, with chance and
    the spread between places; the naive ones are those if nothing had changed. `seen` is None
    where the study has not been seen yet. `n` organisations were simulated, `seed` is their luck.
    """

    study: Study
    ratio: tuple[float, float, float]
    best: float
    low: float
    high: float
    naive_best: float
    naive_low: float
    naive_high: float
    seen: int | None
    n: int
    seed: int

    @property
    def units(self) -> int:
        """Of how many units the events after are counted."""
        return (self.study.after or self.study.before).of

    @property
    def score(self) -> float:
        """The interval score of the prediction; nan where nothing was seen."""
        return _score(self.low, self.high, self.seen)

    @property
    def naive_score(self) -> float:
        """The interval score of *nothing changes*."""
        return _score(self.naive_low, self.naive_high, self.seen)

    @property
    def verdict(self) -> Said:
        """Whether what was seen was predicted, and better than by *nothing changes*."""
        if self.seen is None:
            return "not seen yet"
        if not self.low <= self.seen <= self.high:
            return "disagrees"
        return "agrees" if self.score < SKILL * self.naive_score else "inconclusive"


def _score(low: float, high: float, seen: int | None) -> float:
    return math.nan if seen is None else interval_score(low, high, seen)


def organisation(share: float, followed: float, left: float, begun: float) -> Scenario:
    """Return two teams and a handover that fail as a study's units do.

    Of one expected failure in a hundred changes before, `share` begins in the handover, followed
    `begun` of the time; now it is followed as often as told. A handover is followed or not, one
    draw for all that the practice asks; a followed one makes `left` of the errors of another. The
    rest of the failures is made inside, where no practice at a handover reaches.
    """
    lost = _FACTS * _WRONG * (1.0 - begun * (1.0 - left))
    manifest = share * 0.01 / lost
    tree: dict[str, Any] = {
        "version": 1,
        "name": "A study",
        "horizon": "320 days",
        "warm_up": "60 days",
        "external": "none",
        "work": [
            {
                "kind": "unit",
                "arrivals": "10 per week",
                "facts": _FACTS,
                "size_cv": 0,
                "route": ["Sender", "Receiver"],
            }
        ],
        "defaults": {
            "team": {
                "people": 20,
                "effort": {"mean": "0.1 days"},
                "defects_per_item": 0,
                "defect_removal": 0,
                "catches_defects": 0,
                "catches_misunderstandings": 0,
            },
            "boundary": {
                "fidelity": 1.0 - left * _WRONG,
                "lapse": 1.0 - followed,
                "lapse_fidelity": 1.0 - _WRONG,
                "shared_context": 0,
                "readback": 0,
                "assumption_accuracy": 0,
                "owned": 1,
                "boundary_work": 0,
                "changes_per_week": 0,
            },
        },
        "teams": {"Sender": {"defects_per_item": (1.0 - share) * 0.01 / manifest}, "Receiver": {}},
        "incidents": {"manifest": {"value": manifest, "equal": "as the study's"}, "bad_fix": 0},
        "observed": {"causes": {"value": "none", "because": "the study says it"}},
    }
    return Scenario.from_tree(tree)


def predict(
    study: Study,
    run: Runner,
    *,
    seed: int,
    organisations: int = ORGANISATIONS,
    progress: Callable[[int], None] = lambda _: None,
) -> Prediction:
    """Return what a study should see after its programme, without its own events after.

    Its events after are never looked at, only held against what is returned. What is not known:
    the ranges of the file, chance in the events before and after, and the spread between places.
    """
    luck = luck_of(seed, "before and after")
    levels = (np.arange(organisations) + 0.5) / organisations
    guesses = (study.from_handovers, study.followed.before, study.followed.after, study.left)
    drawn = [[_drawn(guess, float(u)) for u in luck.permutation(levels)] for guess in guesses]
    ratios = []
    for number, (share, before, after, left) in enumerate(zip(*drawn, strict=True)):
        own = range(number * _REPLICATIONS, (number + 1) * _REPLICATIONS)
        now, then = (
            _failures(organisation(share, followed, left, before), run, own)
            for followed in (after, before)
        )
        ratios.append(now / then)
        progress(1)
    found = np.array(ratios)
    units = (study.after or study.before).of
    counts = _counts(study, found, units, luck)
    naive = _counts(study, np.ones(organisations), units, luck, spread=0.0)
    ends = (0.5 - 0.5 * LEVEL, 0.5, 0.5 + 0.5 * LEVEL)
    ratio, told, blind = (np.quantile(each, ends).tolist() for each in (found, counts, naive))
    return Prediction(
        study=study,
        ratio=(ratio[1], ratio[0], ratio[2]),
        best=told[1],
        low=told[0],
        high=told[2],
        naive_best=blind[1],
        naive_low=blind[0],
        naive_high=blind[2],
        seen=None if study.after is None else study.after.events,
        n=organisations,
        seed=seed,
    )


def _drawn(guess: Guess, u: float) -> float:
    """A probability at a level: half of it between low and value, half between value and high."""
    low, high = guess.ends
    if u < 0.5:
        return low + (guess.value - low) * 2.0 * u
    return guess.value + (high - guess.value) * (2.0 * u - 1.0)


def _failures(scenario: Scenario, run: Runner, replications: range) -> float:
    program = program_for(scenario, "today")
    above, below = OUTCOMES["failures"].fraction(program, run(program, replications))
    return float(above.sum() / below.sum())


def _counts(
    study: Study, ratios: Floats, units: int, luck: np.random.Generator, spread: float | None = None
) -> Floats:
    """Events after: of a rate before that its own count leaves open, elsewhere, by chance."""
    wide = study.spread if spread is None else spread
    shape = (len(ratios), _FUTURES)
    rates = luck.gamma((study.before.events or 0) + 0.5, 1.0 / study.before.of, shape)
    places = np.exp(luck.normal(0.0, wide, shape)) if wide else 1.0
    return np.asarray(luck.poisson(rates * ratios[:, None] * places * units), float).ravel()
