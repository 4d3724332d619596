"""Logarithm, exponential and powers with the same bits on every platform and in every engine.

A C library, a browser and LLVM each have their own, and these part in the last digit. Here they
are made of + - * / and exact moves of the exponent only, so that IEEE 754 fixes every bit.
The logarithm goes by a table (Tang 1990, doi 10.1145/98267.98294), the exponential by the reduction
and rational approximation of fdlibm (Ng 1993, e_exp.c, Sun Microsystems). All lie within 2 units in
the last place of the true value.
"""

from __future__ import annotations

import math

from simulator.mechanisms.jit import called, parted, scaled, shared_jit, table

_LN_2 = 0.6931471805599453
_LARGEST, _SMALLEST = 709.782712893384, -745.1332191019412  # beyond lie infinity and 0
_ALL_BUT_ONE = -40.0  # below, exp(x) is lost beside 1


def _logarithm_of(step: int) -> tuple[float, float]:
    """Return log(step / 256) as a multiple of 2^-42 and the rest, from its series in integers."""
    unit = 1 << 128
    ratio = unit * (step - 256) // (step + 256)
    power, total = ratio, 0
    for odd in range(1, 81, 2):
        total += 2 * power // odd
        power = power * ratio // unit * ratio // unit
    high = (total >> 85) + 1 >> 1
    return math.ldexp(high, -42), math.ldexp(total - (high << 86), -128)


_STEPS = [_logarithm_of(step) for step in range(128, 257)]
_LN_2_HIGH, _LN_2_LOW = (-part for part in _STEPS[0])
_high, _low = table([high for high, _ in _STEPS]), table([low for _, low in _STEPS])
_inverse = table([256.0 / step for step in range(128, 257)])


@called
def _logarithm(x: float, more: float) -> float:
    """Return log(x) + more, for a positive normal `x` and a small correction `more`."""
    rest, step, whole = parted(x)
    r = rest * _inverse(step)
    rr = r * r
    series = (-1 / 2 + r * (1 / 3)) + rr * ((-1 / 4 + r * (1 / 5)) + rr * (-1 / 6 + r * (1 / 7)))
    high = whole * _LN_2_HIGH + _high(step)
    low = (whole * _LN_2_LOW + _low(step) + more) + rr * series
    total = high + r
    return total + ((high - total + r) + low)


@shared_jit
def log(x: float) -> float:
    """Return the natural logarithm of a positive normal number."""
    return _logarithm(x, 0.0)


@shared_jit
def log1p(x: float) -> float:
    """Return log(1 + x) for `x` above -1, as exact for a small `x`."""
    y = 1.0 + x
    lost = x - (y - 1.0) if x < 1.0 else 1.0 - (y - x)
    return _logarithm(y, lost / y)


@shared_jit
def _growth(high: float, low: float) -> float:
    """Return exp(x) - 1 for x = high - low of at most log(2) / 2 to either side."""
    x = high - low
    z = x * x
    c = 6.61375632143793436117e-5 + z * (-1.65339022054652515390e-6 + z * 4.13813679705723846039e-8)
    c = 1.66666666666666019037e-1 + z * (-2.77777777770155933842e-3 + z * c)
    c = x - z * c
    return high + (x * c / (2.0 - c) - low)


@called
def exp(x: float) -> float:
    """Return e to the power `x`: infinite above 709.78, 0 below -745.13."""
    if x > _LARGEST:
        return math.inf
    if x < _SMALLEST:
        return 0.0
    whole = math.floor(x / _LN_2 + 0.5)
    return scaled(1.0 + _growth(x - whole * _LN_2_HIGH, whole * _LN_2_LOW), whole)


@called
def expm1(x: float) -> float:
    """Return exp(x) - 1 for `x` up to 709.08, as exact for a small `x`."""
    if x < _ALL_BUT_ONE:
        return -1.0
    whole = math.floor(x / _LN_2 + 0.5)
    growth = _growth(x - whole * _LN_2_HIGH, whole * _LN_2_LOW)
    return scaled(growth, whole) + (scaled(1.0, whole) - 1.0)


@called
def exp2(x: float) -> float:
    """Return 2 to the power `x`, split in whole and fraction; 0 below -1075."""
    if x < -1075.0:
        return 0.0
    whole = math.floor(x + 0.5)
    return scaled(1.0 + _growth((x - whole) * _LN_2, 0.0), whole)


@shared_jit
def power(x: float, n: int) -> float:
    """Return `x` to the whole power `n`, at least 0, within n - 1 units in the last place."""
    product = 1.0
    for _ in range(n):
        product = product * x
    return product
