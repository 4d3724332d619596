"""The boundary share on a scale from 0 to 100 %: yours, where the answer turns, the published."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulator.present.chart.lettering import (
    SMALL,
    clear,
    fit,
    lines,
    narrow,
    records,
    width_of,
    write,
)
from simulator.present.chart.palette import FAINT, GRID, PAPER, QUIET, Ink, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["DIAL", "dial"]

NAMES = 0.46
"""The share of a wide figure's width that names take; the scale has the rest."""
_LINE = 0.19
"""The height [in] of one line, in which all heights below are counted."""
_HEAD, _SIDES, _FOOT, _MARK, _GAP = 1.0, 2.2, 1.5, 1.3, 0.2
LOOKS = {"today": "other", "turn": "lost", "counted": "fine", "published": "baseline"}


def dial(ax: Axes, frame: DataFrame) -> None:
    """Draw one mark a row on a scale from 0 to 100 %, and the turn as a line through all of them.

    Columns: `what` (today, turn, counted or published), `group` (a heading over the rows that
    share it; empty for none), `label`, `share`, `low`, `high` [%; NaN where there is none],
    `told` (the number in words), `note` (small print under the label) and, the same in every row,
    `below` and `above` (what it means to lie below and above the turn; empty without a turn).
    """
    rows = records(frame)
    slim = narrow(ax)
    start = 0.0 if slim else NAMES
    width = 100.0 / (0.985 - start)
    ax.set_xlim(-start * width, 100.0 + 0.015 * width)
    ends = _height(rows, slim=slim)
    ax.set_ylim(ends, 0.0)
    clear(ax, x=False)
    y = _sides(ax, rows)
    turn = next((row for row in rows if row["what"] == "turn"), None)
    if not slim:
        _ground(ax, turn, y, ends - _FOOT)
    group = ""
    for row in rows:
        if row["group"] and row["group"] != group:
            _heading(ax, y, str(row["group"]))
            y += 2.0 * _HEAD + _GAP
        group = str(row["group"])
        _row(ax, y, row, turn)
        y += _tall(row, slim=slim)
    _scale(ax, ends - _FOOT)


def _tall(row: dict[str, Any], *, slim: bool) -> float:
    """Return how high a row stands, in lines: one to three of text, on a telephone the mark."""
    text = 2.85 if row["what"] != "published" else 2.6 if row["note"] else 1.0
    return (_MARK if slim else 0.0) + _GAP + text


def _height(rows: list[dict[str, Any]], *, slim: bool) -> float:
    """Return the figure's height in lines."""
    heads = len({row["group"] for row in rows if row["group"]}) * (2.0 * _HEAD + _GAP)
    sides = _SIDES if rows and rows[0]["below"] else 0.2
    return float(sides + heads + _FOOT + sum(_tall(row, slim=slim) for row in rows))


def _heading(ax: Axes, y: float, text: str) -> None:
    room = 1.0 if narrow(ax) else NAMES - 0.025
    for index, line in enumerate(lines(ax, text, room, 2, SMALL)):
        write(ax, 0.0, y + 0.5 + index, line, across=True, fontsize=SMALL, fontweight="bold")


def _sides(ax: Axes, rows: list[dict[str, Any]]) -> float:
    """Write what it means to lie on either side of the turn; return where the rows begin."""
    if not rows or not rows[0]["below"]:
        return 0.2
    below, above = f"← {rows[0]['below']}", f"{rows[0]['above']} →"
    how: dict[str, Any] = {"across": True, "fontsize": SMALL, "fontweight": "bold"}
    left = 0.0 if narrow(ax) else NAMES
    shown = [fit(ax, text, 0.985 - left, SMALL, bold=True) for text in (below, above)]
    write(ax, left, 0.5, shown[0], **how, color=ink("core").text)
    write(ax, 0.985, 1.5, shown[1], ha="right", **how, color=ink("edge").text)
    return _SIDES


