"""The model beside the records: each figure as a multiple of the reader's own, on one scale."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulator.present.chart.lettering import (
    SMALL,
    clear,
    fit,
    narrow,
    note,
    records,
    width_of,
    write,
)
from simulator.present.chart.palette import GRID, INK, PAPER, QUIET, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["BESIDE", "FARTHEST", "beside"]

FARTHEST = 5.0
TICKS = {0.2: "÷ 5", 0.5: "÷ 2", 1.0: "the same", 2.0: "× 2", 5.0: "× 5"}


def beside(ax: Axes, frame: DataFrame) -> None:
    """Draw a row a record on a logarithmic scale of how many times the reader's own figure.

    Columns: `label`, `like` (whether the two agree), `best`, `low`, `high` (the model), `own_low`,
    `own_high` (the record's chance; all as multiples of the record), `told` (the row in words)
    and, the same in every row, `yours` (what stands at 1), `less`, `more`, `key`.
    """
    rows = records(frame)
    edge = FARTHEST * 1.12
    ax.set_xscale("log")
    ax.set_xlim(1.0 / edge, edge)
    ax.set_ylim(len(rows) - 0.3, -1.0)
    clear(ax)
    ax.set_xticks(list(TICKS), list(TICKS.values()))
    ax.minorticks_off()
    ax.tick_params(axis="x", length=3)
    for y, row in enumerate(rows):
        _row(ax, y, row)
    if rows:
        write(ax, 0.5, -0.82, str(rows[0]["yours"]), across=True, ha="center", fontsize=SMALL,
              color=QUIET)  # fmt: skip
        note(ax, -0.36 / _inches(ax), f"← {rows[0]['less']}", f"{rows[0]['more']} →")
        down = 0.75 if narrow(ax) else 0.58
        note(ax, -down / _inches(ax), str(rows[0]["key"]))


def _inches(ax: Axes) -> float:
    return float(ax.get_window_extent().height / 72.0)


def _row(ax: Axes, y: int, row: dict[str, Any]) -> None:
    told, like = str(row["told"]), bool(row["like"])
    drawn = ink("fine" if like else "lost")
    if narrow(ax):
        write(ax, 0.0, y - 0.48, fit(ax, str(row["label"]), 1.0, bold=True), across=True,
              fontweight="bold")  # fmt: skip
        write(ax, 0.0, y - 0.22, fit(ax, told, 1.0, SMALL), across=True, fontsize=SMALL,
              color=drawn.text)  # fmt: skip
    else:
        room = 1.0 - width_of(ax, told, SMALL) - 0.02
        write(ax, 0.0, y - 0.33, fit(ax, str(row["label"]), room, bold=True), across=True,
              fontweight="bold")  # fmt: skip
        write(ax, 1.0, y - 0.33, told, across=True, fontsize=SMALL, ha="right", color=drawn.text)
    mark = y + 0.1
    ax.plot((1.0, 1.0), (mark - 0.2, mark + 0.2), color=INK, linewidth=1.2, zorder=1)
    low, high = (_held(float(row[name])) for name in ("own_low", "own_high"))
    ax.fill_betweenx((mark - 0.16, mark + 0.16), low, high, color=GRID, linewidth=0, zorder=0)
    best = float(row["best"])
    if not math.isfinite(best):
        return
    ends = [_held(float(row[name])) for name in ("low", "high")]
    if all(map(math.isfinite, ends)):
        ax.plot(ends, (mark, mark), color=drawn.colour, linewidth=2.2, zorder=3)
    ax.plot((_held(best),), (mark,), marker=drawn.mark, zorder=4, color=drawn.colour,
            markersize=9.0, markeredgecolor=PAPER)  # fmt: skip


def _held(value: float) -> float:
    return min(FARTHEST, max(1.0 / FARTHEST, value)) if math.isfinite(value) else value


BESIDE = Drawing(
    name="beside",
    draw=beside,
    inches=lambda frame, slim: 0.35 + (0.68 if slim else 0.54) * max(1, len(frame)),
    foot=0.95,
)
