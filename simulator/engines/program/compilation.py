"""From a scenario and a plan to a plan: what both engines read, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.engines.program import layout
from simulator.engines.program.routes import Routes, Rows, Whole, routes
from simulator.engines.program.starting import starting
from simulator.mechanisms.draws import CONSTANT, EXPONENTIAL, LOGNORMAL, log_variance
from simulator.mechanisms.incidents import shows_between
from simulator.mechanisms.luck import name_word
from simulator.mechanisms.practice import strengthened
from simulator.model.frozen import Measured
from simulator.model.lever import EDGE_LEVERS, TEAM_LEVERS
from simulator.model.organisation import Boundary, Team
from simulator.model.register import MOVES
from simulator.scenario.scenario import Epoch, Scenario
from simulator.scenario.spending import Purchase, capacity_taken, purchases, units

Table = np.ndarray[tuple[int, int], np.dtype[np.void]]
_SHAPES = {"lognormal": LOGNORMAL, "exponential": EXPONENTIAL, "constant": CONSTANT}
_DAYS_A_WEEK = 5.0


@dataclass(frozen=True, kw_only=True)
class Program:
    """One scenario under one plan, ready to run; arrays are read-only.

    `scenario` is the plan's own organisation (structure changes applied) and `bought` what money
    bought in it. `teams` has one row an epoch and one column a team, `edges` likewise for
    boundaries; `starting`: the items at each step before day 0; `team_practices`
    and `edge_practices` have one row a place and one column a lever
    (order: `TEAM_LEVERS`, `EDGE_LEVERS`); `team_starts` and `edge_starts` [days] say
    per epoch and lever when its practice was last begun; `funded` [people] is taken from each team
    until `stops` [days].
    """

    scenario: Scenario
    plan: str
    bought: tuple[Purchase, ...]
    horizon: float
    warm_up: float
    routes: Routes
    epochs: Rows
    teams: Table
    edges: Table
    starting: Whole
    rates: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    team_practices: Table
    edge_practices: Table
    team_starts: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    edge_starts: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    funded: np.ndarray[tuple[int], np.dtype[np.float64]]
    stops: float
    kind_words: np.ndarray[tuple[int], np.dtype[np.uint64]]
    team_words: np.ndarray[tuple[int], np.dtype[np.uint64]]
    edge_words: np.ndarray[tuple[int], np.dtype[np.uint64]]


def program_for(
    scenario: Scenario, plan: str = "today", bought: Sequence[Purchase] | None = None
) -> Program:
    """Return the program of `scenario` under `plan`.

    `bought` stands in for the plan's own spends (rule `best` finds its purchases by simulation, and
    `explain` asks about others). Refuses a team that funding leaves without people.
    """
    own = scenario.for_plan(plan)
    spending = own.arms.get(plan)
    if bought is None:
        bought = purchases(own, spending) if spending else ()
    stops = spending.stops if spending and spending.stops is not None else math.inf
    capacity = spending is not None and spending.funded == "capacity"
    taken = capacity_taken(own, tuple(bought)) if capacity else {}
    program = Program(
        scenario=own,
        plan=plan,
        bought=tuple(bought),
        horizon=own.horizon.value,
        warm_up=own.warm_up.value,
        stops=stops,
        team_practices=_practices(own, bought, tuple(own.teams), TEAM_LEVERS, stops),
        edge_practices=_practices(own, bought, tuple(own.boundaries), EDGE_LEVERS, stops),
        funded=np.array([taken.get(team, 0.0) for team in own.teams]),
        **_organisation(own),
    )
    _check_people(program)
    _close(program)
    return program


def _organisation(own: Scenario) -> dict[str, Any]:
    """Return what no purchase moves of a plan's program; made once, and kept by the scenario."""
    tables = own._compiled  # noqa: SLF001 - the place kept for this function
    if tables is None:
        tables = own._compiled = _tables(own)  # noqa: SLF001
    return tables


def _tables(own: Scenario) -> dict[str, Any]:
    epochs = tuple(e for e in own.epochs() if e.at < own.horizon.value)
    ways = routes(own)
    teams = np.array([_teams(own, e.scenario) for e in epochs], layout.TEAM)
    edges = np.array([_edges(own, e.scenario) for e in epochs], layout.EDGE)
    edges = edges.reshape(len(epochs), len(own.boundaries))
    return {
        "routes": ways,
        "epochs": np.array([_common(own, epoch) for epoch in epochs], layout.EPOCH),
        "teams": teams,
        "edges": edges,
        "starting": starting(own, ways, teams[0], edges[0]),
        "rates": np.array([[_rate(k.rate) for k in e.scenario.work.values()] for e in epochs]),
        "team_starts": _starts(epochs, TEAM_LEVERS),
        "edge_starts": _starts(epochs, EDGE_LEVERS),
        "kind_words": _words([kind.luck for kind in own.work.values()]),
        "team_words": _words([team.luck for team in own.teams.values()]),
        "edge_words": _words([boundary.luck for boundary in own.boundaries.values()]),
    }


def _close(program: Program) -> None:
    """Make a program's arrays read-only."""
    for value in (*vars(program).values(), *vars(program.routes).values()):
        if isinstance(value, np.ndarray):
            value.setflags(write=False)


