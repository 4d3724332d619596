"""What may be other than assumed: prices, reach, adherence, handovers, mistakes inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from simulator.engines.program import layout
from simulator.engines.program.compilation import Plan, Table
from simulator.stats.estimate import Floats

__all__ = ["FACTORS", "Factor"]

_CORE = tuple(layout.TEAM_LEVERS.index(name) for name in ("engineering", "verification"))
_EDGE = tuple(range(len(layout.EDGE_LEVERS)))
_CORE_MOVES = ("defects_per_item", "defect_removal")
_EDGE_MOVES = tuple(name for names in layout.EDGE_MOVES.values() for name in names)


@dataclass(frozen=True, kw_only=True)
class Factor:
    """One quantity that is multiplied: 1 is what the file says.

    `change` gives the plan with it multiplied; `searched` is the range looked at.
    """

    name: str
    searched: tuple[float, float]
    change: Callable[[Plan, float], Plan]


def priced(plan: Plan, factor: float) -> Plan:
    """Return the plan with levers between teams `factor` times as dear, beside inside ones.

    Above 1 the scale of every lever between teams is multiplied by `factor`, below 1 that of every
    lever inside teams divided by it: whoever is ahead becomes dearer, so that exchanging the sides'
    numbers turns a break-even into its inverse. The money stays and buys less:
    strength = 1 - exp(-spend / scale).
    """
    if factor >= 1.0:
        return replace(plan, edge_practices=_dearer(plan.edge_practices, _EDGE, factor))
    return replace(plan, team_practices=_dearer(plan.team_practices, _CORE, 1.0 / factor))


def reaching(plan: Plan, factor: float) -> Plan:
    """Return the plan with the reach of levers between teams `factor` times that of inside ones.

    Below 1 the way from base to ceiling is shortened between teams, above 1 inside teams (divided
    by `factor`): nobody's ceiling is ever raised, so no probability leaves [0, 1].
    """
    if factor <= 1.0:
        return replace(plan, edges=_shortened(plan.edges, _EDGE_MOVES, factor))
    return replace(plan, teams=_shortened(plan.teams, _CORE_MOVES, 1.0 / factor))


def followed(plan: Plan, factor: float) -> Plan:
    """Return the plan with adherence between teams `factor` times that inside, as in `reaching`."""
    if factor <= 1.0:
        return replace(plan, edge_practices=_followed(plan.edge_practices, _EDGE, factor))
    return replace(plan, team_practices=_followed(plan.team_practices, _CORE, 1.0 / factor))


def crossed(plan: Plan, factor: float) -> Plan:
    """Return the plan with `factor` handovers, one after another, in the place of each.

    Each has the chances of today's and has to be paid for: a fact has to be told by all of them
    (fidelity^factor), an interface change concerns the item, and work between teams comes up and
    stays nobody's, as in so many independent tries, and the scales of levers between teams are
    multiplied by `factor`. What handovers take in time is left as it is.
    """
    edges = plan.edges.copy()
    for name in ("fidelity", "fidelity_top", "lapse_fidelity"):
        edges[name] = edges[name] ** factor
    edges["lapse"] = _any(edges["lapse"], factor)
    edges["exposure"] = _any(edges["exposure"], factor)
    needed = _any(plan.edges["boundary_work"], factor)
    edges["boundary_work"] = needed
    for name in ("owned", "owned_top"):
        left = _any(plan.edges["boundary_work"] * (1.0 - plan.edges[name]), factor)
        share = np.divide(left, needed, out=1.0 - plan.edges[name], where=needed > 0.0)
        edges[name] = 1.0 - share
    edges.setflags(write=False)
    return replace(plan, edges=edges, edge_practices=_dearer(plan.edge_practices, _EDGE, factor))


def erring(plan: Plan, factor: float) -> Plan:
    """Return the plan with `factor` times the mistakes made inside teams, ceilings alike."""
    teams = plan.teams.copy()
    for name in ("defects_per_item", "defects_per_item_top"):
        teams[name] = factor * teams[name]
    teams.setflags(write=False)
    return replace(plan, teams=teams)


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
