"""Logarithm, exponential and powers: within 2 units in the last place of the true value."""

import ast
import json
import math
from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.mechanisms import draws, elementary, practice

VALUES = json.loads((Path(__file__).parent / "values.json").read_text())
LAWS = {module.__name__.rpartition(".")[2]: module for module in (draws, elementary, practice)}
PACKAGE = Path(elementary.__file__).parents[1]
EXACT = {"prod", "ceil", "floor", "frexp", "fsum", "inf", "isfinite", "isnan", "ldexp", "sqrt"}
INEXACT = {"exp", "exp2", "expm1", "float_power", "log", "log10", "log1p", "log2", "power"}
TRIES = 3_000
DIGITS = 60
LN_2 = Decimal(
    "0.693147180559945309417232121458176568075500134360255254120680009493393621969694716"
)

Numbers = Callable[[np.random.Generator], float]
True_ = Callable[[Decimal], Decimal]

CASES: dict[str, tuple[Callable[[float], float], True_, Numbers]] = {
    "log, of luck": (
        elementary.log,
        Decimal.ln,
        lambda r: 1.0 - (int(r.integers(1 << 52)) + 0.5) / 2**52,
    ),
    "log, near 1": (
        elementary.log,
        Decimal.ln,
        lambda r: 1.0 + r.uniform(-1, 1) * 2 ** r.uniform(-50, -2),
    ),
    "log, far away": (elementary.log, Decimal.ln, lambda r: 10 ** r.uniform(-300, 300)),
    "log1p, small": (
        elementary.log1p,
        lambda d: (1 + d).ln(),
        lambda r: r.uniform(-1, 1) * 2 ** r.uniform(-60, 0),
    ),
    "log1p, near -1": (
        elementary.log1p,
        lambda d: (1 + d).ln(),
        lambda r: -1.0 + 2 ** r.uniform(-52, -1),
    ),
    "log1p, of a squared variation": (
        elementary.log1p,
        lambda d: (1 + d).ln(),
        lambda r: 2 ** r.uniform(-60, 30),
    ),
    "exp": (elementary.exp, Decimal.exp, lambda r: r.uniform(-740, 709.78)),
    "exp, near 0": (
        elementary.exp,
        Decimal.exp,
        lambda r: r.uniform(-1, 1) * 2 ** r.uniform(-60, 2),
    ),
    "expm1, of what was spent": (
        elementary.expm1,
        lambda d: d.exp() - 1,
        lambda r: -(2 ** r.uniform(-60, 8)),
    ),
    "expm1, above 0": (elementary.expm1, lambda d: d.exp() - 1, lambda r: 2 ** r.uniform(-60, 9)),
    "exp2, of what fades": (
        elementary.exp2,
        lambda d: (d * LN_2).exp(),
        lambda r: -(2 ** r.uniform(-60, 10)),
    ),
    "exp2, above 0": (elementary.exp2, lambda d: (d * LN_2).exp(), lambda r: r.uniform(0, 1023)),
}


def units_off(found: float, true: Decimal) -> float:
    """Return how far a number lies from the true value, in units of that value's last place."""
    return float(abs(Decimal(found) - true) / Decimal(math.ulp(float(true))))


@pytest.mark.parametrize("name", CASES)
def test_a_function_lies_within_2_units_in_the_last_place_of_the_true_value(name: str) -> None:
    function, true, number = CASES[name]
    draw = np.random.default_rng(sum(map(ord, name)))
    with localcontext(prec=DIGITS):
        tried = [number(draw) for _ in range(TRIES)]
        worst, where = max((units_off(function(x), true(Decimal(x))), x) for x in tried)
    assert worst < 2.0, f"{name}: {worst} units at {where!r}"


