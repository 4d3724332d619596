"""How a budget is asked for: in person-days, in people, or in the file's own money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.model.units import UNITS, money
from simulator.questions.asking import Option, number_of

if TYPE_CHECKING:
    from simulator.scenario.scenario import Scenario

__all__ = ["budget", "person_days"]

_ALLOWED = 'a budget such as 600 (person-days), "3 people" or "500000 EUR"'


def budget(help_: str) -> Option:
    """Return the option of a budget; `person_days` makes a number of what it takes."""
    return Option(help=help_, word="AMOUNT", read=_read)


def _read(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text.strip()


def person_days(scenario: Scenario, amount: float | str) -> float:
    """Return a budget of this scenario [person-days a year].

    A person is a year of work (260 days); money is divided by the file's stated price of a
    person-day. Refuses what is no budget, and money that the file has no price in (ValueError).
    """
    if not isinstance(amount, str):
        return number_of("budget", amount)
    try:
        return float(UNITS["person-days"].parse(amount))
    except ValueError:
        sum_ = money(amount)
    if sum_ is None:
        raise ValueError(f"budget: found {amount!r}; allowed: {_ALLOWED}") from None
    value, currency = sum_
    costs = scenario.costs
    if costs is None:
        raise ValueError(
            f"budget: found {amount!r}, but the file has no costs; "
            "allowed: person-days such as 600, or people"
        )
    if currency != costs.currency:
        raise ValueError(f"budget: found {amount!r}; allowed: money in {costs.currency}")
    if not costs.person_day.value > 0.0:
        raise ValueError(f"budget: found {amount!r}, but a person-day of the file costs nothing")
    return value / costs.person_day.value
