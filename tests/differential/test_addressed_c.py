"""A network written by hand in C, with the same luck, ties and tally, gives the kernel's rows."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.in_c import addressed_rows, built, counted
from benchmarks.network import tree
from simulator.engines.program.compilation import program_for
from simulator.experiments.engine import tallies
from simulator.scenario.scenario import Scenario

REPLICATIONS = 4


@pytest.mark.parametrize("seed", [0, 2**64 - 1])
@pytest.mark.parametrize("warm_up", [0, 60])
def test_every_number_of_the_program_in_c_is_the_kernels(
    seed: int, warm_up: int, tmp_path: Path
) -> None:
    scenario = Scenario.from_tree(tree(300.0) | {"warm_up": f"{warm_up} days"})
    program = program_for(scenario)
    rows, _ = addressed_rows(built("addressed", tmp_path), program, seed, REPLICATIONS)
    known = counted(tallies(program, seed, range(REPLICATIONS), "compiled"))
    assert np.array_equal(rows, known)
    assert len({row.tobytes() for row in rows}) == REPLICATIONS
