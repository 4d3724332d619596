"""What Python gets is strict JSON of Python's own types, and wrong numbers are refused in words."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from simulator import api
from simulator.engines.program.compilation import program_for
from simulator.experiments.engine import log_of
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.model.plain import plain

Asked = Callable[..., Any]
QUICK: dict[str, Asked] = {
    "simulate": lambda **own: api.simulate("telephone-game", **{"replications": 2, **own}),
    "compare": lambda **own: api.compare("telephone-game", **{"replications": 2, **own}),
    "account": lambda **own: api.account("telephone-game", **{"replications": 2, **own}),
}
WRONG = [
    {"replications": 0}, {"replications": -1}, {"replications": 2.5}, {"replications": "2"},
    {"replications": True}, {"seed": -1}, {"seed": 2**64}, {"seed": 1.0}, {"seed": "1"},
    {"seed": None}, {"replications": float("nan")},
]  # fmt: skip


def foreign(value: Any, where: str = "") -> list[str]:
    """Where a value holds anything that is not JSON's and Python's own."""
    if isinstance(value, Mapping):
        return [each for key, of in value.items() for each in foreign(of, f"{where}.{key}")]
    if type(value) is list:
        return [each for of in value for each in foreign(of, f"{where}[]")]
    if value is None or type(value) in {bool, int, float, str}:
        return []
    return [f"{where}: {type(value)}"]


@pytest.mark.parametrize("name", QUICK)
def test_an_answer_is_strict_json_of_pythons_own_types(name: str) -> None:
    found = QUICK[name]().as_json()
    assert foreign(found) == []
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize("name", QUICK)
@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_number_that_cannot_be_is_refused_by_its_name(name: str, wrong: dict[str, Any]) -> None:
    (word,) = wrong
    with pytest.raises(ValueError, match=f"{word}.*allowed"):
        QUICK[name](**wrong)


def test_numpys_integers_are_integers_and_its_values_become_pythons() -> None:
    own = QUICK["simulate"](replications=np.int32(2), seed=np.uint64(2**64 - 1))
    same = QUICK["simulate"](seed=2**64 - 1)
    assert own.as_json() == same.as_json()
    given = {"a": np.float64("nan"), "b": np.int64(3), "c": np.array([1.0, np.inf]), "d": (1, "x")}
    assert plain(given) == {"a": None, "b": 3, "c": [1.0, None], "d": [1, "x"]}
    assert foreign(plain(given)) == []


@pytest.mark.parametrize("seed", [0, 2**63 - 1, 2**63, 2**64 - 1])
def test_both_engines_take_every_seed_as_the_same_luck(seed: int) -> None:
    plan = program_for(load(shipped()["telephone-game"]))
    one, other = (log_of(plan, seed, 0, engine).events for engine in ("compiled", "reference"))
    assert np.array_equal(one, other)
    assert not np.array_equal(one, log_of(plan, seed ^ 1 << 63, 0).events)
