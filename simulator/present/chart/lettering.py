"""Text that stays inside its figure: measured, wrapped, shortened, never cut."""

from __future__ import annotations

import warnings
from functools import cache, lru_cache
from itertools import chain, count
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from simulator.present.chart.fonts import families
from simulator.present.chart.palette import INK, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = [
    "LABEL",
    "SMALL",
    "clear",
    "fit",
    "lines",
    "narrow",
    "note",
    "records",
    "width_of",
    "write",
]

LABEL = 10.0
SMALL = 9.0
NARROW = 5.0
"""Figures below this width [in] are drawn for a telephone."""


def narrow(ax: Axes) -> bool:
    """Return whether the figure is drawn for a telephone."""
    return bool(ax.get_figure(root=True).get_figwidth() < NARROW)  # type: ignore[union-attr]


def width_of(ax: Axes, text: str, size: float = LABEL, *, bold: bool = False) -> float:
    """Return the width of one line of text as a share of the Axes' width."""
    figure: Any = ax.get_figure(root=True)
    points: float = _points(text, size, bold, families(text))
    return points * float(figure.dpi) / 72.0 / float(ax.get_window_extent().width)


@lru_cache(maxsize=4096)
def _points(text: str, size: float, bold: bool, fonts: tuple[str, ...]) -> float:
    """Return the width of a text [points]."""
    from matplotlib.font_manager import FontProperties

    font = FontProperties(family=fonts, size=size, weight="bold" if bold else "normal")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        return float(_measure().get_text_width_height_descent(text, font, False)[0])


@cache
def _measure() -> Any:
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(8, 8, 72)  # type: ignore[no-untyped-call]


def fit(ax: Axes, text: str, share: float, size: float = LABEL, *, bold: bool = False) -> str:
    """Return a text that takes at most a share of the Axes' width, shortened with an ellipsis.

    Two texts of one figure are never shortened to the same, where there is room for three letters.
    """
    if width_of(ax, text, size, bold=bold) <= share:
        return text
    if width_of(ax, "mmm…", size, bold=bold) > share:
        return "…"
    known = _shortened.setdefault(ax.get_figure(root=True), {})
    numbered = ((f"{number} {text}", 0) for number in count(2))
    ways = chain(((text, fifths) for fifths in _TAILS), numbered)
    cuts = (_cut(ax, led, share, size, bold, fifths) for led, fifths in ways)
    return next(shown for shown in cuts if known.setdefault(shown, text) == text)


_shortened: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()
"""What stands for which text in each figure that is being drawn."""
_TAILS = (2, 3, 1, 4, 0)
"""How many fifths of what is left of a text are its end; names differ at their ends, or not."""


def _cut(ax: Axes, text: str, share: float, size: float, bold: bool, fifths: int) -> str:
    """Return as much of a text as has room, its middle left out."""
    kept, gone = 0, len(text)
    while gone - kept > 1:
        middle = (kept + gone) // 2
        shown = _without_middle(text, middle, fifths)
        fits = width_of(ax, shown, size, bold=bold) <= share
        kept, gone = (middle, gone) if fits else (kept, middle)
    return _without_middle(text, kept, fifths)


def _without_middle(text: str, kept: int, fifths: int) -> str:
    """Return a text of which `kept` signs are left, so many fifths of them from its end."""
    tail = (kept * fifths) // 5
    return f"{text[: kept - tail].rstrip()}…{text[len(text) - tail :].lstrip()}"


def lines(ax: Axes, text: str, share: float, most: int, size: float = LABEL) -> list[str]:
    """Return a text in at most `most` lines of a share of the Axes' width."""
    words, found = text.split(" "), [""]
    for index, word in enumerate(words):
        longer = f"{found[-1]} {word}".strip()
        if not found[-1] or width_of(ax, longer, size) <= share:
            found[-1] = longer
        elif len(found) < most:
            found.append(word)
        else:
            found[-1] = " ".join((found[-1], *words[index:]))
            break
    return [fit(ax, line, share, size) for line in found]


def write(ax: Axes, x: float, y: float, text: str, **how: Any) -> Any:
    """Write text in data coordinates; `across=True` reads x as a share of the Axes' width."""
    if how.pop("across", False):
        how["transform"] = ax.get_yaxis_transform()
    return ax.text(x, y, text, **{"fontsize": LABEL, "color": INK, "va": "center", **how})


def note(ax: Axes, y: float, left: str, right: str = "") -> None:
    """Write what the two ends of the x axis mean, under the axis [y: share of its height]."""
    where: Any = {"transform": ax.transAxes, "fontsize": SMALL, "color": QUIET, "va": "top"}
    together = bool(right) and not narrow(ax)
    text = "\n".join(lines(ax, left, 0.49 if together else 1.0, 2, SMALL))
    ax.text(0.0, y, text, ha="left", **where)
    if right:
        below = 0.0 if together else 0.19 * 72.0 / ax.get_window_extent().height
        share = 0.49 if together else 1.0
        ax.text(1.0, y - below, fit(ax, right, share, SMALL), ha="right", **where)


def clear(ax: Axes, *, x: bool = True) -> None:
    """Take away the frame, the y axis and, without `x`, the x axis too."""
    ax.yaxis.set_visible(False)
    for side in ("left", "right", "top"):
        ax.spines[side].set_visible(False)
    if not x:
        ax.spines["bottom"].set_visible(False)
        ax.xaxis.set_visible(False)


def records(frame: DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, each as a mapping from column to value."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
