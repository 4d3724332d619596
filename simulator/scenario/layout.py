"""The layout of a scenario file, made from the models and the register."""

import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin

from simulator.model.incident import (
    MECHANISMS,
    SEVERITIES,
    Causes,
    Costs,
    External,
    FailureRule,
    Incidents,
    Observed,
)
from simulator.model.lever import LEVERS, LeverRow
from simulator.model.organisation import Boundary, Team, WorkKind
from simulator.model.outcome import DECIDES, HEADLINE
from simulator.model.plan import Lever
from simulator.model.quantity import Quantity
from simulator.model.register import MOVES, REGISTER
from simulator.model.workshop import Vocabulary
from simulator.scenario.entries import ARROW
from simulator.scenario.mappings import Listed, Record, Table
from simulator.scenario.purchasable import Asked, CeilingValue, Matters, Price, Spend
from simulator.scenario.shape import Number, Reading, Shape, Text, Word, Words, name_fault, nearest
from simulator.scenario.shapes import (
    Arrivals,
    Flag,
    Manifest,
    OrNone,
    Raw,
    Reviewed,
    Route,
    WholeNumber,
)
from simulator.scenario.tree import Path, quoted

__all__ = ["PLAN_CHANGES", "SHOCK_CHANGES", "layout"]

# What defines the yardstick is not a plan's to change, and a shock moves parameters only.
PLAN_CHANGES: Final = (
    "pressure",
    "work",
    "defaults",
    "teams",
    "boundaries",
    "incidents",
    "external",
    "levers",
    "events",
)
SHOCK_CHANGES: Final = PLAN_CHANGES[:7]
LINE: Final = Text(line=True)
MOST_CARDS: Final = 9
"""A hand is typed as the digits of its cards."""


def record(model: Any, what: str, omit: tuple[str, ...] = (), **shapes: Shape) -> Record:
    """The record of a model: its quantities from the register, its words from its annotations."""
    fields: dict[str, Shape] = {}
    for name, field in model.model_fields.items():
        if name not in omit and name not in shapes:
            fields[name] = _shape(name, field.annotation, model.declared().get(name))
    return Record(what, {**fields, **shapes})


def _shape(name: str, annotation: Any, declared: Any) -> Shape:
    if get_origin(annotation) in {Union, types.UnionType}:
        annotation = next(option for option in get_args(annotation) if option is not type(None))
    if annotation is Quantity:
        return Number(declared)
    if annotation is str:
        return Text()
    if get_origin(annotation) is Literal:
        return Word(get_args(annotation), str(declared.default))
    return record(annotation, name)


def _weights(section: str) -> Record:
    return Record(
        "severity weights", {key: Number(REGISTER[f"{section}.{key}"]) for key in SEVERITIES}
    )


def _needing(shape: Record, *required: str) -> Record:
    return Record(shape.what, shape.fields, required)


class _Levers:
    """The table of levers, each with its own row."""

    def __init__(self) -> None:
        self.rows = {row.name: _lever(row) for row in LEVERS.values()}

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The rows read by name; INVALID when it is no mapping."""
        if not isinstance(node, dict):
            return reading.fault(path, quoted(node), "a mapping of levers")
        rows: dict[str, Any] = {}
        for name, child in node.items():
            if name not in self.rows:
                allowed = f"the levers {', '.join(self.rows)}"
                place = (*path, str(name))
                reading.fault(place, "an unknown lever", allowed, nearest(name, self.rows), True)
            elif child is not None:
                rows[name] = self.rows[name].read(child, (*path, name), reading)
        return rows

    def schema(self) -> dict[str, Any]:
        """The JSON schema: an object of known levers."""
        properties = {name: row.schema() for name, row in self.rows.items()}
        return {"type": "object", "properties": properties, "additionalProperties": False}


def _lever(row: LeverRow) -> Record:
    ceilings: Mapping[str, Shape] = {key: CeilingValue(row, key) for key in MOVES[row.name]}
    return record(
        Lever,
        f"the lever {row.name}",
        ("name", "side", "at"),
        ceiling=Record(f"the ceilings of {row.name}", ceilings),
        scale=Price(row),
        may_harm=Flag(),
    )


def plan_name_fault(name: str) -> str | None:
    """What a plan's name must be instead, None when it is fine."""
    if name == "today":
        return "another name; today, the plan that spends nothing, is always there"
    return name_fault(name)


def boundary_name_fault(name: str) -> str | None:
    """What a boundary's key must be instead, None when it is fine."""
    sides = name.split(ARROW)
    if len(sides) != 2:
        return "two teams as 'A -> B'"
    if sides[0] == sides[1]:
        return "a boundary between two teams"
    return None


