"""A figure on its sheet: for the page, for a telephone, or as a 16:9 slide; SVG and PNG bytes."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.present.chart.fonts import families, unknown
from simulator.present.chart.palette import INK, PAPER, QUIET
from simulator.present.harmless import led, upright, visible
from simulator.present.speech import in_words, is_of_software

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

__all__ = ["Drawing", "inline_svg", "page_figure", "png_bytes", "slide", "svg_bytes"]

WIDE, NARROW = 7.2, 3.5
SIDE = 0.22
SLIDE_HEIGHT = 4.5
SLIDE_PIXELS = 1080
TITLES, TITLE_LINES = (13.0, 11.0, 9.5), 3
FONTS = "'DejaVu Sans', Verdana, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
SETTINGS: Any = {
    "font.size": 10.0,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": True,
    "xtick.color": QUIET,
    "xtick.labelsize": 9.0,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "none",
    "svg.hashsalt": "edgewise",
}


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A figure's name, its function, and how high it wants to be [in].

    `inches` takes the frame and whether the sheet is narrow; `foot` [in] is kept for the axis. The
    columns of the frame in `steered_by` say how something is drawn and are never read out.
    """

    name: str
    draw: Callable[[Axes, DataFrame], None]
    inches: Callable[[DataFrame, bool], float]
    foot: float = 0.55
    steered_by: tuple[str, ...] = ("side",)


def page_figure(drawing: Drawing, frame: DataFrame, *, narrow: bool = False) -> Figure:
    """Return the figure at the width of the page or of a telephone."""
    width = NARROW if narrow else WIDE
    content = drawing.inches(frame, narrow)
    foot = drawing.foot + (0.2 if narrow and drawing.foot > 0.3 else 0.0)
    frame = _readable(frame, drawing)
    with _settings(frame):
        figure = _figure(width, content + foot + 0.08)
        _place(figure, drawing, frame, top=0.08, content=content)
    return _spoken(figure)


def slide(drawing: Drawing, frame: DataFrame, *, title: str, note: str, stamp: str = "") -> Figure:
    """Return the figure as a 16:9 sheet with its message above and its small print below."""
    from matplotlib.font_manager import FontProperties

    content = drawing.inches(frame, False)
    kept = upright(visible(note if not stamp else f"{stamp} · {note}"))
    title, frame = upright(visible(title)), _readable(frame, drawing)
    with _settings(frame, title, kept):
        # what stands above and below grows with the sheet, so its lines break the same at any size
        first = _figure(SLIDE_HEIGHT * 16.0 / 9.0, SLIDE_HEIGHT)
        inner = 1.0 - 3.0 * SIDE / first.get_figwidth()
        shown, size = _headed(first, title, inner)
        lines = _wrapped(first, kept, inner, FontProperties(size=7.5, weight="normal"))
        above = 0.4 + 0.22 * (shown.count("\n") + 1)
        below = 0.2 + 0.145 * (lines.count("\n") + 1)
        height = max(
            SLIDE_HEIGHT, (content + drawing.foot) / (1.0 - (above + below) / SLIDE_HEIGHT)
        )
        scale = height / SLIDE_HEIGHT
        figure = _figure(height * 16.0 / 9.0, height)
        edge = SIDE / figure.get_figwidth()
        heading = FontProperties(size=size * scale, weight="bold")
        figure.text(edge, 1.0 - 0.2 / SLIDE_HEIGHT, shown, fontproperties=heading, va="top")
        free = height - (above + below) * scale - drawing.foot
        _place(figure, drawing, frame, top=above * scale, content=max(content, free))
        small: dict[str, Any] = {"fontsize": 7.5 * scale, "color": QUIET, "va": "bottom"}
        figure.text(edge, 0.1 / SLIDE_HEIGHT, lines, **small)
    return _spoken(figure)


def _spoken(figure: Figure) -> Figure:
    """Return the figure with its own labels in the words of the field that is spoken."""
    from matplotlib.text import Text

    if is_of_software():
        return figure  # to look for labels makes ticks of axes that are not shown
    for label in figure.findobj(Text):
        if isinstance(label, Text):
            said, new = label.get_text(), in_words(label.get_text())
            if new != said:
                label.set_text(new)
    return figure


def svg_bytes(figure: Figure, title: str, told: str = "") -> bytes:
    """Return the figure as SVG: the same bytes for the same figure, its text as text.

    `told` is what a reader who does not see it is told.
    """
    out = io.BytesIO()
    said = {"Date": None, "Creator": None, "Title": title, "Description": told or None}
    with _settings():
        figure.savefig(out, format="svg", metadata=said)
    return _with_fonts(out.getvalue().decode()).encode()


