"""What is known about one parameter: meaning, unit, range, default, status, source."""

import math
import sys
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final, Literal

from simulator.model.quantity import Quantity
from simulator.model.units import MOST, UNITS, Unit

__all__ = ["Better", "Parameter", "Status", "duration", "number", "probability"]

Status = Literal["measured", "borrowed", "judgement"]
Better = Literal["more", "less", "neither"]


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of scenario files, declared at the field that holds its value.

    Parameters
    ----------
    meaning
        One line for a reader who knows the organisation but not the code.
    unit
        A name of ``UNITS``, or for a word the choices in words.
    low, high
        What a file may say, in internal units; None where there is no bound but that of every
        number, ``MOST``.
    default
        What stands where a file is silent; None where nothing does.
    better
        Whether more or less of it prevents failures or saves time.
    status
        *measured* in software, *borrowed* from another field, or *judgement*.
    source
        Citation, or ``judgement``.
    above, below
        Whether the bound itself is refused.
    shuts
        Whether an event may set it to 0, which closes the place.
    words
        What is allowed, where unit and bounds do not say it all.
    counted
        What a file may say that the number rests on: the `n` of records, or their `years`.
    errors
        The side whose errors it makes rarer or more frequent; None where it makes none.
    bought_with
        The lever that moves it; None where money does not.
    ceiling
        Where it goes when everything is spent on that lever, as a file would write it.
    reached
        Source of the ceiling.
    key
        Section and name, such as ``team.effort.mean``; declared is only a name within the section
        that is not the field's own.
    """

    meaning: str
    unit: str
    low: float | None = None
    high: float | None = None
    default: str | float | bool | tuple[str, ...] | None = None
    better: Better = "neither"
    status: Status = "judgement"
    source: str = "judgement"
    above: bool = False
    below: bool = False
    shuts: bool = False
    words: str | None = None
    counted: Literal["n", "years"] | None = None
    errors: Literal["core", "edge"] | None = None
    bought_with: str | None = None
    ceiling: str | float | None = None
    reached: str = "judgement"
    key: str = ""

    @property
    def of_a_place(self) -> bool:
        """Whether it may differ from place to place by more than a file says."""
        section, counted = self.key.partition(".")[0], self.unit == "whole number" or self.shuts
        return section in {"team", "boundary"} and self.is_number and not counted

    @property
    def is_number(self) -> bool:
        """Whether it is a number, with a unit of ``UNITS``, and no word."""
        return self.unit in UNITS

    @property
    def written(self) -> str | float | None:
        """The default as a file would write it."""
        if isinstance(self.default, bool):
            return str(self.default).lower()
        return f"[{', '.join(self.default)}]" if isinstance(self.default, tuple) else self.default

    @cached_property
    def reads(self) -> Unit:
        """The unit that reads this parameter's numbers."""
        return UNITS[self.unit]

    @property
    def most(self) -> float:
        """The most that a file may say, in internal units."""
        return MOST if self.high is None else self.high

    @cached_property
    def _ends(self) -> tuple[float, float]:
        """The least and the most finite number within the bounds."""
        low = -sys.float_info.max if self.low is None else self.low
        least = math.nextafter(low, math.inf) if self.above else low
        return least, math.nextafter(self.most, -math.inf) if self.below else self.most

    def instead_of(self, value: float) -> str:
        """What a file may say here in place of this number, in words."""
        return self.reads.most if self.high is None and value > MOST else self.allowed

    @cached_property
    def allowed(self) -> str:
        """What a file may say here, in words."""
        if self.words is not None:
            return self.words
        phrase = UNITS[self.unit].phrase if self.is_number else self.unit
        low, high = self.low, self.high
        if high is not None and low is not None:
            most = f"below {high:g}" if self.below else f"{high:g}"
            return f"{phrase} from {low:g} to {most}"
        if low is not None:
            return f"{phrase}, above {low:g}" if self.above else f"{phrase}, {low:g} or more"
        return phrase

    @property
    def bounds(self) -> str:
        """The range in words, times in working days."""
        if self.low is None:
            return "-"
        least = f"above {self.low:g}" if self.above else f"{self.low:g}"
        return f"{least} to {'below ' if self.below else ''}{self.most:g}"

    def admits(self, value: float) -> bool:
        """Whether a number in internal units lies within the bounds."""
        least, most = self._ends
        return least <= value <= most or (value == math.inf and self.unit == "duration or never")

    def check(self, quantity: Quantity) -> None:
        """Refuse a quantity outside the bounds (ValueError)."""
        least, most = self._ends
        for value in (quantity.value, quantity.low, quantity.high):
            if value is None or least <= value <= most:  # at once: it is asked a million times
                continue
            if not (self.admits(value) or (self.shuts and value == 0.0)):
                raise ValueError(f"{self.key} is {value:g}; allowed is {self.instead_of(value)}")


probability: Final = partial(Parameter, unit="probability", low=0, high=1)
number: Final = partial(Parameter, unit="number", low=0)
duration: Final = partial(Parameter, unit="duration", low=0)