def _scenario_fields() -> dict[str, Shape]:
    return {
        "version": Version(),
        "name": LINE,
        "question": Text(),
        "teaches": Record(
            "what a file teaches", {"says": Text(), "cause": Word(MECHANISMS)}, ("says",)
        ),
        "outcome": Word(DECIDES, HEADLINE),
        **{key: Number(REGISTER[f"scenario.{key}"]) for key in ("horizon", "warm_up", "pressure")},
        "matters": Matters(),
        "worth": Asked(),
        "failure": record(FailureRule, "the rule of failed changes", counts=Words(SEVERITIES, 1)),
    }


def _place_fields() -> dict[str, Shape]:
    team = record(Team, "a team", ("name",), luck=LINE, makes=LINE)
    boundary = record(
        Boundary,
        "a boundary",
        ("name", "source", "target", "listed"),
        luck=Text(),  # its old name has the arrow that names may not have
        carries=LINE,
        owner=Text(),
    )
    defaults = Record(
        "defaults", {"team": _without_luck(team), "boundary": _without_luck(boundary)}
    )
    return {
        "defaults": defaults,
        "teams": Table("teams", team, bare=False),
        "boundaries": Table("boundaries", boundary, boundary_name_fault, ("from", "to")),
    }


def _causes() -> Reviewed:
    return Reviewed(record(Causes, "causes", ("prior", "because")))


def _workshop() -> Record:
    card: dict[str, Shape] = {
        "number": WholeNumber(1, MOST_CARDS),
        "name": LINE,
        "days": WholeNumber(1),
        "buys": Word(tuple(LEVERS)),
        "say": LINE,
    }
    fields: dict[str, Shape] = {
        "title": LINE,
        "story": Text(),
        "cards": Listed("cards", Record("a card", card, tuple(card))),
        "twin": LINE,
    }
    return Record("a workshop", fields, ("title", "story"))


def _words() -> Record:
    practice = Record("a practice", {"name": LINE, "line": LINE}, ("name", "line"))
    special: dict[str, Shape] = {
        "grades": Words(least=len(SEVERITIES), most=len(SEVERITIES)),
        "practices": Record("practices", dict.fromkeys(LEVERS, practice)),
    }
    said = {key: special.get(key, LINE) for key in Vocabulary.model_fields}
    return Record("the words of a field", said)


@cache
def layout() -> Record:
    """The whole layout of a scenario file."""
    kind = record(
        WorkKind,
        "a kind of work",
        ("kind", "rate", "schedule"),
        luck=LINE,
        arrivals=Arrivals(),
        fact_names=Words(),
        titles=Words(),
        route=Route(),
    )
    incidents = record(
        Incidents,
        "incidents",
        ("equal",),
        manifest=Manifest(),
        severity=_weights("incidents.severity"),
    )
    external = record(
        External, "external incidents", severity=_weights("external.severity"), resolver=Text()
    )
    kinds = Table(
        "kinds of work", _needing(kind, "arrivals", "facts", "route"), listed=("kind",), least=1
    )
    fields: dict[str, Shape] = {
        **_scenario_fields(),
        "work": kinds,
        **_place_fields(),
        "incidents": incidents,
        "external": OrNone(external),
        "observed": record(Observed, "records", causes=_causes()),
        "costs": record(Costs, "prices", incident=_weights("costs.incident")),
        "levers": _Levers(),
        "arms": Table("plans", _plan(), plan_name_fault, ("name",)),
        "events": Listed("shocks", _event()),
        "workshop": _workshop(),
        "words": _words(),
    }
    return Record("a scenario", fields, ("version", "name", "horizon", "work", "teams"))


def _without_luck(shape: Record) -> Record:
    return Record(shape.what, {key: of for key, of in shape.fields.items() if key != "luck"})


def _plan() -> Record:
    return Record(
        "a plan",
        {
            "spend": Spend(),
            "rule": Word(("traffic", "even", "best"), "traffic"),
            "funded": Word(("extra", "capacity"), "extra"),
            "stops": Number(REGISTER["arm.stops"]),
            "cost": Number(REGISTER["arm.cost"]),
            "change": Raw(),
        },
    )


def _event() -> Record:
    fields: dict[str, Shape] = {
        "at": Number(REGISTER["event.at"]),
        "change": Raw(),
        "resets": Words(tuple(LEVERS)),
    }
    return Record("a shock", fields, ("at",))


class Version:
    """The number 1."""

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """1, or INVALID with a fault noted."""
        if type(node) is int and node == 1:
            return 1
        return reading.fault(path, quoted(node), "1")

    def schema(self) -> dict[str, Any]:
        """The JSON schema: 1."""
        return {"const": 1}
