"""What a file's records teach about what it does not know, and which further record would most."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtri

from simulator.engines.program.compilation import program_for
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.methods.records.figures import Figures, spread_of
from simulator.methods.records.likelihood import records_of
from simulator.methods.records.population import (
    BLOCKS,
    REPLICATIONS,
    Population,
    luck_of,
    population,
    unknowns_of,
)
from simulator.model.incident import Causes, Observed
from simulator.model.outcome import HEADLINE
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import weekly_items
from simulator.scenario.world import Factor
from simulator.stats.estimate import Floats

__all__ = ["Calibration", "Further", "Learnt", "calibration"]

_LIKELY: Final = (0.025, 0.5, 0.975)
_BEYOND_CHANCE: Final = 3.0
"""By how many standard errors of chance a record must move or narrow something to be told."""
_TIMES: Final = 20
_FEWEST, _CHOSEN = 20, 200
FURTHER: Final = (
    ("causes", 20, "reviewed failures marked inside, between or neither"),
    ("failed_changes", 500, "changes, and how many of them failed"),
    ("serious_per_year", 1, "year of serious failures, counted"),
    ("restore_p50", 50, "failures, and how long each took to restore"),
    ("lead_time_p50", 200, "changes, and how long each took"),
    ("bounces", 50, "failures, and how often each was passed on"),
    ("readback", 100, "handovers, and whether the receiver asked back"),
)
"""What could be recorded besides, with a size that is little work (judgement)."""


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """One unknown before and after the records: 2.5, 50 and 97.5 % points.

    `moved` is how far its mean went [prior standard deviations], `narrowed` the share of its
    standard deviation that is gone; `beyond_chance` whether either is more than so many weighted
    organisations show of an unknown that no record touches.
    """

    name: str
    meaning: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    moved: float
    narrowed: float
    beyond_chance: bool


@dataclass(frozen=True, kw_only=True)
class Further:
    """A record that could be had: how many of what, and what it would narrow.

    `answer` is the share of the standard deviation of the difference between two plans that it is
    expected to take away, `share` likewise of the share of failures that start between teams;
    neither below 0. `known` says that the file has such a record already.
    """

    record: str
    n: int
    what: str
    answer: float
    share: float
    known: bool


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What records say of an organisation: each unknown, each product, and what would tell more."""

    scenario: Scenario
    seed: int
    organisations: int
    effective: float
    records: tuple[str, ...]
    published: bool
    plans: tuple[str, str]
    share: Learnt | None
    unknowns: tuple[Learnt, ...]
    products: tuple[Learnt, ...]
    further: tuple[Further, ...]


def calibration(
    scenario: Scenario,
    run: Runner,
    *,
    n: int = 200,
    replications: int = REPLICATIONS,
    progress: Callable[[int], None] = lambda _: None,
) -> Calibration:
    """Return what a file's records teach, over `n` organisations and more where they are weighted.

    Each plan runs `replications` times in each, two at least. Refuses a file without a range, which
    leaves nothing to learn, and fewer than 20 organisations (ValueError).
    """
    if n < _FEWEST:
        raise ValueError(f"found {n} organisations; allowed {_FEWEST} or more")
    found = population(scenario, run, n=n, progress=progress)
    if found is None:
        raise ValueError("nothing to learn: the file has no number with low and high")
    unknowns = unknowns_of(scenario)
    learnt = [
        _learnt(unknown.origin, _meaning(unknown),
                np.array([each.values[unknown.origin] for each in found.drawn]), found)
        for unknown in unknowns
    ]  # fmt: skip
    plans = _plans(scenario)
    return Calibration(
        scenario=scenario,
        seed=found.seed,
        organisations=len(found.drawn),
        effective=found.effective,
        records=tuple(record.name for record in found.records),
        published=found.published,
        plans=plans,
        share=_share(found),
        unknowns=tuple(sorted(learnt, key=lambda each: -each.narrowed)),
        products=tuple(_products(found)),
        further=_further(found, run, plans, max(2, replications), progress),
    )  # fmt: skip


def _share(found: Population) -> Learnt | None:
    """Return what is learnt of the share between teams; None where nothing serious fails."""
    between = found.figures.between
    if not np.isfinite(between[: found.first]).any():
        return None
    meaning = "serious failures that start between teams"
    return _learnt("share between teams", meaning, between, found)


