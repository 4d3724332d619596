"""The values of a scenario, every default filled in."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import PrivateAttr

from simulator.model.frozen import Frozen, Measured, Table
from simulator.model.incident import Costs, External, FailureRule, Incidents, Observed
from simulator.model.organisation import Boundary, Team, WorkKind
from simulator.model.outcome import HEADLINE
from simulator.model.parameter import Parameter, duration, number
from simulator.model.plan import Event, Lever, Plan
from simulator.model.quantity import Quantity
from simulator.model.workshop import Vocabulary, Workshop

__all__ = ["Resolved", "Teaches", "Worth"]


class Worth(Frozen):
    """What a budget must bring to be worth it: a share of today's level, or an amount.

    `per` is % or a unit of ``UNITS``: that of the outcome the file is about.
    """

    amount: float
    per: str


class Teaches(Frozen):
    """What a file was built to show, for a room: in a sentence, and by which cause of failures.

    A failure of that cause (a mechanism, or None for any) is the one whose life is told first.
    """

    says: str
    cause: str | None


class Resolved(Measured):
    """The values of a scenario: valid, frozen, with every default filled in.

    Times are working days, rates per working day. Kinds, teams and boundaries are in the order
    of their names, levers in the order of the model's table, plans as the file has them.
    """

    section: ClassVar[str] = "scenario"

    version: Literal[1]
    name: str
    question: str | None
    teaches: Teaches | None
    outcome: Annotated[
        str,
        Parameter(
            meaning="What the file is about: the outcome that plans are judged by",
            unit="the name of an outcome",
            default=HEADLINE,
        ),
    ]
    horizon: Annotated[Quantity, duration(meaning="How long is simulated", above=True)]
    warm_up: Annotated[
        Quantity,
        duration(meaning="The first part of the run, not counted", default="0 days"),
    ]
    matters: Annotated[
        Quantity,
        Parameter(
            meaning="The smallest difference in the file's outcome that anyone cares about "
            "(0: a third of what makes a budget worth it)",
            unit="failed changes per 100",
            low=0,
            default="0 failed changes per 100",
        ),
    ]
    worth: Annotated[
        Worth | None,
        Parameter(
            meaning="How much better the file's outcome must be for the largest budget of the "
            "plans to be worth it (absent: a tenth of today's)",
            unit="failed changes a year",
            low=0,
            words="a share of today's such as 10 %, or a number such as 6 failed changes a year",
        ),
    ]
    pressure: Annotated[
        Quantity,
        number(
            meaning="How strongly a loaded team cuts corners: factor on the odds of failing",
            default=0,
            better="less",
            status="borrowed",
            source="stress multipliers, 2 high and 5 extreme [spar-h]; the mapping is judgement",
        ),
    ]
    workshop: Workshop | None
    words: Vocabulary | None
    failure: FailureRule
    work: Table[WorkKind]
    teams: Table[Team]
    boundaries: Table[Boundary]
    incidents: Incidents
    external: External | None
    observed: Observed | None
    costs: Costs | None
    levers: Table[Lever]
    arms: Table[Plan]
    events: tuple[Event, ...]
    # filled by `spending.weekly_items`, which is asked for every lever at every place
    _weekly: Mapping[str, float] | None = PrivateAttr(default=None)
