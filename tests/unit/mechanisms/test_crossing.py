"""The odds of a crossing and of a team, by hand, and the same bits in machine code."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from simulator.engines.program import layout
from simulator.mechanisms import crossing, team
from simulator.mechanisms.practice import gain_if_followed
from simulator.model.lever import EDGE_LEVERS
from tests.unit.mechanisms.conftest import Compiled

TRIES = 2_000
BOUNDARY = {
    "fidelity": 0.8,
    "fidelity_top": 1.0,
    "lapse_fidelity": 0.4,
    "shared_context": 0.2,
    "shared_context_top": 0.6,
    "readback": 0.1,
    "readback_top": 0.9,
    "assumption_accuracy": 0.7,
    "contract_tests": 0.5,
    "contract_tests_top": 0.9,
    "owned": 0.6,
    "owned_top": 1.0,
    "limbo": 2.0,
    "limbo_top": 1.0,
}
NOTHING = (0.0,) * len(EDGE_LEVERS)
BOUGHT = (0.5, 0.25, 0.125, 0.75, *NOTHING[4:])
"""Gains of contracts, ownership, acceptance, accountability, no two alike."""

PRESSURE, LOADS = 2.0, (0.25, 0.75)
"""The odds of failing are multiplied by 1.5 at the sender and by 2.5 at the receiver."""


def boundary(**other: float) -> Any:
    return SimpleNamespace(**{**dict.fromkeys(layout.EDGE.names or (), 0.0), **BOUNDARY, **other})


def hurried(q: float, factor: float) -> float:
    """Return `q` with its odds of failing multiplied, the long way round."""
    failing = (1.0 - q) / q * factor
    return 1.0 / (1.0 + failing)


def test_without_practice_and_pressure_the_odds_are_the_boundary_s_own() -> None:
    assert crossing.odds(boundary(), NOTHING, False, LOADS, 0.0) == (0.8, 0.2, 0.1, 0.7, 0.5)
    assert crossing.owned_by_somebody(boundary(), NOTHING) == 0.6
    assert crossing.mean_limbo(boundary(), NOTHING) == 2.0


def test_each_practice_moves_its_own_chances_by_its_share_of_the_way() -> None:
    found = crossing.odds(boundary(), BOUGHT, False, LOADS, 0.0)
    assert found == pytest.approx((0.9, 0.5, 0.2, 0.7, 0.7))
    assert crossing.owned_by_somebody(boundary(), BOUGHT) == pytest.approx(0.7)
    assert crossing.mean_limbo(boundary(), BOUGHT) == pytest.approx(1.75)


def test_a_lapse_conveys_by_no_practice_and_leaves_the_rest() -> None:
    found = crossing.odds(boundary(), BOUGHT, True, LOADS, 0.0)
    assert found == pytest.approx((0.4, 0.5, 0.2, 0.7, 0.7))


def test_the_sender_s_load_wears_telling_and_the_receiver_s_reading_back_and_testing() -> None:
    found = crossing.odds(boundary(), BOUGHT, False, LOADS, PRESSURE)
    expected = (hurried(0.9, 1.5), 0.5, hurried(0.2, 2.5), 0.7, hurried(0.7, 2.5))
    assert found == pytest.approx(expected)
    lapsed = crossing.odds(boundary(), BOUGHT, True, LOADS, PRESSURE)
    assert lapsed == pytest.approx((hurried(0.4, 1.5), *expected[1:]))


def test_a_team_s_chances_move_with_their_practice_and_only_its_own_checks_with_its_load() -> None:
    names = ("defects_per_item", "defect_removal", "catches_defects", "catches_misunderstandings")
    base = dict(zip((*names, "traceable", "rollback", "triage_effort"), range(1, 8), strict=True))
    row = SimpleNamespace(
        **{name: value / 10.0 for name, value in base.items()},
        **{f"{name}_top": value / 10.0 + 0.2 for name, value in base.items()},
    )
    assert team.mean_defects(row, 0.5) == pytest.approx(0.2)
    assert team.removes(row, 0.5, 0.0, PRESSURE) == pytest.approx(0.3)
    assert team.removes(row, 0.5, 0.75, PRESSURE) == pytest.approx(hurried(0.3, 2.5))
    assert team.finds(row, 0.5, True) == pytest.approx(0.4)
    assert team.finds(row, 0.5, False) == pytest.approx(0.5)
    assert team.traces(row, 0.5) == pytest.approx(0.6)
    assert team.rolls_back(row, 0.5) == pytest.approx(0.7)
    assert team.mean_triage(row, 0.5) == pytest.approx(0.8)


def test_a_practice_gains_only_where_its_luck_lies_below_the_adherence() -> None:
    bought = SimpleNamespace(strength=0.5, adherence=0.8, ramp=10.0, stops=np.inf, fade=np.inf)
    assert gain_if_followed(bought, 3.0, 8.0, 0.79) == pytest.approx(0.25)
    assert gain_if_followed(bought, 3.0, 8.0, 0.8) == 0.0


def test_the_odds_have_the_same_bits_in_machine_code(compiled: Compiled) -> None:
    draw = np.random.default_rng(7)
    rows = np.zeros(TRIES, layout.EDGE)
    for name in BOUNDARY:
        rows[name] = draw.random(TRIES)
    gains = [tuple(each) for each in draw.random((TRIES, 4)).tolist()]

    def called(row: Any, bought: Any, lapsed: bool, loads: Any, pressure: float) -> Any:
        return crossing.odds(row, bought, lapsed, loads, pressure)

    machine = compiled(called)
    for row, bought in zip(rows.view(np.recarray), gains, strict=True):
        plain = boundary(**{name: float(getattr(row, name)) for name in BOUNDARY})
        for lapsed in (False, True):
            given = (bought, lapsed, bought[2:], 3.0)
            assert tuple(machine(row, *given)) == tuple(crossing.odds(plain, *given))
