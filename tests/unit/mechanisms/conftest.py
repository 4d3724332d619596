"""What the tests of the laws share."""

from collections.abc import Callable
from typing import Any

import numba
import pytest

from simulator.engines.compiled.jit import know

Compiled = Callable[[Callable[..., Any]], Callable[..., Any]]


@pytest.fixture
def compiled() -> Compiled:
    """Return what compiles a function that calls laws of the model.

    The laws are made known first: a process that runs machine code kept from before never did.
    """
    know()
    return numba.njit(error_model="numpy")
