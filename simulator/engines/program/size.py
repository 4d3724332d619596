"""How large a run of a plan is, told before it is run."""

from __future__ import annotations

import numpy as np

from simulator.engines.program.compilation import Program

__all__ = ["MOST_EVENTS", "check_size", "events_in"]

MOST_EVENTS = 100_000_000
"""The most events of one run: some minutes of the compiled engine, and all that memory holds."""


_A_STEP = 4.0
"""Events of one step: handed over, begun, ended and passed on [count]."""


def events_in(program: Program) -> float:
    """Return about how many events one run of a plan has, from its arrivals alone [count].

    Every item is counted with its steps and with the defects that may be made in it, and what
    arrives beside items: external incidents and changes of interfaces.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        starts = np.minimum(program.epochs["at"], program.horizon)
        days = np.append(starts[1:], program.horizon) - starts
        defects = np.maximum(program.teams["defects_per_item"], 0.0).max(axis=1, initial=0.0)
        steps = program.routes.kind["steps"].astype(float)
        items = program.rates * steps * (_A_STEP + defects)[:, None]
        beside = program.edges["change_rate"].sum(axis=1) + program.epochs["external_rate"]
        there = program.starting.sum() * steps.max() * (_A_STEP + float(defects[0]))
        return float(there + np.nan_to_num(((items.sum(axis=1) + beside) * days).sum(), nan=np.inf))


def check_size(program: Program) -> None:
    """Refuse a plan whose runs would have no end that anyone waits for (ValueError)."""
    events = events_in(program)
    if events > MOST_EVENTS:
        raise ValueError(
            f"{program.plan}: a run over {program.horizon:.3g} days would be about {events:.3g} "
            f"events; allowed {MOST_EVENTS:,}: shorten the horizon, or lower arrivals or "
            "defects_per_item"
        )
