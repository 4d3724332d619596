"""From a scenario and a plan to a program: what both engines read, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from simulator.engines.program import layout
from simulator.engines.program.routes import Routes, Rows, Whole, routes
from simulator.engines.program.starting import starting
from simulator.engines.program.table import layer, table
from simulator.mechanisms.draws import CONSTANT, EXPONENTIAL, LOGNORMAL, log_variance
from simulator.mechanisms.incidents import PAGES, shows_between
from simulator.mechanisms.luck import name_word
from simulator.mechanisms.practice import strengthened
from simulator.model.frozen import Measured
from simulator.model.incident import Costs
from simulator.model.lever import EDGE_LEVERS, TEAM_LEVERS
from simulator.model.organisation import Boundary, Team
from simulator.model.quantity import Quantity
from simulator.model.register import MOVES
from simulator.model.resolved import Resolved
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import Purchase, capacity_taken, purchases, units
from simulator.scenario.world import Words
from simulator.stats.elementwise import Number, each, least, of_case, where

Table = np.ndarray[tuple[int, int], np.dtype[np.void]]
_SHAPES = {"lognormal": LOGNORMAL, "exponential": EXPONENTIAL, "constant": CONSTANT}
_DAYS_A_WEEK = 5.0
_RATE = np.dtype([("rate", "f8")])
_PRICES = ("person_day", "delay_per_item_day")
Floats = np.ndarray[Any, np.dtype[np.float64]]
Row = tuple[Number, ...]
Stretch = tuple[float, Resolved, tuple[str, ...]]
"""From which day an organisation is as it is, and which practices begin anew then."""
_Made = tuple[Resolved, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Program:
    """One scenario under one plan, ready to run; arrays are read-only.

    `structure` has the teams, routes and words of the plan's own organisation (structure changes
    applied), and `bought` is what money bought in it. `within` [days] is the time after release in
    which a failure counts, `costs` are the prices, `fee` [person-days] is what the structure
    change costs. `teams` has one row an epoch and one column a team, `edges` likewise for
    boundaries; `starting`: the items at each step before day 0; `team_practices`
    and `edge_practices` have one row a place and one column a lever
    (order: `TEAM_LEVERS`, `EDGE_LEVERS`); `team_starts` and `edge_starts` [days] say
    per epoch and lever when its practice was last begun; `funded` [people] is taken from each team
    until `stops` [days].
    """

    structure: Scenario
    differs: Callable[[], Scenario] | None
    plan: str
    bought: tuple[Purchase, ...]
    horizon: float
    warm_up: float
    within: float
    costs: Costs | None
    fee: float
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

    @cached_property
    def scenario(self) -> Scenario:
        """The plan's own organisation; a plausible one is read only when somebody asks."""
        return self.structure if self.differs is None else self.differs()


def program_for(
    scenario: Scenario, plan: str = "today", bought: Sequence[Purchase] | None = None
) -> Program:
    """Return the program of `scenario` under `plan`.

    `bought` stands in for the plan's own spends (rule `best` finds its purchases by simulation, and
    `explain` asks about others). Refuses a team that funding leaves without people.
    """
    own = scenario.for_plan(plan)
    if bought is None:
        bought = purchases(own, own.arms[plan]) if plan in own.arms else ()
    if own._compiled is None:  # noqa: SLF001 - the place kept for what no purchase moves
        own._compiled = _tables(own, own.epochs())  # noqa: SLF001
    return next(_programs(own, own, own._compiled, plan, tuple(bought), (None,)))  # noqa: SLF001


Use = tuple[str, Sequence[Purchase]]
"""A plan, and what is bought in it."""
World = tuple[Mapping[str, float], int | None]
"""A plausible organisation: what was drawn, by origin, and the address by which places differ, if
they do."""


def programs_for(
    scenario: Scenario, worlds: Sequence[World], uses: Sequence[Use]
) -> list[list[Program]]:
    """Return for each use of money the programs of `scenario` in all worlds.

    They are those of `scenario.in_world` with `program_for`, but what a world moves is put into
    arrays that are made for all of them at once, and its scenario is read only when asked for.
    Refuses what `program_for` refuses.
    """
    values = {origin: np.array([of[origin] for of, _ in worlds]) for origin in worlds[0][0]}
    places = [at for _, at in worlds if at is not None]
    address = np.array(places, np.uint64) if places else None
    made: dict[int, _Made | None] = {}
    anew: list[Scenario] = []
    found: list[list[Program]] = []
    for plan, bought in uses:
        own = scenario.for_plan(plan)
        if id(own) not in made:
            made[id(own)] = _together(own, values, address)
        together = made[id(own)]
        if together is None:
            anew = anew or [scenario.in_world(*world) for world in worlds]
            found.append([program_for(each, plan, bought) for each in anew])
            continue
        read = [partial(_read, scenario, world, plan) for world in worlds]
        found.append(list(_programs(own, *together, plan, tuple(bought), read)))
    return found


