"""One crossing of a boundary: all its luck is settled at one instant, then the waits run."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.count import count_crossing
from simulator.engines.compiled.events import after, entry
from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.memory import (
    change,
    common,
    crossing_row,
    edge_now,
    error,
    item,
    job,
    stale,
    take_error,
    take_transit,
    transit,
)
from simulator.engines.compiled.practice import edge_gains, load_of
from simulator.engines.compiled.station import new_job, submit
from simulator.engines.compiled.work import crossing_key
from simulator.engines.log import Flag, Happening, Rank, Task
from simulator.mechanisms.crossing import mean_limbo, odds, owned_by_somebody
from simulator.mechanisms.draws import exponential
from simulator.mechanisms.drift import concerns, tested
from simulator.mechanisms.handoff import convey, wait_for_opening
from simulator.mechanisms.incidents import DRIFT, LOST, UNOWNED
from simulator.mechanisms.jit import word
from simulator.mechanisms.luck import Purpose, error_key, happens, lost_fact_key, stirred, uniform


@kernel_inline
def ones(mask: int) -> int:
    """Return how many bits of a word are set."""
    mask = word(mask - ((mask >> word(1)) & word(0x5555555555555555)))
    mask = (mask & word(0x3333333333333333)) + ((mask >> word(2)) & word(0x3333333333333333))
    mask = (mask + (mask >> word(4))) & word(0x0F0F0F0F0F0F0F0F)
    return int(word(mask * word(0x0101010101010101)) >> word(56))


@kernel_inline
def bit(fact: int) -> int:
    """Return the mask of one fact; of a fact below 0 an empty one."""
    return word(word(1) << word(fact)) if fact >= 0 else word(0)


@kernel
def settle(s: Any, item_slot: int, index: int, intact: int) -> int:
    """Return the transit of an item over crossing `index`, settled now; errors are untouched."""
    row, it = crossing_row(s, index), item(s, item_slot)
    travelling = it.all_facts & row.facts
    edge, now = row.edge, edge_now(s, row.edge)
    key = crossing_key(s, item_slot, row)
    gains = edge_gains(s, edge, key)
    slot = take_transit(s)
    new = transit(s, slot)
    new.edge, new.owner, new.source = edge, now.owner, now.source
    new.item, new.leg, new.born, new.last_born, new.next = item_slot, 0, 0, 0, 0
    new.owned = 1 if happens(key, Purpose.OWNED, 0, owned_by_somebody(now, gains)) else 0
    new.needed = 1 if happens(key, Purpose.BOUNDARY_WORK, 0, now.boundary_work) else 0
    lapsed = happens(key, Purpose.LAPSE, 0, now.lapse)
    loads = load_of(s, now.source), load_of(s, now.target)
    chances = odds(now, gains, lapsed, loads, common(s).pressure)
    wrong = _wrong_facts(s, it.errors) & travelling
    missing, new.lost, new.caught = convey(
        key,
        intact & travelling,
        wrong,
        chances.conveyed,
        chances.known,
        chances.noticed,
        chances.assumed,
    )
    noticed, first = ones(missing), s.next_error
    _born_lost(s, slot, it.key)
    tests = _drift(s, slot, key, chances.tested, row.occurrence)
    if new.needed == 1 and new.owned == 0:
        unowned = error_key(it.key, UNOWNED, now.word, row.occurrence, 0)
        _born(s, slot, unowned, UNOWNED, 0)
    caught = ones(new.caught) + tests
    new.asked = 1 if noticed + caught > 0 else 0
    new.wait = _wait(s, key, now, gains, new.owned)
    _log_crossing(s, slot, lapsed, noticed, s.next_error - first, caught)
    new.number = s.next_number
    s.next_number += 1
    return slot


@kernel_inline
def _log_crossing(s: Any, slot: int, lapsed: bool, noticed: int, born: int, caught: int) -> None:
    new = transit(s, slot)
    flags = new.owned * Flag.OWNED + new.needed * Flag.WORK_NEEDED + new.asked * Flag.ASKED
    flags += Flag.LAPSED if lapsed else 0
    if s.logging:
        row = entry(s, Happening.CROSSED)
        row.item, row.step = item(s, new.item).number, item(s, new.item).position
        row.place, row.value = new.edge, new.wait
        row.a, row.b, row.c, row.d = noticed, born, caught, flags
    count_crossing(s, new.edge, flags, noticed, born, caught)


@kernel
def _wrong_facts(s: Any, slot: int) -> int:
    """Return the mask of the facts that a list of latent errors has lost."""
    mask = word(0)
    while slot != 0:
        mask = mask | bit(error(s, slot).fact)
        slot = error(s, slot).next
    return mask


@kernel
def _born_lost(s: Any, slot: int, item_key: int) -> None:
    left, fact = transit(s, slot).lost, 0
    while left != word(0):
        if left & word(1) != word(0):
            _born(s, slot, lost_fact_key(item_key, fact), LOST, fact)
        left, fact = left >> word(1), fact + 1


@kernel
def _drift(s: Any, slot: int, key: int, tests: float, occurrence: int) -> int:
    """Let what the receiver does not know go wrong; return how much contract tests caught."""
    new = transit(s, slot)
    now, known, caught = edge_now(s, new.edge), stale(s, new.edge), 0
    # Time only moves on: what is known stays known.
    while known.first < known.end and change(s, known.first).known <= s.now:
        known.first += 1
    if known.first == known.end or change(s, known.first).made > s.now:
        return 0
    for index in range(known.first, known.end):
        it = change(s, index)
        if it.made > s.now:
            break
        if it.known > s.now and concerns(key, it.j, now.exposure):
            if tested(key, it.j, tests):
                caught += 1
            else:
                drifted = error_key(item(s, new.item).key, DRIFT, now.word, occurrence, it.j)
                _born(s, slot, drifted, DRIFT, it.j)
    return caught


@kernel
def _born(s: Any, slot: int, key: int, mechanism: int, index: int) -> None:
    new, found = transit(s, slot), take_error(s)
    if new.born == 0:
        new.born = found
    else:
        error(s, new.last_born).next = found
    new.last_born = found
    name_error(s, found, key, mechanism, new.edge, new.owned, index)
    log_born(s, found, new.item, index)


@kernel
def name_error(
    s: Any, slot: int, key: int, mechanism: int, origin: int, owned: int, index: int
) -> None:
    """Fill in a new latent error, itself its root, of generation 0."""
    new = error(s, slot)
    new.number, new.born = s.next_error, s.now
    s.next_error += 1
    new.key, new.stirred = key, stirred(key)
    new.mechanism, new.origin, new.owned = mechanism, origin, owned
    new.fact = index if mechanism == LOST else -1
    new.depth = new.generation = new.found = new.next = 0
    new.resolver = -1
    new.root_mechanism, new.root_origin, new.root_owned = mechanism, origin, owned


@kernel
def log_born(s: Any, slot: int, item_slot: int, index: int) -> None:
    """Log the birth of an error; `index`: its fact, change or defect, or its parent's number."""
    new, row = error(s, slot), entry(s, Happening.BORN)
    if item_slot != 0:
        row.item, row.step = item(s, item_slot).number, item(s, item_slot).position
    row.place, row.error, row.a, row.b = new.origin, new.number, new.mechanism, index
    row.c, row.d = new.generation, new.owned


