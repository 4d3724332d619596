"""How long a whole question takes in a process that is warm, two threads at work."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from benchmarks.organisations import flagship
from benchmarks.ratio import Line, seconds
from simulator import analysis
from simulator.experiments.runner import Runner

QUESTIONS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("account, 50 replications", "account", "account", {"replications": range(50)}),
    ("breakeven, 50 replications", "breakeven", "breakeven", {"replications": range(50)}),
    ("duel, 100 replications", "duel", "duel", {}),
    ("invest, 60 replications", "invest", "invest", {}),
    ("map of 12 by 12 cells, 32 replications", "atlas", "atlas", {}),
)
"""What it is called here, its module, its function, and what is asked besides the defaults."""


def questions(quick: bool) -> list[Line]:
    """Whole answers on the flagship, nothing kept between them; what does not exist is left out."""
    lines = []
    for what, module, name, more in QUESTIONS:
        place = _place_of(module)
        if place is None:
            lines.append(Line(what=what, readings=(), note="not measured: it is not there"))
            continue
        ask: Callable[..., object] = getattr(import_module(place), name)
        lines.append(_timed(what, ask, more, rounds=1 if quick else 2))
    return lines


def _place_of(module: str) -> str | None:
    """Return where a module of the analysis stands, in whichever of its folders."""
    rooms = walk_packages(analysis.__path__, f"{analysis.__name__}.")
    return next((room.name for room in rooms if room.name.split(".")[-1] == module), None)


def _timed(what: str, ask: Callable[..., object], more: dict[str, Any], rounds: int) -> Line:
    scenario = flagship()

    def once() -> object:
        return ask(scenario, Runner(seed=1, jobs=None), **more)

    try:
        took = tuple(seconds(once) for _ in range(rounds))
    except Exception as error:  # noqa: BLE001 - one question that fails must not lose the others
        return Line(what=what, readings=(), note=f"not measured: {type(error).__name__}: {error}")
    return Line(what=what, readings=took, unit="s", aim="seconds")