def _meaning(unknown: Quantity | Factor) -> str:
    return unknown.meaning if isinstance(unknown, Factor) else (unknown.because or "")


def _plans(scenario: Scenario) -> tuple[str, str]:
    """Return the two plans whose difference is the answer: the first two, or one and today."""
    names = [*scenario.arms, "today"]
    if len(names) < 2:
        return "today", "today"
    return names[0], names[1]


def _learnt(name: str, meaning: str, values: Floats, found: Population) -> Learnt:
    """Return one number of every organisation before and after the records."""
    known = np.isfinite(values)
    first = np.arange(len(values)) < found.first
    before = _points(values[known & first], np.ones(int((known & first).sum())))
    after = _points(values[known], found.weights[known])
    mean, sd = _moments(values[known & first], np.ones(int((known & first).sum())))
    later, less = _moments(values[known], found.weights[known])
    if sd <= 0.0:
        return Learnt(name=name, meaning=meaning, before=before, after=after, moved=0.0,
                      narrowed=0.0, beyond_chance=False)  # fmt: skip
    moved, narrowed = (later - mean) / sd, 1.0 - less / sd
    error = 1.0 / math.sqrt(max(1.0, found.effective))
    beyond = found.weighted and (
        abs(moved) > _BEYOND_CHANCE * error or narrowed > _BEYOND_CHANCE * error / math.sqrt(2.0)
    )
    return Learnt(name=name, meaning=meaning, before=before, after=after, moved=moved,
                  narrowed=narrowed, beyond_chance=beyond)  # fmt: skip


def _moments(values: Floats, weights: Floats) -> tuple[float, float]:
    share = weights / weights.sum()
    mean = float(share @ values)
    return mean, math.sqrt(max(0.0, float(share @ (values - mean) ** 2)))


