"""Where an answer turns around: one line a factor, coloured by who is better on either side."""

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
    write,
)
from simulator.present.chart.palette import INK, PAPER, QUIET, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["TURNING", "turning"]

NAMES = 0.44
"""The share of a wide figure's width that names take; the scale has the rest."""
TICKS = {1 / 16: "÷ 16", 1 / 4: "÷ 4", 1.0: "as in the file", 4.0: "× 4", 16.0: "× 16"}
_LINE, _WIDE, _SLIM, _TOP = 0.19, 3.2, 4.4, 0.3


def turning(ax: Axes, frame: DataFrame) -> None:
    """Draw each factor's range on a scale of ratios, with a mark where the answer turns around.

    Columns: `label`, `factor`, `low`, `high` (1 is what the file says; NaN where it does not turn),
    `from` and `to` (the range searched), `below` and `above` (how the plans that are better on
    either side are drawn: core, edge, other or baseline; where it does not turn the better one, or
    empty), `told` (where it turns), `then` (who is better beyond) and, the same in every row, `key`
    (what the marks are).
    """
    rows, slim = records(frame), narrow(ax)
    reach = max([math.log2(16.0), *(abs(math.log2(row[end])) for row in rows
                                    for end in ("from", "to"))])  # fmt: skip
    start = 0.0 if slim else NAMES
    width = 2.0 * reach / (0.985 - start)
    ax.set_xlim(-reach - start * width, reach + 0.015 * width)
    foot = _TOP + len(rows) * (_SLIM if slim else _WIDE)
    ax.set_ylim(foot + 1.6, 0.0)
    clear(ax, x=False)
    for index, row in enumerate(rows):
        _row(ax, _TOP + index * (_SLIM if slim else _WIDE), row)
    _scale(ax, foot, reach)
    if rows:
        note(ax, -0.06 / float(ax.get_window_extent().height / 72.0), str(rows[0]["key"]))


def _row(ax: Axes, y: float, row: dict[str, Any]) -> None:
    slim = narrow(ax)
    room = 1.0 if slim else NAMES - 0.03
    label = fit(ax, str(row["label"]), room, bold=True)
    write(ax, 0.0, y + 0.5, label, across=True, fontweight="bold")
    for index, name in enumerate(("told", "then")):
        line = fit(ax, str(row[name]), room, SMALL)
        write(ax, 0.0, y + 1.45 + 0.95 * index, line, across=True, fontsize=SMALL)
    at = y + (3.3 if slim else 1.2)
    ends = math.log2(row["from"]), math.log2(row["to"])
    ax.plot((0.0, 0.0), (at - 0.55, at + 0.55), color=INK, linewidth=1.0, zorder=1)
    if not math.isfinite(row["factor"]):
        _side(ax, ends, at, str(row["above"]))
        return
    turn = math.log2(row["factor"])
    _side(ax, (ends[0], turn), at, str(row["below"]))
    _side(ax, (turn, ends[1]), at, str(row["above"]))
    low, high = (
        math.log2(row[name]) if math.isfinite(row[name]) and row[name] > 0.0 else end
        for name, end in (("low", ends[0]), ("high", ends[1]))
    )
    look = ink("lost")
    ax.plot((low, high), (at, at), color=look.colour, linewidth=3.4, zorder=3,
            solid_capstyle="butt")  # fmt: skip
    ax.plot((turn,), (at,), marker=look.mark, markersize=9, color=look.colour,
            markeredgecolor=PAPER, zorder=4)  # fmt: skip


def _side(ax: Axes, ends: tuple[float, float], at: float, side: str) -> None:
    """Draw the part of a factor's range in which one plan is better."""
    drawn = ink(side) if side else ink("baseline")
    ax.plot(ends, (at, at), color=drawn.colour, linestyle=drawn.dash, linewidth=2.0, zorder=2,
            dash_capstyle="butt", solid_capstyle="butt")  # fmt: skip


def _scale(ax: Axes, y: float, reach: float) -> None:
    """Draw the scale over its own part of the width only."""
    ax.spines["bottom"].set_visible(False)
    ax.xaxis.set_visible(False)
    ax.plot((-reach, reach), (y, y), color=QUIET, linewidth=0.8)
    for factor, text in TICKS.items():
        x = math.log2(factor)
        ax.plot((x, x), (y, y + 0.18), color=QUIET, linewidth=0.8)
        side = "left" if x <= -reach else "right" if x >= reach else "center"
        write(ax, x, y + 0.85, text, ha=side, fontsize=SMALL, color=QUIET)


TURNING = Drawing(
    name="turning",
    draw=turning,
    inches=lambda frame, slim: (
        _LINE * (_TOP + max(1, len(frame)) * (_SLIM if slim else _WIDE) + 1.6)
    ),
    foot=0.42,
    steered_by=("below", "above"),
)
