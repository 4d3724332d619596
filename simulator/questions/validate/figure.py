"""Simulated beside what it is held against: one row a check, and all checks at a glance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulator.present.chart.lettering import (
    SMALL,
    clear,
    fit,
    lines,
    narrow,
    note,
    records,
    width_of,
    write,
)
from simulator.present.chart.palette import FAINT, GRID, INK, PAPER, QUIET
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["GLANCE", "MARKS", "ROWS", "glance", "validity"]

MARKS: dict[str, dict[str, Any]] = {
    "agrees": {"marker": "o", "markerfacecolor": INK, "markeredgecolor": INK},
    "disagrees": {"marker": "X", "markerfacecolor": "#7A0F4A", "markeredgecolor": "#7A0F4A"},
    "inconclusive": {"marker": "o", "markerfacecolor": PAPER, "markeredgecolor": INK},
    "fitted": {"marker": "D", "markerfacecolor": PAPER, "markeredgecolor": QUIET},
}
"""How a verdict is marked: shape and filling tell it without colour."""

_SPLIT = 0.6
_ROOM = 1.06
"""Text is a little wider at other resolutions than the one it is measured at."""
_MARK = {"markersize": 7.5, "markeredgewidth": 1.5, "linestyle": "none", "zorder": 4}


def validity(ax: Axes, frame: DataFrame) -> None:
    """Draw each check on a scale of its own: above the target, below what was simulated.

    Columns: `label`, `unit`, `mark` (a key of `MARKS`), `verdict`, `target` and `found` (both in
    words), and places on the row's own scale from 0 to 1: `at`, `at_low`, `at_high` of the target,
    `near_low`, `near_high` of what still counts as agreement, `best`, `low`, `high` of what was
    simulated; the same in every row: `key`.
    """
    rows = records(frame)
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(len(rows) - 0.45, -0.6)
    clear(ax, x=False)
    for y, row in enumerate(rows):
        if narrow(ax):
            _slim(ax, y, row)
        else:
            _wide(ax, y, row)
    if rows:
        note(ax, -0.1 / _inches(ax), str(rows[0]["key"]))


def _inches(ax: Axes) -> float:
    return float(ax.get_window_extent().height / 72.0)


def _share(ax: Axes, inches: float) -> float:
    """Return a length as a share of the Axes' width."""
    return inches * 72.0 / float(ax.get_window_extent().width)


def _wide(ax: Axes, y: int, row: dict[str, Any]) -> None:
    verdict, gap = str(row["verdict"]), _share(ax, 0.14)
    head, above, below = y - 0.36, y - 0.06, y + 0.2
    marked = 1.0 - width_of(ax, verdict, SMALL) - gap
    label = fit(ax, str(row["label"]), (marked - 2.0 * gap) / _ROOM, bold=True)
    write(ax, 0.0, head, label, fontweight="bold")
    after = _ROOM * width_of(ax, label, bold=True) + gap
    unit = str(row["unit"])
    if after + width_of(ax, unit, SMALL) < marked - 2.0 * gap:
        write(ax, after, head, unit, fontsize=SMALL, color=QUIET)
    write(ax, 1.0, head, verdict, ha="right", fontsize=SMALL)
    ax.plot((marked,), (head,), **{**_MARK, **MARKS[row["mark"]]})
    _lanes(ax, row, above, below, _SPLIT)
    for place, name in ((above, "target"), (below, "found")):
        shown = fit(ax, str(row[name]), 0.97 - _SPLIT, SMALL)
        write(ax, _SPLIT + 0.03, place, shown, fontsize=SMALL)


def _slim(ax: Axes, y: int, row: dict[str, Any]) -> None:
    gap = _share(ax, 0.2)
    for index, line in enumerate(lines(ax, str(row["label"]), 0.9, 2)):
        write(ax, 0.0, y - 0.44 + 0.13 * index, line, fontweight="bold", fontsize=SMALL)
    ax.plot((0.5 * gap,), (y - 0.16,), **{**_MARK, **MARKS[row["mark"]]})
    told = f"{row['verdict']} · {row['unit']}"
    write(ax, gap, y - 0.16, fit(ax, told, 1.0 - gap, SMALL), fontsize=SMALL)
    _lanes(ax, row, y - 0.02, y + 0.1, 1.0)
    for place, name in ((y + 0.24, "target"), (y + 0.36, "found")):
        write(ax, 0.0, place, fit(ax, str(row[name]), 1.0, SMALL), fontsize=SMALL)


