"""Every law of the model gives the same bits in Python and in machine code."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simulator.mechanisms import draws, drift, elementary, handoff, incidents, practice
from tests.unit.mechanisms.conftest import Compiled

TRIES = 20_000
Numbers = Callable[[np.random.Generator], tuple[Any, ...]]


def key(draw: np.random.Generator) -> Any:
    return np.uint64(draw.integers(1 << 62))  # numba takes a plain whole number for a signed one


def plain(given: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.item() if isinstance(value, np.generic) else value for value in given)


LAWS: dict[str, tuple[Callable[..., Any], Numbers]] = {
    "log": (elementary.log, lambda d: (10 ** d.uniform(-300, 300),)),
    "log, near 1": (elementary.log, lambda d: (1 + d.uniform(-1, 1) * 2 ** d.uniform(-52, -1),)),
    "log1p": (elementary.log1p, lambda d: (10 ** d.uniform(-18, 2) - d.random(),)),
    "exp": (elementary.exp, lambda d: (d.uniform(-750, 711),)),
    "expm1": (elementary.expm1, lambda d: (d.uniform(-60, 3) * d.random() ** 4,)),
    "exp2": (elementary.exp2, lambda d: (d.uniform(-1080, 1023),)),
    "power": (elementary.power, lambda d: (3 * d.random(), int(d.integers(40)))),
    "exponential": (draws.exponential, lambda d: (d.random(), 9 * d.random())),
    "lognormal": (draws.lognormal, lambda d: (d.random(), 9 * d.random(), 3 * d.random())),
    "poisson": (draws.poisson, lambda d: (d.random(), 600 * d.random() ** 4)),
    "change_gap": (drift.change_gap, lambda d: (key(d), int(d.integers(-99, 99)))),
    "known_at": (drift.known_at, lambda d: (key(d), 3, 300 * d.random(), 60 * d.random())),
    "wait_for_opening": (handoff.wait_for_opening, lambda d: (300 * d.random(), 9 * d.random())),
    "severity": (
        incidents.severity,
        lambda d: (key(d), 0.1, 0.3, 0.7, 3 * d.random(), int(d.integers(9))),
    ),
    "repair_time": (
        incidents.repair_time,
        lambda d: (key(d), 9 * d.random(), d.random(), int(d.integers(9))),
    ),
    "gain": (
        practice.gain,
        lambda d: (300 * d.random(), d.random(), 0.0, 90.0, 150.0, 1 + 99 * d.random()),
    ),
    "toward": (practice.toward, lambda d: tuple(d.random(3))),
    "toward_cadence": (
        practice.toward_cadence,
        lambda d: (1 + 99 * d.random(), 1 + 9 * d.random(), d.random()),
    ),
    "pressed": (practice.pressed, lambda d: (d.random(), 5 * d.random(), d.random())),
}


@pytest.mark.parametrize("name", LAWS)
def test_a_law_gives_the_same_bits_in_machine_code(name: str, compiled: Compiled) -> None:
    law, numbers = LAWS[name]

    def called(*given: Any) -> Any:
        return law(*given)

    machine = compiled(called)
    draw = np.random.default_rng(sum(map(ord, name)))
    tried = [numbers(draw) for _ in range(TRIES)]
    differ = [given for given in tried if machine(*given) != law(*plain(given))]
    assert not differ, f"{name}{differ[0]}: {machine(*differ[0])}, but {law(*plain(differ[0]))}"
