"""The levers of the model and the parameters of practices and plans."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from simulator.model.parameter import Parameter

__all__ = ["LEVERS", "PLANS", "PRACTICES", "LeverRow"]

IPASS = "practices followed in 66 to 83 % of handoffs in 32 hospitals [ipass-2023]"
RATES = MappingProxyType({"adherence": 0.8, "overhead": "0.5 h", "ramp": "60 days"})
PER_ITEM = "8 person-days per weekly item"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverRow:
    """One row of the table of levers.

    Parameters
    ----------
    name, side, at
        The lever, its side, and where it is bought.
    moves
        Parameter name -> register key, in the order they are listed.
    ceiling, scale
        What a written row without them takes, as a file would write it.
    shipped
        The other keys of the row that stands when a file names no levers; None: it has none.
    words
        The lever in a leader's words.
    """

    name: str
    side: Literal["core", "edge", "other"]
    at: Literal["teams", "boundaries"]
    moves: Mapping[str, str]
    ceiling: Mapping[str, str | float]
    scale: str
    shipped: Mapping[str, Any] | None
    words: str


def _row(name: str, side: str, at: str, moves: str, words: str, **rest: object) -> LeverRow:
    section = "team" if at == "teams" else "boundary"
    known = {"triage_effort": "incidents.triage_effort", "traceable": "incidents.traceable"}
    keys = {key: known.get(key, f"{section}.{key}") for key in moves.split()}
    values: dict[str, Any] = {"scale": PER_ITEM, "shipped": RATES, **rest}
    return LeverRow(name=name, side=side, at=at, moves=keys, words=words, **values)  # type: ignore[arg-type]


_ROWS = (
    _row(
        "engineering",
        "core",
        "teams",
        "defects_per_item",
        "better building: architecture, platforms, frameworks",
        ceiling={"defects_per_item": "0.3 of base"},
    ),
    _row(
        "verification",
        "core",
        "teams",
        "defect_removal",
        "better checking inside the team: tests, reviews",
        ceiling={"defect_removal": 0.98},
    ),
    _row(
        "contracts",
        "edge",
        "boundaries",
        "fidelity contract_tests",
        "written and tested agreements between teams",
        ceiling={"fidelity": 0.99, "contract_tests": 0.9},
    ),
    _row(
        "ownership",
        "edge",
        "boundaries",
        "owned limbo",
        "one name on every handover; release ownership",
        ceiling={"owned": 0.98, "limbo": "0.2 days"},
    ),
    _row(
        "acceptance",
        "edge",
        "boundaries",
        "readback",
        "the receiver checks before taking over",
        ceiling={"readback": 0.9},
    ),
    _row(
        "accountability",
        "edge",
        "boundaries",
        "sync_every shared_context",
        "one person end to end, regular joint look",
        ceiling={"sync_every": "5 days", "shared_context": 0.7},
    ),
    _row(
        "integration",
        "other",
        "teams",
        "catches_defects catches_misunderstandings",
        "end-to-end tests, fresh eyes",
        ceiling={"catches_defects": 0.5, "catches_misunderstandings": 0.5},
        shipped=None,
    ),
    _row(
        "recovery",
        "other",
        "teams",
        "rollback triage_effort traceable",
        "notice and undo faster",
        ceiling={"rollback": 0.95, "triage_effort": "0.3 h"},
        scale="20 person-days per person",
        shipped={"adherence": 1.0, "overhead": "0 h"},
    ),
    # At the start of the curve one more person costs one person's year: of n people, half of n
    # more for 130 person-days each is 260 person-days a head.
    _row(
        "people",
        "other",
        "teams",
        "people",
        "more hands",
        ceiling={"people": "1.5 of base"},
        scale="130 person-days per person",
        shipped=None,
    ),
)

LEVERS: Final[Mapping[str, LeverRow]] = MappingProxyType({row.name: row for row in _ROWS})

_REACHED: Final = {
    ("engineering", "defects_per_item"): "judgement; 40 to 90 % fewer defects [nagappan-tdd-2008]",
    ("verification", "defect_removal"): "judgement; a stack of reviews and tests [mcconnell-2004]",
    ("contracts", "fidelity"): "judgement; a printed sheet held 0.998 [bhabra-2007]",
    ("acceptance", "readback"): "judgement; 0.83 was reached [ipass-2023]",
}
_CEILINGS = tuple(
    Parameter(
        key=f"lever.{row.name}.ceiling.{moved}",
        meaning=f"What {moved} becomes when everything is spent on {row.name}",
        unit=f"as {key}, or N of base",
        default=row.ceiling.get(moved),
        source=_REACHED.get((row.name, moved), "judgement"),
    )
    for row in _ROWS
    for moved, key in row.moves.items()
)
_SCALES = tuple(
    Parameter(
        key=f"lever.{row.name}.scale",
        meaning=f"Spend a year that closes 63 % of the gap by {row.name}",
        unit="person-days per weekly item, person or place",
        low=0,
        above=True,
        default=row.scale,
        better="less",
        source="judgement: equal prices on purpose" if row.scale == PER_ITEM else "judgement",
    )
    for row in _ROWS
)

PRACTICES: Final = (
    Parameter(
        key="lever.scale",
        meaning="Spend a year that closes 63 % of the gap to the ceiling, per unit of work",
        unit="person-days",
        low=0,
        above=True,
        default=PER_ITEM,
        better="less",
    ),
    *_SCALES,
    *_CEILINGS,
    Parameter(
        key="lever.adherence",
        meaning="Share of occasions on which the practice is followed (0.8 if none is named)",
        unit="probability",
        low=0,
        high=1,
        default=1,
        better="more",
        status="borrowed",
        source=IPASS,
    ),
    Parameter(
        key="lever.overhead",
        meaning="Work added to every followed use (0.5 h if none is named)",
        unit="duration",
        low=0,
        default="0 h",
        better="less",
    ),
    Parameter(
        key="lever.ramp",
        meaning="Time from day 0 to the full effect of a spend (60 days if none is named)",
        unit="duration",
        low=0,
        default="0 days",
        better="less",
    ),
    Parameter(
        key="lever.fade",
        meaning="Time in which a practice loses half its effect once paying stops; else none",
        unit="duration",
        low=0,
        better="more",
        status="borrowed",
        source="judgement on size; gains were gone with a new cohort [lyons-2010]",
    ),
    Parameter(
        key="lever.may_harm",
        meaning="Whether a ceiling worse than the base makes things worse",
        unit="true or false",
        default="false",
        status="borrowed",
        source="a structured verbal format lowered recall [talbot-2007]",
    ),
)

PLANS: Final = (
    Parameter(
        key="arm.spend",
        meaning="Spend a year on a side, a lever, or a lever at a place",
        unit="person-days",
        low=0,
    ),
    Parameter(
        key="arm.rule",
        meaning="How a lever's share goes to its places: by traffic, evenly or best",
        unit="traffic, even or best",
        default="traffic",
    ),
    Parameter(
        key="arm.funded",
        meaning="Whether the spend is extra money or taken from the people of the place",
        unit="extra or capacity",
        default="extra",
    ),
    Parameter(key="arm.stops", meaning="When paying stops; else never", unit="duration", low=0),
    Parameter(
        key="arm.cost",
        meaning="What a change of structure costs",
        unit="person-days",
        low=0,
        default="0 person-days",
        better="less",
    ),
    Parameter(key="event.at", meaning="When a shock happens", unit="duration", low=0),
)
