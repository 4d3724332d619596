"""Every figure of every known case: nothing cut, nothing on top of anything, the same bytes."""

from __future__ import annotations

import struct
import warnings
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from simulator.present.beside import Row, beside
from simulator.present.chart.lettering import fit
from simulator.present.chart.palette import INKS
from simulator.present.chart.sheet import Drawing, page_figure, png_bytes, slide, svg_bytes
from simulator.questions.explain.figure import TIMELINE
from simulator.stats.estimate import Estimate
from tests.tiers import sampled
from tests.unit.present.cases import CASES, document_of

STORY = pd.DataFrame(
    [
        (12.0, "Product -> Application", "born", "Nobody passes on the retry limit."),
        (14.5, "Application", "built", "Application builds on what it assumed, which is wrong."),
        (14.6, "Application", "checked", "Its own tests pass: they test its own understanding."),
        (21.0, "Operations", "released", "The change goes live."),
        (38.2, "Operations", "seen", "Payments are charged twice, and " + "then again " * 12),
        (38.2, "Operations", "paged", "Operations is paged and blamed."),
        (38.3, "Operations", "not_rolled_back", "It cannot be taken back."),
        (39.8, "Product", "repaired", "Product repairs it."),
        (40.2, "Operations", "restored", "It is well again."),
        (42.0, "Operations", "looked_back", "They look back."),
    ],
    columns=["time", "lane", "what", "text"],
)


def boxes(figure: Any) -> list[tuple[str, Any]]:
    """The visible texts of a figure with the room they take [pixels]."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        renderer = figure.canvas.get_renderer()
        figure.draw_without_rendering()
        texts = [*figure.texts, *figure.axes[0].texts, *_ticks(figure.axes[0])]
        return [
            (text.get_text(), text.get_window_extent(renderer))
            for text in texts
            if text.get_visible() and text.get_text().strip()
        ]


def _ticks(ax: Any) -> list[Any]:
    """The labels of the ticks that are drawn."""
    low, high = ax.get_xlim()
    labels = ax.get_xticklabels() if ax.xaxis.get_visible() else []
    return [label for label in labels if low - 1e-9 <= label.get_position()[0] <= high + 1e-9]


def cut(figure: Any) -> list[str]:
    """The texts that reach over the edge of their figure."""
    room = figure.bbox
    return [
        text
        for text, box in boxes(figure)
        if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > room.x1 + 0.5 or box.y1 > room.y1 + 0.5
    ]


def overlapping(figure: Any) -> list[tuple[str, str]]:
    """The pairs of texts that lie on top of each other by more than a pixel or two."""
    found = boxes(figure)
    return [
        (text, other)
        for index, (text, box) in enumerate(found)
        for other, room in found[index + 1 :]
        if min(box.x1, room.x1) - max(box.x0, room.x0) > 1.5
        and min(box.y1, room.y1) - max(box.y0, room.y0) > 2.5
    ]


def drawn(drawing: Drawing, frame: pd.DataFrame) -> list[Any]:
    """A figure in its three shapes."""
    return [
        page_figure(drawing, frame),
        page_figure(drawing, frame, narrow=True),
        slide(drawing, frame, title="What it says " * 9, note="How it was made", stamp="example"),
    ]


@pytest.mark.parametrize("name", sampled(CASES, 2))
def test_no_text_of_a_figure_is_cut_or_lies_on_another(name: str) -> None:
    for view in document_of(name).views:
        for figure in drawn(view.drawing, view.frame):
            assert not cut(figure), view.drawing.name
            assert not overlapping(figure), view.drawing.name


def test_numbers_of_any_length_stay_inside() -> None:
    rows = [
        Row(label=name, less=Estimate(best=-size, low=-2.0 * size, high=size, n=2), level=size)
        for name, size in (("one", 1e15), ("the other", 2e15))
    ]
    view = beside(rows, "failures", matters=1.0, key="", factor=1e12, asked=1e14, asked_of="asked")
    for figure in drawn(view.drawing, view.frame):
        assert not cut(figure)
        assert not overlapping(figure)


def test_without_room_for_letters_only_the_mark_of_what_is_left_out_stands() -> None:
    figure = page_figure(TIMELINE, STORY)
    shown = [fit(figure.axes[0], name, share) for name in ("one", "two") for share in (0.001, -1.0)]
    assert shown == ["…"] * 4


def test_a_failures_life_is_told_without_cut_or_overlapping_text() -> None:
    for figure in drawn(TIMELINE, STORY):
        assert not cut(figure)
        assert not overlapping(figure)


def test_a_cut_text_and_an_overlap_would_be_noticed() -> None:
    figure = page_figure(TIMELINE, STORY)
    figure.text(0.97, 0.5, "this reaches over the edge")
    figure.text(0.5, 0.5, "one")
    figure.text(0.5, 0.5, "two")
    assert cut(figure) == ["this reaches over the edge"]
    assert ("one", "two") in overlapping(figure)


def test_the_same_figure_gives_the_same_svg_and_it_is_well_formed() -> None:
    for view in document_of("strange_names").views:
        first, second = (
            svg_bytes(page_figure(view.drawing, view.frame), view.title) for _ in range(2)
        )
        assert first == second
        ET.fromstring(first)  # noqa: S314 - our own drawing


def test_an_svg_keeps_its_words_as_text() -> None:
    view = document_of("one_boundary").figures["born"]
    assert b">got lost on the way<" in svg_bytes(page_figure(view.drawing, view.frame), view.title)


def test_a_png_is_a_slide_of_sixteen_to_nine() -> None:
    view = document_of("strange_names").figures["difference"]
    figure = slide(view.drawing, view.frame, title=view.title, note="", stamp="")
    assert struct.unpack(">II", png_bytes(figure)[16:24]) == (1920, 1080)


def test_no_two_inks_share_both_dash_and_mark() -> None:
    looks = [(str(ink.dash), ink.mark) for ink in INKS.values()]
    assert len(set(looks)) == len(looks)


def test_inks_differ_in_grey_or_in_form() -> None:
    core, edge = INKS["core"], INKS["edge"]
    assert abs(luminance(core.colour) - luminance(edge.colour)) > 0.15
    assert core.mark != edge.mark
    assert core.dash != edge.dash


@pytest.mark.parametrize("name", INKS)
def test_text_inks_can_be_read_on_white(name: str) -> None:
    assert 1.05 / (luminance(INKS[name].text) + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as accessibility counts it."""
    parts = [int(colour[index : index + 2], 16) / 255.0 for index in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
