"""Figures of one run: several readings, told as minimum, median and maximum.

Work is judged by the processor time it takes, which other work on the machine disturbs little.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a table: what, its readings, its unit, and what was aimed at."""

    what: str
    readings: tuple[float, ...]
    unit: str = ""
    aim: str = ""
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the cells: what, minimum, median, maximum, unit, aim, note."""
        if not self.readings:
            return (self.what, "-", "-", "-", self.unit, self.aim, self.note)
        low, high = min(self.readings), max(self.readings)
        middle = statistics.median(self.readings)
        return (
            self.what,
            *(digits(value) for value in (low, middle, high)),
            self.unit,
            self.aim,
            self.note,
        )


def digits(value: float) -> str:
    """Return a number in three significant digits, plain."""
    if value == 0.0:
        return "0"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def seconds(work: Callable[[], object]) -> float:
    """Return how much processor time some work took in this process, all its threads together."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def seconds_of_children(work: Callable[[], object]) -> float:
    """Return how much processor time the processes took that some work started and waited for."""
    begun = _children()
    work()
    return _children() - begun


def _children() -> float:
    used = os.times()
    return used.children_user + used.children_system


def elapsed(work: Callable[[], object]) -> float:
    """Return how long some work took by the clock on the wall."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def load() -> str:
    """Return how many were at work on this machine in the last minute, in words."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def in_turns(rates: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Return each contender's rates, each having its turn in every round on the same machine."""
    found: dict[str, list[float]] = {name: [] for name in rates}
    for _ in range(rounds):
        for name, rate in rates.items():
            found[name].append(rate())
    return found


def over(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    """Return the ratios of two contenders, round by round."""
    return tuple(a / b for a, b in zip(one, other, strict=True))


def slope(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the slope of log cost against log size, by least squares."""
    import numpy as np

    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])
