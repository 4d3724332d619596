"""Failed changes by the month of their release, for organisations that change within the year."""

from __future__ import annotations

import numpy as np

from simulator.engines.log import EventLog
from simulator.engines.program.compilation import Program
from simulator.measures.latent import chances_to_fail
from simulator.measures.reading import read
from simulator.measures.tally import Floats

__all__ = ["MONTH", "by_month"]

MONTH = 20.0
"""How long a month is [working days]: four weeks."""


def by_month(program: Program, log: EventLog) -> Floats:
    """Return for each whole month after the warm-up how many were released, how many will fail.

    One row a month: items released in it, and the sum of their chances to be a failed change by
    what is latent in them then.
    """
    reading = read(program, log)
    months = int((program.horizon - program.warm_up) / MONTH + 1e-9)
    ends = program.warm_up + MONTH * np.arange(months + 1)
    there = ~np.isnan(reading.released)
    when, chances = reading.released[there], chances_to_fail(reading)[there]
    return np.stack(
        [np.histogram(when, ends)[0], np.histogram(when, ends, weights=chances)[0]], axis=1
    )
