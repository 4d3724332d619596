"""What can be bought, what a plan buys or changes, and the shocks of the world."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from simulator.model.frozen import Frozen, Measured, Table
from simulator.model.lever import PER_ITEM
from simulator.model.parameter import Parameter, duration, probability
from simulator.model.quantity import Quantity

__all__ = ["Ceiling", "Event", "Lever", "Plan", "Rule", "Scale"]

Rule = Literal["traffic", "even", "best"]


class Ceiling(Frozen):
    """Where a parameter goes when everything is spent: a value, or a factor on the base.

    Infinity is ``never``, of a sync.
    """

    value: Annotated[float, Field(allow_inf_nan=True)]
    of_base: bool

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
    scale: Annotated[
        Scale,
        Parameter(
            meaning="Spend a year that closes 63 % of the gap to the ceiling, per unit of work",
            unit="person-days",
            low=0,
            above=True,
            default=PER_ITEM,
            better="less",
        ),
    ]
    ceiling: Table[Ceiling]
    adherence: Annotated[
        Quantity,
        probability(
            meaning="Share of occasions on which the practice is followed (0.8 if none is named)",
            default=1,
            better="more",
            status="borrowed",
            source="practices followed in 66 to 83 % of handoffs in 32 hospitals [ipass-2023]",
        ),
    ]
    overhead: Annotated[
        Quantity,
        duration(
            meaning="Work added to every followed use (0.5 h if none is named)",
            default="0 h",
            better="less",
        ),
    ]
    ramp: Annotated[
        Quantity,
        duration(
            meaning="Time from day 0 to the full effect of a spend (60 days if none is named)",
            default="0 days",
            better="less",
        ),
    ]
    fade: Annotated[
        Quantity | None,
        duration(
            meaning="Time in which a practice loses half its effect once paying stops; else none",
            better="more",
            status="borrowed",
            source="judgement on size; gains were gone with a new cohort [lyons-2010]",
        ),
    ]
    may_harm: Annotated[
        bool,
        Parameter(
            meaning="Whether a ceiling worse than the base makes things worse",
            unit="true or false",
            default=False,
            status="borrowed",
            source="a structured verbal format lowered recall [talbot-2007]",
        ),
    ]


class Plan(Measured):
    """A plan: spends, changes of structure, or both.

    ``spend`` maps a side or a lever to person-days a year, or a lever to places to person-days;
    ``change`` is the raw tree of overrides; ``stops`` in working days.
    """

    section: ClassVar[str] = "arm"

    name: str
    spend: Annotated[
        Table[Quantity | Mapping[str, Quantity]],
        Parameter(
            meaning="Spend a year on a side, a lever, or a lever at a place",
            unit="person-days",
            low=0,
        ),
    ]
    rule: Annotated[
        Rule,
        Parameter(
            meaning="How a lever's share goes to its places: by traffic, evenly or best",
            unit="traffic, even or best",
            default="traffic",
        ),
    ]
    funded: Annotated[
        Literal["extra", "capacity"],
        Parameter(
            meaning="Whether the spend is extra money or taken from the people of the place",
            unit="extra or capacity",
            default="extra",
        ),
    ]
    stops: Annotated[float | None, duration(meaning="When paying stops; else never")]
    cost: Annotated[
        Quantity,
        Parameter(
            meaning="What a change of structure costs",
            unit="person-days",
            low=0,
            default="0 person-days",
            better="less",
        ),
    ]
    change: Table[Any]

    @classmethod
    def buying(cls, name: str, spend: Mapping[str, Any], rule: Rule) -> Self:
        """The plan that spends extra money from day 0 on and changes nothing else."""
        nothing = Quantity(value=0.0)
        return cls(
            name=name, spend=spend, rule=rule, funded="extra", stops=None, cost=nothing, change={}
        )


class Event(Measured):
    """A shock: at a time [working days] parameters change and practices start anew."""

    section: ClassVar[str] = "event"

    at: Annotated[float, duration(meaning="When a shock happens")]
    change: Table[Any]
    resets: tuple[str, ...]
