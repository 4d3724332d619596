"""The table of outcomes: what plans can be judged by, and how a file writes how much of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

__all__ = ["DECIDES", "HEADLINE", "OUTCOME_ROWS", "OutcomeRow"]

HEADLINE: Final = "change_failure_rate"
"""What a file is about that does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One row of the table of outcomes; how it is counted stands in ``measures/outcomes.py``.

    Parameters
    ----------
    name
        The outcome.
    better
        Which side of it is better; by an outcome with neither no plan wins.
    unit
        A name of ``UNITS``: how a file writes the smallest difference that matters.
    asked
        The same of what makes a budget worth it, where that is written otherwise.
    priced
        Whether it needs the file's prices and counts what was spent.
    """

    name: str
    better: Literal["less", "more", "neither"] = "less"
    unit: str
    asked: str = ""
    priced: bool = False

    @property
    def nought(self) -> str | int:
        """Nothing of it, as a file would write it."""
        plain: dict[str, str | int] = {"duration": "0 days", "hours": "0 h", "number": 0}
        return plain.get(self.unit, f"0 {self.unit}")


_ROWS = (
    OutcomeRow(name=HEADLINE, unit="failed changes per 100", asked="failed changes a year"),
    OutcomeRow(name="failures", unit="failures per 100"),
    OutcomeRow(name="expected_failures", unit="failures per 100"),
    OutcomeRow(name="serious_failures", unit="serious failures a year"),
    OutcomeRow(name="lead_time", unit="duration"),
    OutcomeRow(name="lead_time_p50", unit="duration"),
    OutcomeRow(name="lead_time_p85", unit="duration"),
    OutcomeRow(name="lead_time_p95", unit="duration"),
    OutcomeRow(name="arrivals", better="neither", unit="items a week"),
    OutcomeRow(name="throughput", better="more", unit="items a week"),
    OutcomeRow(name="in_progress", unit="items in progress"),
    OutcomeRow(name="flow_efficiency", better="more", unit="number"),
    OutcomeRow(name="restore_p50", unit="hours"),
    OutcomeRow(name="restore_p90", unit="hours"),
    OutcomeRow(name="unrestored", unit="failures per 100"),
    OutcomeRow(name="bounces", unit="hand-ons per failure"),
    OutcomeRow(name="partial_rollbacks", unit="rollbacks per 100"),
    OutcomeRow(name="misattribution", unit="failures per 100"),
    OutcomeRow(name="misattribution_strict", unit="failures per 100"),
    OutcomeRow(name="misattribution_random", better="neither", unit="failures per 100"),
    OutcomeRow(name="near_misses", better="neither", unit="mistakes per 100"),
    OutcomeRow(name="retention", better="more", unit="facts per 100"),
    OutcomeRow(name="clean_handoffs", better="more", unit="handovers per 100"),
    OutcomeRow(name="hidden_work", unit="person-days a year"),
    OutcomeRow(name="waiting", unit="item-days a year"),
    OutcomeRow(name="cost", unit="a year", priced=True),
)

OUTCOME_ROWS: Final[Mapping[str, OutcomeRow]] = MappingProxyType({row.name: row for row in _ROWS})
"""Every outcome by its name."""

DECIDES: Final = tuple(row.name for row in _ROWS if row.better != "neither")
"""The outcomes that a plan can win by."""
