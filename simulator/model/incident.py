"""What happens after release, what would have happened anyway, records and prices."""

import math
from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import model_validator

from simulator.model.frozen import Measured, Table
from simulator.model.quantity import Quantity

__all__ = ["Causes", "Costs", "External", "FailureRule", "Incidents", "Observed"]


def shares(weights: Mapping[str, Quantity]) -> tuple[float, float, float, float]:
    """The four weights P1 to P4 divided by their sum; ValueError when the sum is not positive."""
    total = sum(weight.value for weight in weights.values())
    if not 0 < total < math.inf:
        raise ValueError(
            "the severity weights cannot be normalised; allowed is a positive, finite sum"
        )
    first, second, third, fourth = (weights[key].value / total for key in ("P1", "P2", "P3", "P4"))
    return first, second, third, fourth


class FailureRule(Measured):
    """When a released change is a failed change; ``within`` in working days."""

    section: ClassVar[str] = "failure"

    counts: tuple[str, ...]
    within: Quantity


class Incidents(Measured):
    """How latent errors become failures and how failures are handled."""

    section: ClassVar[str] = "incidents"

    manifest: Table[Quantity]
    latency: Quantity
    severity: Table[Quantity]
    escalation: Quantity
    triage_effort: Quantity
    repair_effort: Quantity
    repair_growth: Quantity
    rollback_duration: Quantity
    rework_share: Quantity
    traceable: Quantity
    bad_fix: Quantity
    blames: Literal["last", "resolver"]

    def severity_shares(self) -> tuple[float, float, float, float]:
        """The probabilities of P1 to P4 at depth 0."""
        return shares(self.severity)


class External(Measured):
    """Incidents that no lever touches; ``rate`` per working day."""

    section: ClassVar[str] = "external"

    rate: Quantity
    severity: Table[Quantity]
    resolver: str
    because: str | None = None

    def severity_shares(self) -> tuple[float, float, float, float]:
        """The probabilities of P1 to P4."""
        return shares(self.severity)


class Causes(Measured):
    """How many reviewed failures had which cause, from the user's own records."""

    section: ClassVar[str] = "observed.causes"

    inside: Quantity | None = None
    between: Quantity | None = None
    neither: Quantity | None = None
    cannot_tell: Quantity | None = None


class Observed(Measured):
    """What the user's own records say; never used by the engines."""

    section: ClassVar[str] = "observed"

    changes: Quantity | None = None
    failed_changes: Quantity | None = None
    serious_per_year: Quantity | None = None
    restore_p50: Quantity | None = None
    causes: Causes | None = None


class Costs(Measured):
    """Prices in the file's currency."""

    section: ClassVar[str] = "costs"

    person_day: Quantity
    incident: Table[Quantity]
    delay_per_item_day: Quantity
    currency: str

    @model_validator(mode="after")
    def _complete(self) -> "Costs":
        if set(self.incident) != {"P1", "P2", "P3", "P4"}:
            raise ValueError("costs.incident needs a price for each of P1, P2, P3 and P4")
        return self
