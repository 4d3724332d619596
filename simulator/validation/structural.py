"""Where failures gather: organisation, complexity, coverage and distance as predictors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Floats
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Estimate, mean_estimate
from simulator.validation.bench import Bench, Tree, published
from simulator.validation.check import Check, Target, span

__all__ = ["structural"]

POPULATIONS, PARTS, RUNS = 10, 120, 3
"""Simulated organisations, parts of each, and runs of each part."""

FEWEST = 40
"""Parts below which a fit to one half says nothing about the other."""

TEAMS = ("A", "B", "C", "D", "E", "F")
PEOPLE = (3, 12)
LOAD = 0.7
REMOTE_DELAY = 0.5
"""A crossing between two sites waits half a day and shares as little context as the file allows."""

_TEAM_RANGES = (
    "defects_per_item",
    "defect_removal",
    "catches_defects",
    "catches_misunderstandings",
)
_EDGE_RANGES = (
    "fidelity",
    "shared_context",
    "readback",
    "assumption_accuracy",
    "owned",
    "boundary_work",
)
_TOLD = (
    f"typical-company's teams and boundaries drawn over the file's ranges into {POPULATIONS} "
    f"organisations of {PARTS} parts; 1 to 6 teams a part, on two sites"
)


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """The parts of one organisation: what is known of each, and failures per 100 changes."""

    teams: Floats
    people: Floats
    complexity: Floats
    coverage: Floats
    distributed: Floats
    failures: Floats


def structural(bench: Bench) -> Iterator[Check]:
    """Yield the checks on where failures gather."""
    populations = max(4, round(min(1.0, bench.effort) * POPULATIONS))
    bases = {length: bench.scenario("typical-company", _route(length)) for length in range(1, 7)}
    programs = {length: bench.program(scenario) for length, scenario in bases.items()}
    found, late = (
        [_organisation(bench, bases[6], programs, number, far) for number in range(populations)]
        for far in (True, False)
    )
    yield from _nagappan(bench, found)
    yield from _bird(bench, found)
    for parts, reading in ((found, "delay, little shared context"), (late, "delay alone")):
        for teams in (False, True):
            yield _distance(bench, parts, reading, teams=teams)


def _route(length: int) -> Tree:
    """The change to one kind of work through so many teams that are all alike."""
    names = TEAMS[:length]
    return {
        "arms": None,
        "levers": None,
        "external": "none",
        "boundaries": None,
        "teams": {
            **dict.fromkeys(
                ("Product", "Application", "Platform", "Security", "Operations", "Support")
            ),
            **{name: {} for name in names},
        },
        "work": {
            "fix": None,
            "feature": {"route": list(names)},
        },
    }


def _drawn(quantity: Quantity, u: float) -> float:
    """A value of a range: half the probability on either side of the value, uniform in each."""
    low = quantity.value if quantity.low is None else quantity.low
    high = quantity.value if quantity.high is None else quantity.high
    if u < 0.5:
        return low + (quantity.value - low) * 2.0 * u
    return quantity.value + (high - quantity.value) * (2.0 * u - 1.0)


def _organisation(
    bench: Bench, base: Scenario, programs: Mapping[int, Program], number: int, far: bool
) -> _Parts:
    """The parts of one organisation; `far`: what stands apart shares less context as well."""
    generator = np.random.default_rng([bench.seed, 20080510, number])
    requests, known = [], []
    for _ in range(max(FEWEST, round(min(1.0, bench.effort) * PARTS))):
        length = int(generator.integers(1, 7))
        program, facts = _part(base, programs[length], far, generator)
        first = number * RUNS
        requests.append((program, range(first, first + RUNS)))
        known.append(facts)
    outcome = OUTCOMES["failures"]
    failures = []
    for (program, _), tally in zip(requests, bench.run.all(requests), strict=True):
        above, below = outcome.as_struck(program, tally)
        failures.append(float(above.sum() / below.sum()))
    columns = np.array(known, np.float64).T
    names = ("teams", "people", "complexity", "coverage", "distributed")
    return _Parts(**dict(zip(names, columns, strict=True)), failures=np.array(failures))


def _part(
    base: Scenario, program: Program, far: bool, generator: np.random.Generator
) -> tuple[Program, tuple[float, ...]]:
    """One part: its plan, and what is known of it without a look at its boundaries' quality."""
    length = program.teams.shape[1]
    team, edge = next(iter(base.teams.values())), next(iter(base.boundaries.values()))
    teams, edges = program.teams.copy(), program.edges.copy()
    drawn = {name: _drawn(getattr(team, name), generator.random()) for name in _TEAM_RANGES}
    for name, value in drawn.items():
        teams[name] = value
    for name in _EDGE_RANGES:
        edges[name] = _drawn(getattr(edge, name), generator.random())
    people = generator.integers(PEOPLE[0], PEOPLE[1] + 1, length)
    teams["people"] = people
    teams["effort_mean"] = LOAD * people / float(program.rates.sum())
    sites = generator.integers(0, 2, length)
    remote = sites[edges["source"]] != sites[edges["target"]]
    edges["delay"][remote] = REMOTE_DELAY
    low = edge.shared_context.low
    if far and low is not None:
        edges["shared_context"][remote] = low
    for array in (teams, edges):
        array.setflags(write=False)
    facts = (
        float(length),
        float(people.sum()),
        length * drawn["defects_per_item"],
        drawn["defect_removal"],
        float(remote.any()),
    )
    return replace(program, teams=teams, edges=edges), facts


