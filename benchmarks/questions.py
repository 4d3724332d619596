"""What a whole answer takes in a warm process: asked as a user asks, with nothing but the file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.organisations import FLAGSHIP, flagship
from benchmarks.ratio import Line, seconds
from simulator import api
from simulator.engines.program.compilation import program_for, programs_for
from simulator.experiments.runner import Runner
from simulator.experiments.store.place import VARIABLE
from simulator.questions.asking import parameters

QUESTIONS: tuple[tuple[str, str, int], ...] = (
    ("compare", "compare", 3),
    ("brief", "brief", 6),
    ("account", "account", 2),
    ("breakeven", "breakeven", 2),
    ("map", "atlas", 2),
    ("invest", "invest", 4),
    ("duel", "duel", 4),
    ("run -n 100", "simulate", 1),
)
"""The command, its function in the API, and the aim from an empty store [s]."""
AGAIN = 1
"""The aim of the same answer from the store [s]."""


def questions(quick: bool) -> list[Line]:
    """Whole answers on the flagship with the commands' defaults, words and tables included."""
    lines = []
    for command, function, aim in QUESTIONS:
        lines += _answered(command, getattr(api, function), aim, rounds=1 if quick else 3)
    return [*lines, _slider(3 if quick else 15)]


def _answered(command: str, ask: Callable[..., Any], aim: int, rounds: int) -> list[Line]:
    """Return how long an answer takes with nothing in the store, and with all of it there."""
    names = command, f"{command}, again from the store"
    few = {name: n for name, n in (("replications", 20), ("worlds", 2)) if name in parameters(ask)}
    more = {"replications": 100} if command == "run -n 100" else {}
    first, again = [], []
    try:
        with _empty_store():
            ask(FLAGSHIP, **few)._repr_html_()  # imports, and what is made once a process
        for number in range(rounds):
            # each with a seed of its own: a process remembers the organisations it drew last

            def answer(seed: int = 2 + number) -> None:
                ask(FLAGSHIP, seed=seed, **more)._repr_html_()

            with _empty_store():
                first.append(seconds(answer))
                again.append(seconds(answer))
    except Exception as error:  # noqa: BLE001 - one question that fails must not lose the others
        why = f"not measured: {type(error).__name__}: {error}"
        return [Line(what=name, readings=(), note=why) for name in names]
    return [
        Line(what=name, readings=tuple(took), unit="s", aim=f"at most {most}")
        for name, took, most in zip(names, (first, again), (aim, AGAIN), strict=True)
    ]


@contextmanager
def _empty_store() -> Iterator[None]:
    before = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory(prefix="edgewise-bench-") as folder:
        os.environ[VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[VARIABLE]
            if before is not None:
                os.environ[VARIABLE] = before


def _slider(rounds: int) -> Line:
    """What moves first when a slider is moved: two plans of another organisation, eight times."""
    own = flagship()
    people = next(iter(own.teams))
    bought = {plan: program_for(own, plan).bought for plan in tuple(own.arms)[:2]}

    def moved(number: int) -> float:
        values = {f"teams.{people}.people": own.teams[people].people.value + number % 3}

        def first() -> None:
            made = programs_for(own, [(values, None)], list(bought.items()))
            Runner(seed=1).carry_out({each.plan: each for (each,) in made}, 8)

        return seconds(first)

    took = tuple(moved(number) for number in range(rounds))
    what = "a slider's first answer: 8 replications of two plans, the plans made anew"
    return Line(what=what, readings=took, unit="s", aim="at most 0.03")
