"""One failure's life: a lane for each team and boundary, a dot where born, a cross where seen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulator.present import words
from simulator.present.chart.lettering import SMALL, clear, fit, lines, narrow, records, write
from simulator.present.chart.palette import GRID, INKS, PAPER, QUIET
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["TIMELINE", "on_a_slide", "timeline"]

_TOLD = ("born", "seen", "paged")
LANE, LINE = 0.52, 0.2
"""Heights of a lane and of a line of text [in]."""
MARKS = {"born": ("edge", "o", 10.0), "seen": ("lost", "X", 11.0), "released": ("other", "D", 7.0)}


def timeline(ax: Axes, frame: DataFrame) -> None:
    """Draw the events of one failure by time and lane, numbered, and say each beneath.

    A row an event, in order. Columns:

    time
        When it happened [working days].
    lane
        The team or boundary it happened at, as a place (`Team` or `A -> B`).
    what
        `born` (drawn as a dot), `released` (diamond), `seen` (cross); any other word, such as
        `built`, `checked`, `paged`, `bounced`, `rolled_back`, `repaired`, is a small mark.
    text
        The event in words, one sentence.
    """
    lanes = list(dict.fromkeys(frame["lane"])) if len(frame) else []
    slim = narrow(ax)
    times = [float(time) for time in frame["time"]] if len(frame) else [0.0]
    reach = (max(times) - min(times)) or 1.0
    start = 0.0 if slim else 0.34
    left = min(times) - 0.05 * reach
    right = max(times) + 0.05 * reach
    ax.set_xlim(left - (right - left) * start / (1.0 - start), right)
    said = _said(ax, frame)
    height = _inches(ax)
    ax.set_ylim(height, 0.0)
    clear(ax, x=False)
    for index, lane in enumerate(lanes):
        y = (index + 0.5) * LANE
        ax.plot((left, right), (y + 0.06,) * 2, color=GRID, linewidth=1.0, zorder=0)
        name = fit(ax, words.place(lane), 1.0 if slim else start - 0.02, SMALL)
        write(ax, 0.0, y - 0.13 if slim else y + 0.04, name, across=True, fontsize=SMALL)
    for group in _close(frame, (0.14 if slim else 0.1) * reach):
        _events(ax, frame, lanes, group)
    base = len(lanes) * LANE
    _clock(ax, base + 0.1, left, right)
    _list(ax, base + 0.62, said)


def on_a_slide(frame: DataFrame) -> DataFrame:
    """Return the events that are read from the back of a room: born, seen, and who was called."""
    firsts = frame[frame["what"].isin(_TOLD)].drop_duplicates("what")
    return firsts.reset_index(drop=True)


def _inches(ax: Axes) -> float:
    return float(ax.get_window_extent().height / 72.0)


def _close(frame: DataFrame, near: float) -> list[list[int]]:
    """Return the events in groups that stand on one spot: same lane, hardly any time between."""
    groups: list[list[int]] = []
    last: dict[str, list[int]] = {}
    for index, row in enumerate(records(frame)):
        group = last.get(row["lane"])
        if group and float(row["time"]) - float(frame["time"].iloc[group[0]]) < near:
            group.append(index)
        else:
            last[row["lane"]] = [index]
            groups.append(last[row["lane"]])
    return groups


def _events(ax: Axes, frame: DataFrame, lanes: list[str], group: list[int]) -> None:
    rows = [frame.iloc[index] for index in group]
    y = (lanes.index(rows[0]["lane"]) + 0.5) * LANE + 0.06
    for row in rows:
        side, mark, size = MARKS.get(str(row["what"]), ("baseline", "o", 5.0))
        ax.plot((float(row["time"]),), (y,), marker=mark, markersize=size, zorder=3 + size / 100,
                color=INKS[side].colour, markeredgecolor=PAPER, markeredgewidth=0.8)  # fmt: skip
    under = narrow(ax)
    where = (float(rows[0]["time"]), y)
    ax.annotate(_numbers(group), where, xytext=(0, -6 if under else 6), fontsize=8.0, ha="center",
                textcoords="offset points", va="top" if under else "bottom", zorder=5)  # fmt: skip


def _numbers(group: list[int]) -> str:
    """Return the numbers of a group of events, neighbours as a range."""
    parts: list[list[int]] = []
    for index in group:
        if parts and parts[-1][-1] == index - 1:
            parts[-1].append(index)
        else:
            parts.append([index])
    return ", ".join(
        f"{part[0] + 1}" if len(part) == 1 else f"{part[0] + 1}–{part[-1] + 1}" for part in parts
    )


def _clock(ax: Axes, y: float, left: float, right: float) -> None:
    """Draw the time axis between lanes and text, since the text stands below it."""
    from matplotlib.ticker import MaxNLocator

    ax.plot((left, right), (y, y), color=QUIET, linewidth=0.8)
    ticks = [
        tick for tick in MaxNLocator(nbins=5).tick_values(left, right) if left <= tick <= right
    ]
    for tick in ticks:
        ax.plot((tick, tick), (y, y + 0.05), color=QUIET, linewidth=0.8)
        spot = {"ha": "center", "va": "top", "fontsize": SMALL, "color": QUIET}
        ax.text(tick, y + 0.07, f"{tick:g}", **spot)  # type: ignore[arg-type]
    middle: Any = 0.5 * (left + right)
    ax.text(
        middle, y + 0.22, words.WORKING_DAYS, ha="center", va="top", fontsize=SMALL, color=QUIET
    )


def _said(ax: Axes, frame: DataFrame) -> list[tuple[str, list[str]]]:
    most = 3 if narrow(ax) else 2
    return [
        (
            words.event(index + 1, float(row["time"]), str(row["what"])),
            lines(ax, str(row["text"]), 0.99, most, SMALL),
        )
        for index, row in enumerate(records(frame))
    ]


def _list(ax: Axes, y: float, said: list[tuple[str, list[str]]]) -> None:
    for head, text in said:
        strong = {"fontsize": SMALL, "fontweight": "bold"}
        write(ax, 0.0, y, fit(ax, head, 1.0, SMALL, bold=True), across=True, **strong)
        for line in text:
            y += LINE
            write(ax, 0.0, y, line, across=True, fontsize=SMALL)
        y += LINE + 0.06


def _inches_of(frame: DataFrame, slim: bool) -> float:
    signs = 42 if slim else 92
    rows = sum(
        1 + min(3 if slim else 2, math.ceil(1.15 * len(str(text)) / signs) or 1)
        for text in frame["text"]
    )
    return LANE * frame["lane"].nunique() + 0.6 + LINE * rows + 0.06 * len(frame) + 0.1


TIMELINE = Drawing(
    name="timeline", draw=timeline, inches=_inches_of, foot=0.05, steered_by=("what",)
)
