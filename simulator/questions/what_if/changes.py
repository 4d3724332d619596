"""Changes as they are typed, made into plans of the file that they are asked of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from simulator.model.units import UNITS
from simulator.scenario.changing import multiple
from simulator.scenario.entries import ARROW
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import TreeError, is_quantity

__all__ = ["CADENCES", "Asked", "asked_of", "with_plans"]

CADENCES: Final[Mapping[str, str]] = {
    "daily": "1 day",
    "weekly": "1 week",
    "fortnightly": "2 weeks",
    "monthly": "1 month",
    "quarterly": "3 months",
    "at once": "0 days",
}
_COUNTED = re.compile(r" *(.+?) *([+-]) *([0-9]+(?:\.[0-9]+)?) *")
_SETTLED = 100.0
"""After so many working days half of what a reorganisation lost is back: judgement, as in the
scenario `reorganisation`."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One change: how it was typed, the plan's name and its change, and when it comes as a blow."""

    typed: str
    name: str
    change: Mapping[str, Any]
    at: float | None = None


def asked_of(scenario: Scenario, asked: Mapping[str, Sequence[str]]) -> tuple[Asked, ...]:
    """Return the changes that were typed, by option; ValueError for what cannot be read."""
    found = []
    for option, typed in asked.items():
        texts = [" ".join(typed)] if option == "cadence" and typed else typed
        for text in [texts] if isinstance(texts, str) else texts:
            said = f'--{option} "{text}"'
            name, change, at = _READ[option](scenario, text, said)
            found.append(Asked(typed=said, name=name, change=change, at=at))
    names = [each.name for each in found]
    twice = next((each for each in found if names.count(each.name) > 1), None)
    if twice is not None:
        raise ValueError(f"{twice.typed}: found twice; allowed: every change once")
    if not found:
        raise ValueError(
            "nothing is changed; allowed: at least one of --arrivals 1.4x, --merge A+B, --drop A, "
            '--add Release:4, --reorganise "at 3 months", --people A+2, --cadence "A -> B" weekly'
        )
    return tuple(found)


def with_plans(scenario: Scenario, changes: Sequence[Asked]) -> Scenario:
    """Return the scenario with these changes as its plans; ValueError for one that it cannot have.

    Every change is tried by itself first, so that what is wrong is told of what was typed.
    """
    for each in changes:
        try:
            Scenario.from_tree(_tree(scenario, (each,)))
        except TreeError as error:
            fault = error.faults[0]
            hint = f"; did you mean {fault.hint}?" if fault.hint else ""
            raise ValueError(
                f"{each.typed}: found {fault.found}; allowed {fault.allowed}{hint}"
            ) from None
    return Scenario.from_tree(_tree(scenario, changes))


def _tree(scenario: Scenario, changes: Sequence[Asked]) -> dict[str, Any]:
    return {**scenario.tree, "arms": {each.name: {"change": each.change} for each in changes}}


Read = tuple[str, dict[str, Any], float | None]


def _arrivals(scenario: Scenario, text: str, said: str) -> Read:
    if multiple(text) is None:
        raise ValueError(f"{said}: found {text!r}; allowed: a multiple such as 1.4x")
    each = {kind: {"arrivals": text.strip()} for kind in scenario.work}
    return f"{text.strip()} arrivals", {"work": each}, None


def _merge(_: Scenario, text: str, said: str) -> Read:
    teams = [name.strip() for name in text.split("+")]
    if len(teams) < 2 or not all(teams):
        raise ValueError(f"{said}: found {text!r}; allowed: teams such as DBA+Platform")
    name = f"{' and '.join(teams)} as one team"
    return name, {"merge": {"teams": teams, "as": teams[-1]}}, None


def _drop(_: Scenario, text: str, __: str) -> Read:
    return f"without {text.strip()}", {"drop": [text.strip()]}, None


def _add(scenario: Scenario, text: str, said: str) -> Read:
    name, _, people = text.partition(":")
    try:
        number = float(people)
    except ValueError:
        raise ValueError(
            f"{said}: found {text!r}; allowed: a team and its people, such as Release:4"
        ) from None
    busiest = max(scenario.work.values(), key=lambda kind: kind.rate.value if kind.rate else 0.0)
    last = busiest.route[-1][0]
    own = {"people": int(number) if number.is_integer() else number, "before": last}
    return f"with {name.strip()} before {last}", {"add": {name.strip(): own}}, None


