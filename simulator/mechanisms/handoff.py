"""What a crossing does to facts and ownership; all its luck is settled at one instant."""

from __future__ import annotations

import math

from simulator.mechanisms.jit import shared_jit, word
from simulator.mechanisms.luck import Purpose, mask_below

_ON_TIME = 1e-9  # a time this close to an opening (relative to the period) has caught it


@shared_jit
def convey(
    key: int,
    intact: int,
    wrong: int,
    fidelity: float,
    shared_context: float,
    readback: float,
    assumption_accuracy: float,
) -> tuple[int, int, int]:
    """Return three masks of facts: (noticed, lost, caught).

    Each `intact` fact is conveyed, else restored from shared context, else noticed by the
    readback, else assumed: rightly, or wrong and *lost*. Each already `wrong` fact is *caught* if
    the receiver both knows better and checks, by the same uniform numbers.
    """
    untold = intact & ~mask_below(key, Purpose.CONVEYED, fidelity, intact)
    unsure = untold | wrong
    if unsure == word(0):
        return word(0), word(0), word(0)
    knows = mask_below(key, Purpose.RESTORED, shared_context, unsure)
    checks = mask_below(key, Purpose.READ_BACK, readback, unsure)
    unknown = untold & ~knows
    noticed = unknown & checks
    assumed = unknown & ~checks
    lost = assumed & ~mask_below(key, Purpose.ASSUMED, assumption_accuracy, assumed)
    return noticed, lost, wrong & knows & checks


@shared_jit
def sender_mask(position: int, senders: int) -> int:
    """Return the facts that travel over the boundary of sender `position` of `senders`.

    Fact j goes with sender j mod m, senders in name order.
    """
    if senders == 1:
        return word(-1)
    mask = word(0)
    for fact in range(position, 64, senders):
        mask = mask | word(word(1) << word(fact))
    return mask


@shared_jit
def wait_for_opening(t: float, opens_every: float) -> float:
    """Return the wait [days] from `t` to the next multiple of `opens_every`; 0 if `t` is one."""
    if opens_every <= 0.0:
        return 0.0
    openings = math.ceil(t / opens_every - _ON_TIME)
    return max(0.0, openings * opens_every - t)
