"""Whether a scenario is plausible, and whether its today looks like its own records."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.runner import Runner
from simulator.files.evidence import evidence
from simulator.measures import splits
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Sum
from simulator.methods.likeness import SIDES, Likeness, likeness
from simulator.methods.plausibility.moves import FULL, Move, Staffing, loads, moves, staffing
from simulator.methods.records.contradiction import Contradiction, contradictions
from simulator.methods.records.population import Population, population
from simulator.methods.run import Answer, answered
from simulator.model.organisation import Boundary, Team
from simulator.model.outcome import HEADLINE
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import weekly_items

__all__ = ["Check", "Plausibility", "Product", "plausible", "products"]

BUSY = (0.3, 0.9)
"""Between these a team's time is plausibly taken by the work in the file (judgement)."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One figure of the model beside what is plausible, or beside the file's own records.

    `low` and `high` is the range of the model (simulation noise, or 9 simulated years in 10 beside
    records), `expected_low` and `expected_high` what it is held against, `source` where that
    comes from. `verdict` is fine, odd (outside a published or judged range) or fails.
    """

    name: str
    group: str
    unit: str
    value: float
    low: float
    high: float
    expected: float | None
    expected_low: float
    expected_high: float
    source: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class Plausibility:
    """All checks of a scenario's today, what would mend them, and what records cannot tell.

    `drawn` organisations were weighted by the records, 0 where there is nothing to draw or to weigh
    by; `effective` is how many equally likely ones say as much, and `unreachable` are the records
    that hardly any of them can produce.
    """

    scenario: Scenario
    seed: int
    replications: int
    checks: tuple[Check, ...]
    likenesses: tuple[Likeness, ...]
    moves: tuple[Move, ...]
    people: tuple[Staffing, ...]
    products: tuple[Product, ...]
    drawn: int = 0
    effective: float = 0.0
    unreachable: tuple[Contradiction, ...] = ()

    @property
    def fails(self) -> bool:
        """Whether a check fails outright: a queue without end, or records contradicted."""
        return any(check.verdict == "fails" for check in self.checks)

    @property
    def like(self) -> bool | None:
        """Whether all records agree with the model; None where the file holds none."""
        return all(each.like for each in self.likenesses) if self.likenesses else None

    def as_json(self) -> dict[str, Any]:
        """Return everything by its keys in JSON (NaN stays NaN)."""
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replications,
            "looks_like_you": self.like,
            "fails": self.fails,
            "checks": self.checks,
            "changes": self.moves,
            "people": self.people,
            "products": self.products,
            "drawn": self.drawn,
            "effective": self.effective,
            "unreachable": self.unreachable,
        }


def plausible(
    scenario: Scenario,
    run: Runner,
    *,
    replications: int,
    worlds: int = 0,
    progress: Callable[[int], None] = lambda _: None,
) -> Plausibility:
    """Return how a scenario's today stands beside what is plausible and beside its own records.

    Where there are records, `worlds` organisations or more are weighted by them. `progress` is told
    once for today, once for each record that the model misses, and once for the organisations.
    """
    program = program_for(scenario)

    def ask(other: Program) -> Answer:
        tally = run.all([(other, range(replications))])[0]
        return answered(other, tally, range(replications), run)

    answer = ask(program)
    progress(1)
    found = likeness(answer)
    short = staffing(scenario, program, ask)
    checks = (
        *_queues(scenario, answer),
        *_rates(answer),
        *_mix(answer),
        *_kept(answer),
        *map(_record, found),
    )
    # a queue without end must be mended first: every other figure follows from it
    turns = () if short else moves(scenario, program, ask, found, progress)
    weighted = None if short or not found else population(scenario, run, n=worlds)
    progress(1)
    return Plausibility(
        scenario=scenario,
        seed=run.seed,
        replications=replications,
        checks=checks,
        likenesses=found,
        moves=turns,
        people=short,
        products=products(scenario, answer),
        **({} if weighted is None or not weighted.records else _weighted(weighted)),
    )


def _weighted(found: Population) -> dict[str, Any]:
    return {
        "drawn": len(found.drawn),
        "effective": found.effective,
        "unreachable": contradictions(found),
    }


def _queues(scenario: Scenario, answer: Answer) -> Iterator[Check]:
    busy = splits.teams(answer.program, answer.tally)
    for name, load in loads(scenario).items():
        value = float(busy[name]["utilisation"])
        full = load >= 1.0 or value >= FULL
        odd = not BUSY[0] <= value <= BUSY[1]
        yield Check(
            name=name,
            group="busy",
            unit="share of the team's time",
            value=load if load >= 1.0 else value,
            low=math.nan,
            high=math.nan,
            expected=None,
            expected_low=BUSY[0],
            expected_high=BUSY[1],
            source="judgement",
            verdict="fails" if full else "odd" if odd else "fine",
        )


def _rates(answer: Answer) -> Iterator[Check]:
    dora = evidence().studies["dora-2024"]
    found = answer.outcomes[HEADLINE]
    low, high = (dora.figure(name).value or math.nan for name in ("elite", "low"))
    yield _published(
        HEADLINE, "changes", OUTCOMES[HEADLINE].many, found.best,
        (found.low, found.high), (low, high), dora.reference,
    )  # fmt: skip


def _mix(answer: Answer) -> Iterator[Check]:
    split = splits.failures_by(answer.program, answer.tally)["mechanism"]
    whole = math.fsum(split.values())
    if not whole > 0.0:
        return
    found = [of.figure.value for of in evidence().boundary_shares.values()]
    shares = [share for share in found if share is not None]
    bands = {
        "between": (min(shares), max(shares), "published boundary shares"),
        "neither": (15.0, 40.0, "published mixes, judgement"),
    }
    for side, (low, high, source) in bands.items():
        share = 100.0 * math.fsum(split[name] for name in SIDES[side]) / whole
        yield _published(
            f"causes.{side}", "causes", "% of failures", share, (math.nan, math.nan),
            (low, high), source,
        )  # fmt: skip


def _kept(answer: Answer) -> Iterator[Check]:
    """Yield of each kind the least that a single handover keeps, beside what was measured."""
    study = evidence().studies["bhabra-2007"]
    ends = study.figure("verbal-each").value, study.figure("printed-each").value
    for kind, shares in splits.retention(answer.program, answer.tally).items():
        hops = [after / before for before, after in pairwise(shares) if before > 0.0]
        known = [hop for hop in hops if math.isfinite(hop)]
        if known:
            yield _published(
                kind, "kept", "share of facts kept, worst and best handover", min(known),
                (min(known), max(known)), (ends[0] or 0.0, ends[1] or 1.0),
                f"{study.reference}, spoken to printed",
            )  # fmt: skip


def _published(
    name: str, group: str, unit: str, value: float, ends: tuple[float, float],
    band: tuple[float, float], source: str,
) -> Check:  # fmt: skip
    known = math.isfinite(value)
    inside = known and band[0] <= value <= band[1]
    if group == "kept":
        # the best handover counts as well: better than a printed sheet is not plausible
        inside = inside and round(ends[1], 3) <= band[1]
    return Check(
        name=name,
        group=group,
        unit=unit,
        value=value,
        low=ends[0],
        high=ends[1],
        expected=None,
        expected_low=band[0],
        expected_high=band[1],
        source=source,
        verdict="fine" if inside else "odd",
    )


def _record(found: Likeness) -> Check:
    return Check(
        name=found.what,
        group="records",
        unit=found.unit,
        value=found.model,
        low=found.model_low,
        high=found.model_high,
        expected=found.observed,
        expected_low=found.low,
        expected_high=found.high,
        source="the file's own observed",
        verdict="fine" if found.like else "fails",
    )


_WEEK = 5.0


@dataclass(frozen=True, kw_only=True)
class Product:
    """A product of parameters that records can be learnt for as a whole only.

    `low` and `high` are the smallest and the largest over the places that work passes.
    """

    name: str
    unit: str
    parameters: tuple[str, ...]
    low: float
    high: float


def products(scenario: Scenario, answer: Answer) -> tuple[Product, ...]:
    """Return the products of model.md section 12 for today; places without work are left out."""
    used = weekly_items(scenario)
    teams = [team for name, team in scenario.teams.items() if name in used]
    edges = [edge for name, edge in scenario.boundaries.items() if name in used]
    return (*_of_teams(teams), *_of_edges(edges), *_of_failures(answer))


def _of_teams(teams: list[Team]) -> Iterator[Product]:
    yield from _product(
        "made inside and not removed",
        "mistakes an item",
        ("team.defects_per_item", "team.defect_removal"),
        [team.defects_per_item.value * (1.0 - team.defect_removal.value) for team in teams],
    )


def _of_edges(edges: list[Boundary]) -> Iterator[Product]:
    told: tuple[tuple[str, str, tuple[str, ...], Callable[[Boundary], float]], ...] = (
        (
            "lost and assumed wrongly",
            "of facts",
            (*_WAY, "boundary.assumption_accuracy"),
            lambda edge: (
                _missing(edge)
                * (1.0 - edge.readback.value)
                * (1.0 - edge.assumption_accuracy.value)
            ),
        ),
        (
            "missing and asked back",
            "of facts",
            _WAY,
            lambda edge: _missing(edge) * edge.readback.value,
        ),
        (
            "nobody's work",
            "of handovers",
            ("boundary.owned", "boundary.boundary_work"),
            lambda edge: (1.0 - edge.owned.value) * edge.boundary_work.value,
        ),
        (
            "out of date on arrival",
            "changes an item",
            ("boundary.changes_per_week", "boundary.exposure", "boundary.sync_every"),
            lambda edge: (
                edge.changes_per_week.value
                / _WEEK
                * edge.exposure.value
                * min(edge.sync_every.value, 2.0 * 260.0)
                / 2.0
            ),
        ),
    )
    for name, unit, parameters, value in told:
        yield from _product(name, unit, parameters, [value(edge) for edge in edges])


_WAY = ("boundary.fidelity", "boundary.shared_context", "boundary.readback")


def _missing(edge: Boundary) -> float:
    return (1.0 - edge.fidelity.value) * (1.0 - edge.shared_context.value)


def _of_failures(answer: Answer) -> Iterator[Product]:
    sums = answer.tally.sums.sum(axis=0)
    if sums[Sum.RELEASED] > 0:
        own = answer.tally.failures[:, :-1, :, 0].sum()
        value = float(own / sums[Sum.RELEASED])
        name = "mistakes that show"
        yield from _product(
            name, "failures an item", ("incidents.manifest", "all unnoticed mistakes"), [value]
        )


def _product(
    name: str, unit: str, parameters: tuple[str, ...], values: list[float]
) -> Iterator[Product]:
    if values:
        yield Product(
            name=name, unit=unit, parameters=parameters, low=min(values), high=max(values)
        )
