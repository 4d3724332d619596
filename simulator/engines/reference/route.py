"""Routes as the processes walk them: steps, the teams of each, and the crossings between."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.engines.program.routes import Routes, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A crossing of a route; `facts` is the mask of those that travel over it.

    `sender` and `receiver` are members of their steps; `occurrence`: how often the route has
    crossed the boundary before.
    """

    edge: int
    occurrence: int
    sender: int
    receiver: int
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A team of a step, with the ways by which it hands over and by which it receives.

    `arrivals` lead into the step; `sends` and `receives` hold the laterals of the step as well.
    `row` is its place among the members of all routes.
    """

    row: int
    team: int
    occurrence: int
    arrivals: tuple[Way, ...]
    sends: tuple[Way, ...]
    receives: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a route."""

    members: tuple[Member, ...]
    laterals: tuple[Way, ...]


Route = tuple[Step, ...]


def routes(program: Routes) -> list[Route]:
    """Return the route of each kind of work."""
    return [
        _route(program, program.step[kind["first_step"] : kind["first_step"] + kind["steps"]])
        for kind in program.kind
    ]


def _route(program: Routes, rows: Rows) -> Route:
    into: list[tuple[Way, ...]] = []
    within: list[tuple[Way, ...]] = []
    senders = 0
    for row in rows:
        into.append(_ways(program.crossing, row["first_crossing"], senders * row["members"]))
        within.append(_ways(program.lateral, row["first_lateral"], row["laterals"]))
        senders = int(row["members"])
    return tuple(
        Step(
            members=tuple(
                _member(program, int(row["first_member"]), position, arriving, leaving, laterals)
                for position in range(row["members"])
            ),
            laterals=laterals,
        )
        for row, arriving, leaving, laterals in zip(
            rows, into, [*into[1:], ()], within, strict=True
        )
    )


def _member(
    program: Routes,
    first: int,
    position: int,
    arriving: tuple[Way, ...],
    leaving: tuple[Way, ...],
    laterals: tuple[Way, ...],
) -> Member:
    arrivals = tuple(way for way in arriving if way.receiver == position)
    team, occurrence = program.member[first + position].item()
    return Member(
        row=first + position,
        team=team,
        occurrence=occurrence,
        arrivals=arrivals,
        sends=tuple(way for way in (*leaving, *laterals) if way.sender == position),
        receives=(*arrivals, *(way for way in laterals if way.receiver == position)),
    )


def _ways(rows: Rows, first: int, count: int) -> tuple[Way, ...]:
    return tuple(
        Way(
            edge=edge,
            occurrence=occurrence,
            sender=sender,
            receiver=receiver,
            facts=facts,
        )
        for edge, occurrence, sender, receiver, facts in rows[first : first + count].tolist()
    )
