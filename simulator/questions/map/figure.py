"""A map of two parameters: regions named in words, and a hatched strip where none can be named."""

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
from simulator.present.chart.palette import FAINT, GRID, INK, INKS, PAPER, QUIET
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["ATLAS", "atlas"]

_CLOTH = {"facecolor": PAPER, "edgecolor": GRID, "pad": 2.5, "linewidth": 0.6}
_LOOKS: dict[str, dict[str, Any]] = {
    "inside teams": {"facecolor": INKS["core"].colour, "alpha": 0.62},
    "between teams": {"facecolor": INKS["edge"].colour, "alpha": 0.30},
    "hardly differ": {"facecolor": FAINT},
    "cannot tell": {"facecolor": PAPER, "hatch": "xxxx"},
    "not possible": {"facecolor": FAINT, "hatch": "...."},
}


def atlas(ax: Axes, frame: DataFrame) -> None:
    """Draw the cells of a map, its contour and where today stands.

    Columns: `kind` (cell, contour, today, x tick, y tick), `x` and `y` (in cells from the lower
    left corner; nan where a mark runs through), `region`, `label`, and, the same in every row,
    `x_unit`, `y_unit` and `key`. Contours carry their ends in `low_x`, `low_y`, `high_x`, `high_y`.
    """
    rows = records(frame)
    cells = [row for row in rows if row["kind"] == "cell"]
    across = max((float(row["x"]) for row in cells), default=0.5) + 0.5
    up = max((float(row["y"]) for row in cells), default=0.5) + 0.5
    pad = 0.14 if narrow(ax) else 0.09
    ax.set_xlim(-across * pad / (1.0 - pad), across)
    ax.set_ylim(0.0, up * 1.11)
    clear(ax)
    _cells(ax, cells)
    _ticks(ax, rows)
    _lines(ax, [row for row in rows if row["kind"] == "contour"])
    taken = [_today(ax, row, across, up) for row in rows if row["kind"] == "today"]
    _names(ax, cells, taken)
    if rows:
        inch = ax.get_window_extent().height / 72.0
        unit = fit(ax, f"↑ {rows[0]['y_unit']}", 1.0, SMALL)
        write(ax, 0.0, up * 1.07, unit, across=True, fontsize=SMALL, color=QUIET)
        note(ax, -0.34 / inch, f"→ {rows[0]['x_unit']}")
        note(ax, -(0.72 if narrow(ax) else 0.56) / inch, str(rows[0]["key"]))


def _cells(ax: Axes, cells: list[dict[str, Any]]) -> None:
    from matplotlib.patches import Rectangle

    for row in cells:
        look = _LOOKS[str(row["region"])]
        corner = (float(row["x"]) - 0.5, float(row["y"]) - 0.5)
        hatched = {"edgecolor": QUIET, "linewidth": 0.0} if "hatch" in look else {"linewidth": 0.0}
        ax.add_patch(Rectangle(corner, 1.0, 1.0, zorder=1, **{**hatched, **look}))


def _ticks(ax: Axes, rows: list[dict[str, Any]]) -> None:
    found = [row for row in rows if row["kind"] == "x tick"]
    ax.set_xticks([float(row["x"]) for row in found], [str(row["label"]) for row in found])
    labels = ax.get_xticklabels()
    if labels:
        labels[-1].set_horizontalalignment("right")
        labels[0].set_horizontalalignment("left")
        ax.spines["bottom"].set_bounds(0.0, max(float(row["x"]) for row in found))
    ax.tick_params(axis="x", length=3)
    last = max((float(row["y"]) for row in rows if row["kind"] == "y tick"), default=1.0)
    for row in rows:
        if row["kind"] == "y tick":
            y = float(row["y"])
            va = "bottom" if y == 0.0 else "top" if y == last else "center"
            write(ax, -0.012 * last, y, str(row["label"]), ha="right", va=va, fontsize=SMALL,
                  color=QUIET)  # fmt: skip


def _lines(ax: Axes, rows: list[dict[str, Any]]) -> None:
    """Draw the contour, and between thin lines the strip in which its interval holds nought."""
    ends = [[float(row[key]) for row in rows] for key in ("low_x", "low_y", "high_x", "high_y")]
    look: dict[str, Any] = {"facecolor": PAPER, "edgecolor": QUIET, "hatch": "xxxx", "linewidth": 0}
    if ends[1] == ends[3]:
        ax.fill_betweenx(ends[1], ends[0], ends[2], zorder=2, **look)
    else:
        ax.fill_between(ends[0], ends[1], ends[3], zorder=2, **look)
    for xs, ys, width, dash in (
        ("x", "y", 2.0, "solid"),
        ("low_x", "low_y", 0.9, (0, (3, 2))),
        ("high_x", "high_y", 0.9, (0, (3, 2))),
    ):
        x, y = ([float(row[key]) for row in rows] for key in (xs, ys))
        style = "none" if len(x) == 1 else dash
        ax.plot(x, y, color=INK, linewidth=width, linestyle=style, zorder=3,
                marker="." if len(x) == 1 else "")  # fmt: skip


