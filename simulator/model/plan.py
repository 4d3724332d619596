"""What can be bought, what a plan buys or changes, and the shocks of the world."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from simulator.model.frozen import Frozen, Measured, ReadOnly, Table
from simulator.model.quantity import Quantity

__all__ = ["Arm", "Ceiling", "Event", "Lever", "Scale"]

NOTHING: Mapping[str, Any] = ReadOnly({})


class Ceiling(Frozen):
    """Where a parameter goes when everything is spent: a value, or a factor on the base.

    Infinity is ``never``, of a sync.
    """

    value: Annotated[float, Field(allow_inf_nan=True)]
    of_base: bool = False

    def at(self, base: float) -> float:
        """The ceiling in the parameter's internal unit, for a place with this base."""
        return self.value * base if self.of_base else self.value


class Scale(Frozen):
    """The spend that closes 63 % of the gap, per unit of work [person-days a year]."""

    person_days: float
    per: Literal["weekly item", "person", "place"]


class Lever(Measured):
    """What can be bought; the table of levers gives its side and where it is bought."""

    section: ClassVar[str] = "lever"

    name: str
    side: Literal["core", "edge", "other"]
    at: Literal["teams", "boundaries"]
    ceiling: Table[Ceiling]
    scale: Scale
    adherence: Quantity
    overhead: Quantity
    ramp: Quantity
    fade: Quantity | None = None
    may_harm: bool = False


class Arm(Frozen):
    """A plan: spends, changes of structure, or both.

    ``spend`` maps a side or a lever to person-days a year, or a lever to places to person-days;
    ``change`` is the raw tree of overrides; ``stops`` in working days.
    """

    name: str
    spend: Table[Quantity | Mapping[str, Quantity]] = NOTHING
    rule: Literal["traffic", "even", "best"] = "traffic"
    funded: Literal["extra", "capacity"] = "extra"
    stops: float | None = None
    cost: Quantity = Quantity(value=0.0)
    change: Table[Any] = NOTHING


class Event(Frozen):
    """A shock: at a time [working days] parameters change and practices start anew."""

    at: float
    change: Table[Any] = NOTHING
    resets: tuple[str, ...] = ()