def _points(values: Floats, weights: Floats) -> tuple[float, float, float]:
    """Return the weighted 2.5, 50 and 97.5 % points."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    places = np.minimum(np.searchsorted(reached, _LIKELY), len(values) - 1)
    low, middle, high = (float(value) for value in values[order][places])
    return low, middle, high


def _products(found: Population) -> Iterator[Learnt]:
    """Yield what records can be learnt for as a whole only, each as its mean over the places."""
    rows = [dict(_product_values(each.of(found.scenario))) for each in found.drawn]
    for name in rows[0]:
        yield _learnt(name, "", np.array([row[name] for row in rows]), found)


def _product_values(scenario: Scenario) -> Iterator[tuple[str, float]]:
    """Yield the products of model.md section 12 in one organisation."""
    used = weekly_items(scenario)
    teams = [team for name, team in scenario.teams.items() if name in used]
    edges = [edge for name, edge in scenario.boundaries.items() if name in used]
    told = {
        "made inside and not removed": [
            team.defects_per_item.value * (1.0 - team.defect_removal.value) for team in teams
        ],
        "lost and assumed wrongly": [
            (1.0 - e.fidelity.value) * (1.0 - e.shared_context.value) * (1.0 - e.readback.value)
            * (1.0 - e.assumption_accuracy.value) for e in edges
        ],
        "missing and asked back": [
            (1.0 - e.fidelity.value) * (1.0 - e.shared_context.value) * e.readback.value
            for e in edges
        ],
        "nobody's work": [(1.0 - e.owned.value) * e.boundary_work.value for e in edges],
    }  # fmt: skip
    for name, values in told.items():
        if values:
            yield name, sum(values) / len(values)


def _further(
    found: Population,
    run: Runner,
    plans: tuple[str, str],
    replications: int,
    progress: Callable[[int], None],
) -> tuple[Further, ...]:
    """Return what each further record is expected to narrow, the one that tells most first.

    Each organisation is asked what it would record; how far that tells its answer is the share of
    variance that a regression explains (Strong, Oakley and Brennan 2014, doi
    10.1177/0272989X13505910), less what it explains of answers in any order.
    """
    chosen = list(found.choose(min(_CHOSEN, found.first)))
    answers, noise = _answers(found, run, plans, chosen, replications, progress)
    shares = found.figures.of(chosen).between
    year = run(program_for(found.scenario), range(100))
    known = {record.name for record in found.records}
    rows = []
    for name, size, what in FURTHER:
        columns = _recorded(found, name, size, chosen, spread_of(year))
        if columns is None:
            continue
        luck = luck_of(found.seed, f"further {name}")
        rows.append(
            Further(record=name, n=size, what=what, known=name in known,
                    answer=_narrowing(columns, answers, noise, luck),
                    share=_narrowing(columns, shares, 0.0, luck))
        )  # fmt: skip
    return tuple(sorted(rows, key=lambda row: -row.answer))


def _answers(
    found: Population,
    run: Runner,
    plans: tuple[str, str],
    chosen: Sequence[int],
    replications: int,
    progress: Callable[[int], None],
) -> tuple[Floats, float]:
    """Return the difference between two plans in every organisation, and its variance by noise."""
    if plans[0] == plans[1]:
        return np.full(len(chosen), math.nan), 0.0
    rows, noise = [], []
    for place, index in enumerate(chosen):
        own = found.drawn[index].of(found.scenario)
        block = place % BLOCKS
        stretch = range(block * replications, (block + 1) * replications)
        pair = [program_for(own, plan) for plan in plans]
        each = [
            OUTCOMES[HEADLINE].fraction(program, tally)
            for program, tally in zip(pair, run.all([(p, stretch) for p in pair]), strict=True)
        ]
        with np.errstate(invalid="ignore", divide="ignore"):
            years = [above / below for above, below in each]
            whole = [above.sum() / below.sum() for above, below in each]
        rows.append(whole[0] - whole[1])
        noise.append(float(np.var(years[0] - years[1], ddof=1)) / replications)
        progress(1)
    return np.array(rows), float(np.nanmean(noise))


def _recorded(
    found: Population, name: str, size: int, chosen: Sequence[int], spread: object
) -> Floats | None:
    """Return what each organisation would record, several times over; None where it cannot."""
    luck = luck_of(found.seed, f"recorded {name}")
    if name == "readback":
        origin = next((key for key in found.unknowns if key.endswith("readback")), None)
        if origin is None:
            return None
        chance = np.array([found.drawn[index].values[origin] for index in chosen])
        return np.stack([luck.binomial(size, chance) / size for _ in range(_TIMES)])[:, :, None]
    figures: Figures = found.figures.of(chosen)
    if not figures.known.all():
        return None
    record = next(iter(records_of(_observed(name, size), spread)), None)  # type: ignore[arg-type]
    if record is None:
        return None
    return np.stack([record.replicate(figures, luck) for _ in range(_TIMES)])


def _observed(name: str, size: int) -> Observed:
    """Return records in which only this one stands, so large; what it says is not used."""
    causes = None
    values: dict[str, Quantity | None] = dict.fromkeys(
        ("changes", "failed_changes", "serious_per_year", "restore_p50", "lead_time_p50", "bounces")
    )
    if name == "causes":
        each = {side: Quantity(value=float(size) / 2.0) for side in ("inside", "between")}
        causes = Causes(**each, neither=Quantity(value=0.0), cannot_tell=None, prior="none",
                        because=None)  # fmt: skip
    else:
        values[name] = Quantity(value=0.5, n=size)
    return Observed(
        source="own",
        improvement_inside=None,
        model_error=Quantity(value=0.2),
        causes=causes,
        **values,
    )


def _narrowing(columns: Floats, answers: Floats, noise: float, luck: np.random.Generator) -> float:
    """Return the share of an answer's standard deviation that a record is expected to take away."""
    known = np.isfinite(answers)
    if known.sum() < 20 or np.ptp(answers[known]) == 0.0:
        return 0.0
    y = answers[known]
    true = max(1e-12, float(y.var()) - noise)
    explained = [_explained(each[known], y) for each in columns]
    by_chance = [_explained(each[known], luck.permutation(y)) for each in columns]
    gone = max(0.0, float(np.mean(explained) - np.mean(by_chance)))
    return 1.0 - math.sqrt(max(0.0, 1.0 - min(1.0, gone / true)))


def _explained(record: Floats, y: Floats) -> float:
    """Return the variance of an answer that a quadratic in the ranks of a record explains."""
    scores = [_scores(column) for column in record.T if np.ptp(column) > 0.0]
    terms = [np.ones(len(y)), *scores, *(each**2 for each in scores)]
    table = np.stack(terms, axis=1)
    fitted = table @ np.linalg.lstsq(table, y, rcond=None)[0]
    return float(fitted.var())


def _scores(column: Floats) -> Floats:
    """Return normal scores of the ranks of a column, ties together."""
    _, inverse, counts = np.unique(column, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - 0.5 * counts
    return np.asarray(ndtri(middle / len(column))[inverse])