def _read(scenario: Scenario, world: World, plan: str) -> Scenario:
    return scenario.in_world(*world).for_plan(plan)


def _together(own: Scenario, values: Mapping[str, Number], places: Words | None) -> _Made | None:
    """Return an organisation in many worlds and its tables; None where they are read anew."""
    stretches = []
    for at, scenario, resets in own.epochs():
        found = scenario.in_worlds(values, places)
        if found is None:
            return None
        stretches.append((at, found, resets))
    with np.errstate(all="ignore"):
        return stretches[0][1], _tables(stretches[0][1], stretches)


def _programs(
    structure: Scenario,
    own: Resolved,
    tables: Mapping[str, Any],
    plan: str,
    bought: tuple[Purchase, ...],
    scenarios: Sequence[Callable[[], Scenario] | None],
) -> Iterator[Program]:
    """Yield the programs of one organisation, or of `own` in many worlds, a scenario each.

    `tables` is what no purchase moves of them.
    """
    spending = own.arms.get(plan)
    stops = spending.stops if spending and spending.stops is not None else math.inf
    capacity = spending is not None and spending.funded == "capacity"
    taken = capacity_taken(own, bought) if capacity else {}
    funded = np.array([taken.get(team, 0.0) for team in own.teams])
    layers = {
        **tables,
        "team_practices": _practices(own, bought, tuple(own.teams), TEAM_LEVERS, stops),
        "edge_practices": _practices(own, bought, tuple(own.boundaries), EDGE_LEVERS, stops),
    }
    ways = layers.pop("routes")
    _check_people(plan, own, tables["teams"], funded)
    fee = spending.cost.value if spending else 0.0
    for case, differs in enumerate(scenarios):
        program = Program(
            structure=structure,
            differs=differs,
            plan=plan,
            bought=bought,
            horizon=own.horizon.value,
            warm_up=own.warm_up.value,
            within=of_case(own.failure.within.value, case),
            costs=_costs(own.costs, case),
            fee=of_case(fee, case),
            stops=stops,
            funded=funded,
            routes=ways[case if len(ways) > 1 else 0],
            **{name: layer(part, case) for name, part in layers.items()},
        )
        _close(program)
        yield program


def _costs(costs: Costs | None, case: int) -> Costs | None:
    """Return the prices in one world."""
    if costs is None:
        return None
    prices = {"incident": costs.incident, **{name: getattr(costs, name) for name in _PRICES}}
    moved = {name: _in_case(of, case) for name, of in prices.items()}
    same = all(moved[name] is of for name, of in prices.items())
    return costs if same else costs.model_copy(update=moved)


def _in_case(of: Any, case: int) -> Any:
    if isinstance(of, Quantity):
        moved = isinstance(of.value, np.ndarray)
        return replace(of, value=of_case(of.value, case)) if moved else of
    found = {name: _in_case(number, case) for name, number in of.items()}
    return found if any(found[name] is not number for name, number in of.items()) else of


def _tables(own: Resolved, stretches: Sequence[Stretch]) -> dict[str, Any]:
    """Return what no purchase moves of a plan's program, in layers: one a world, or one for all.

    `own` is the organisation on day 0, `stretches` has it from day 0 and from each event on.
    """
    stretches = [stretch for stretch in stretches if stretch[0] < own.horizon.value]
    now = [of for _, of, _ in stretches]
    size = len(stretches)
    ways = routes(own)
    teams = table(layout.TEAM, (size, len(own.teams)), _cells([_teams(own, of) for of in now]))
    edges = table(layout.EDGE, (size, len(own.boundaries)), _cells([_edges(own, of) for of in now]))
    rates = _cells([[(_rate(kind.rate),) for kind in of.work.values()] for of in now])
    common: dict[tuple[int, ...], Row] = {
        (index,): _common(own, at, of) for index, (at, of, _) in enumerate(stretches)
    }
    return {
        "routes": ways,
        "epochs": table(layout.EPOCH, (size,), common),
        "teams": teams,
        "edges": edges,
        "starting": starting(own, ways, teams[:, 0], edges[:, 0]),
        "rates": table(_RATE, (size, len(own.work)), rates)["rate"],
        "team_starts": _starts(stretches, TEAM_LEVERS)[None],
        "edge_starts": _starts(stretches, EDGE_LEVERS)[None],
        "kind_words": _words([kind.luck for kind in own.work.values()])[None],
        "team_words": _words([team.luck for team in own.teams.values()])[None],
        "edge_words": _words([boundary.luck for boundary in own.boundaries.values()])[None],
    }


def _cells(lines: Sequence[Sequence[Row]]) -> dict[tuple[int, ...], Row]:
    return {(i, j): row for i, line in enumerate(lines) for j, row in enumerate(line)}


def _close(program: Program) -> None:
    """Make a program's arrays read-only."""
    for value in (*vars(program).values(), *vars(program.routes).values()):
        if isinstance(value, np.ndarray):
            value.setflags(write=False)


