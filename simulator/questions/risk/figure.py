"""The matrix of handovers and questions: a word, a symbol and a shade in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.present.chart.lettering import SMALL, clear, fit, lines, narrow, records, write
from simulator.present.chart.palette import FAINT, GRID, INK, INKS, PAPER, QUIET
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["ZONE", "zone"]

_ROW, _SLIM_ROW, _HEAD, _FOOT = 0.36, 0.62, 0.5, 0.3
_LABEL = 0.3
_SHADES: dict[str, dict[str, Any]] = {
    "low": {"facecolor": PAPER},
    "middle": {"facecolor": FAINT},
    "high": {"facecolor": INKS["edge"].colour, "alpha": 0.45},
}


def zone(ax: Axes, frame: DataFrame) -> None:
    """Draw a row a handover and a column a question, the zone last.

    One row of the frame is one cell. Columns: `label` (the handover), `y`, `x` (from 0), `head` (of
    its column), `text`, `level` (low, middle, high) and, the same in every row, `key`.
    """
    rows = records(frame)
    slim = narrow(ax)
    height = _SLIM_ROW if slim else _ROW
    left = 0.0 if slim else _LABEL
    columns = 1 + max((int(row["x"]) for row in rows), default=0)
    down = 1 + max((int(row["y"]) for row in rows), default=0)
    wide = (1.0 - left) / columns
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(down + _FOOT / height, -_HEAD / height)
    clear(ax, x=False)
    for row in rows:
        x, y = left + float(row["x"]) * wide, float(row["y"])
        if row["y"] == 0:
            _head(ax, x, wide, str(row["head"]), height)
        if row["x"] == 0:
            _name(ax, y, str(row["label"]), slim=slim)
        _cell(ax, (x, y), wide, row, slim=slim)
    if rows:
        key = lines(ax, str(rows[0]["key"]), 1.0, 2, SMALL)
        for index, line in enumerate(key):
            y = down + (0.14 + 0.16 * index) / height
            write(ax, 0.0, y, line, fontsize=SMALL, color=QUIET)


def _head(ax: Axes, x: float, wide: float, text: str, height: float) -> None:
    for index, line in enumerate(reversed(lines(ax, text, 0.95 * wide, 2, SMALL))):
        y = -(0.13 + 0.17 * index) / height
        write(ax, x + 0.02 * wide, y, line, fontsize=SMALL, fontweight="bold")


def _name(ax: Axes, y: float, text: str, *, slim: bool) -> None:
    room = 1.0 if slim else _LABEL - 0.02
    write(ax, 0.0, y + (0.24 if slim else 0.5), fit(ax, text, room, SMALL), fontsize=SMALL)


def _cell(
    ax: Axes, corner: tuple[float, float], wide: float, row: dict[str, Any], *, slim: bool
) -> None:
    from matplotlib.patches import Rectangle

    x, y = corner
    top, high = (y + 0.42, 0.54) if slim else (y + 0.06, 0.88)
    shade = _SHADES[str(row["level"])]
    frame = {"edgecolor": GRID, "linewidth": 0.6}
    ax.add_patch(Rectangle((x, top), 0.99 * wide, high, **{**frame, **shade}))
    size = 7.5 if slim else SMALL
    text = lines(ax, str(row["text"]), 0.94 * wide, 2 if slim else 1, size)
    write(ax, x + 0.03 * wide, top + 0.5 * high, "\n".join(text), fontsize=size, color=INK)


def _inches(frame: DataFrame, slim: bool) -> float:
    down = 1 + int(frame["y"].max()) if len(frame) else 1
    return _HEAD + down * (_SLIM_ROW if slim else _ROW) + _FOOT


ZONE = Drawing(name="zone", draw=zone, inches=_inches, foot=0.1, steered_by=("level",))
