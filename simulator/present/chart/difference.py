"""Plans against one line under the same luck: mark, interval, and what each of them comes to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.present import words
from simulator.present.chart.lettering import (
    LABEL,
    SMALL,
    clear,
    fit,
    narrow,
    note,
    records,
    width_of,
    write,
)
from simulator.present.chart.palette import FAINT, INK, PAPER, QUIET, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["DIFFERENCE", "difference"]

ABOVE, BELOW = 1.2, 0.45
"""Room above the first row and below the last [rows]."""
GAP = 0.02
TICKS = 4
COLUMN = 0.17
"""How wide a column of numbers may be, as a share of the width."""


@dataclass(frozen=True, kw_only=True)
class _Room:
    """Where things stand, as shares of the width: marks from `left` to `right`, then columns."""

    left: float
    right: float
    level: float


def difference(ax: Axes, frame: DataFrame) -> None:
    """Draw each row's difference as a mark with its interval, beside nought and what matters.

    Columns: `label` and `under` (what stands below it), `side` of the plan, `best`, `low`, `high`,
    `size` (the difference in words) and `ends` (its interval), `level` and `rate` (what it comes
    to, as texts; empty for none), and, the same in every row, `matters`, `asked` (the difference
    that was asked for; NaN for none) and `asked_told`, `nought` (what the line at 0 is), `less` and
    `more` (the words for either side), `level_head`, `rate_head`, `key` (what the marks are).
    """
    rows = records(frame)
    clear(ax, x=False)
    ax.set_ylim(len(rows) - 0.5 + BELOW, -0.5 - ABOVE)
    if not rows:
        return
    room = _room(ax, rows)
    _scale(ax, rows, room)
    _ground(ax, rows, room)
    for y, row in enumerate(rows):
        _mark(ax, y, row)
        (_short if narrow(ax) else _long)(ax, y, row, room)
    note(ax, -0.06 / _inches(ax), str(rows[0]["key"]))


def _inches(ax: Axes) -> float:
    return float(ax.get_window_extent().height / 72.0)


def _room(ax: Axes, rows: list[dict[str, Any]]) -> _Room:
    if narrow(ax):
        return _Room(left=0.03, right=0.97, level=1.0)
    wide = {
        name: max(width_of(ax, str(row[name]), bold=True) for row in rows)
        for name in ("label", "level", "rate")
    }
    heads = {name: width_of(ax, str(rows[0][f"{name}_head"]), SMALL) for name in ("level", "rate")}
    rate = min(max(wide["rate"], heads["rate"]), COLUMN)
    level = min(max(wide["level"], heads["level"]), COLUMN)
    end = 1.0 - (rate + 2.0 * GAP if rate > 0.0 else 0.0)
    return _Room(
        left=min(wide["label"] + 2.0 * GAP, 0.34),
        right=end - (level + 2.0 * GAP if level > 0.0 else 0.0),
        level=end,
    )


def _scale(ax: Axes, rows: list[dict[str, Any]], room: _Room) -> None:
    """Let the marks fill the room that is theirs."""
    known = [float(row[name]) for row in rows for name in ("best", "low", "high")]
    matters = float(rows[0]["matters"])
    ends = [x for x in (*known, float(rows[0]["asked"])) if math.isfinite(x)]
    ends += [0.0, -1.25 * matters, 1.25 * matters]
    reach = max(ends) - min(ends) or 1.0
    low, reach = min(ends) - 0.04 * reach, 1.08 * reach
    whole = reach / (room.right - room.left)
    ax.set_xlim(low - room.left * whole, low + (1.0 - room.left) * whole)


def _share(ax: Axes, x: float) -> float:
    left, right = ax.get_xlim()
    return (x - left) / (right - left)


def _at(ax: Axes, x: float, text: str, room: _Room, size: float, *, bold: bool = False) -> float:
    """Return where the middle of a text stands so that it stays in the room of the marks."""
    half = 0.5 * width_of(ax, text, size, bold=bold)
    return min(max(_share(ax, x), room.left + half), max(room.right - half, room.left + half))


def _ground(ax: Axes, rows: list[dict[str, Any]], room: _Room) -> None:
    """Draw the line at nought, the band of what does not matter, and what was asked for."""
    first, last = rows[0], len(rows) - 0.5
    matters, asked = float(first["matters"]), float(first["asked"])
    if matters > 0.0:
        ax.fill_betweenx((-0.55, last), -matters, matters, color=FAINT, linewidth=0, zorder=0)
    ax.plot((0.0, 0.0), (-0.55, last), color=INK, linewidth=1.2, linestyle=(0, (2, 2)), zorder=1)
    nought = fit(ax, str(first["nought"]), room.right - room.left, SMALL, bold=True)
    write(ax, _at(ax, 0.0, nought, room, SMALL, bold=True), -0.78, nought, across=True,
          ha="center", fontsize=SMALL, fontweight="bold")  # fmt: skip
    if math.isfinite(asked):
        ax.plot((asked, asked), (-0.95, last), color=QUIET, linewidth=0.8, zorder=1)
        full = _Room(left=0.0, right=room.right, level=1.0)
        told = fit(ax, str(first["asked_told"]), full.right, SMALL)
        write(ax, _at(ax, asked, told, full, SMALL), -1.15, told, across=True, ha="center",
              fontsize=SMALL, color=QUIET)  # fmt: skip
    _feet(ax, first, room, last)
    for name, where in (("level", room.level), ("rate", 1.0)):
        head = str(first[f"{name}_head"])
        if head and not narrow(ax):
            write(ax, where, -0.78, head, across=True, ha="right", fontsize=SMALL, color=QUIET)


def _feet(ax: Axes, first: dict[str, Any], room: _Room, last: float) -> None:
    """Write the numbers of the axis with their words, and what the band is, without overlap."""
    from matplotlib.ticker import MaxNLocator

    matters = float(first["matters"])
    band = words.BAND if matters > 0.0 else words.NO_DIFFERENCE
    middle = _at(ax, 0.0, band, room, SMALL)
    half = 0.5 * width_of(ax, band, SMALL) + GAP
    taken = [(middle - half, middle + half)]
    write(ax, middle, last + 0.22, band, across=True, ha="center", fontsize=SMALL, color=QUIET)
    low, high = (ax.get_xlim()[0] + share * (ax.get_xlim()[1] - ax.get_xlim()[0])
                 for share in (room.left, room.right))  # fmt: skip
    for x in MaxNLocator(TICKS).tick_values(low, high):
        told = f"{abs(x):,.6g} {first['less'] if x < 0.0 else first['more']}"
        half = 0.5 * width_of(ax, told, SMALL)
        share = _share(ax, float(x))
        ends = share - half - GAP, share + half + GAP
        outside = share - half < room.left - GAP or share + half > room.right + GAP
        if outside or any(ends[0] < high_ and low_ < ends[1] for low_, high_ in taken):
            continue
        taken.append(ends)
        ax.plot((x, x), (-0.55, last), color=FAINT, linewidth=0.8, zorder=0)
        write(ax, share, last + 0.22, told, across=True, ha="center", fontsize=SMALL, color=QUIET)


def _mark(ax: Axes, y: int, row: dict[str, Any]) -> None:
    best, low, high = (float(row[name]) for name in ("best", "low", "high"))
    drawn, y_mark = ink(str(row["side"])), y + (0.24 if narrow(ax) else 0.0)
    if math.isfinite(low) and math.isfinite(high):
        ax.plot((low, high), (y_mark, y_mark), color=drawn.colour, linewidth=2.4, zorder=3,
                linestyle=drawn.dash, solid_capstyle="butt", dash_capstyle="butt")  # fmt: skip
    if math.isfinite(best):
        ax.plot((best,), (y_mark,), marker=drawn.mark if drawn.mark != "|" else "o", zorder=4,
                color=drawn.colour, markersize=9.5, markeredgecolor=PAPER)  # fmt: skip


_ON_PAPER = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.4}


def _long(ax: Axes, y: int, row: dict[str, Any], room: _Room) -> None:
    label = fit(ax, str(row["label"]), room.left - GAP, bold=True)
    under = str(row["under"])
    write(ax, 0.0, y - (0.14 if under else 0.0), label, across=True, fontweight="bold")
    if under:
        write(ax, 0.0, y + 0.16, fit(ax, under, room.left - GAP, SMALL), across=True,
              fontsize=SMALL, color=QUIET)  # fmt: skip
    best = float(row["best"])
    at = best if math.isfinite(best) else 0.0
    for text, size, where, look in (
        (str(row["size"]), LABEL, y - 0.28, {"fontweight": "bold"}),
        (str(row["ends"]), SMALL, y + 0.28, {"color": QUIET}),
    ):
        shown = fit(ax, text, room.right - room.left, size, bold=size == LABEL)
        middle = _at(ax, at, shown, room, size, bold=size == LABEL)
        write(ax, middle, where, shown, across=True, ha="center", fontsize=size, zorder=5,
              bbox=_ON_PAPER, **look)  # fmt: skip
    for name, where, look in (
        ("level", room.level, {"fontweight": "bold"}),
        ("rate", 1.0, {"color": QUIET}),
    ):
        text = fit(ax, str(row[name]), COLUMN, bold=True)
        write(ax, where, y, text, across=True, ha="right", **look)


def _short(ax: Axes, y: int, row: dict[str, Any], _: _Room) -> None:
    write(ax, 0.0, y - 0.34, fit(ax, str(row["label"]), 1.0, bold=True), across=True,
          fontweight="bold", zorder=5, bbox=_ON_PAPER)  # fmt: skip
    level = " · ".join(f"{row[name]} {row[f'{name}_head']}".strip()
                       for name in ("level", "rate") if row[name])  # fmt: skip
    told = f"{row['size']} ({row['ends']})" if row["ends"] else str(row["size"])
    level = fit(ax, level, 0.5, SMALL)
    told = fit(ax, told, 0.98 - width_of(ax, level, SMALL), SMALL)
    on = {"across": True, "fontsize": SMALL, "zorder": 5, "bbox": _ON_PAPER}
    write(ax, 0.0, y - 0.1, told, **on)
    write(ax, 1.0, y - 0.1, level, color=QUIET, ha="right", **on)


DIFFERENCE = Drawing(
    name="difference",
    draw=difference,
    inches=lambda frame, slim: (0.72 if slim else 0.62) * (len(frame) + ABOVE + BELOW),
    foot=0.45,
)
