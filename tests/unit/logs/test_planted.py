"""Organisations that were simulated are found again in their own logs, as often as is promised."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from simulator.logs.log import log_of
from simulator.logs.organisation import organisation
from tests.unit.logs.planted import planted, written


def found_again(seed: int, folder: Path) -> dict[str, list[bool]]:
    """Whether each interval of an import holds what was planted, by parameter."""
    known = planted(seed)
    path = written(known, seed, folder / f"{seed}.csv")
    with log_of(path) as log:
        seen = organisation(log)
    cut_off = sum(kind.cases for kind in seen.kinds if kind.route not in known.arrivals)
    assert cut_off < 0.03 * seen.cases
    inside: dict[str, list[bool]] = {"arrivals": [], "effort": [], "people": []}
    for kind in seen.kinds:
        rate = known.arrivals.get(kind.route)
        if rate is not None:
            inside["arrivals"].append(kind.arrivals.low <= rate <= kind.arrivals.high)
    for each in seen.staff:
        assert each.effort is not None
        assert each.people is not None
        true = known.efforts[each.name]
        inside["effort"].append(each.effort.low <= true <= each.effort.high)
        inside["people"].append(each.people.low <= known.people[each.name] <= each.people.high)
    return inside


def test_a_planted_organisation_is_found_again(tmp_path: Path) -> None:
    inside = found_again(0, tmp_path)
    assert [len(each) for each in inside.values()] == [2, 4, 4]
    assert all(inside["people"])


@pytest.mark.slow
def test_intervals_hold_what_was_planted_as_often_as_they_say(tmp_path: Path) -> None:
    """50 organisations: nominal 0.95 with standard errors 0.022 (arrivals), 0.015 (effort)."""
    every: dict[str, list[bool]] = {"arrivals": [], "effort": [], "people": []}
    for seed in range(50):
        for name, some in found_again(seed, tmp_path).items():
            every[name] += some
    share = {name: sum(some) / len(some) for name, some in every.items()}
    for name in ("arrivals", "effort"):
        error = math.sqrt(0.95 * 0.05 / len(every[name]))
        assert abs(share[name] - 0.95) < 3.0 * error, share
    assert share["people"] >= 0.95, share
