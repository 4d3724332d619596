"""The memory of organisations in few bytes: one image a structure, and the words that differ."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from simulator.engines.compiled.image import Image, image
from simulator.engines.compiled.webassembly import STACK
from simulator.scenario.scenario import TODAY, Scenario

__all__ = ["alone", "changed", "packed", "structures"]

_WORD = np.dtype("<u8")


def packed(whole: bytes) -> str:
    """Return bytes as base64 of gzip, the same text for the same bytes."""
    return base64.b64encode(gzip.compress(whole, 9, mtime=0)).decode()


def changed(own: bytes, others: Sequence[bytes]) -> tuple[list[int], list[list[str]]]:
    """Return where any of other memories differs from one's own, and each one's words there.

    Places are counted from the image's start [bytes]; a word of 64 bits is a text of its number.
    """
    first = np.frombuffer(own, _WORD)
    table = np.stack([np.frombuffer(each, _WORD) for each in others])
    differ = np.flatnonzero((table != first).any(axis=0))
    return (differ * _WORD.itemsize).tolist(), [
        [str(word) for word in row] for row in table[:, differ].tolist()
    ]


def structures(
    middle: Scenario, plans: Sequence[str], others: Sequence[Scenario]
) -> tuple[list[dict[str, Any]], dict[str, tuple[int, Image]]]:
    """Return the structures that plans have, and each plan's: its number and image.

    A structure is the image of the middle organisation, and for each of the `others` the 64-bit
    words in which its image differs: `places` are their addresses from the image's start,
    `columns` which of the `values` each takes, of which every organisation has a row.
    """
    found: list[dict[str, Any]] = []
    known: dict[bytes, int] = {}
    by: dict[str, tuple[int, Image]] = {}
    for plan in plans:
        whole = image(middle, plan, base=STACK)
        if whole.memory not in known:
            known[whole.memory] = len(found)
            changed = [image(other, plan, base=STACK).memory for other in others]
            found.append(_structure(whole, changed))
        by[plan] = known[whole.memory], whole
    return found, by


def alone(scenario: Scenario) -> dict[str, Any]:
    """Return the structure of a scenario's today as it is written, with no other organisation."""
    return _structure(image(scenario, TODAY, base=STACK), [])


def _structure(whole: Image, others: Sequence[bytes]) -> dict[str, Any]:
    told = asdict(whole)
    del told["memory"], told["offers"], told["base"]
    own = np.frombuffer(whole.memory, _WORD)
    table = np.stack([np.frombuffer(each, _WORD) for each in others]) if others else own[None][:0]
    differ = np.flatnonzero((table != own).any(axis=0))
    values, columns = np.unique(table[:, differ], axis=1, return_inverse=True)
    return {
        "image": {"base": whole.base, **told},
        "memory": packed(whole.memory),
        "places": (differ * _WORD.itemsize).tolist(),
        "columns": columns.tolist(),
        "values": packed(np.ascontiguousarray(values).tobytes()),
    }
