"""The lists of latent errors that items and their legs carry."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.crossing import bit
from simulator.engines.compiled.events import entry
from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.memory import error, free_error, item, take_error, transit
from simulator.engines.log import Happening
from simulator.mechanisms.jit import word


@kernel_inline
def append(s: Any, owner: Any, slot: int) -> None:
    """Put an error at the end of the list of `owner`, an item or a leg."""
    if owner.errors == 0:
        owner.errors = slot
    else:
        error(s, owner.last_error).next = slot
    owner.last_error = slot
    error(s, slot).next = 0


@kernel
def append_born(s: Any, owner: Any, crossing: int) -> None:
    """Move what a crossing left latent to the end of the list of `owner`."""
    it = transit(s, crossing)
    if it.born == 0:
        return
    if owner.errors == 0:
        owner.errors = it.born
    else:
        error(s, owner.last_error).next = it.born
    owner.last_error = it.last_born
    it.born = it.last_born = 0


@kernel
def copied(s: Any, slot: int) -> int:
    """Return a copy of an error."""
    new_slot = take_error(s)
    new, old = error(s, new_slot), error(s, slot)
    new.key, new.stirred, new.number, new.born = old.key, old.stirred, old.number, old.born
    new.mechanism, new.origin = old.mechanism, old.origin
    new.fact, new.depth, new.owned, new.generation = old.fact, old.depth, old.owned, old.generation
    new.root_mechanism, new.root_origin = old.root_mechanism, old.root_origin
    new.root_owned, new.found, new.resolver = old.root_owned, 0, -1
    return new_slot


@kernel
def catching(s: Any, crossings: int, fact: int) -> int:
    """Return the first of a list of crossings at which a wrong fact was caught; 0 if none."""
    while crossings != 0 and transit(s, crossings).caught & bit(fact) == word(0):
        crossings = transit(s, crossings).next
    return crossings


@kernel
def log_caught(s: Any, item_slot: int, crossing: int, slot: int) -> None:
    """Log that a wrong fact was noticed at a crossing."""
    row = entry(s, Happening.CAUGHT)
    row.item, row.step = item(s, item_slot).number, item(s, item_slot).position
    row.place, row.error = transit(s, crossing).edge, error(s, slot).number


@kernel
def unite(s: Any, owner: Any, errors: int) -> None:
    """Join a list of errors to that of `owner`, one per identity; depth is the largest."""
    while errors != 0:
        slot, errors = errors, error(s, errors).next
        new, known = error(s, slot), owner.errors
        while known != 0 and error(s, known).key != new.key:
            known = error(s, known).next
        if known == 0:
            append(s, owner, slot)
        else:
            old = error(s, known)
            old.depth = max(old.depth, new.depth)
            old.found = max(old.found, new.found)
            free_error(s, slot)
