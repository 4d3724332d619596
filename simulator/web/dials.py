"""Numbers that a file gives a range: what each could be, and the memory that makes it so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from simulator.engines.compiled.image import Image, image
from simulator.engines.compiled.webassembly import STACK
from simulator.methods.records.population import ends
from simulator.model.quantity import Quantity
from simulator.present.assumptions import Written, in_unit, numbers
from simulator.scenario.scenario import Scenario
from simulator.web.organisations import changed

__all__ = ["dials"]

_OWN: Final = "fits"
_STOPS: Final = ("low", "told", "high")


def dials(
    scenario: Scenario, middle: Scenario, images: Mapping[str, tuple[int, Image]]
) -> list[dict[str, Any]]:
    """Return what a reader may assume otherwise of the middle organisation, one entry a range.

    `stops` are the lowest, the told and the highest value and, first, the one that the middle
    organisation has; `words` are the 64-bit words of each structure that they change, for all but
    the first. Two that change one word exclude each other: `not` says which, by number.
    """
    written, own = numbers(scenario), numbers(middle)
    plans = {number: plan for plan, (number, _) in images.items()}
    found = []
    for quantity in scenario.unknowns():
        known = written.get(quantity.origin)
        if known is None or quantity.origin not in own:
            continue
        fits = own[quantity.origin].quantity.value
        values = [each for each in zip(_STOPS, ends(quantity), strict=True) if each[1] != fits]
        patches = _patches(middle, quantity, [value for _, value in values], plans, images)
        if not any(places for places, _ in patches):
            continue
        found.append(
            {
                "key": quantity.origin,
                "meaning": known.meaning,
                "where": known.places,
                "told": _ranged(known),
                "stops": [
                    {"name": name, "told": _told(known, value)}
                    for name, value in ((_OWN, fits), *values)
                ],
                "places": [places for places, _ in patches],
                "words": [words for _, words in patches],
            }
        )
    return [{**each, "not": _apart(each, found)} for each in found]


def _patches(
    middle: Scenario,
    quantity: Quantity,
    values: Sequence[float],
    plans: Mapping[int, str],
    images: Mapping[str, tuple[int, Image]],
) -> list[tuple[list[int], list[list[str]]]]:
    """Return for each structure the words that the values change, in the order of structures."""
    others = [middle.in_world({quantity.origin: value}) for value in values]
    return [
        changed(
            images[plan][1].memory,
            [image(other, plan, base=STACK).memory for other in others],
        )
        for _, plan in sorted(plans.items())
    ]


def _told(known: Written, value: float) -> str:
    """Return a value in three digits, in the unit of the told one: what is drawn has many."""
    return in_unit(known.key, value, like=known.quantity.value, digits=3)


def _ranged(known: Written) -> str:
    low, told, high = (_told(known, each) for each in ends(known.quantity))
    unit = told.partition(" ")[2]
    return f"{told} ({low.removesuffix(unit).rstrip()} to {high})"


def _apart(one: Mapping[str, Any], all_of_them: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the numbers of the others that change a word which this one changes too."""
    return [
        number
        for number, other in enumerate(all_of_them)
        if other["key"] != one["key"]
        and any(set(a) & set(b) for a, b in zip(one["places"], other["places"], strict=True))
    ]
