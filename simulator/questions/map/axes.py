"""The axes of a map in words: what they count, a value on them, a stretch beyond a value."""

from __future__ import annotations

import math

from simulator.methods.atlas.axes import QUALITY, SHARE, Axis
from simulator.model.register import REGISTER

__all__ = [
    "at_words",
    "axis_words",
    "beyond",
    "ends_words",
    "name_words",
    "own_words",
    "value_words",
]

_AXES = {
    SHARE: "failures that start between teams [%]",
    QUALITY: "share of its own mistakes that a team removes",
}


def axis_words(axis: Axis) -> str:
    """Return what an axis counts, in words and with its key."""
    if axis.key in _AXES:
        return _AXES[axis.key]
    path = axis.key.split(".")
    section = {"teams": "team", "boundaries": "boundary"}.get(path[0], path[0])
    own = ".".join((section, *path[2:])) if section != path[0] else axis.key
    for key in (own, f"scenario.{own}", ".".join((path[0], path[-1]))):
        if key in REGISTER:
            return f"{REGISTER[key].meaning} ({axis.key})"
    return axis.key


def name_words(axis: Axis) -> str:
    """Return an axis as a noun within a sentence."""
    known = {
        SHARE: "the share of failures that start between teams",
        QUALITY: f"the {_AXES[QUALITY]}",
    }
    return known.get(axis.key, axis.key)


def at_words(axis: Axis, value: float) -> str:
    """Return a point of an axis as what follows `with` or `at`."""
    text = value_words(axis, value)
    if axis.is_share:
        return f"{text} of failures starting between teams"
    if axis.key == QUALITY:
        return f"a team removing {text} of its own mistakes"
    return f"{axis.key} {text}"


def value_words(axis: Axis, value: float, digits: int = 2) -> str:
    """Return a value of an axis, as a factor, a share or plain; tables have three digits."""
    text = f"{float(f'{value:.{digits}g}'):,g}"
    if axis.factor:
        return f"{text}x"
    return f"{text} %" if axis.is_share else text


def ends_words(axis: Axis, low: float, high: float) -> str:
    """Return an interval on an axis; an end that is nan lies off the map."""
    if math.isnan(low) and math.isnan(high):
        return "no end of its interval on the map"
    below = "off the map" if math.isnan(low) else value_words(axis, low)
    above = "off the map" if math.isnan(high) else value_words(axis, high)
    return f"{below} to {above}"


def beyond(axis: Axis, value: float, *, above: bool) -> str:
    """Return the stretch of an axis above or below a value, as what follows `if`."""
    if axis.factor:
        way = "more" if above else "less"
        return f"{axis.key} is {way} than {value:.2g} times what it is today"
    text = value_words(axis, value)
    if axis.is_share:
        return f"{'more' if above else 'fewer'} than {text} of failures start between teams"
    if axis.key == QUALITY:
        return f"a team removes {'more' if above else 'less'} than {text} of its own mistakes"
    return f"{axis.key} is {'above' if above else 'below'} {text}"


def own_words(axis: Axis) -> str:
    """Return where the file stands on an axis on which its places differ; empty elsewhere."""
    found = sorted(set(axis.origins.values()))
    if axis.factor or len(found) < 2:
        return ""
    ends = f"{value_words(axis, found[0])} to {value_words(axis, found[-1])}"
    return f"today it is {ends}, by place"