def png_bytes(figure: Figure) -> bytes:
    """Return the figure as PNG, 1080 pixels high; a sign that no font here knows becomes a box."""
    from matplotlib.text import Text

    out = io.BytesIO()
    with _settings():
        for text in figure.findobj(Text):
            shown = text.get_text()
            lost = unknown(shown)
            seen = "".join("□" if sign in lost else sign for sign in shown)
            text.set_text("\n".join(map(led, seen.split("\n"))))
        dots = SLIDE_PIXELS / figure.get_figheight()
        figure.savefig(out, format="png", dpi=dots, metadata={"Software": None})
    return out.getvalue()


def inline_svg(figure: Figure, name: str, label: str) -> str:
    """Return the figure as an `<svg>` element for a page, its ids led by `name`.

    `label` is what a reader who does not see the figure is told.
    """
    from markupsafe import escape

    text = svg_bytes(figure, name).decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<title>.*?</title>\s*", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"<style[^>]*>.*?</style>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"\n?\s*<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r'\b(id="|href="#|url\(#)', rf"\g<1>{name}-", text)
    head, rest = text.split(">", 1)
    size = re.search(r'viewBox="[^"]+"', head)
    if size is None:
        raise ValueError(f"the figure {name} has no size")
    return (
        f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/2000/svg" '
        f'{size.group()} class="drawn" role="img" aria-label="{escape(label)}" '
        f'stroke-linejoin="round">{rest.strip()}'
    )


def _figure(width: float, height: float) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=72)
    FigureCanvasAgg(figure)
    return figure


def _place(figure: Figure, drawing: Drawing, frame: DataFrame, top: float, content: float) -> None:
    width, height = figure.get_size_inches()
    ax = figure.add_axes(
        (SIDE / width, 1.0 - (top + content) / height, 1.0 - 2.0 * SIDE / width, content / height)
    )
    drawing.draw(ax, frame)


def _headed(figure: Figure, title: str, share: float) -> tuple[str, float]:
    """Return a slide's title in at most three lines and its size: whole sentences where they fit.

    A first sentence that has no room is set smaller, and at last shortened.
    """
    from matplotlib.font_manager import FontProperties

    first, *more = re.split(r"(?<=[.;:]) ", title)
    for size in TITLES:
        font = FontProperties(size=size, weight="bold")
        shown = _wrapped(figure, first, share, font)
        if shown.count("\n") < TITLE_LINES:
            for sentence in more:
                longer = _wrapped(figure, f"{shown} {sentence}".replace("\n", " "), share, font)
                if longer.count("\n") >= TITLE_LINES:
                    break
                shown = longer
            return shown.rstrip(";:"), size
    lines = shown.split("\n")[:TITLE_LINES]
    return "\n".join((*lines[:-1], f"{lines[-1][:-1].rstrip()}…")), TITLES[-1]


def _wrapped(figure: Figure, text: str, share: float, font: Any) -> str:
    """Return a text broken so that no line is wider than a share of the figure."""
    room = share * figure.get_figwidth() * 72.0
    canvas: Any = figure.canvas
    found = [""]
    for word in text.split(" "):
        longer = f"{found[-1]} {word}".strip()
        wide, _, _ = canvas.get_renderer().get_text_width_height_descent(longer, font, False)
        if found[-1] and wide > room:
            found.append(word)
        else:
            found[-1] = longer
    return "\n".join(found)


def _with_fonts(svg: str) -> str:
    return svg.replace("'DejaVu Sans'", FONTS).replace(": DejaVu Sans", f": {FONTS}")


def _readable(frame: DataFrame, drawing: Drawing) -> DataFrame:
    """Return a figure's rows with texts that do nothing but be read."""
    shown = frame.copy()
    for column in shown.columns:
        if column not in drawing.steered_by:
            values = list(shown[column])
            if any(isinstance(value, str) for value in values):
                shown[column] = [upright(visible(v)) if isinstance(v, str) else v for v in values]
    return shown


@contextmanager
def _settings(*texts: DataFrame | str) -> Iterator[None]:
    """Set how figures look while the body runs, with fonts that know the texts to be drawn."""
    import matplotlib as mpl

    every = "".join(t if isinstance(t, str) else t.to_csv(index=False) for t in texts)
    with mpl.rc_context({**SETTINGS, "font.family": families(every)}), warnings.catch_warnings():
        # a browser finds a font for what this machine lacks; a PNG draws a box
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        yield