def _lanes(ax: Axes, row: dict[str, Any], above: float, below: float, split: float) -> None:
    """Draw the target's lane over that of what was simulated, up to a share of the width."""
    names = ("at", "at_low", "at_high", "near_low", "near_high", "best", "low", "high")
    at = {name: split * float(row[name]) for name in names}
    ax.fill_betweenx((above - 0.08, below + 0.08), at["near_low"], at["near_high"], color=FAINT,
                     linewidth=0, zorder=0)  # fmt: skip
    _target(ax, above, at)
    _found(ax, below, at)


def _target(ax: Axes, y: float, row: dict[str, float]) -> None:
    """Draw the target: an open bar of its interval, a stroke."""
    if row["at_high"] > row["at_low"]:
        ax.fill_betweenx((y - 0.05, y + 0.05), row["at_low"], row["at_high"], facecolor=PAPER,
                         edgecolor=QUIET, linewidth=1.1, zorder=2)  # fmt: skip
    if math.isfinite(row["at"]):
        ax.plot((row["at"],) * 2, (y - 0.07, y + 0.07), color=QUIET, linewidth=2.4, zorder=3)


def _found(ax: Axes, y: float, row: dict[str, float]) -> None:
    """Draw what was simulated: a dot on its interval."""
    if math.isfinite(row["low"]) and math.isfinite(row["high"]):
        ax.plot((row["low"], row["high"]), (y, y), color=INK, linewidth=2.6, zorder=3)
    if math.isfinite(row["best"]):
        ax.plot((row["best"],), (y,), marker="o", markersize=7, color=INK,
                markeredgecolor=PAPER, markeredgewidth=0.8, zorder=4)  # fmt: skip


ROWS = Drawing(
    name="validity-rows",
    draw=validity,
    inches=lambda frame, slim: (1.38 if slim else 0.68) * max(1, len(frame)),
    foot=0.62,
)


def glance(ax: Axes, frame: DataFrame) -> None:
    """Draw every check as a mark, a line of marks a group.

    A row a check. Columns: `group` (in words), `mark` and, the same for a group, `told` (counts
    in words); the same in every row: `key`.
    """
    groups = list(dict.fromkeys(frame["group"]))
    slim = narrow(ax)
    across = 22 if slim else 52
    ax.set_xlim(0.0, 1.0)
    y = 0.0
    for group in groups:
        rows = frame[frame["group"] == group]
        told = str(rows["told"].iloc[0])
        room = 1.0 if slim else 0.98 - width_of(ax, told, SMALL)
        write(ax, 0.0, y, fit(ax, group, room, bold=True), fontweight="bold")
        if slim:
            y += 1.0
            write(ax, 0.0, y, fit(ax, told, 1.0, SMALL), fontsize=SMALL)
        else:
            write(ax, 1.0, y, told, ha="right", fontsize=SMALL)
        for index, mark in enumerate(rows["mark"]):
            x = (index % across + 0.5) / across
            line = y + 1.0 + index // across
            ax.plot((x,), (line,), **{**_MARK, **MARKS[mark], "markersize": 6.0})
        y += 1.0 + math.ceil(len(rows) / across)
        ax.plot((0.0, 1.0), (y - 0.35,) * 2, color=GRID, linewidth=0.8)
        y += 0.4
    ax.set_ylim(y - 0.4, -0.6)
    clear(ax, x=False)
    if groups:
        note(ax, -0.1 / _inches(ax), str(frame["key"].iloc[0]))


def _glance_inches(frame: DataFrame, slim: bool) -> float:
    across = 22 if slim else 52
    counts = [math.ceil(count / across) for count in frame.groupby("group").size()]
    return 0.235 * sum(count + (2.4 if slim else 1.4) for count in counts)


GLANCE = Drawing(
    name="validity", draw=glance, inches=_glance_inches, foot=0.62, steered_by=("mark",)
)
