"""Counts what is latent in items at their release, by how likely it is to show."""

from __future__ import annotations

import numpy as np

from simulator.engines.columns import EXPECTED, Sum
from simulator.engines.log import Happening
from simulator.engines.program.window import expected_externals
from simulator.measures.reading import Reading, Whole
from simulator.measures.tally import Floats, Tally
from simulator.mechanisms.incidents import EXTERNAL, NEITHER, at_least_as_bad, shows_between


def count_latent(reading: Reading, tally: Tally, cells: tuple[Whole, Whole, Whole]) -> None:
    """Count errors latent at a release by their chances to show, and externals by their rate.

    `cells` are the rows and columns of `Tally.failures` in which each error stands.
    """
    rows = reading.of(Happening.LATENT)
    rows = rows[(rows["item"] >= 0) & reading.foreseen[rows["error"]]]
    item, epoch = rows["item"], reading.epoch[rows["item"]]
    shares = rows["value"][:, None] * _grades(reading, epoch, rows["b"])
    own = reading.cohort[item]
    columns = [int(name[1]) - 1 for name in reading.program.scenario.failure.counts]
    spared = np.ones(len(reading.cohort))
    soon = shares[:, columns].sum(axis=1) * reading.program.epochs["soon"][epoch]
    np.multiply.at(spared, item, 1.0 - soon)
    tally.sums[Sum.EXPECTED_FAILED] += (1.0 - spared[reading.cohort]).sum()
    chances, errors = rows["value"][own], rows["error"][own]
    np.add.at(tally.failures, tuple(cell[errors] for cell in cells), chances)
    np.add.at(tally.kinds, reading.kind[item[own]], chances)
    outside = expected_externals(reading.program)
    tally.failures[-1, EXTERNAL, 0] += outside.sum()
    tally.kinds[-1] += outside.sum()
    tally.severities[:] += shares[own].sum(axis=0) + outside
    seen = _seen(reading, item, epoch)
    tally.incidents[EXPECTED, NEITHER] += outside
    sides = reading.side[rows["error"]]
    np.add.at(tally.incidents[EXPECTED], sides, shares * seen[:, None])


def _grades(reading: Reading, epochs: Whole, depths: Whole) -> Floats:
    """Return the chances of P1 to P4, one row an error that shows."""
    pairs = list(zip(epochs.tolist(), depths.tolist(), strict=True))
    known = {pair: _worse(reading, *pair) for pair in set(pairs)}
    worse = np.array([known[pair] for pair in pairs]).reshape(-1, 3)
    return np.diff(worse, prepend=0.0, append=1.0)


def _worse(reading: Reading, epoch: int, depth: int) -> tuple[float, float, float]:
    row = reading.program.epochs[epoch]
    return at_least_as_bad(row["p1"], row["p2"], row["p3"], row["escalation"], depth)


def _seen(reading: Reading, items: Whole, epochs: Whole) -> Floats:
    """Return the chances that what shows does so in the window."""
    program = reading.program
    means = program.epochs["latency"][epochs].tolist()
    releases = reading.released[items].tolist()
    return np.array(
        [
            shows_between(program.warm_up - release, program.horizon - release, mean)
            for release, mean in zip(releases, means, strict=True)
        ]
    )