@kernel_inline
def _wait(s: Any, key: int, now: Any, gains: Any, owned: int) -> float:
    wait = now.delay
    wait = wait + wait_for_opening(s.now + wait, now.opens_every)
    if owned == 0:
        wait = wait + exponential(uniform(key, Purpose.LIMBO, 0), mean_limbo(now, gains))
    return float(wait)


@kernel
def set_out(s: Any, slot: int) -> bool:
    """Begin the waits of a crossing; return whether it has arrived at once."""
    it = transit(s, slot)
    if it.wait > 0.0:
        after(s, it.wait, Rank.CROSSING, it.number, slot, 0)
        return False
    return waited(s, slot)


@kernel_inline
def waited(s: Any, slot: int) -> bool:
    """Go on after the wait: boundary work, question; return whether it has arrived at once."""
    it = transit(s, slot)
    if it.owned == 1 and it.needed == 1:
        _submit(s, slot, it.owner, Task.BOUNDARY_WORK)
        return False
    return worked(s, slot)


@kernel_inline
def worked(s: Any, slot: int) -> bool:
    """Go on after the boundary work: the question; return whether it has arrived at once."""
    it = transit(s, slot)
    if it.asked == 1:
        _submit(s, slot, it.source, Task.QUESTION)
        return False
    return True


@kernel_inline
def _submit(s: Any, slot: int, team: int, task: int) -> None:
    crossing_item = item(s, transit(s, slot).item)
    new = new_job(s, team, task, crossing_item.number, slot)
    job(s, new).step = crossing_item.position
    submit(s, new)
