"""The way of an item: visits, joins, rework, laterals."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.crossing import bit, log_born, name_error, ones, set_out, settle
from simulator.engines.compiled.departure import depart
from simulator.engines.compiled.events import entry
from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.latent import append, append_born, catching, log_caught, unite
from simulator.engines.compiled.layout import REWORK_LINE
from simulator.engines.compiled.memory import (
    common,
    error,
    free_error,
    free_leg,
    free_transit,
    intact,
    item,
    job,
    leg,
    member_row,
    route_rank,
    step_of,
    take_error,
    team_now,
    transit,
)
from simulator.engines.compiled.response import bad_fix, resolver
from simulator.engines.compiled.station import new_job, submit
from simulator.engines.log import Happening, Task
from simulator.mechanisms.incidents import DEFECT, fixed_badly
from simulator.mechanisms.jit import word
from simulator.mechanisms.luck import Purpose, error_key, happens, joined


@kernel
def visited(s: Any, slot: int) -> None:
    """Go on after a visit; the last team of the group to be done joins the item."""
    mine = leg(s, slot)
    it = item(s, mine.item)
    examine(s, slot)
    it.open_legs -= 1
    if it.open_legs == 0:
        _join(s, mine.item)


@kernel
def examine(s: Any, slot: int) -> None:
    """Age the inherited errors, look for them, and add the defects made in this visit."""
    mine = leg(s, slot)
    member = member_row(s, mine.member)
    team = member.team
    each = mine.errors
    while each != 0:
        it = error(s, each)
        it.depth += 1
        chance = mine.catches_misunderstandings
        if it.mechanism == DEFECT:
            chance = mine.catches_defects
        if happens(joined(mine.key, it.stirred), Purpose.CATCH, 0, chance):
            it.found = mine.found = 1
            _log_found(s, slot, team, it)
        each = it.next
    owner, occurrence = item(s, mine.item), member.occurrence
    for k in range(mine.made):
        if not happens(mine.key, Purpose.REMOVED, k, mine.removal):
            new = take_error(s)
            key = error_key(owner.key, DEFECT, team_now(s, team).word, occurrence, k)
            name_error(s, new, key, DEFECT, team, 0, k)
            log_born(s, new, mine.item, k)
            append(s, mine, new)


@kernel_inline
def _log_found(s: Any, slot: int, team: int, found: Any) -> None:
    it, row = item(s, leg(s, slot).item), entry(s, Happening.FOUND)
    row.item, row.step, row.place = it.number, it.position, team
    row.error, row.a = found.number, found.depth
    it.found += 1


@kernel
def _join(s: Any, slot: int) -> None:
    """Merge the copies and begin the rework of what was found."""
    if merge(s, slot):
        item(s, slot).recheck = item(s, slot).legs
        rework(s, slot)
    else:
        free_legs(s, slot)
        cross_laterals(s, slot)


@kernel
def merge(s: Any, slot: int) -> bool:
    """Merge the copies that the teams worked on; return whether any of them found an error."""
    it = item(s, slot)
    it.intact, it.errors = it.all_facts, 0
    found, each = 0, it.legs
    while each != 0:
        mine = leg(s, each)
        it.intact = it.intact & mine.intact
        found = found | mine.found
        unite(s, it, mine.errors)
        each = mine.next
    right = ones(it.intact)
    if s.logging:
        row = entry(s, Happening.JOINED)
        row.item, row.step, row.a = it.number, it.position, right
    intact(s, it.number * s.longest + it.position).value = right
    it.lateral = 0
    if found:
        _part_found(s, slot)
        return True
    return False


@kernel
def _part_found(s: Any, slot: int) -> None:
    """Move what was found from an item's errors to its list of pending rework."""
    it = item(s, slot)
    each, last = it.errors, 0
    it.errors = it.last_error = it.pending = 0
    while each != 0:
        this, each = each, error(s, each).next
        if error(s, this).found == 0:
            append(s, it, this)
            continue
        if step_of(s, slot).last:
            it.near += 1  # once, however many of a group found it
        error(s, this).resolver = resolver(s, this)
        error(s, this).next = 0
        if last == 0:
            it.pending = this
        else:
            error(s, last).next = this
        last = this


