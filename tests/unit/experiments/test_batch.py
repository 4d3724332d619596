"""Batches have the same borders whoever runs what."""

from collections.abc import Sequence

import pytest

from simulator.experiments.batch import gaps, pieces, square_of


@pytest.mark.parametrize(
    ("replication", "square"),
    [(0, (0, 25)), (24, (0, 25)), (25, (25, 50)), (999, (975, 1000)), (1000, (1000, 1250))],
)
def test_a_replication_lies_in_one_batch(replication: int, square: tuple[int, int]) -> None:
    assert square_of(replication) == square


def test_a_stretch_is_cut_at_the_borders_of_batches_and_nowhere_else() -> None:
    assert list(pieces(10, 60)) == [(10, 25), (25, 50), (50, 60)]
    assert list(pieces(990, 1300)) == [(990, 1000), (1000, 1250), (1250, 1300)]
    assert list(pieces(5, 5)) == []


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        ([], [(0, 100)]),
        ([(0, 100)], []),
        ([(25, 50)], [(0, 25), (50, 100)]),
        ([(50, 75), (0, 30), (20, 40)], [(40, 50), (75, 100)]),
        ([(0, 10), (90, 200)], [(10, 90)]),
        ([(200, 300)], [(0, 100)]),
    ],
)
def test_what_is_not_held_is_missing(
    held: Sequence[tuple[int, int]], missing: Sequence[tuple[int, int]]
) -> None:
    assert list(gaps(held, 0, 100)) == missing
