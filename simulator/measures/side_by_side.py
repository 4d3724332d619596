"""Outcomes of many programs of one structure at once, such as one plan in plausible worlds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.measures.fractions import Fraction
from simulator.measures.outcomes import Outcome
from simulator.measures.tally import Tally, is_pooled

__all__ = ["fractions_of"]


def fractions_of(
    outcomes: Iterable[Outcome], programs: Sequence[Program], tallies: Sequence[Tally]
) -> dict[str, Fraction]:
    """Return by outcome numerators and denominators: a row a program, a column a replication.

    The programs have the same teams, boundaries and routes, their tallies equally many
    replications.
    """
    first = programs[0]
    windows = {(each.horizon, each.warm_up) for each in programs}
    apart = is_pooled(first) or len(windows) > 1
    whole = None if apart else _together(tallies)
    found = {}
    for outcome in outcomes:
        if whole is None or outcome.priced:  # each has prices of its own
            pairs = [outcome.fraction(*each) for each in zip(programs, tallies, strict=True)]
            above, below = (np.stack(part) for part in zip(*pairs, strict=True))
        else:
            above, below = (
                part.reshape(len(programs), -1) for part in outcome.fraction(first, whole)
            )
        found[outcome.name] = above, below
    return found


def _together(tallies: Sequence[Tally]) -> Tally:
    """Return the rows of several tallies as one, those of each behind those of the last."""
    return Tally(
        **{
            each.name: np.concatenate([getattr(tally, each.name) for tally in tallies])
            for each in fields(Tally)
        }
    )
