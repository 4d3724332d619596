"""Purchases, amounts and unknowns in words, for every question about money."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.prices import example_costs, example_prices
from simulator.model.lever import LEVERS
from simulator.model.register import REGISTER
from simulator.present import captions, words
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import path_of
from simulator.scenario.world import FACTORS
from simulator.stats.estimate import Estimate

__all__ = [
    "averts_unit",
    "bought_words",
    "days",
    "gained",
    "lever_words",
    "stamp_of",
    "unknown_words",
]


def stamp_of(scenario: Scenario) -> str:
    """Return the words for prices that are not the reader's own, or nothing."""
    if example_costs(scenario):
        return captions.EXAMPLE_PRICES
    return captions.EXAMPLE_EFFORTS if example_prices(scenario) else ""


def lever_words(name: str) -> str:
    """Return a lever in a leader's words, as short as they go."""
    return LEVERS[name].words.partition(":")[0].partition(";")[0]


def days(person_days: float, scenario: Scenario) -> str:
    """Return an effort three ways, money where the file has a price."""
    text = f"{words.number(person_days)} person-days"
    text += f" = {person_days / words.PEOPLE_YEAR:.1f} people for a year"
    costs = scenario.costs
    if costs is None:
        return text
    return f"{text} = {person_days * costs.person_day.value:,.0f} {costs.currency}"


def bought_words(lever: str, place: str) -> str:
    """Return a purchase in words: where, and what."""
    return f"{words.place(place)}: {lever_words(lever)}"


def gained(averted: Estimate, outcome: str, matters: float = 0.0) -> str:
    """Return what was averted without saying of what, as sentences do: `4.1 fewer (4.0 to 4.3)`."""
    best, low, high = averted.best, averted.low, averted.high
    if OUTCOMES[outcome].better == "less":
        best, low, high = -best, -high, -low
    return words.amount(best, low, high, outcome, matters)


def averts_unit(outcome: str) -> str:
    """Return what an amount averted counts."""
    return words.amount_end(-1.0 if OUTCOMES[outcome].better == "less" else 1.0, outcome)


def unknown_words(origin: str) -> str:
    """Return an unknown of the file in words: what it means, and where."""
    if origin in FACTORS:
        return FACTORS[origin].meaning
    path = [str(part) for part in path_of(origin)]
    if "change" in path[1:-1] and path[0] in ("arms", "events"):
        where = f'under "{words.place(path[1])}"' if path[0] == "arms" else "after an event"
        return f"{_numbers_words(path[path.index('change') + 1 :])}, {where}"
    return _numbers_words(path)


def _numbers_words(path: Sequence[str]) -> str:
    """Return a number of a file in words, by the keys that lead to it."""
    section = {
        "defaults": path[1] if len(path) > 1 else "",
        "teams": "team",
        "boundaries": "boundary",
        "levers": "lever",
    }
    own = section.get(path[0], path[0]) if len(path) > 1 else "scenario"
    rest = path[1:] if path[0] in ("incidents", "external", "costs") else path[2:] or path[-1:]
    whole = ".".join(path)
    parameter = REGISTER.get(".".join((own, *rest))) or REGISTER.get(f"scenario.{whole}")
    what = parameter.meaning if parameter else whole
    if path[0] == "defaults":
        return f"{what} ({words.EVERYWHERE.get(own, own)} that share it)"
    place = path[1] if path[0] in ("teams", "boundaries", "work", "levers") else ""
    return f"{what} ({words.place(place)})" if place else what
