"""Arguments are checked at one place, before a question is asked, in words."""

from typing import Annotated, Any

import numpy as np
import pytest

from simulator.questions.asking import (
    HERE,
    Engine,
    Means,
    Option,
    Replications,
    Seed,
    parameters,
    question,
)


@question
def ask(
    *,
    budget: Annotated[float, Option(help="Days.")] = 600.0,
    failure: Annotated[int | None, Option(help="Which.", low=1)] = None,
    plans: Annotated[tuple[str, ...], Option(help="Which two.", several=2)] = (),
    replications: Replications = 50,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> dict[str, Any]:
    """Return what was asked."""
    return {"budget": budget, "failure": failure, "plans": plans, "n": replications, "seed": seed,
            "engine": engine, "means": means}  # fmt: skip


def test_what_may_be_asked_comes_through_as_its_kind() -> None:
    numbers: dict[str, Any] = {
        "replications": np.int64(3), "budget": np.float32(2.5), "seed": np.uint8(0),
    }  # fmt: skip
    found = ask(**numbers)
    assert (found["n"], found["budget"], found["seed"]) == (3, 2.5, 0)
    assert [type(found[name]) for name in ("n", "budget", "seed")] == [int, float, int]
    assert ask(budget=3)["budget"] == 3.0
    assert ask()["means"].progress is HERE.progress
    assert ask()["failure"] is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"replications": 0}, "found 0 replications; allowed: 1 or more"),
        ({"replications": -3}, "found -3 replications; allowed: 1 or more"),
        ({"replications": 2.5}, "found 2.5 replications; allowed: a whole number"),
        ({"replications": "4"}, "found '4' replications; allowed: a whole number"),
        ({"replications": True}, "found True replications; allowed: a whole number"),
        ({"replications": 2_000_000}, "found 2000000 replications; allowed: 1000000 or less"),
        ({"seed": -1}, "found -1 seed; allowed: 0 or more"),
        ({"seed": 2**64}, "found 18446744073709551616 seed; allowed: "),
        ({"seed": 1.0}, "found 1.0 seed; allowed: a whole number"),
        ({"failure": 0}, "found 0 failure; allowed: 1 or more"),
        ({"budget": float("nan")}, "budget: found nan; allowed: a number"),
        ({"budget": "much"}, "budget: found 'much'; allowed: a number"),
        ({"budget": True}, "budget: found True; allowed: a number"),
        ({"engine": "steam"}, "there is no engine 'steam'; allowed: auto, reference, compiled"),
    ],
)
def test_what_may_not_be_asked_is_refused_in_a_sentence(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match="^" + said.replace("(", r"\(")):
        ask(**asked)


def test_former_names_are_still_taken() -> None:
    assert ask(arms=("a", "b"))["plans"] == ("a", "b")  # type: ignore[call-arg]  # its former name
    with pytest.raises(TypeError, match="unexpected keyword argument 'joy'"):
        ask(joy=1)  # type: ignore[call-arg]  # there is none


def test_what_has_no_option_cannot_be_typed() -> None:
    assert list(parameters(ask)) == ["budget", "failure", "plans", "replications", "seed", "engine"]
    kinds = {name: each.kind for name, each in parameters(ask).items()}
    assert kinds["failure"] is int
    assert kinds["budget"] is float
    assert kinds["plans"] is str
