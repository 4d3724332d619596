"""Luck addressed by name: every random number is a pure function of its address.

An address is a chain of words (seed, replication, then names and indices) folded by `combine`
into one 64-bit key; `uniform` turns (key, purpose, index) into a number in (0, 1). The finaliser
is variant 13 of Stafford, as in SplitMix64 (Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195).
Key and counter are mixed apart before they meet, so that streams share no orbit.
"""

from __future__ import annotations

import hashlib
from enum import IntEnum

from simulator.mechanisms.jit import remembered, shared_jit, word

_GAMMA = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1  # in CPython it keeps products to 64 bits, in machine code it does nothing
_STRIDE = 1 << 48  # indices of one purpose lie in (-2^47, 2^47)


class Purpose(IntEnum):
    """What a draw is for; the numbers are part of every address and never change."""

    ARRIVAL = 1
    SIZE = 2
    EFFORT = 3
    DEFECTS = 4
    REMOVED = 5
    FIX = 6
    VISIT_ADHERENCE = 7
    CONVEYED = 8
    RESTORED = 9
    READ_BACK = 10
    ASSUMED = 11
    LAPSE = 12
    OWNED = 13
    BOUNDARY_WORK = 14
    LIMBO = 15
    CROSSING_ADHERENCE = 16
    CHANGE_GAP = 17
    CHANGE_DELAY = 18
    SYNC_ADHERENCE = 19
    EXPOSED = 20
    CONTRACT_TEST = 21
    CATCH = 22
    MANIFEST = 23
    LATENCY = 24
    SEVERITY = 25
    TRACEABLE = 26
    ROLLBACK = 27
    REPAIR = 28
    TRIAGE = 29
    BAD_FIX = 30
    EXTERNAL = 31
    RESPONSE_ADHERENCE = 32
    IDENTITY = 33
    PLACE = 34
    PAGED = 35


@shared_jit
def mix(z: int) -> int:
    """Return the 64-bit finaliser of the word `z`: every bit depends on every bit, a bijection."""
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & _MASK
    return z ^ (z >> 31)


@remembered
def stirred(part: int) -> int:
    """Return a part of an address (any 64-bit integer) as `combine` puts it to a key."""
    return mix(word(word(part) + word(_GAMMA)))


@shared_jit
def combine(key: int, part: int) -> int:
    """Return the key of the address `key` (a word) followed by `part` (any 64-bit integer)."""
    return mix(key ^ stirred(part))


@shared_jit
def joined(key: int, part: int) -> int:
    """Return what `combine` would, of a part that has been `stirred` before."""
    return mix(key ^ part)


@shared_jit
def uniform(key: int, purpose: int, index: int) -> float:
    """Return the uniform number in the open interval (0, 1) at (key, purpose, index)."""
    bits = mix(key ^ stirred(purpose * _STRIDE + index))
    return ((bits >> 12) + 0.5) * 2.0**-52


@shared_jit
def happens(key: int, purpose: int, index: int, probability: float) -> bool:
    """Return whether the uniform number at the address is below `probability`.

    What is certain, or impossible, is not drawn.
    """
    if probability <= 0.0 or probability >= 1.0:
        return probability >= 1.0
    return uniform(key, purpose, index) < probability


@shared_jit
def mask_below(key: int, purpose: int, p: float, wanted: int) -> int:
    """Return the bits j of `wanted` whose uniform number u_j lies below `p`.

    The binary digits of u_j are bit j of the words at (key, purpose, 0), (key, purpose, 1), ...;
    all 64 numbers are compared with `p` digit by digit, most significant first, and the walk
    stops when every wanted bit is decided. Exact for every `p`, and monotone in it.
    """
    undecided = word(wanted)
    if p >= 1.0:
        return undecided
    below = word(0)
    index = 0
    while undecided != word(0) and p > 0.0:
        digits = combine(key, purpose * _STRIDE + index)
        index += 1
        p = p + p
        if p >= 1.0:
            p = p - 1.0
            below = below | (undecided & ~digits)
            undecided = undecided & digits
        else:
            undecided = undecided & ~digits
    return below


@shared_jit
def replication_key(seed: int, replication: int) -> int:
    """Return the key from which all luck of one replication is addressed."""
    return combine(combine(word(0), seed), replication)


@shared_jit
def lost_fact_key(item_key: int, fact: int) -> int:
    """Return the identity of a lost fact: (item, fact); where it was lost is not part of it."""
    return combine(combine(item_key, Purpose.IDENTITY * _STRIDE + 1), fact)


@shared_jit
def error_key(item_key: int, mechanism_code: int, origin: int, step: int, index: int) -> int:
    """Return the identity of an error: (item, mechanism, origin, step, index within)."""
    key = combine(item_key, Purpose.IDENTITY * _STRIDE + 1 + mechanism_code)
    return combine(combine(combine(key, origin), step), index)


@shared_jit
def bad_fix_key(parent_key: int, generation: int) -> int:
    """Return the identity of the defect that fixing `parent_key` left behind."""
    return combine(parent_key, Purpose.BAD_FIX * _STRIDE + generation)


def name_word(name: str) -> int:
    """Return the 64-bit word of a name, by which a kind, team or boundary enters addresses."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")