def _words(names: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.array([name_word(name) for name in names], np.uint64)


def _rate(rate: object) -> float:
    return float(getattr(rate, "value", 0.0))


def _cumulative(shares: Sequence[float]) -> tuple[float, float, float]:
    return shares[0], shares[0] + shares[1], shares[0] + shares[1] + shares[2]


def _common(own: Scenario, epoch: Epoch) -> tuple[float | int, ...]:
    scenario = epoch.scenario
    response, external = scenario.incidents, scenario.external
    return (
        epoch.at,
        scenario.pressure.value,
        *(response.manifest[name].value for name in ("defect", "lost", "drift", "unowned")),
        *_values(response, layout.COMMON_VALUES),
        shows_between(0.0, own.failure.within.value, response.latency.value),
        *_cumulative(response.severity_shares()),
        external.rate.value if external else 0.0,
        *(_cumulative(external.severity_shares()) if external else (0.0, 0.0, 0.0)),
        list(scenario.teams).index(external.resolver) if external else -1,
    )


def _values(part: Measured, names: Sequence[str]) -> tuple[float, ...]:
    return tuple(float(getattr(part, name).value) for name in names)


def _tops(
    scenario: Scenario, moves: Mapping[str, Sequence[str]], base: Mapping[str, float]
) -> Iterator[float]:
    return (_top(scenario, lever, key, base[key]) for lever in moves for key in moves[lever])


def _top(scenario: Scenario, lever: str, key: str, base: float) -> float:
    """Return the ceiling of one parameter at a place; the base when the lever cannot better it."""
    bought = scenario.levers.get(lever)
    ceiling = bought.ceiling.get(key) if bought else None
    if bought is None or ceiling is None:
        return base
    value = ceiling.value * base if ceiling.of_base else ceiling.value
    parameter = MOVES[lever][key]
    if parameter.high == 1.0:
        value = min(value, 1.0)
    worse = value > base if parameter.better == "less" else value < base
    return base if worse and not bought.may_harm else value


def _teams(own: Scenario, now: Scenario) -> list[tuple[float | int, ...]]:
    return [_team(own, now, team) for team in now.teams.values()]


def _team(own: Scenario, now: Scenario, team: Team) -> tuple[float | int, ...]:
    values = _values(team, layout.TEAM_VALUES)
    response = _values(now.incidents, layout.RESPONSE_VALUES)
    names = (*layout.TEAM_VALUES, *layout.RESPONSE_VALUES)
    base = dict(zip(names, (*values, *response), strict=True))
    return (
        *values,
        *_values(team.effort, layout.EFFORT_VALUES),
        log_variance(team.effort.cv.value),
        *response,
        *_tops(own, layout.TEAM_MOVES, base),
        _SHAPES[team.effort.shape],
    )


def _edges(own: Scenario, now: Scenario) -> list[tuple[float | int, ...]]:
    position = _position(tuple(own.teams))
    return [_edge(own, boundary, position) for boundary in now.boundaries.values()]


def _edge(own: Scenario, edge: Boundary, position: Mapping[str, int]) -> tuple[float | int, ...]:
    values = _values(edge, layout.EDGE_VALUES)
    return (
        *values,
        edge.changes_per_week.value / _DAYS_A_WEEK,
        *_tops(own, layout.EDGE_MOVES, dict(zip(layout.EDGE_VALUES, values, strict=True))),
        position[edge.owner],
        position[edge.source],
        position[edge.target],
    )


def _practices(
    own: Scenario,
    bought: Sequence[Purchase],
    places: tuple[str, ...],
    names: tuple[str, ...],
    stops: float,
) -> Table:
    table = np.zeros((len(places), len(names)), layout.PRACTICE)
    table["stops"], table["fade"] = stops, math.inf
    row, column = _position(places), _position(names)
    strength: dict[tuple[int, int], float] = {}
    rows: dict[tuple[int, int], tuple[float, ...]] = {}
    for purchase in bought:
        if purchase.lever not in column or purchase.person_days == 0.0:
            continue
        lever, at = own.levers[purchase.lever], (row[purchase.place], column[purchase.lever])
        scale = lever.scale.person_days * units(own, purchase.lever, purchase.place)
        strength[at] = strengthened(strength.get(at, 0.0), purchase.person_days, scale)
        fade = math.inf if lever.fade is None else lever.fade.value
        followed = (lever.adherence.value, lever.overhead.value, lever.ramp.value, stops, fade)
        rows[at] = (strength[at], *followed)
    if rows:
        table[tuple(np.array(list(rows)).T)] = np.array(list(rows.values()), layout.PRACTICE)
    return table


def _position(names: Sequence[str]) -> dict[str, int]:
    return {name: index for index, name in enumerate(names)}


def _starts(
    epochs: Sequence[Epoch], names: tuple[str, ...]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    starts = np.zeros((len(epochs), len(names)))
    for index, epoch in enumerate(epochs[1:], start=1):
        starts[index] = starts[index - 1]
        for lever in epoch.resets:
            if lever in names:
                starts[index, names.index(lever)] = epoch.at
    return starts


def _check_people(program: Program) -> None:
    people = program.teams["people"]
    lowest = np.minimum(people, program.teams["people_top"]) - program.funded
    lowest = np.where(people > 0.0, lowest, math.inf)  # an event has closed the team
    for index, name in enumerate(program.scenario.teams):
        left = float(lowest[:, index].min())
        if left <= 0.0:
            raise ValueError(
                f"plan {program.plan!r} leaves {name} {left:.1f} people: "
                "spend less there or fund it as extra"
            )
