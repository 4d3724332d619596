"""Luck is a pure function of its address, uniform, and the same in Python and in machine code."""

import json
from pathlib import Path

import numpy as np
import pytest

from simulator.mechanisms import draws, luck
from simulator.mechanisms.jit import word
from simulator.mechanisms.luck import Purpose
from tests.unit.mechanisms.conftest import Compiled

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())
ALL = (1 << 64) - 1


def vector(case: dict[str, object]) -> tuple[int, float]:
    """Walk the address of a published vector by hand."""
    key = luck.replication_key(int(case["seed"]), int(case["replication"]))  # type: ignore[call-overload]
    for part in case["address"]:  # type: ignore[attr-defined]
        word = luck.name_word(part) if isinstance(part, str) else part
        key = luck.combine(key, word)
    return key, luck.uniform(key, Purpose[str(case["purpose"])], int(case["index"]))  # type: ignore[call-overload]


@pytest.mark.parametrize("case", VECTORS, ids=[case["what"] for case in VECTORS])
def test_the_published_vectors_hold(case: dict[str, object]) -> None:
    key, u = vector(case)
    assert f"{key:016x}" == case["key"]
    assert u == case["uniform"]


def test_machine_code_draws_the_same_numbers(compiled: Compiled) -> None:
    def draw(seed: int, replication: int, j: int, p: float, wanted: int) -> tuple[float, ...]:
        key = luck.replication_key(seed, replication)
        u = luck.uniform(key, 5, j)
        return (
            u,
            luck.mask_below(key, 8, p, wanted),
            draws.normal(u),
            draws.poisson(u, 3.3),
            draws.lognormal(u, 2.0, 0.8),
            draws.exponential(u, 3.0),
            luck.error_key(key, 2, word(77), 1, j),
        )

    machine = compiled(draw)
    for j in range(-100, 100):
        p = (j + 100) / 200
        assert machine(0, j + 100, j, p, np.uint64(ALL)) == draw(0, j + 100, j, p, ALL)


def test_uniform_numbers_are_uniform_and_uncorrelated_along_every_part_of_an_address() -> None:
    n = 20_000
    key = luck.replication_key(3, 0)
    along = {
        "index": [luck.uniform(key, 3, k) for k in range(n)],
        "purpose": [luck.uniform(luck.combine(key, k), 3, 0) for k in range(n)],
        "replication": [luck.uniform(luck.replication_key(3, k), 3, 0) for k in range(n)],
        "seed": [luck.uniform(luck.replication_key(k, 0), 3, 0) for k in range(n)],
    }
    for name, values in along.items():
        sample = np.array(values)
        counts = np.histogram(sample, bins=50, range=(0, 1))[0]
        chi = float(((counts - n / 50) ** 2 / (n / 50)).sum())
        assert chi < 49 + 4 * np.sqrt(98), (name, chi)
        assert abs(np.corrcoef(sample[1:], sample[:-1])[0, 1]) < 4 / np.sqrt(n), name


@pytest.mark.parametrize("p", [0.0, 1e-9, 0.037, 0.5, 0.95, 1.0])
def test_each_bit_of_a_mask_is_below_p_with_probability_p(p: float) -> None:
    n = 4000
    hits = sum(luck.mask_below(luck.combine(9, k), 8, p, ALL).bit_count() for k in range(n))
    error = np.sqrt(p * (1 - p) / (64 * n))
    assert abs(hits / (64 * n) - p) <= 4 * error


def test_a_mask_grows_with_p_and_does_not_depend_on_which_bits_are_asked_for() -> None:
    steps = np.linspace(0, 1, 101)
    for k in range(200):
        before = 0
        for p in steps:
            mask = luck.mask_below(luck.combine(1, k), 8, float(p), ALL)
            assert before & ~mask == 0
            assert luck.mask_below(luck.combine(1, k), 8, float(p), 0b1011) == mask & 0b1011
            before = mask


@pytest.mark.parametrize("p", [-0.5, 0.0, 1e-12, 0.3, 0.999, 1.0, 2.0])
def test_what_happens_is_what_lies_below_its_probability(p: float) -> None:
    for k in range(300):
        key = luck.combine(4, k)
        assert luck.happens(key, Purpose.OWNED, k - 100, p) == (
            luck.uniform(key, Purpose.OWNED, k - 100) < p
        )


def test_a_part_stirred_before_joins_a_key_as_it_would_at_once() -> None:
    key = luck.replication_key(1, 2)
    for part in (-(1 << 47), -1, 0, 1, (1 << 63) + 5, ALL):
        assert luck.joined(key, luck.stirred(part)) == luck.combine(key, part)
