"""What happens after release, what would have happened anyway, records and prices."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import model_validator

from simulator.model.frozen import Measured, Table
from simulator.model.parameter import Parameter, duration, number, probability
from simulator.model.quantity import Quantity
from simulator.stats.elementwise import each

__all__ = [
    "MECHANISMS",
    "SEVERITIES",
    "Causes",
    "Costs",
    "External",
    "FailureRule",
    "Incidents",
    "Observed",
]

SEVERITIES: Final = ("P1", "P2", "P3", "P4")
MECHANISMS: Final = ("defect", "lost", "drift", "unowned")
JEONG: Final = "judgement; 56-63 % of bug reports are not re-assigned [jeong-2009]"
MIXES: Final = (
    "judgement; 15-40 % of mixes are neither code nor boundary [ghosh-2022] [gunawi-2016]"
)


def each_severity(*defaults: float, like: Parameter) -> Mapping[str, Parameter]:
    """The parameter of every severity: ``like``, whose meaning has a place for the name."""
    return {
        name: replace(like, meaning=like.meaning.format(name), default=default)
        for name, default in zip(SEVERITIES, defaults, strict=True)
    }


def shares(weights: Mapping[str, Quantity]) -> tuple[float, float, float, float]:
    """The four weights P1 to P4 divided by their sum; ValueError when the sum is not positive."""
    first, second, third, fourth = each(_shares, *(weights[key].value for key in SEVERITIES))
    return first, second, third, fourth


def _shares(*weights: float) -> tuple[float, ...]:
    total = math.fsum(weights)
    if not 0 < total < math.inf:
        raise ValueError(
            "the severity weights cannot be normalised; allowed is a positive, finite sum"
        )
    return tuple(weight / total for weight in weights)


class FailureRule(Measured):
    """When a released change is a failed change; ``within`` in working days."""

    section: ClassVar[str] = "failure"

    counts: Annotated[
        tuple[str, ...],
        Parameter(
            meaning="Severities that make a released change a failed change",
            unit="a list of P1, P2, P3, P4",
            default=("P1", "P2", "P3"),
        ),
    ]
    within: Annotated[
        Quantity,
        duration(
            meaning="Time after release within which a failure counts against its change",
            default="90 days",
        ),
    ]


class Incidents(Measured):
    """How latent errors become failures and how failures are handled.

    ``equal`` is the reason why what is made inside and between teams shows equally often; None
    where nobody says so, and plausible organisations differ in it.
    """

    section: ClassVar[str] = "incidents"

    manifest: Annotated[
        Table[Quantity],
        probability(
            meaning="Chance that a latent error becomes a failure; may differ by mechanism",
            default=0.1,
            better="less",
            source="judgement, equal for all mechanisms",
        ),
    ]
    latency: Annotated[
        Quantity, duration(meaning="Mean time from release to failure", default="20 days")
    ]
    severity: Annotated[
        Table[Quantity],
        each_severity(0.08, 0.17, 0.35, 0.4, like=number(meaning="Weight of {} among failures")),
    ]
    escalation: Annotated[
        Quantity,
        number(
            meaning="Factor on the odds of worse severities for each team that built on the error",
            above=True,
            default=1,
            better="less",
        ),
    ]
    triage_effort: Annotated[
        Quantity,
        duration(
            meaning="Mean work of one paged team to understand an incident",
            default="1 h",
            better="less",
            bought_with="recovery",
            ceiling="0.3 h",
        ),
    ]
    repair_effort: Annotated[
        Quantity,
        duration(
            meaning="Mean work to repair an error nobody has built on",
            default="4 h",
            better="less",
        ),
    ]
    repair_growth: Annotated[
        Quantity,
        number(
            meaning="Growth of repair work for each team that built on the error",
            default=0.3,
            better="less",
        ),
    ]
    rollback_duration: Annotated[
        Quantity,
        duration(meaning="Time a rollback takes to end an outage", default="1 h", better="less"),
    ]
    rework_share: Annotated[
        Quantity,
        number(
            meaning="Rework of one found error as a share of the item's effort",
            default=0.3,
            better="less",
        ),
    ]
    traceable: Annotated[
        Quantity,
        probability(
            meaning="Chance that a defect is traced straight to the team that can repair it",
            default=0.6,
            better="more",
            source=JEONG,
            bought_with="recovery",
        ),
    ]
    bad_fix: Annotated[
        Quantity,
        probability(
            meaning="Chance that a repair or rework makes a new defect",
            below=True,
            default=0.07,
            better="less",
            source="judgement; 0.65 of 4.00 defects per function point are bad fixes [jones]",
            errors="core",
        ),
    ]
    blames: Annotated[
        Literal["last", "resolver"],
        Parameter(
            meaning="Whom the organisation blames: the last team of the route or the resolver",
            unit="last or resolver",
            default="last",
        ),
    ]

    pages: Annotated[
        Literal["last", "resolver", "drawn"],
        Parameter(
            meaning="Which team is paged first: the last of the route, the one that can repair "
            "it, or one of the route's by lot",
            unit="last, resolver or drawn",
            default="last",
            source="judgement; 4-92 % of incidents are re-assigned, by service [chen-2019]",
        ),
    ]

    equal: str | None

    def severity_shares(self) -> tuple[float, float, float, float]:
        """The probabilities of P1 to P4 at depth 0."""
        return shares(self.severity)


class External(Measured):
    """Incidents that no lever touches; ``rate`` per working day."""

    section: ClassVar[str] = "external"

    rate: Annotated[
        Quantity,
        Parameter(
            meaning="Incidents that would have happened anyway",
            unit="rate",
            low=0,
            default="0.5 per week",
            better="less",
            source=MIXES,
        ),
    ]
    resolver: Annotated[
        str,
        Parameter(
            meaning="The team that handles external incidents",
            unit="a team's name",
            default="the team paged by the first kind of work",
        ),
    ]
    severity: Annotated[
        Table[Quantity],
        each_severity(
            0.15, 0.25, 0.3, 0.3, like=number(meaning="Weight of {} among external incidents")
        ),
    ]
    because: str | None

    def severity_shares(self) -> tuple[float, float, float, float]:
        """The probabilities of P1 to P4."""
        return shares(self.severity)


class Causes(Measured):
    """How many reviewed serious failures had which cause, from the user's own records.

    `prior` says whether published shares are the start that the counts are added to; `because` is
    the reason where they are not.
    """

    section: ClassVar[str] = "observed.causes"

    inside: Annotated[
        Quantity | None, number(meaning="Reviewed failures whose cause was inside a team")
    ]
    between: Annotated[
        Quantity | None, number(meaning="Reviewed failures whose cause was between teams")
    ]
    neither: Annotated[Quantity | None, number(meaning="Reviewed failures whose cause was neither")]
    cannot_tell: Annotated[
        Quantity | None, number(meaning="Reviewed failures whose cause was not to be told")
    ]
    prior: Literal["published", "none"]
    because: str | None


class Observed(Measured):
    """What the user's own records say; the engines never use it, plausible organisations do."""

    section: ClassVar[str] = "observed"

    source: Annotated[
        Literal["own", "invented"],
        Parameter(
            meaning="Whether the records are the organisation's own, or invented for an example",
            unit="own or invented",
            default="own",
        ),
    ]

    changes: Annotated[
        Quantity | None, Parameter(meaning="Released changes, from records", unit="rate", low=0)
    ]
    failed_changes: Annotated[
        Quantity | None,
        probability(
            meaning="Share of changes that failed, from records; n is the number of changes",
            counted="n",
        ),
    ]
    serious_per_year: Annotated[
        Quantity | None,
        number(
            meaning="P1 and P2 incidents a year, from records; years is how many were counted",
            counted="years",
        ),
    ]
    restore_p50: Annotated[
        Quantity | None,
        duration(
            meaning="Median time to restore, from records; n is the number of incidents",
            counted="n",
        ),
    ]
    lead_time_p50: Annotated[
        Quantity | None,
        duration(
            meaning="Median time from arrival to release, from records; n is the number of changes",
            counted="n",
        ),
    ]
    bounces: Annotated[
        Quantity | None,
        number(
            meaning="Mean number of times a failure was passed on, from records; n is the number "
            "of failures",
            counted="n",
        ),
    ]
    improvement_inside: Annotated[
        Quantity | None,
        probability(
            meaning="Share of last year's days of improvement that went inside teams; shown "
            "beside where failures start",
        ),
    ]
    model_error: Annotated[
        Quantity,
        number(
            meaning="How far a true model would still be off a record: standard deviation of the "
            "logarithm, or of the log odds",
            default=0.2,
        ),
    ]
    causes: Causes | None


class Costs(Measured):
    """Prices in the file's currency."""

    section: ClassVar[str] = "costs"

    person_day: Annotated[
        Quantity,
        number(meaning="Price of a person-day [currency]", default=800, better="less"),
    ]
    incident: Annotated[
        Table[Quantity],
        each_severity(
            50000,
            12000,
            2000,
            300,
            like=number(meaning="Price of one {} failure [currency]", better="less"),
        ),
    ]
    delay_per_item_day: Annotated[
        Quantity,
        number(
            meaning="Price of one day that one item lies between arrival and release [currency]",
            default=100,
            better="less",
        ),
    ]
    currency: Annotated[
        str, Parameter(meaning="The currency of all prices", unit="a text", default="EUR")
    ]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if set(self.incident) != {"P1", "P2", "P3", "P4"}:
            raise ValueError("costs.incident needs a price for each of P1, P2, P3 and P4")
        return self