_Box = tuple[float, float, float, float]


def _today(ax: Axes, row: dict[str, Any], across: float, up: float) -> _Box:
    """Draw where today stands, a star or a line, and return the room that its label takes."""
    x, y, label = float(row["x"]), float(row["y"]), str(row["label"])
    wide, high = _size(ax, [label])
    if math.isfinite(x) and math.isfinite(y):
        ax.plot((x,), (y,), marker="*", markersize=14, color=INK, markeredgecolor=PAPER, zorder=6)
        below = y - 0.07 * up if y > 0.15 * up else y + 0.07 * up
        place = _kept(x, wide, across), below
    elif math.isfinite(x):
        ax.plot((x, x), (0.0, up), color=INK, linewidth=1.2, linestyle=(0, (1, 1.5)), zorder=4)
        shift = (0.5 * wide + 0.01 * across) * (1.0 if x < 0.6 * across else -1.0)
        place = x + shift, 0.06 * up
    else:
        ax.plot((0.0, across), (y, y), color=INK, linewidth=1.2, linestyle=(0, (1, 1.5)), zorder=4)
        place = 0.5 * wide + 0.02 * across, y
    write(ax, *place, label, ha="center", fontsize=SMALL, bbox=_CLOTH, zorder=7)
    return _box(place, wide, high + 0.08 * up if math.isfinite(x) else high)


def _size(ax: Axes, text: list[str]) -> tuple[float, float]:
    """Return how wide and how high lines of text on their cloth are, in cells."""
    left, right = ax.get_xlim()
    bottom, top = ax.get_ylim()
    wide = max(width_of(ax, line, SMALL, bold=True) for line in text) + 0.02
    inch = ax.get_window_extent().height / 72.0
    return wide * (right - left), (0.16 * len(text) + 0.1) / inch * (top - bottom)


def _kept(x: float, wide: float, across: float) -> float:
    return min(max(x, 0.5 * wide + 0.1), across - 0.5 * wide - 0.1)


def _box(place: tuple[float, float], wide: float, high: float) -> _Box:
    x, y = place
    return x - 0.5 * wide, x + 0.5 * wide, y - 0.5 * high, y + 0.5 * high


def _names(ax: Axes, cells: list[dict[str, Any]], taken: list[_Box]) -> None:
    """Write each region's name as deep inside it as there is room; the key names the strip."""
    across = ax.get_xlim()[1]
    for region in _LOOKS:
        own = [row for row in cells if row["region"] == region]
        label = next((str(row["label"]) for row in own if row["label"]), "")
        if not label:
            continue
        text = lines(ax, label, 0.2 if narrow(ax) else 0.3, 3, SMALL)
        wide, high = _size(ax, text)
        for x, y in _deepest(own):
            place = _kept(x, wide, across), y
            box = _box(place, wide, high)
            if not any(_meet(box, other) for other in taken):
                write(ax, *place, "\n".join(text), ha="center", fontsize=SMALL, bbox=_CLOTH,
                      zorder=5, fontweight="bold")  # fmt: skip
                taken.append(box)
                break


def _meet(one: _Box, other: _Box) -> bool:
    across = min(one[1], other[1]) > max(one[0], other[0])
    return across and min(one[3], other[3]) > max(one[2], other[2])


def _deepest(own: list[dict[str, Any]]) -> list[tuple[float, float]]:
    """Return the cells of a region, those deepest inside it (furthest from any other) first."""
    places = {(float(row["x"]), float(row["y"])) for row in own}
    middle = [sum(place[axis] for place in places) / len(places) for axis in (0, 1)]

    def depth(place: tuple[float, float]) -> tuple[int, float]:
        deep = 0
        while deep < 30 and all(
            (place[0] + dx, place[1] + dy) in places
            for dx in range(-deep - 1, deep + 2)
            for dy in range(-deep - 1, deep + 2)
        ):
            deep += 1
        return -deep, math.dist(place, middle)

    return sorted(places, key=lambda place: (depth(place), place))


ATLAS = Drawing(
    name="map",
    draw=atlas,
    inches=lambda _, slim: 3.1 if slim else 4.3,
    foot=0.85,
    steered_by=("kind", "region"),
)