def _check(
    bench: Bench, name: str, slug: str, target: Target, found: Estimate, **more: Any
) -> Check:
    predicted = "from the file's ranges; nothing is fitted"
    return bench.study(
        name,
        slug,
        target,
        found,
        group="structural",
        scenario=_TOLD,
        predicted=predicted,
        plausible=True,
        **more,
    )


def _nagappan(bench: Bench, found: list[_Parts]) -> Iterator[Check]:
    """Yield by how much an organisation-based predictor is the better one."""
    scores = {
        "organisation": [_predicted(each, (each.teams, np.log(each.people))) for each in found],
        "complexity": [_predicted(each, (np.log(each.complexity),)) for each in found],
        "coverage": [_predicted(each, (each.coverage,)) for each in found],
    }
    means = {name: 100.0 * np.mean(each, axis=0) for name, each in scores.items()}
    told = "; ".join(f"{name} {p:.0f} / {r:.0f}" for name, (p, r) in means.items())
    for column, what in enumerate(("precision", "recall")):
        for rival in ("complexity", "coverage"):
            gaps = [
                100.0 * (ours[column] - theirs[column])
                for ours, theirs in zip(scores["organisation"], scores[rival], strict=True)
            ]
            yield _check(
                bench,
                f"Failure-prone parts, {what} by organisation less by {rival}",
                "nagappan-2008",
                span(0.0, 100.0),
                mean_estimate(np.array(gaps)),
                unit="points of %",
                note=f"Precision / recall: {told}. Published: organisation 86 / 84, complexity "
                "79 / 66, coverage 84 / 54. Failure-prone: above the median of its organisation.",
            )


def _predicted(parts: _Parts, columns: tuple[Floats, ...]) -> tuple[float, float]:
    """Precision and recall in one half of the parts of a logistic fit to the other half."""
    prone = (parts.failures > np.median(parts.failures)).astype(np.float64)
    table = np.column_stack([(each - each.mean()) / each.std() for each in columns])
    table = np.column_stack([np.ones(len(table)), table])
    half = len(table) // 2
    weights = _logistic(table[:half], prone[:half])
    guessed = table[half:] @ weights > 0.0
    hits = float((guessed & (prone[half:] > 0.5)).sum())
    return hits / max(1.0, float(guessed.sum())), hits / max(1.0, float(prone[half:].sum()))


def _logistic(table: Floats, answers: Floats) -> Floats:
    """The weights of a logistic regression, by Newton's steps with a small ridge."""
    weights = np.zeros(table.shape[1])
    ridge = 1e-3 * np.eye(len(weights))
    for _ in range(25):
        chance = 1.0 / (1.0 + np.exp(-np.clip(table @ weights, -30.0, 30.0)))
        curve = (table * (chance * (1.0 - chance))[:, None]).T @ table + ridge
        weights = weights + np.linalg.solve(curve, table.T @ (answers - chance) - ridge @ weights)
    return weights


def _bird(bench: Bench, found: list[_Parts]) -> Iterator[Check]:
    """Yield what distance adds, alone and once the number of people is known."""
    alone, both = [], []
    for parts in found:
        failures = np.log(parts.failures)
        alone.append(_fit(failures, parts.distributed)[0])
        both.append(_fit(failures, parts.distributed, np.log(parts.people))[0])
    told = _spread(found)
    yield _check(
        bench,
        "Distance alone, variance of failures explained",
        "bird-2009",
        published("bird-2009", "r2-without"),
        mean_estimate(100.0 * np.array(alone)),
        unit="% (R2)",
        note=told,
    )
    yield _check(
        bench,
        "Distance and people, variance of failures explained",
        "bird-2009",
        published("bird-2009", "r2-with"),
        mean_estimate(100.0 * np.array(both)),
        unit="% (R2)",
        note=told,
    )


def _spread(found: list[_Parts]) -> str:
    far = 100.0 * np.mean([parts.distributed.mean() for parts in found])
    return f"{far:.0f} % of the parts stand on both sites."


def _distance(bench: Bench, found: list[_Parts], reading: str, *, teams: bool) -> Check:
    """What distance adds to failures once the number of people, or also of teams, is known."""
    added = []
    for parts in found:
        known = [np.log(parts.people), *([np.log(parts.teams)] if teams else [])]
        _, weights = _fit(np.log(parts.failures), parts.distributed, *known)
        added.append(100.0 * float(np.expm1(weights[1])))
    told = "people and teams" if teams else "people"
    return _check(
        bench,
        f"Distance ({reading}), with {told} in",
        "bird-2009",
        span(-6.0, 6.0),
        mean_estimate(np.array(added)),
        unit="% more failures with distance",
        note=f"Published: at most 6 %, with people in. {_spread(found)} A part on two sites has "
        "two teams or more, so without the number of teams distance stands for handovers too.",
    )


def _fit(answers: Floats, *columns: Floats) -> tuple[float, Floats]:
    """R2 and weights (the constant first) of least squares."""
    table = np.column_stack([np.ones(len(answers)), *columns])
    weights: Floats = np.linalg.lstsq(table, answers, rcond=None)[0].astype(np.float64)
    left = answers - table @ weights
    return 1.0 - float(left @ left) / float(((answers - answers.mean()) ** 2).sum()), weights
