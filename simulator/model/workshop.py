"""What a file says for a room: the story, the cards, and the words of a field."""

from simulator.model.frozen import Frozen, Table

__all__ = ["Card", "Practice", "Vocabulary", "Workshop"]


class Card(Frozen):
    """One card that a table can buy: `days` [person-days a year] spent on the lever `buys`."""

    number: int
    name: str
    days: float
    buys: str
    say: str


class Workshop(Frozen):
    """What a room needs beside the organisation.

    `story` tells it in a few sentences, `twin` is the second company: a shipped name, or a file of
    the same folder; None where nothing is said.
    """

    title: str
    story: str
    cards: tuple[Card, ...]
    twin: str | None


class Practice(Frozen):
    """What a field calls a lever: its name, and a line on what is done."""

    name: str
    line: str


class Vocabulary(Frozen):
    """What a field says for the words of software; None where it says the same.

    `item` and `items` stand for a change, `failed` for failed changes, `grades` for P1 to P4,
    `days` for the days to release; `practices` are by lever.
    """

    item: str | None
    items: str | None
    team: str | None
    teams: str | None
    goes_live: str | None
    fails: str | None
    failed: str | None
    serious: str | None
    grades: tuple[str, ...] | None
    undo: str | None
    called: str | None
    handover: str | None
    handovers: str | None
    days: str | None
    anyway: str | None
    practices: Table[Practice]
