"""Three questions on every handover in words: the questions, their answers, and the zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from simulator.methods.risk import HIGH, Handover
from simulator.present import words
from simulator.present.document import Document, View
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.questions.risk.figure import ZONE

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.scenario.scenario import Scenario

__all__ = ["ANSWERS", "ASKED", "TRIED", "shown"]

ASKED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "crossed": "How often is it crossed?",
        "unowned": "Who owns it?",
        "trusted": "How much is taken on trust?",
    }
)
ANSWERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "crossed": ("seldom", "monthly", "weekly", "daily", "several a day"),
        "unowned": ("always named", "mostly named", "agreed", "it depends", "nobody"),
        "trusted": ("nothing", "little", "some", "much", "most"),
    }
)
_SAID: Final[Mapping[str, str]] = MappingProxyType(
    {"crossed": "crossed {}", "unowned": "owner: {}", "trusted": "taken on trust: {}"}
)
_LEVELS: Final[Mapping[str, str]] = MappingProxyType({"low": "○", "middle": "◐", "high": "●"})
_ZONES = ("outside", "outside", "near it", "in the zone")
_HEADS = ("How often?", "Who owns it?", "On trust?", "Risk zone")
_KEY = "● high (4 or 5) · ◐ middle (3) · ○ low (1 or 2) · in the zone: all three are high"
_ON_SLIDE = 8
_THREE = (
    "In the risk zone lies what is crossed often, has no sure owner, and takes much on trust: all "
    "three at once."
)
_LEFT_OUT = (
    "Three coarse answers about handovers: of what goes wrong inside teams they say nothing. "
    "`edgewise account` simulates both."
)
TRIED: Final = (
    "Tried on made-up organisations of 18 kinds: at naming the handover that fails next, three "
    "such answers beat last year's failures in 3 kinds and lose to them in 10; at naming the "
    "place, teams too, they beat them in 0 and lose in 18 (docs/risk.md)."
)
"""How three such answers fared against others: the line of `make contest`, held to it by a test."""


def shown(scenario: Scenario, found: Sequence[Handover]) -> Document:
    """Return what a file says of its handovers as people meet it."""
    table = _table(found)
    return Document(
        name=scenario.name,
        names=names_of(scenario),
        question="Which handover first? Three questions on each",
        headline=_headline(found),
        lines=(_THREE, _LEFT_OUT, TRIED) if found else (),
        tables=(table,) if found else (),
        views=(_view(found),) if found else (),
        footer="Read from the file; nothing is simulated.",
        frames={"handovers": _rows(found)},
    )


def _headline(found: Sequence[Handover]) -> str:
    if not found:
        return "What your file says: nothing is handed over."
    first = f"{words.place(found[0].name)} ({_said(found[0])})"
    count = _count(found)
    if found[0].zone < len(ASKED):
        return f"What your file says: {count[0].lower()}{count[1:]}; nearest to it is {first}."
    return f"What your file says: {count}, first {first}."


def _count(found: Sequence[Handover]) -> str:
    inside = sum(each.zone == len(ASKED) for each in found)
    if not inside:
        return "No handover lies in the risk zone"
    return f"{inside} of {len(found)} handovers {'lie' if inside > 1 else 'lies'} in the risk zone"


def _said(one: Handover) -> str:
    answers = zip(ASKED, one.points, strict=True)
    return ", ".join(_SAID[name].format(ANSWERS[name][point - 1]) for name, point in answers)


def _number(name: str, value: float) -> str:
    if name == "crossed":
        return words.number(value)
    return f"{words.number(100.0 * value, 2)} %"


def _table(found: Sequence[Handover]) -> TextTable:
    rows = []
    for each in found:
        cells = [
            f"{_cell(name, point)[0]}, {_number(name, each.values[name])}"
            for name, point in zip(ASKED, each.points, strict=True)
        ]
        rows.append((words.place(each.name), *cells, _zone(each)[0]))
    columns = ("handover", *map(str.lower, _HEADS))
    return TextTable(
        name="handovers",
        title="What your file says: crossings a year, crossings without an owner, facts on trust",
        columns=columns,
        rows=tuple(rows),
        text=columns[1:],
    )


def _rows(found: Sequence[Handover]) -> list[dict[str, Any]]:
    return [
        {
            "handover": each.name,
            **each.values,
            **{f"{name}_answer": point for name, point in zip(ASKED, each.points, strict=True)},
            "high_answers": each.zone,
        }
        for each in found
    ]


def _cell(name: str, point: int) -> tuple[str, str]:
    """Return what stands in a cell, symbol and word, and its level."""
    level = "high" if point >= HIGH else "middle" if point == HIGH - 1 else "low"
    return f"{_LEVELS[level]} {ANSWERS[name][point - 1]}", level


def _zone(one: Handover) -> tuple[str, str]:
    """Return what stands in the cell of the zone, and its level."""
    level = ("low", "low", "middle", "high")[one.zone]
    return f"{_LEVELS[level]} {_ZONES[one.zone]}", level


def _view(found: Sequence[Handover]) -> View:
    told = "; ".join(
        f"{words.place(each.name)}: {_said(each)}, {_ZONES[each.zone]}" for each in found
    )
    return View(
        drawing=ZONE,
        frame=_frame(found),
        slide=_frame(found[:_ON_SLIDE]),
        title=_count(found),
        told=f"{told}.",
    )


def _frame(found: Sequence[Handover]) -> DataFrame:
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "label": words.place(each.name),
                "y": y,
                "x": x,
                "head": head,
                "text": text,
                "level": level,
                "key": _KEY,
            }
            for y, each in enumerate(found)
            for x, (head, (text, level)) in enumerate(
                zip(_HEADS, (*map(_cell, ASKED, each.points), _zone(each)), strict=True)
            )
        ]
    )
