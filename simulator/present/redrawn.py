"""What the words of a plan's change do to teams, routes and handovers, told in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.present.digits import rounded
from simulator.scenario.redrawing import Move
from simulator.scenario.scenario import Scenario

__all__ = ["listed", "sentences"]

_LEFT_OUT = {
    "merge": "Not in it: what the move itself disturbs, and that a larger team must agree within.",
    "drop": "Not in it: what this team did besides, and what it kept others from trying.",
    "add": "Not in it: the time until a new team knows its work.",
}


def sentences(scenario: Scenario) -> tuple[str, ...]:
    """Return what every plan that redraws teams does to them, a line each; none for other plans."""
    told = []
    for plan in scenario.arms:
        own = scenario.for_plan(plan)
        if own.moves:
            said = [_TOLD[move.word](move, own) for move in own.moves]
            left_out = [_LEFT_OUT[word] for word in dict.fromkeys(of.word for of in own.moves)]
            told.append(f'"{plan}": {" ".join((*said, *left_out))}')
    return tuple(told)


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence: `one, two and three`."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _merged(move: Move, _: Scenario) -> str:
    gone = [_place(name) for name in move.gone]
    falls = f" {listed(gone)} {'falls' if len(gone) == 1 else 'fall'} away." if gone else ""
    return (
        f"{listed(move.teams)} become one team, {move.into}, of {_people(move.people)}, with "
        f"{_days(move.effort)} of work for a change that comes to it.{falls} In all else it is as "
        f"{move.like} was."
    )


def _dropped(move: Move, own: Scenario) -> str:
    (team,) = move.teams
    head = (
        f"{team} is on no route any more: its {_days(move.effort)} of work for a change and all "
        f"that it checked fall away, and its {_people(move.people)} do something else."
    )
    new = [f"New is {_like(*each)}." for each in move.made]
    if move.resolver and own.external is not None:
        new.append(f"Incidents from outside go to {own.external.resolver}.")
    return " ".join((head, *new))


def _added(move: Move, own: Scenario) -> str:
    (team,) = move.teams
    of = own.teams[team]
    made = listed([_like(*each) for each in move.made])
    return (
        f"{team}, {_people(of.people.value)} with {_days(of.effort.mean.value)} of work for a "
        f"change, stands {move.into} on the way of {listed(move.kinds)}. New: {made}."
    )


_TOLD = {"merge": _merged, "drop": _dropped, "add": _added}


def _place(name: str) -> str:
    return name.replace(" -> ", " → ")


def _like(name: str, like: str) -> str:
    if not like:
        return f"{_place(name)}, as all handovers by default"
    return _place(name) if like == name else f"{_place(name)}, like {_place(like)} today"


def _people(number: float) -> str:
    return f"{_amount(number)} {'person' if number == 1.0 else 'people'}"


def _days(number: float) -> str:
    return f"{_amount(number)} {'day' if number == 1.0 else 'days'}"


def _amount(number: float) -> str:
    return f"{number:.0f}" if number.is_integer() else rounded(number)