def _ground(ax: Axes, turn: dict[str, Any] | None, top: float, foot: float) -> None:
    """Draw the turn with its interval behind everything from top to foot."""
    if turn is None or not math.isfinite(turn["share"]):
        return
    low, high = _ends(turn)
    ax.fill_betweenx((top, foot), low, high, color=GRID, alpha=0.55, linewidth=0, zorder=0)
    ax.plot((turn["share"],) * 2, (top, foot), color=_look(turn).colour, linewidth=1.2, zorder=1)


def _ends(row: dict[str, Any]) -> tuple[float, float]:
    low, high = float(row["low"]), float(row["high"])
    share = float(row["share"])
    low = low if math.isfinite(low) else share
    high = high if math.isfinite(high) else share
    return max(0.0, low), min(100.0, high)


def _row(ax: Axes, y: float, row: dict[str, Any], turn: dict[str, Any] | None) -> None:
    slim, bold = narrow(ax), row["what"] != "published"
    _names(ax, y, row)
    at = y + _tall(row, slim=True) - 0.75 * _MARK if slim else y + (0.9 if row["note"] else 0.5)
    ax.plot((0.0, 100.0), (at, at), color=FAINT, linewidth=1.0, zorder=0.5)
    if slim and turn is not None:
        _ground(ax, turn, at - 0.32, at + 0.32)
    if not math.isfinite(row["share"]):
        return
    look = _look(row)
    low, high = _ends(row)
    if high > low:
        ax.plot((low, high), (at, at), color=look.colour, linewidth=2.4, zorder=3)
    mark = look.mark if look.mark != "|" else "o"
    ax.plot((row["share"],), (at,), marker=mark, markersize=8.5 if bold else 6.5, zorder=4,
            color=look.colour, markeredgecolor=PAPER, clip_on=False)  # fmt: skip


def _names(ax: Axes, y: float, row: dict[str, Any]) -> None:
    """Write label and number, and the small print under both."""
    room, told = 1.0 if narrow(ax) else NAMES - 0.025, str(row["told"])
    how: dict[str, Any] = {"across": True, "fontsize": SMALL}
    small: dict[str, Any] = {"across": True, "fontsize": SMALL - 1.0, "color": QUIET}
    if row["what"] != "published":
        head: dict[str, Any] = {"across": True, "fontweight": "bold"}
        write(ax, 0.0, y + 0.5, fit(ax, str(row["label"]), room, bold=True), **head)
        shown = fit(ax, told, room, bold=True)
        write(ax, 0.0, y + 1.5, shown, **{**head, "color": _look(row).text})
        write(ax, 0.0, y + 2.45, fit(ax, str(row["note"]), room, SMALL - 1.0), **small)
        return
    left = room - width_of(ax, told, SMALL) - 0.02
    write(ax, 0.0, y + 0.5, fit(ax, str(row["label"]), left, SMALL), **how)
    write(ax, room, y + 0.5, told, ha="right", **how, color=QUIET)
    for index, line in enumerate(lines(ax, str(row["note"]), room, 2, SMALL - 1.0)):
        write(ax, 0.0, y + 1.35 + 0.85 * index, line, **small)


def _look(row: dict[str, Any]) -> Ink:
    return ink(LOOKS[str(row["what"])])


def _scale(ax: Axes, y: float) -> None:
    """Draw the scale itself, over its own part of the width only."""
    ax.spines["bottom"].set_visible(False)
    ax.xaxis.set_visible(False)
    ax.plot((0.0, 100.0), (y, y), color=QUIET, linewidth=0.8)
    for share in range(0, 101, 20):
        ax.plot((share, share), (y, y + 0.18), color=QUIET, linewidth=0.8)
        side = "left" if share == 0 else "right" if share == 100 else "center"
        write(ax, share, y + 0.75, f"{share} %", ha=side, fontsize=SMALL, color=QUIET)


DIAL = Drawing(
    name="dial",
    draw=dial,
    inches=lambda frame, slim: _LINE * _height(records(frame), slim=slim),
    foot=0.05,
    steered_by=("what",),
)