@kernel
def rework(s: Any, slot: int) -> None:
    """Ask the next resolver on the route to rework; after the last the finders look again."""
    team, weight = next_resolver(s, slot)
    if team < 0:
        recheck(s, slot)
        return
    new_slot = _job_of(s, slot, team, Task.REWORK)
    job(s, new_slot).weight = weight
    submit(s, new_slot)


@kernel
def next_resolver(s: Any, slot: int) -> tuple[int, int]:
    """Return who is the next to rework an item, -1 if nobody, and the weight of what they mend."""
    it = item(s, slot)
    team, weight, each = -1, 0, it.pending
    ranks = it.kind * s.team_count
    while each != 0:
        found = error(s, each)
        if team < 0 or route_rank(s, ranks + found.resolver).value < (
            route_rank(s, ranks + team).value
        ):
            team, weight = found.resolver, 0
        if found.resolver == team:
            weight += 1 + found.depth
        each = found.next
    return team, weight


@kernel_inline
def _job_of(s: Any, slot: int, team: int, task: int) -> int:
    new_slot = new_job(s, team, task, item(s, slot).number, slot)
    job(s, new_slot).line, job(s, new_slot).step = REWORK_LINE, item(s, slot).position
    return new_slot


@kernel
def reworked(s: Any, slot: int, team: int) -> None:
    """Go on after a rework."""
    mend(s, slot, team)
    rework(s, slot)


@kernel
def mend(s: Any, slot: int, team: int) -> None:
    """Take what a team reworked: the facts are right, errors gone; each fix may be a bad one."""
    it = item(s, slot)
    each, last = it.pending, 0
    it.pending = 0
    while each != 0:
        this, each = each, error(s, each).next
        found = error(s, this)
        if found.resolver == team:
            row = entry(s, Happening.REWORKED)
            row.item, row.step, row.place = it.number, it.position, team
            row.error = found.number
            it.intact = it.intact | bit(found.fact)
            if fixed_badly(found.key, found.generation, common(s).bad_fix):
                append(s, it, bad_fix(s, this, slot, team))
            free_error(s, this)
            continue
        found.next = 0
        if last == 0:
            it.pending = this
        else:
            error(s, last).next = this
        last = this


@kernel
def recheck(s: Any, slot: int) -> None:
    """Ask the next finder to look again; after the last the laterals are crossed."""
    it = item(s, slot)
    while it.recheck != 0:
        mine = leg(s, it.recheck)
        it.recheck = mine.next
        if mine.found == 1:
            submit(s, _job_of(s, slot, member_row(s, mine.member).team, Task.RECHECK))
            return
    free_legs(s, slot)
    cross_laterals(s, slot)


@kernel
def free_legs(s: Any, slot: int) -> None:
    """Give back the copies of an item that its step is done with."""
    each = item(s, slot).legs
    while each != 0:
        this, each = each, leg(s, each).next
        crossings = leg(s, this).transits
        while crossings != 0:
            done, crossings = crossings, transit(s, crossings).next
            free_transit(s, done)
        free_leg(s, this)


@kernel
def cross_laterals(s: Any, slot: int) -> None:
    """Cross the laterals of the step one after another, then depart for the next step."""
    it, step = item(s, slot), step_of(s, slot)
    while it.lateral < step.laterals:
        crossing = next_lateral(s, slot)
        if not set_out(s, crossing):
            return
        free_transit(s, crossing)
    depart(s, slot)


@kernel
def next_lateral(s: Any, slot: int) -> int:
    """Return the transit of the next lateral of an item's step, settled now."""
    it = item(s, slot)
    crossing = settle(s, slot, step_of(s, slot).first_lateral + it.lateral, it.intact)
    done = transit(s, crossing)
    it.lateral += 1
    it.intact = (it.intact & word(~done.lost)) | done.caught
    _carry_over(s, slot, crossing)
    return int(crossing)


@kernel
def _carry_over(s: Any, slot: int, crossing: int) -> None:
    """Drop an item's errors that a lateral caught, and add those it left."""
    it = item(s, slot)
    each = it.errors
    it.errors = it.last_error = 0
    while each != 0:
        this, each = each, error(s, each).next
        if catching(s, crossing, error(s, this).fact) != 0:
            log_caught(s, slot, crossing, this)
            free_error(s, this)
        else:
            append(s, it, this)
    append_born(s, it, crossing)
