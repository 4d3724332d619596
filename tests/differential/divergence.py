"""Where two event logs part, in words."""

from typing import Any

import numpy as np

from simulator.engines.log import Happening

Events = np.ndarray[Any, np.dtype[np.void]]


def first_divergence(ours: Events, theirs: Events) -> str | None:
    """Return what the first unequal event is in either log; None where the logs are equal."""
    length = min(len(ours), len(theirs))
    unequal = np.flatnonzero(ours[:length] != theirs[:length])
    if not len(unequal) and len(ours) == len(theirs):
        return None
    here = int(unequal[0]) if len(unequal) else length
    return f"event {here}: reference {_told(ours, here)}; compiled {_told(theirs, here)}"


def _told(events: Events, here: int) -> str:
    if here >= len(events):
        return f"ended after {len(events)} events"
    row = events[here]
    filled = {
        name: row[name].item()
        for name in events.dtype.names or ()
        if name not in ("event", "time") and row[name] != -1
    }
    columns = ", ".join(f"{name} {value!r}" for name, value in filled.items())
    return f"{Happening(row['event']).name} at {row['time'].item()!r} ({columns})"
