"""How outcomes run their course: a panel an outcome, a line and a band a plan."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from simulator.present.chart.lettering import SMALL, clear, fit, lines, narrow, note, write
from simulator.present.chart.palette import GRID, QUIET, Ink, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["COURSE", "course"]

# everything downwards is in inches of the figure's own height
_KEY, _PANEL, _HEAD, _BELOW = 0.23, 1.9, 0.36, 0.22
_SPARE = ("other", "fine", "lost", "edge", "core")


def course(ax: Axes, frame: DataFrame) -> None:
    """Draw, for each outcome, the median of every plan part by part and where 8 in 10 runs lie.

    A row a part, plan and outcome. Columns: `outcome` (heading), `plan`, `side`, `start`, `end`
    [months], `low`, `middle`, `high`; the same in every row: `events` [months, with blanks between]
    and `unit` (what the axis counts).
    """
    plans = list(dict.fromkeys(frame["plan"]))
    inks = _inks(frame)
    left, right = float(frame["start"].min()), float(frame["end"].max())
    margin = 0.13 if narrow(ax) else 0.065
    ax.set_xlim(left - (right - left) * margin / (1.0 - margin), right)
    ax.set_ylim(_high(frame), 0.0)
    clear(ax)
    for row, plan in enumerate(plans):
        _key(ax, _KEY * (row + 0.5), plan, inks[plan])
    top = _KEY * len(plans) + 0.12
    for name in dict.fromkeys(frame["outcome"]):
        _panel(ax, top, frame[frame["outcome"] == name], inks, left)
        top += _PANEL
    _axis(ax, frame, left, right)


def _axis(ax: Axes, frame: DataFrame, left: float, right: float) -> None:
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120) if (right - left) / step <= 13)
    if narrow(ax):
        step *= 2
    first = math.ceil(left / step - 1e-9)
    ticks = [step * index for index in range(first, math.floor(right / step + 1e-9) + 1)]
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.spines["bottom"].set_bounds(left, right)
    ax.tick_params(axis="x", length=3)
    note(ax, -0.36 * 72.0 / ax.get_window_extent().height, str(frame["unit"].iloc[0]))


def _inks(frame: DataFrame) -> Mapping[str, Ink]:
    """Return an ink for each plan: that of its side, another where that is taken."""
    taken: dict[str, str] = {}
    for plan, side in frame.groupby("plan", sort=False)["side"].first().items():
        free = (name for name in (str(side), *_SPARE) if name not in taken.values())
        taken[str(plan)] = next(free, "other")
    return {plan: ink(name) for plan, name in taken.items()}


def _key(ax: Axes, y: float, plan: str, drawn: Ink) -> None:
    across = ax.get_yaxis_transform()
    width = 0.13 if narrow(ax) else 0.065
    ax.plot((0.0, width - 0.01), (y, y), transform=across, color=drawn.colour, linewidth=2.0,
            linestyle=drawn.dash)  # fmt: skip
    ax.plot((0.5 * width,), (y,), transform=across, color=drawn.colour, marker=_mark(drawn),
            markersize=4)  # fmt: skip
    write(ax, width + 0.012, y, fit(ax, plan, 0.98 - width), across=True)


def _mark(drawn: Ink) -> str:
    return drawn.mark if drawn.mark != "|" else "v"


def _panel(ax: Axes, top: float, rows: DataFrame, inks: Mapping[str, Ink], left: float) -> None:
    from matplotlib.ticker import MaxNLocator

    heading = lines(ax, str(rows["outcome"].iloc[0]), 1.0, 1)[0]
    write(ax, 0.0, top + 0.14, heading, across=True, fontweight="bold")
    known = [v for name in ("low", "high") for v in rows[name] if math.isfinite(v)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    low = 0.0 if 0.0 <= low < 0.4 * high or high <= low else low
    high = high if high > low else low + 1.0
    spare = 0.06 * (high - low)
    low, high = low - (spare if low else 0.0), high + spare
    ticks = [tick for tick in MaxNLocator(nbins=4).tick_values(low, high) if low <= tick <= high]

    def at(value: float) -> float:
        begin, end = top + _HEAD, top + _PANEL - _BELOW
        return end - (value - low) / (high - low) * (end - begin)

    for tick in ticks:
        ax.plot((left, float(rows["end"].max())), (at(tick),) * 2, color=GRID, linewidth=0.7,
                zorder=1)  # fmt: skip
        write(ax, 0.0, at(tick), f"{tick:g}", across=True, fontsize=SMALL, color=QUIET)
    for day in str(rows["events"].iloc[0]).split():
        ax.plot((float(day),) * 2, (at(low), at(high)), color=QUIET, linewidth=0.9,
                linestyle=(0, (1, 2)), zorder=2)  # fmt: skip
    for plan, own in rows.groupby("plan", sort=False):
        drawn = inks[str(plan)]
        middle = (0.5 * (own["start"] + own["end"])).tolist()
        low_ends, high_ends = ([at(value) for value in own[name]] for name in ("low", "high"))
        ax.fill_between(
            middle, low_ends, high_ends, color=drawn.colour, alpha=0.13, linewidth=0, zorder=2
        )
        ax.plot(middle, [at(value) for value in own["middle"]], color=drawn.colour, linewidth=1.8,
                linestyle=drawn.dash, marker=_mark(drawn), markersize=4, zorder=4)  # fmt: skip


def _high(frame: DataFrame) -> float:
    if not len(frame):
        return 1.0
    return _KEY * frame["plan"].nunique() + 0.12 + _PANEL * frame["outcome"].nunique()


COURSE = Drawing(
    name="course",
    draw=course,
    inches=lambda frame, slim: _high(frame),  # noqa: ARG005 - as high on a telephone
    foot=0.62,
)
