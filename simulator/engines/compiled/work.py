"""What services take [days]: new work, rework, rechecks, questions and boundary work."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.memory import (
    common,
    crossing_row,
    edge_now,
    edge_place,
    handling,
    item,
    kind,
    leg,
    member_row,
    step_of,
    step_row,
    team_now,
    transit,
    way_row,
)
from simulator.engines.compiled.practice import edge_gains, load_of, overhead, pace, team_gains
from simulator.engines.program import layout
from simulator.mechanisms.draws import exponential
from simulator.mechanisms.luck import Purpose, combine, happens, joined, uniform
from simulator.mechanisms.team import finds, mean_defects, removes
from simulator.mechanisms.work import defects_made, visit_effort

ENGINEERING, VERIFICATION, INTEGRATION = map(
    layout.VISITED.index, (layout.ENGINEERING, layout.VERIFICATION, layout.INTEGRATION)
)


@kernel
def effort_of(s: Any, item_slot: int, team: int, step: int) -> float:
    """Return the item's effort draw of its visit number `step` to `team`, size included."""
    row, it = team_now(s, team), item(s, item_slot)
    key = combine(joined(it.key, row.stirred), step)
    return visit_effort(key, row.effort_mean, row.effort_variance, row.effort_shape) * it.size


@kernel
def visit(s: Any, leg_slot: int) -> float:
    """Return the service of new work; its catches and its defects are noted on the leg."""
    mine = leg(s, leg_slot)
    member = member_row(s, mine.member)
    team = member.team
    row = team_now(s, team)
    it = item(s, mine.item)
    mine.key = joined(joined(it.key, row.stirred), member.stirred)
    gains = team_gains(s, team, mine.key)
    days = visit_effort(mine.key, row.effort_mean, row.effort_variance, row.effort_shape) * it.size
    days += _defects(s, leg_slot, team, gains[ENGINEERING], gains[VERIFICATION])
    days = _crossing_efforts(s, leg_slot, days)
    if row.practised:
        for column, lever in enumerate(layout.VISITED):
            days += overhead(s, team, lever) * gains[column]
    mine.catches_defects = finds(row, gains[INTEGRATION], True)
    mine.catches_misunderstandings = finds(row, gains[INTEGRATION], False)
    return days * pace(s, team)


@kernel
def _defects(s: Any, leg_slot: int, team: int, engineering: float, verification: float) -> float:
    mine, row = leg(s, leg_slot), team_now(s, team)
    mean = mean_defects(row, engineering)
    mine.made = defects_made(mine.key, mean * item(s, mine.item).size)
    if mine.made == 0:
        return 0.0
    mine.removal = removes(row, verification, load_of(s, team), common(s).pressure)
    days = 0.0
    for k in range(mine.made):
        if happens(mine.key, Purpose.REMOVED, k, mine.removal):
            days += exponential(uniform(mine.key, Purpose.FIX, k), row.fix_effort)
    return days


@kernel
def _crossing_efforts(s: Any, leg_slot: int, days: float) -> float:
    """Return `days` plus handing over, reading back and what followed practices cost."""
    mine = leg(s, leg_slot)
    days += handling(s, s.epoch * s.member_count + mine.member).value
    member = member_row(s, mine.member)
    for index in range(member.first_way, member.first_way + member.ways):
        days = _overheads(s, mine.item, index, days)
    arriving = mine.transits
    while arriving != 0:
        if transit(s, arriving).asked:
            days += edge_now(s, transit(s, arriving).edge).question_effort
        arriving = transit(s, arriving).next
    return days


@kernel
def _overheads(s: Any, item_slot: int, index: int, days: float) -> float:
    """Return `days` plus what followed practices cost at one end of a crossing."""
    way = way_row(s, index)
    crossing = crossing_row(s, way.crossing)
    gains = edge_gains(s, crossing.edge, crossing_key(s, item_slot, crossing))
    place = edge_place(s, crossing.edge)
    if way.sends:
        for lever in layout.SENT:
            days += overhead(s, place, lever) * gains[lever]
    else:
        for lever in layout.RECEIVED:
            days += overhead(s, place, lever) * gains[lever]
    return days


@kernel_inline
def crossing_key(s: Any, item_slot: int, row: Any) -> int:
    """Return the address of an item's crossing: (item, boundary, step)."""
    return joined(joined(item(s, item_slot).key, edge_now(s, row.edge).stirred), row.stirred)


@kernel
def recheck(s: Any, item_slot: int, team: int) -> float:
    """Return the service of looking again at work that came back."""
    days = common(s).rework_share * effort_of(s, item_slot, team, _last_visit(s, item_slot, team))
    return days * pace(s, team)


@kernel
def _last_visit(s: Any, item_slot: int, team: int) -> int:
    """Return how often the item visited the team before its latest visit; 0 without one."""
    it = item(s, item_slot)
    first = step_row(s, kind(s, it.kind).first_step).first_member
    step = step_of(s, item_slot)
    for index in range(step.first_member + step.members - 1, first - 1, -1):
        if member_row(s, index).team == team:
            return int(member_row(s, index).occurrence)
    return 0


@kernel
def question(s: Any, edge: int) -> float:
    """Return the service of one question at the sender."""
    row = edge_now(s, edge)
    return float(row.question_effort * pace(s, row.source))


@kernel
def boundary_work(s: Any, edge: int) -> float:
    """Return the service of work that belongs to neither core, at the boundary's owner."""
    row = edge_now(s, edge)
    return float(row.boundary_effort * pace(s, row.owner))
