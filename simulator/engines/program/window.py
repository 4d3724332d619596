"""What a plan says of its window, from warm-up to horizon, without a run."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.engines.program.compilation import Program

Floats = np.ndarray[Any, np.dtype[np.float64]]


def days_of(program: Program) -> Floats:
    """Return how many days of the window lie in each epoch."""
    starts = program.epochs["at"]
    ends = np.append(starts[1:], program.horizon)
    window = program.warm_up, program.horizon
    return np.asarray(np.clip(ends, *window) - np.clip(starts, *window))


def people_days(program: Program) -> Floats:
    """Return the people-days of each team in the window; 1.5 people are two at 3/4 of the speed."""
    return np.asarray(days_of(program) @ np.ceil(program.teams["people"]))


def expected_externals(program: Program) -> Floats:
    """Return how many external incidents of P1 to P4 come in the window on average."""
    epochs = program.epochs
    worse = np.stack([epochs["external_p1"], epochs["external_p2"], epochs["external_p3"]])
    shares = np.diff(worse, axis=0, prepend=0.0, append=1.0)
    return np.asarray(shares @ (epochs["external_rate"] * days_of(program)))
