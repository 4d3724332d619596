"""A map of two parameters in words, a table and a figure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from simulator.methods.allocation.duel import BETWEEN, INSIDE
from simulator.methods.atlas.atlas import ALIKE, IMPOSSIBLE, UNTOLD, Atlas, Cell
from simulator.methods.atlas.axes import Axis
from simulator.methods.remarks.remarks import Remarks
from simulator.present import remarks, words
from simulator.present.assumptions import every_parameter
from simulator.present.bought import days, stamp_of
from simulator.present.digits import rounded
from simulator.present.document import Document, View
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.questions.map.axes import at_words, axis_words, ends_words, value_words
from simulator.questions.map.figure import ATLAS
from simulator.questions.map.standing import against_matters, over_the_map, standing, stretch

__all__ = ["read_out", "shown"]

_ORDER = (INSIDE, ALIKE, UNTOLD, BETWEEN, IMPOSSIBLE)
_LABELS = {
    INSIDE: "inside teams",
    BETWEEN: "between teams",
    ALIKE: "hardly differ",
    UNTOLD: "cannot tell",
    IMPOSSIBLE: "no such organisation",
}
_KEY = "named: who averts more · line: neither ahead · dashed: its 95 % · xxx: cannot tell"


def shown(
    found: Atlas, at: tuple[float, float] | None = None, known: Remarks | None = None
) -> Document:
    """Return a map as people meet it; with `at` the cell of that point is read out.

    `known` must be known before it is believed.
    """
    return Document(
        first=remarks.sentences(known),
        name=found.scenario.name,
        names=names_of(found.scenario),
        doubter=every_parameter(found.scenario),
        question=f"Which side averts more, over {axis_words(found.x)} and {axis_words(found.y)}?",
        headline=standing(found)[0],
        lines=(*((read_out(found, *at),) if at else ()), *_lines(found)),
        tables=(_contour(found), _regions(found)),
        views=(_view(found),),
        footer=_footer(found),
        stamp=stamp_of(found.scenario),
        frames=_frames(found),
    )


def read_out(found: Atlas, x: float, y: float) -> str:
    """Return the cell that holds a point as a sentence; refuses a point off the map."""
    return _read(found, found.at(x, y))


def _read(found: Atlas, cell: Cell) -> str:
    where = f"At {at_words(found.x, cell.x)}, {at_words(found.y, cell.y)}"
    return f"{where}: {_told(found, cell)}."


def _told(found: Atlas, cell: Cell) -> str:
    less = cell.difference
    if cell.verdict == IMPOSSIBLE:
        return "no organisation like this one has that share"
    if math.isnan(less.best):
        return "nothing was released, so there is nothing to compare"
    amount = words.amount(less.best, less.low, less.high, found.outcome, found.matters)
    what = f"{amount} {words.outcome(found.outcome)} with the money between teams than inside them"
    beside = against_matters(found, cell)
    what += f", {beside}" if beside else ""
    said = {
        ALIKE: "it hardly matters on which side",
        UNTOLD: "it cannot be told which is better",
    }
    return f"{what}, {less.n} runs: {said.get(cell.region, f'{cell.side} is better')}"


def _counts(found: Atlas) -> dict[str, int]:
    return {region: sum(cell.region == region for cell in found.cells) for region in _ORDER}


def _counted(found: Atlas) -> str:
    counts = _counts(found)
    whole = len(found.cells) - counts[IMPOSSIBLE]
    return (
        f"Of the {whole} cells drawn: inside teams averts more in {counts[INSIDE]}, between teams "
        f"in {counts[BETWEEN]}, in {counts[ALIKE]} they hardly differ, and in {counts[UNTOLD]} it "
        "cannot be told; another range has other counts."
    )


def _lines(found: Atlas) -> tuple[str, ...]:
    spend = f"Either plan spends {days(found.budget, found.scenario)}, every year, on its own side."
    where = tuple(_read(found, cell) for cell in stretch(found)[:: max(len(stretch(found)) - 1, 1)])
    nearest = standing(found)[1]
    return (
        *filter(None, (nearest,)),
        *where,
        *filter(lambda turns: turns != nearest, (over_the_map(found),)),
        spend,
        _counted(found),
    )


def _footer(found: Atlas) -> str:
    most = max((cell.difference.n for cell in found.cells), default=0)
    fewest = min((cell.difference.n for cell in found.cells if cell.difference.n > 1), default=0)
    return (
        f"{found.across} by {found.across} cells under the same luck, {fewest} to {most} "
        f"replications a plan, more where it was close; seed {found.seed}. A cell is judged "
        "as one organisation of which every number is known: a side is named from 95 chances in "
        "100 on, and they hardly differ where less than "
        f"{rounded(found.matters)} lies between them with 80. Both plans spend by "
        "traffic; the share of failures between teams is moved by how often mistakes show."
    )


def _regions(found: Atlas) -> TextTable:
    """Return a row for every cell: the map for those who read it as text."""
    rows = tuple(
        (
            value_words(found.x, cell.x, 3),
            value_words(found.y, cell.y, 3),
            words.number(cell.difference.best),
            words.between(cell.difference.low, cell.difference.high),
            f"{cell.difference.n}",
            " ".join(filter(None, (cell.side, cell.verdict))),
        )
        for cell in found.cells
    )
    return TextTable(
        title=f"Every cell: between less inside teams ({words.outcome(found.outcome)})",
        columns=(found.x.key, found.y.key, "difference", "95 %", "n", "verdict"),
        rows=rows,
        text=("verdict",),
    )


def _contour(found: Atlas) -> TextTable:
    rows = []
    for each in found.contour:
        along, other = (found.x, found.y) if each.along == "x" else (found.y, found.x)
        rows.append(
            (
                f"{other.key} {value_words(other, each.at, 3)}",
                f"{along.key} {value_words(along, each.where.best, 3)}",
                ends_words(along, each.where.low, each.where.high),
            )
        )
    return TextTable(
        title="Where neither side is ahead",
        columns=("at", "turns at", "95 %"),
        rows=tuple(rows),
        text=("turns at",),
    )


def _position(axis: Axis, value: float, across: int) -> float:
    """Return where a value stands, in cells from the low end."""
    if math.isnan(value):
        return math.nan
    return across * axis.place(value)


def _view(found: Atlas) -> View:
    import pandas as pd

    size = found.across
    same = {"x_unit": axis_words(found.x), "y_unit": axis_words(found.y), "key": _KEY}
    empty = dict.fromkeys(("low_x", "low_y", "high_x", "high_y"), math.nan)
    rows: list[dict[str, Any]] = [
        {"kind": "cell", "x": cell.column + 0.5, "y": cell.row + 0.5, "region": cell.region,
         "label": _LABELS[cell.region], **empty, **same}
        for cell in found.cells
    ]  # fmt: skip
    for each in found.contour:
        across = each.along == "x"
        along, other = (found.x, found.y) if across else (found.y, found.x)
        at = _position(other, each.at, size)
        ends = [_position(along, end, size)
                for end in (each.where.best, each.where.low, each.where.high)]  # fmt: skip
        points = [(end, at) if across else (at, end) for end in ends]
        rows.append(
            {"kind": "contour", "x": points[0][0], "y": points[0][1], "region": "", "label": "",
             "low_x": points[1][0], "low_y": points[1][1], "high_x": points[2][0],
             "high_y": points[2][1], **same}
        )  # fmt: skip
    for kind, axis in (("x tick", found.x), ("y tick", found.y)):
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            place = {"x": size * share, "y": math.nan} if kind == "x tick" else {
                "x": math.nan, "y": size * share}  # fmt: skip
            label = value_words(axis, axis.at(share), 3)
            rows.append({"kind": kind, **place, "region": "", "label": label, **empty, **same})
    if found.today != (None, None):
        x, y = (math.nan if each is None else each for each in found.today)
        rows.append(
            {"kind": "today", "x": _position(found.x, x, size), "y": _position(found.y, y, size),
             "region": "", "label": "today", **empty, **same}
        )  # fmt: skip
    first, _ = standing(found)
    told = "; ".join(f"{_LABELS[each]}: {n} cells" for each, n in _counts(found).items() if n)
    return View(
        drawing=ATLAS, frame=pd.DataFrame(rows), title=_title(first),
        told=f"{same['x_unit']} across, {same['y_unit']} up. {told}. "
        f"{' '.join((first, *_lines(found)))}",
    )  # fmt: skip


def _title(sentence: str) -> str:
    """Return what a sentence says first, as short as a slide needs it."""
    return f"{re.split('[:;] ', sentence)[0].rstrip('.')}."


def _frames(found: Atlas) -> dict[str, Sequence[dict[str, Any]]]:
    cells = [
        {"x": cell.x, "y": cell.y, "edges_minus_cores": cell.difference.best,
         "low": cell.difference.low, "high": cell.difference.high, "n": cell.difference.n,
         "side": cell.side, "verdict": cell.verdict}
        for cell in found.cells
    ]  # fmt: skip
    contour = [
        {"along": each.along, "at": each.at, "best": each.where.best, "low": each.where.low,
         "high": each.where.high}
        for each in found.contour
    ]  # fmt: skip
    return {"cells": cells, **({"contour": contour} if contour else {})}