def _people(scenario: Scenario, text: str, said: str) -> Read:
    match = _COUNTED.fullmatch(text)
    team = match[1] if match else ""
    if match is None or team not in scenario.teams:
        allowed = f"one of {', '.join(scenario.teams)} with + or - and a number, such as Platform+2"
        raise ValueError(f"{said}: found {text!r}; allowed: {allowed}")
    more = float(f"{match[2]}{match[3]}")
    written = (scenario.tree.get("teams") or {}).get(team) or {}
    now = written.get("people", scenario.teams[team].people.value)
    people: Any = _plus(now, more)
    if is_quantity(now):
        ends = {key: now[key] for key in ("value", "low", "high") if now.get(key) is not None}
        people = {**now, **{key: _plus(of, more) for key, of in ends.items()}}
    word = "more" if more > 0 else "fewer"
    return f"{abs(more):g} {word} in {team}", {"teams": {team: {"people": people}}}, None


def _plus(number: float, more: float) -> float:
    """Return a sum as people write it: whole where it is whole."""
    total = float(Decimal(repr(number)) + Decimal(repr(more)))
    return int(total) if total.is_integer() else total


def _cadence(scenario: Scenario, text: str, said: str) -> Read:
    place = next((name for name in scenario.boundaries if text.startswith(name)), None)
    often = text[len(place) :].strip() if place else ""
    if place is None:
        known = ", ".join(scenario.boundaries)
        raise ValueError(f"{said}: found no such handover; allowed: one of {known}")
    every = CADENCES.get(often, often)
    try:
        UNITS["duration"].parse(every)
    except ValueError:
        words = ", ".join(CADENCES)
        raise ValueError(
            f"{said}: found {often!r}; allowed: {words}, or a duration such as 3 days"
        ) from None
    name = f"{place.replace(ARROW, ' to ')} {often}"
    return name, {"boundaries": {place: {"opens_every": every}}}, None


def _reorganise(scenario: Scenario, text: str, said: str) -> Read:
    when = text.strip().removeprefix("at ")
    try:
        at = UNITS["duration"].parse(when)
    except ValueError:
        raise ValueError(f'{said}: found {when!r}; allowed: a time such as "at 3 months"') from None
    if not scenario.warm_up.value <= at < scenario.horizon.value:
        ends = f"{scenario.warm_up.value:g} to {scenario.horizon.value:g} days"
        raise ValueError(f"{said}: found {at:g} working days; allowed: a time in the run, {ends}")
    people = [name for name, lever in scenario.levers.items() if lever.side == "edge"]
    resets = [name for name in scenario.levers if name in {*people, "verification"}]
    lost = _everywhere(scenario, {"shared_context": "0.5x", "owned": "0.8x", "sync_every": "1.25x"})
    back = _everywhere(
        scenario, {"shared_context": "1.5x", "owned": "1.125x", "sync_every": "0.8x"}
    )
    events = [
        *(scenario.tree.get("events") or []),
        {"at": when, "change": lost, "resets": resets},
        {"at": f"{at + _SETTLED:g} days", "change": back},
    ]
    return f"reorganised at {when}", {"events": events}, at


def _everywhere(scenario: Scenario, times: Mapping[str, str]) -> dict[str, Any]:
    """Return what multiplies numbers of all handovers, of those too that have their own."""
    defaults = (scenario.tree.get("defaults") or {}).get("boundary") or {}
    own = scenario.tree.get("boundaries") or {}
    of = {name: {key: x for key, x in times.items() if (each or {}).get(key) not in {None, "never"}}
          for name, each in own.items()}  # fmt: skip
    return {
        "defaults": {
            "boundary": {key: x for key, x in times.items() if defaults.get(key) != "never"}
        },
        "boundaries": {name: each for name, each in of.items() if each},
    }


_READ: Final[Mapping[str, Callable[[Scenario, str, str], Read]]] = {
    "arrivals": _arrivals,
    "merge": _merge,
    "drop": _drop,
    "add": _add,
    "reorganise": _reorganise,
    "people": _people,
    "cadence": _cadence,
}