@pytest.mark.parametrize("n", range(1, 12))
def test_a_whole_power_lies_within_n_minus_1_units(n: int) -> None:
    draw = np.random.default_rng(n)
    with localcontext(prec=DIGITS):
        tried = [draw.uniform(0.1, 5.0) for _ in range(TRIES // 4)]
        worst = max(units_off(elementary.power(x, n), Decimal(x) ** n) for x in tried)
    assert worst <= n - 1


def test_the_logarithm_holds_at_every_step_of_its_table_and_between_two() -> None:
    with localcontext(prec=DIGITS):
        for half in range(256, 513):
            for x in (
                half / 512.0,
                math.nextafter(half / 512.0, 0),
                math.nextafter(half / 512.0, 1),
            ):
                if x != 1.0:
                    assert units_off(elementary.log(x), Decimal(x).ln()) < 2.0, x


def test_what_is_known_exactly_is_exact() -> None:
    assert elementary.log(1.0) == elementary.log1p(0.0) == elementary.expm1(0.0) == 0.0
    assert elementary.exp(0.0) == elementary.power(7.3, 0) == 1.0
    assert all(elementary.exp2(float(n)) == 2.0**n for n in range(-1074, 1024))
    assert elementary.power(3.0, 5) == 243.0


def test_beyond_what_a_float_holds_lie_0_and_infinity() -> None:
    assert elementary.exp(709.8) == math.inf
    assert elementary.exp(-745.2) == elementary.exp(-math.inf) == elementary.exp2(-1076.0) == 0.0
    assert elementary.exp(-745.1) == 5e-324
    assert elementary.exp2(-math.inf) == 0.0
    assert elementary.expm1(-math.inf) == elementary.expm1(-745.2) == -1.0


def test_the_next_larger_number_never_has_a_smaller_logarithm_or_exponential() -> None:
    """Luck stays monotone, where the steps of the table and of the reduction meet too."""
    draw = np.random.default_rng(5)
    meeting = [half / 512.0 for half in range(257, 512, 2)]
    for x in (*meeting, *(draw.random() for _ in range(TRIES))):
        assert elementary.log(math.nextafter(x, 0.0)) <= elementary.log(x)
    turns = [(k + 0.5) * float(LN_2) for k in range(-600, 600)]
    for x in (*turns, *(draw.uniform(-9.0, 9.0) for _ in range(TRIES))):
        assert elementary.exp(math.nextafter(x, -math.inf)) <= elementary.exp(x)


def foreign(source: str) -> list[str]:
    """Return what a source asks of a C library that may part from another in the last digit."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="math"), attr=name):
                found += [] if name in EXACT else [name]
            case ast.Attribute(value=ast.Name(id="np"), attr=name):
                found += [name] if name in INEXACT else []
            case ast.ImportFrom(module="math", names=names):
                found += [alias.name for alias in names if alias.name not in EXACT]
            case ast.BinOp(op=ast.Pow(), left=left, right=right):
                found += [] if exact(left) and exact(right) else ["**"]
    return found


def exact(node: ast.expr) -> bool:
    """Return whether an operand is a number written out, so that Python works the power out."""
    return isinstance(node.operand if isinstance(node, ast.UnaryOp) else node, ast.Constant)


@pytest.mark.parametrize("floor", ["mechanisms", "engines", "scenario/spending.py"])
def test_no_engine_and_no_plan_asks_a_c_library_for_a_transcendental_function(floor: str) -> None:
    root = PACKAGE / floor
    sources = [root] if root.is_file() else sorted(root.rglob("*.py"))
    assert sources
    found = {source.name: foreign(source.read_text("utf-8")) for source in sources}
    assert not {name: asked for name, asked in found.items() if asked}


def test_a_function_of_the_c_library_is_noticed() -> None:
    assert foreign("x = math.log1p(y) + np.exp(z)") == ["log1p", "exp"]
    assert foreign("from math import cos") == ["cos"]
    assert foreign("x = y**n") == ["**"]
    assert not foreign("x = math.sqrt(math.floor(y)) * 2.0**-52 + math.frexp(y)[0]")


@pytest.mark.parametrize("case", VALUES, ids=[f"{c['law']}{tuple(c['of'])}" for c in VALUES])
def test_the_published_values_hold_to_the_last_bit(case: dict[str, Any]) -> None:
    module, law = case["law"].split(".")
    found = getattr(LAWS[module], law)(*case["of"])
    assert float(found) == float.fromhex(case["is"])


def test_a_poisson_count_of_nought_is_told_without_the_exponential_and_is_the_same() -> None:
    draw = np.random.default_rng(8)
    for _ in range(TRIES):
        mean = 2.0 ** draw.uniform(-60, 3)
        at_zero = elementary.exp(-mean)
        for u in (at_zero, math.nextafter(at_zero, 0), math.nextafter(at_zero, 1), 1.0 - mean):
            assert (draws.poisson(u, mean) == 0) == (u <= at_zero), (u, mean)
