"""What is there on day 0: items on their way, set down before it as a long run would leave them."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.departure import move_on, new_item, set_off
from simulator.engines.compiled.jit import kernel
from simulator.engines.compiled.journey import (
    examine,
    free_legs,
    mend,
    merge,
    next_lateral,
    next_resolver,
)
from simulator.engines.compiled.layout import Grows
from simulator.engines.compiled.memory import (
    free_transit,
    item,
    kind,
    leg,
    pool,
    starting,
    step_of,
)
from simulator.engines.compiled.work import visit
from simulator.engines.log import BEFORE


@kernel
def begin_with(s: Any) -> None:
    """Set down the items that are on their way before day 0; on day 0 they ask for work.

    They are known by negative arrival numbers, those that have come farthest first.
    """
    s.now = BEFORE
    for number in range(s.kind_count):
        row, n = kind(s, number), 0
        for position in range(row.steps - 1, -1, -1):
            for _ in range(starting(s, row.first_step + position).value):
                n -= 1
                slot = new_item(s, number, n)
                if slot != 0:
                    _set_down(s, slot, position)
                if s.full != 0:
                    return
    s.now = 0.0
    items = pool(s, Grows.ITEM)
    for slot in range(items.stride, items.top, items.stride):
        set_off(s, slot)


@kernel
def _set_down(s: Any, slot: int, position: int) -> None:
    """Take a new item to a step: all that lies before it happens, in no time."""
    it = item(s, slot)
    while it.position < position and s.full == 0:
        each = it.legs
        while each != 0:
            visit(s, each)
            examine(s, each)
            it.open_legs -= 1
            each = leg(s, each).next
        if merge(s, slot):
            team, _ = next_resolver(s, slot)
            while team >= 0:
                mend(s, slot, team)
                team, _ = next_resolver(s, slot)
        free_legs(s, slot)
        while it.lateral < step_of(s, slot).laterals:
            free_transit(s, next_lateral(s, slot))
        move_on(s, slot)
