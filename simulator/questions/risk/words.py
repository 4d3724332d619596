"""Three questions on every handover in words: the questions, their answers, and the zone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from simulator.methods.risk import Handover
from simulator.present import words
from simulator.present.document import Document, View
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.present.three_questions import ASKED, HEADS, ZONES, cell, said, zone_cell
from simulator.questions.risk.figure import ZONE

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.scenario.scenario import Scenario

__all__ = ["TRIED", "shown"]

_KEY = "● high (4 or 5) · ◐ middle (3) · ○ low (1 or 2) · in the zone: all three are high"
_ON_SLIDE = 8
_THREE = (
    "In the risk zone lies what is crossed often, has no sure owner, and takes much on trust: all "
    "three at once."
)
_LEFT_OUT = (
    "Three coarse answers about handovers: of what goes wrong inside teams they say nothing. "
    "The question where failures start (edgewise account) simulates both."
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
        lines=(_first(found[0]), _THREE, _LEFT_OUT, TRIED) if found else (),
        tables=(table,) if found else (),
        views=(_view(found),) if found else (),
        footer="Read from the file; nothing is simulated.",
        frames={"handovers": _rows(found)},
    )


def _headline(found: Sequence[Handover]) -> str:
    if not found:
        return "What your file says: nothing is handed over."
    first = words.place(found[0].name)
    count = _count(found)
    if found[0].zone < len(ASKED):
        return f"What your file says: {count[0].lower()}{count[1:]}; nearest to it is {first}."
    return f"What your file says: {count}, first {first}."


def _first(one: Handover) -> str:
    """Return the answers on the handover that stands first."""
    return f"{words.place(one.name)}: {said(one)}."


def _count(found: Sequence[Handover]) -> str:
    inside = sum(each.zone == len(ASKED) for each in found)
    if not inside:
        return "No handover lies in the risk zone"
    return f"{inside} of {len(found)} handovers {'lie' if inside > 1 else 'lies'} in the risk zone"


def _number(name: str, value: float) -> str:
    if name == "crossed":
        return words.number(value)
    return f"{words.number(100.0 * value, 2)} %"


def _table(found: Sequence[Handover]) -> TextTable:
    rows = []
    for each in found:
        cells = [
            f"{cell(name, point)[0]}, {_number(name, each.values[name])}"
            for name, point in zip(ASKED, each.points, strict=True)
        ]
        rows.append((words.place(each.name), *cells, zone_cell(each)[0]))
    columns = ("handover", *map(str.lower, HEADS))
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


def _view(found: Sequence[Handover]) -> View:
    told = "; ".join(
        f"{words.place(each.name)}: {said(each)}, {ZONES[each.zone]}" for each in found
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
                zip(HEADS, (*map(cell, ASKED, each.points), zone_cell(each)), strict=True)
            )
        ]
    )
