"""Departures: an item's copies for the teams of a step, and the crossings that lead to them."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.crossing import set_out, settle
from simulator.engines.compiled.events import entry
from simulator.engines.compiled.jit import kernel
from simulator.engines.compiled.latent import append, append_born, catching, copied, log_caught
from simulator.engines.compiled.layout import VISIT_LINE, Grows
from simulator.engines.compiled.memory import (
    error,
    free_error,
    fresh,
    item,
    job,
    kind,
    leg,
    member_row,
    step_of,
    take_leg,
    transit,
)
from simulator.engines.compiled.response import release
from simulator.engines.compiled.station import new_job, submit
from simulator.engines.log import Happening, Task
from simulator.mechanisms.jit import word
from simulator.mechanisms.luck import combine
from simulator.mechanisms.work import item_size


@kernel
def new_item(s: Any, number: int, n: int) -> int:
    """Return a new item by its kind and arrival number, with a leg for each team of its first step.

    0 where there is no room for it.
    """
    row, slot = kind(s, number), fresh(s, Grows.ITEM)
    if slot == 0:
        return 0
    it = item(s, slot)
    it.key = combine(row.key, n)
    it.size = item_size(it.key, row.size_variance)
    it.number, it.kind, it.arrived, it.released, it.served = s.next_item, number, s.now, -1.0, 0.0
    s.next_item += 1
    it.all_facts = ~word(0) >> word(64 - row.facts)
    it.intact, it.position, it.step, it.last_owned = it.all_facts, 0, row.first_step, 1
    it.errors = it.last_error = it.legs = it.pending = it.found = it.near = 0
    it.failed = it.state = it.lateral = it.recheck = it.open_legs = 0
    if s.logging:
        noted = entry(s, Happening.ARRIVED)
        noted.item, noted.place, noted.value, noted.a = it.number, number, it.size, n
    last, step = 0, step_of(s, slot)
    for position in range(step.members):
        last = _new_leg(s, slot, step.first_member + position, last)
    return slot


@kernel
def set_off(s: Any, slot: int) -> None:
    """Let an item ask the team or teams of its step to work, whatever crossings led there."""
    each = item(s, slot).legs
    while each != 0:
        leg(s, each).pending = 1
        following = leg(s, each).next
        arrive(s, each)
        each = following


@kernel
def _new_leg(s: Any, slot: int, member: int, last: int) -> int:
    """Return a new leg of an item, put behind its leg `last` (0: it is the first)."""
    it, new_slot = item(s, slot), take_leg(s)
    new = leg(s, new_slot)
    if last == 0:
        it.legs = new_slot
    else:
        leg(s, last).next = new_slot
    new.item, new.member, new.intact, new.next = slot, member, it.intact, 0
    new.errors = new.last_error = new.transits = new.pending = new.found = 0
    it.open_legs += 1
    return new_slot


@kernel
def arrive(s: Any, slot: int) -> None:
    """Let one crossing reach a leg; after the last of them the team is asked to work."""
    mine = leg(s, slot)
    mine.pending -= 1
    if mine.pending > 0:
        return
    it = item(s, mine.item)
    new_slot = new_job(s, member_row(s, mine.member).team, Task.VISIT, it.number, slot)
    new = job(s, new_slot)
    new.line, new.step = VISIT_LINE, it.position
    submit(s, new_slot)


@kernel
def depart(s: Any, slot: int) -> None:
    """Release the item after its last step, or cross to all teams of the next, settled now."""
    if step_of(s, slot).last:
        release(s, slot)
        return
    move_on(s, slot)
    _set_out_all(s, slot)


@kernel
def move_on(s: Any, slot: int) -> None:
    """Take an item to its next step: all crossings settled, none of their waits begun."""
    it, senders = item(s, slot), step_of(s, slot).members
    it.position, it.step = it.position + 1, it.step + 1
    step = step_of(s, slot)
    it.last_owned = 1
    last = 0
    for receiver in range(step.members):
        last = _new_leg(s, slot, step.first_member + receiver, last)
        leg(s, last).pending = senders
        _settle_all(s, last, step.first_crossing + receiver * senders, senders)
    each = it.legs
    while each != 0:
        _load(s, each)
        each = leg(s, each).next


@kernel
def _settle_all(s: Any, slot: int, first: int, senders: int) -> None:
    """Settle all crossings to one leg."""
    mine, last = leg(s, slot), 0
    it = item(s, mine.item)
    for sender in range(senders):
        crossing = settle(s, mine.item, first + sender, it.intact)
        done = transit(s, crossing)
        done.leg = slot
        mine.intact = (mine.intact & word(~done.lost)) | done.caught
        it.last_owned = it.last_owned & done.owned
        if last == 0:
            mine.transits = crossing
        else:
            transit(s, last).next = crossing
        last = crossing


@kernel
def _load(s: Any, slot: int) -> None:
    """Give a leg its copy of the item's errors; the last leg takes the errors themselves."""
    mine = leg(s, slot)
    it = item(s, mine.item)
    each = it.errors
    if mine.next == 0:
        it.errors = it.last_error = 0
    while each != 0:
        this, each = each, error(s, each).next
        by = catching(s, mine.transits, error(s, this).fact)
        if by != 0:
            log_caught(s, mine.item, by, this)
            if mine.next == 0:
                free_error(s, this)
        elif mine.next == 0:
            error(s, this).found, error(s, this).resolver = 0, -1
            append(s, mine, this)
        else:
            append(s, mine, copied(s, this))
    crossing = mine.transits
    while crossing != 0:
        append_born(s, mine, crossing)
        crossing = transit(s, crossing).next


@kernel
def _set_out_all(s: Any, slot: int) -> None:
    each = item(s, slot).legs
    while each != 0:
        crossing, following = leg(s, each).transits, leg(s, each).next
        while crossing != 0:
            behind = transit(s, crossing).next
            if set_out(s, crossing):
                arrive(s, each)
            crossing = behind
        each = following
