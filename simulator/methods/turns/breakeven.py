"""Under which conditions the answer turns around: the answer behind `edgewise breakeven`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.engines.program import layout
from simulator.engines.program.compilation import Program, Table
from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES, aim_of
from simulator.methods.accounts.perfect import Sides, contributions, share_contributions, sides
from simulator.methods.turns.boundary_share import Tilt, tilt_of, tilted
from simulator.methods.turns.turning_point import NEVER, Turn, turning
from simulator.model.lever import EDGE_LEVERS, LEVERS, TEAM_LEVERS
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Estimate, Floats, mean_estimate
from simulator.stats.intervals import wilson

__all__ = [
    "FACTORS",
    "OUTCOME",
    "SEARCHED",
    "Breakeven",
    "Factor",
    "ShareTurn",
    "Turning",
    "boundary_share_turn",
    "breakeven",
    "share_turn",
    "two_plans",
]

OUTCOME = "expected_failures"
"""Failures with an order less of noise; the difference of two plans has the same mean."""

SEARCHED = 30
"""Replications that a turn is looked for on, whatever command asks for it: their noise is far less
than what organisations that fit differ by."""

Progress = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Turning:
    """Where the answer turns around as one thing is other than the file says.

    `what` is boundary_share (a share of failures) or a factor on what the file says, which is 1;
    `today` is its value as the file stands. `below` and `above` name the plan that is better on
    either side of the turn; both are empty where it does not turn, and `better` then names the plan
    that is better throughout, if one is.
    """

    what: str
    today: float
    turn: Turn
    below: str
    above: str
    better: str

    def as_json(self) -> dict[str, object]:
        """Return the turn by its keys in JSON."""
        return {
            "what": self.what,
            "factor": self.turn.factor,
            "low": self.turn.low,
            "high": self.turn.high,
            "verdict": self.turn.verdict,
            "today": self.today,
            "below": self.below,
            "above": self.above,
            "better": self.better,
            "searched": list(self.turn.searched),
            "crossings": self.turn.crossings,
        }


@dataclass(frozen=True, kw_only=True)
class ShareTurn:
    """What the headline of a comparison needs: today's boundary share, and where it turns.

    `most_like` says that they are of the organisation most like the user's.
    """

    boundary_share: Estimate
    share: Turning
    price: Turning
    most_like: bool = False


@dataclass(frozen=True, kw_only=True)
class Breakeven:
    """Under which conditions the second of two plans stops (or begins) to be the better one.

    `difference` is the second less the first in `outcome`, as the file stands; `counted` is the
    share between teams of the failures that the file's own records could tell, if it has any.
    `most_like` says that the file stands for the organisation most like the user's, not for what is
    written.
    """

    scenario: Scenario
    seed: int
    replications: int
    plans: tuple[str, str]
    spends: tuple[str, str]
    outcome: str
    difference: Estimate
    boundary_share: Estimate
    counted: Estimate | None
    factors: tuple[Turning, ...]
    most_like: bool = False

    def factor(self, what: str) -> Turning:
        """Return one of the factors; refuses what was not looked at (KeyError)."""
        for found in self.factors:
            if found.what == what:
                return found
        raise KeyError(f"there is no factor {what!r}")

    def as_json(self) -> dict[str, object]:
        """Return the break-evens by its keys in JSON."""
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replications,
            "arms": self.plans,
            "spends": self.spends,
            "most_like": self.most_like,
            "outcome": self.outcome,
            "unit": OUTCOMES[self.outcome].unit,
            "difference": self.difference,
            "boundary_share": self.boundary_share,
            "counted": self.counted,
            "factors": self.factors,
        }


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """Two plans that meet the same luck, and what they are judged by."""

    today: Program
    programs: tuple[Program, Program]
    run: Runner
    numbers: Sequence[int]
    outcome: str

    def difference(self, change: Callable[[Program], Program]) -> Floats:
        """Return the second less the first, both changed, one value a replication."""
        programs = [change(program) for program in self.programs]
        rows = self.run.all([(program, self.numbers) for program in programs])
        first, second = (
            contributions(program, tally, self.outcome)
            for program, tally in zip(programs, rows, strict=True)
        )
        return second - first

    def better(self, sign: int) -> str:
        """Return which plan a sign of the difference speaks for."""
        less = OUTCOMES[self.outcome].better == "less"
        return "" if sign == 0 else self.programs[1 if (sign < 0) == less else 0].plan


def breakeven(
    scenario: Scenario,
    run: Runner,
    *,
    plans: Sequence[str] = (),
    replications: Sequence[int],
    outcome: str | None = None,
    like: Scenario | None = None,
    progress: Progress = lambda _: None,
) -> Breakeven:
    """Return where the answer between two plans turns around (default: the file's first two).

    In `like`, the organisation most like the user's, or in the file as it is written where there
    is none. The boundary share first, then everything of `FACTORS`; all on the same replications.
    `progress` is told of each that is done. Refuses fewer than two different plans, plans that do
    not exist, an outcome that cannot decide, and no replications (ValueError).
    """
    pair = _pair(scenario, run, plans, replications, outcome, like)
    today, found = _share(pair)
    turnings = [found]
    progress(1)
    for factor in FACTORS.values():
        turnings.append(_factor(pair, factor))
        progress(1)
    return Breakeven(
        scenario=scenario,
        seed=run.seed,
        replications=len(replications),
        plans=(pair.programs[0].plan, pair.programs[1].plan),
        spends=(spends_on(pair.programs[0]), spends_on(pair.programs[1])),
        outcome=pair.outcome,
        difference=mean_estimate(pair.difference(lambda program: program)),
        boundary_share=today,
        counted=_counted(scenario),
        factors=tuple(turnings),
        most_like=like is not None,
    )


def boundary_share_turn(
    scenario: Scenario,
    run: Runner,
    *,
    plans: Sequence[str] = (),
    replications: Sequence[int] = range(SEARCHED),
    outcome: str | None = None,
    like: Scenario | None = None,
) -> ShareTurn:
    """Return today's boundary share, where the answer turns in it, and at which price.

    For the headline of a comparison, in the organisation that `breakeven` takes. Refuses what
    `breakeven` refuses (ValueError).
    """
    pair = _pair(scenario, run, plans, replications, outcome, like)
    today, share = _share(pair)
    return ShareTurn(
        boundary_share=today,
        share=share,
        price=_factor(pair, FACTORS["price_ratio"]),
        most_like=like is not None,
    )


def share_turn(
    scenario: Scenario,
    run: Runner,
    *,
    plans: Sequence[str],
    replications: Sequence[int] = range(SEARCHED),
    outcome: str | None = None,
) -> Turning:
    """Return where the answer between two plans turns in the boundary share, and nothing else.

    Refuses what `breakeven` refuses (ValueError).
    """
    return _share(_pair(scenario, run, plans, replications, outcome, None))[1]


def spends_on(program: Program) -> str:
    """Return where a plan spends: core, edge, other or, on several of them or none, mixed."""
    levers = program.scenario.levers
    found = {levers[each.lever].side for each in program.bought if each.person_days > 0.0}
    return found.pop() if len(found) == 1 else "mixed"


def _pair(
    scenario: Scenario,
    run: Runner,
    plans: Sequence[str],
    numbers: Sequence[int],
    outcome: str | None,
    like: Scenario | None,
) -> _Pair:
    if len(numbers) < 1:
        raise ValueError(f"found {len(numbers)} replications; allowed: 1 or more")
    names = two_plans(scenario, plans)
    judged = aim_of(scenario, outcome).name
    today, first, second = (
        planned_program(scenario, name, run, like) for name in ("today", *names)
    )
    return _Pair(today=today, programs=(first, second), run=run, numbers=numbers, outcome=judged)


def two_plans(scenario: Scenario, plans: Sequence[str]) -> tuple[str, ...]:
    """Return the two plans that a break-even is between: those asked, or the file's first two.

    Refuses fewer than two different ones, and one that does not exist (ValueError).
    """
    known = ("today", *scenario.arms)
    names = tuple(plans) or tuple(scenario.arms)[:2]
    if len(names) != 2 or len(set(names)) != 2:
        raise ValueError(
            f"a break-even is between two different plans; allowed: {', '.join(known)}"
        )
    for name in names:
        if name not in known:
            raise ValueError(f"there is no plan {name!r}; allowed: {', '.join(known)}")
    return names


def _counted(scenario: Scenario) -> Estimate | None:
    """Return the share between teams of reviewed failures, those nobody could tell left out."""
    causes = scenario.observed.causes if scenario.observed else None
    if causes is None or causes.between is None:
        return None
    told = [each.value for each in (causes.inside, causes.between, causes.neither) if each]
    return wilson(round(causes.between.value), round(sum(told))) if sum(told) >= 1.0 else None


def _factor(pair: _Pair, factor: Factor) -> Turning:
    def curve(x: float) -> Floats:
        return pair.difference(lambda program: program if x == 1.0 else factor.change(program, x))

    turn = turning(curve, 1.0, factor.searched)
    return _named(pair, factor.name, 1.0, turn)


def _share(pair: _Pair) -> tuple[Estimate, Turning]:
    """Return today's boundary share and where it turns; the share is that of `today` throughout."""
    program = pair.today
    found = sides(program, pair.run, pair.numbers, OUTCOME)
    tilt, today = tilt_of(program, found), found.share
    if not tilt.possible:
        never = Turn(
            factor=math.nan,
            low=math.nan,
            high=math.nan,
            verdict=NEVER,
            below=0,
            above=0,
            crossings=0,
            searched=(today.best, today.best),
        )
        return today, _named(pair, "boundary_share", today.best, never)

    def curve(share: float) -> Floats:
        # as the file stands nothing is tilted, not even by a rounding
        factors = (1.0, 1.0) if share == today.best else tilt.factors(share)
        return pair.difference(lambda each: tilted(each, *factors))

    turn = turning(curve, today.best, tilt.searched, log=False)
    if math.isfinite(turn.factor):
        turn = _as_counted(turn, tilt, program, pair)
    return today, _named(pair, "boundary_share", today.best, turn)


def _as_counted(turn: Turn, tilt: Tilt, program: Program, pair: _Pair) -> Turn:
    """Return the turn at the share that `today` really has when tilted so far.

    The interval widens by the noise of that share; its own ends move along with it.
    """
    there: Sides = sides(
        tilted(program, *tilt.factors(turn.factor)), pair.run, pair.numbers, OUTCOME
    )
    linear = share_contributions(there)
    if linear is None:
        return turn
    share = mean_estimate(linear)
    half = share.high - share.best if math.isfinite(share.high) else 0.0
    step = share.best - turn.factor
    low, high = (
        end + step + sign * (math.hypot(end - turn.factor, half) - abs(end - turn.factor))
        for end, sign in ((turn.low, -1.0), (turn.high, 1.0))
    )
    return replace(turn, factor=share.best, low=low, high=high)


def _named(pair: _Pair, what: str, today: float, turn: Turn) -> Turning:
    better = ""
    if turn.verdict == NEVER:
        now = mean_estimate(pair.difference(lambda program: program))
        better = pair.better(int(np.sign(now.best)))
    return Turning(
        what=what,
        today=today,
        turn=turn,
        below=pair.better(turn.below),
        above=pair.better(turn.above),
        better=better,
    )


_INSIDE = [name for name in TEAM_LEVERS if LEVERS[name].side == "core"]
_BETWEEN = [name for name in EDGE_LEVERS if LEVERS[name].side == "edge"]
_CORE = tuple(TEAM_LEVERS.index(name) for name in _INSIDE)
_EDGE = tuple(EDGE_LEVERS.index(name) for name in _BETWEEN)
_CORE_MOVES = tuple(moved for name in _INSIDE for moved in layout.TEAM_MOVES[name])
_EDGE_MOVES = tuple(moved for name in _BETWEEN for moved in layout.EDGE_MOVES[name])


@dataclass(frozen=True, kw_only=True)
class Factor:
    """One quantity that is multiplied: 1 is what the file says.

    `change` gives the plan with it multiplied; `searched` is the range looked at.
    """

    name: str
    searched: tuple[float, float]
    change: Callable[[Program, float], Program]


def priced(program: Program, factor: float) -> Program:
    """Return the plan with levers between teams `factor` times as dear, beside inside ones.

    Above 1 the scale of every lever between teams is multiplied by `factor`, below 1 that of every
    lever inside teams divided by it: whoever is ahead becomes dearer, so that exchanging the sides'
    numbers turns a break-even into its inverse. The money stays and buys less:
    strength = 1 - exp(-spend / scale).
    """
    if factor >= 1.0:
        return replace(program, edge_practices=_dearer(program.edge_practices, _EDGE, factor))
    return replace(program, team_practices=_dearer(program.team_practices, _CORE, 1.0 / factor))


def reaching(program: Program, factor: float) -> Program:
    """Return the plan with the reach of levers between teams `factor` times that of inside ones.

    Below 1 the way from base to ceiling is shortened between teams, above 1 inside teams (divided
    by `factor`): nobody's ceiling is ever raised, so no probability leaves [0, 1].
    """
    if factor <= 1.0:
        return replace(program, edges=_shortened(program.edges, _EDGE_MOVES, factor))
    return replace(program, teams=_shortened(program.teams, _CORE_MOVES, 1.0 / factor))


def followed(program: Program, factor: float) -> Program:
    """Return the plan with adherence between teams `factor` times that inside, as in `reaching`."""
    if factor <= 1.0:
        return replace(program, edge_practices=_followed(program.edge_practices, _EDGE, factor))
    return replace(program, team_practices=_followed(program.team_practices, _CORE, 1.0 / factor))


def crossed(program: Program, factor: float) -> Program:
    """Return the plan with `factor` handovers, one after another, in the place of each.

    Each has the chances of today's and has to be paid for: a fact has to be told by all of them
    (fidelity^factor), an interface change concerns the item, and work between teams comes up and
    stays nobody's, as in so many independent tries, and the scales of levers between teams are
    multiplied by `factor`. What handovers take in time is left as it is.
    """
    edges = program.edges.copy()
    for name in ("fidelity", "fidelity_top", "lapse_fidelity"):
        edges[name] = edges[name] ** factor
    edges["lapse"] = _any(edges["lapse"], factor)
    edges["exposure"] = _any(edges["exposure"], factor)
    needed = _any(program.edges["boundary_work"], factor)
    edges["boundary_work"] = needed
    for name in ("owned", "owned_top"):
        left = _any(program.edges["boundary_work"] * (1.0 - program.edges[name]), factor)
        share = np.divide(left, needed, out=1.0 - program.edges[name], where=needed > 0.0)
        edges[name] = 1.0 - share
    edges.setflags(write=False)
    return replace(
        program, edges=edges, edge_practices=_dearer(program.edge_practices, _EDGE, factor)
    )


def erring(program: Program, factor: float) -> Program:
    """Return the plan with `factor` times the mistakes made inside teams, ceilings alike."""
    teams = program.teams.copy()
    for name in ("defects_per_item", "defects_per_item_top"):
        teams[name] = factor * teams[name]
    teams.setflags(write=False)
    return replace(program, teams=teams)


def _any(chance: Floats, times: float) -> Floats:
    """Return the chance that what happens with `chance` happens in one of `times` tries."""
    with np.errstate(divide="ignore"):
        return np.asarray(-np.expm1(times * np.log1p(-chance)))


def _dearer(practices: Table, columns: tuple[int, ...], factor: float) -> Table:
    own = practices.copy()
    for column in columns:
        own["strength"][:, column] = _any(own["strength"][:, column], 1.0 / factor)
    own.setflags(write=False)
    return own


def _followed(practices: Table, columns: tuple[int, ...], factor: float) -> Table:
    own = practices.copy()
    for column in columns:
        own["adherence"][:, column] = factor * own["adherence"][:, column]
    own.setflags(write=False)
    return own


def _shortened(table: Table, moves: tuple[str, ...], factor: float) -> Table:
    own = table.copy()
    for name in moves:
        base, top = own[name], own[f"{name}_top"]
        if name != "sync_every":
            own[f"{name}_top"] = base + factor * (top - base)
            continue
        # practices move how often teams look, 1 / sync_every; 1 / never is nought
        with np.errstate(divide="ignore", invalid="ignore"):
            often = 1.0 / base + factor * (1.0 / top - 1.0 / base)
            own["sync_every_top"] = np.where(base == top, top, 1.0 / often)
    own.setflags(write=False)
    return own


_ALL = (
    Factor(name="price_ratio", searched=(1 / 16, 16.0), change=priced),
    Factor(name="ceiling", searched=(1 / 16, 16.0), change=reaching),
    Factor(name="adherence", searched=(1 / 16, 16.0), change=followed),
    Factor(name="boundaries", searched=(1 / 4, 4.0), change=crossed),
    Factor(name="core_strength", searched=(1 / 4, 4.0), change=erring),
)
FACTORS: Mapping[str, Factor] = {factor.name: factor for factor in _ALL}
