"""Frozen results become strict JSON at one place."""

import json
import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from simulator.model.plain import plain


@dataclass(frozen=True, kw_only=True)
class Point:
    name: str
    at: tuple[float, ...]
    inner: Any = None


def test_a_result_is_an_object_of_its_fields_in_order() -> None:
    inner = Point(name="b", at=())
    found = plain(Point(name="a", at=(1.0, math.nan, -math.inf), inner=inner))
    assert found == {
        "name": "a",
        "at": [1.0, None, None],
        "inner": {"name": "b", "at": [], "inner": None},
    }
    assert list(found) == ["name", "at", "inner"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (MappingProxyType({1: "x"}), {"1": "x"}),
        (np.float64("nan"), None),
        (np.float32(0.5), 0.5),
        (np.int64(7), 7),
        (np.bool_(True), True),
        (True, True),
        (None, None),
        ("text", "text"),
    ],
)
def test_other_values_are_what_json_has(value: object, expected: object) -> None:
    found = plain(value)
    assert found == expected
    assert type(found) is type(expected)
    json.dumps(found, allow_nan=False)
