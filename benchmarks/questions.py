"""What a whole question takes in a process that is warm."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from benchmarks.organisations import flagship
from benchmarks.ratio import Line, seconds
from simulator.experiments.runner import Runner

QUESTIONS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("account, 50 replications", "accounts.account", "account", {"replications": range(50)}),
    ("breakeven, 50 replications", "turns.breakeven", "breakeven", {"replications": range(50)}),
    ("duel, 100 replications", "allocation.duel", "duel", {}),
    ("invest, 60 replications", "allocation.invest", "invest", {}),
    ("map of 12 by 12 cells, 32 replications", "atlas.atlas", "atlas", {}),
)
"""What it is called here, its module in `methods`, its function, and what is asked besides."""


def questions(quick: bool) -> list[Line]:
    """Whole answers on the flagship, nothing kept between them."""
    lines = []
    for what, module, name, more in QUESTIONS:
        ask: Callable[..., object] = getattr(import_module(f"simulator.methods.{module}"), name)
        lines.append(_timed(what, ask, more, rounds=1 if quick else 2))
    return lines


def _timed(what: str, ask: Callable[..., object], more: dict[str, Any], rounds: int) -> Line:
    scenario = flagship()

    def once() -> object:
        return ask(scenario, Runner(seed=1), **more)

    try:
        took = tuple(seconds(once) for _ in range(rounds))
    except Exception as error:  # noqa: BLE001 - one question that fails must not lose the others
        return Line(what=what, readings=(), note=f"not measured: {type(error).__name__}: {error}")
    return Line(what=what, readings=took, unit="s", aim="seconds")