def _words(names: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.array([name_word(name) for name in names], np.uint64)


def _rate(rate: Quantity | None) -> Number:
    return 0.0 if rate is None else rate.value


def _cumulative(shares: Sequence[Number]) -> Row:
    return shares[0], shares[0] + shares[1], shares[0] + shares[1] + shares[2]


def _common(own: Resolved, at: float, now: Resolved) -> Row:
    response, external = now.incidents, now.external
    return (
        at,
        now.pressure.value,
        *(response.manifest[name].value for name in ("defect", "lost", "drift", "unowned")),
        *_values(response, layout.COMMON_VALUES),
        each(shows_between, 0.0, own.failure.within.value, response.latency.value),
        *_cumulative(response.severity_shares()),
        external.rate.value if external else 0.0,
        *(_cumulative(external.severity_shares()) if external else (0.0, 0.0, 0.0)),
        list(now.teams).index(external.resolver) if external else -1,
        PAGES.index(response.pages),
    )


def _values(part: Measured, names: Sequence[str]) -> Row:
    return tuple(getattr(part, name).value for name in names)


def _tops(
    own: Resolved, moves: Mapping[str, Sequence[str]], base: Mapping[str, Number]
) -> Iterator[Number]:
    return (_top(own, lever, key, base[key]) for lever in moves for key in moves[lever])


def _top(own: Resolved, lever: str, key: str, base: Number) -> Number:
    """Return the ceiling of one parameter at a place; the base when the lever cannot better it."""
    bought = own.levers.get(lever)
    ceiling = bought.ceiling.get(key) if bought else None
    if bought is None or ceiling is None:
        return base
    value: Number = ceiling.value * base if ceiling.of_base else ceiling.value
    parameter = MOVES[lever][key]
    if parameter.high == 1.0:
        value = least(value, 1.0)
    worse = value > base if parameter.better == "less" else value < base
    return value if bought.may_harm else where(worse, base, value)


def _teams(own: Resolved, now: Resolved) -> list[Row]:
    return [_team(own, now, team) for team in now.teams.values()]


def _team(own: Resolved, now: Resolved, team: Team) -> Row:
    values = _values(team, layout.TEAM_VALUES)
    response = _values(now.incidents, layout.RESPONSE_VALUES)
    names = (*layout.TEAM_VALUES, *layout.RESPONSE_VALUES)
    base = dict(zip(names, (*values, *response), strict=True))
    return (
        *values,
        *_values(team.effort, layout.EFFORT_VALUES),
        each(log_variance, team.effort.cv.value),
        *response,
        *_tops(own, layout.TEAM_MOVES, base),
        _SHAPES[team.effort.shape],
    )


def _edges(own: Resolved, now: Resolved) -> list[Row]:
    position = _position(tuple(own.teams))
    return [_edge(own, boundary, position) for boundary in now.boundaries.values()]


def _edge(own: Resolved, edge: Boundary, position: Mapping[str, int]) -> Row:
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
    own: Resolved,
    bought: Sequence[Purchase],
    places: tuple[str, ...],
    names: tuple[str, ...],
    stops: float,
) -> Table:
    row, column = _position(places), _position(names)
    strength: dict[tuple[int, ...], Number] = {}
    rows: dict[tuple[int, ...], Row] = {}
    for purchase in bought:
        if purchase.lever not in column or purchase.person_days == 0.0:
            continue
        lever, at = own.levers[purchase.lever], (row[purchase.place], column[purchase.lever])
        scale = lever.scale.person_days * units(own, purchase.lever, purchase.place)
        strength[at] = each(strengthened, strength.get(at, 0.0), purchase.person_days, scale)
        fade = math.inf if lever.fade is None else lever.fade.value
        followed = (lever.adherence.value, lever.overhead.value, lever.ramp.value, stops, fade)
        rows[at] = (strength[at], *followed)
    nothing = (0.0, 0.0, 0.0, 0.0, stops, math.inf)
    return table(layout.PRACTICE, (len(places), len(names)), rows, nothing)


def _position(names: Sequence[str]) -> dict[str, int]:
    return {name: index for index, name in enumerate(names)}


def _starts(
    stretches: Sequence[Stretch], names: tuple[str, ...]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    starts = np.zeros((len(stretches), len(names)))
    for index, (at, _, resets) in enumerate(stretches[1:], start=1):
        starts[index] = starts[index - 1]
        for lever in resets:
            if lever in names:
                starts[index, names.index(lever)] = at
    return starts


def _check_people(plan: str, own: Resolved, teams: Table, funded: Floats) -> None:
    """Refuse a plan whose funding leaves a team of one of the layers without people."""
    people = teams["people"]
    lowest = np.minimum(people, teams["people_top"]) - funded
    lowest = np.where(people > 0.0, lowest, math.inf)  # an event has closed the team
    left = lowest.min(axis=1)
    if (left > 0.0).all():
        return
    case, index = np.argwhere(left <= 0.0)[0]
    raise ValueError(
        f"plan {plan!r} leaves {list(own.teams)[index]} {left[case, index]:.1f} people: "
        "spend less there or fund it as extra"
    )
