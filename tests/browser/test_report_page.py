"""The report in a real browser: alone, whole, readable by all, on desk, telephone and paper."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page

from simulator.present import words
from simulator.present.folder import as_text
from simulator.questions.compare.frames import frames_of
from tests.browser.look import LOOK, SHAPES, cut, faults, opened, overlaps
from tests.tiers import sampled
from tests.unit.present.cases import CASES, compared


@pytest.mark.parametrize("report", sampled(CASES), indirect=True)
def test_the_report_is_whole_alone_and_readable_by_all(page: Page, report: Path) -> None:
    for shape in SHAPES:
        assert not faults(page, report, shape), shape


@pytest.mark.parametrize("report", ["one_boundary"], indirect=True)
def test_cut_and_overlapping_text_would_be_noticed(page: Page, report: Path) -> None:
    opened(page, report, "phone")
    page.evaluate(
        """() => { const bad = document.createElement('p');
        bad.style = 'position: absolute; left: 300px; top: 40px; white-space: nowrap';
        bad.textContent = 'this reaches over the edge of the page'; document.body.append(bad); }"""
    )
    look = page.evaluate(LOOK)
    assert cut(look["seen"], look["inner"]) == ["this reaches over the edge of the page"]
    page.evaluate("() => { document.body.lastElementChild.style.left = '20px'; }")
    assert overlaps(page.evaluate(LOOK)["seen"])


@pytest.mark.parametrize("report", ["strange_names"], indirect=True)
def test_a_name_cannot_break_out_of_the_page(page: Page, report: Path) -> None:
    said: list[str] = []

    def heard(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)
    opened(page, report, "desk")
    assert not said
    assert page.locator("script").count() == 1
    assert page.locator("b").count() == 0
    assert page.locator("h1").inner_text() == "</script><script>alert(1)</script>"


@pytest.mark.parametrize("report", ["one_boundary", "nothing_finished"], indirect=True)
def test_the_page_shows_the_numbers_of_the_json(page: Page, report: Path) -> None:
    opened(page, report, "desk")
    summary = json.loads(page.locator("#summary").text_content() or "")
    name = "one_boundary" if summary["winner"] == "between teams first" else "nothing_finished"
    assert summary == json.loads(as_text(compared(name).as_json()))
    asked = summary["together"] or [
        each for each in summary["differences"] if each["outcome"] == summary["outcome"]
    ]
    rows = page.locator("#pairs tbody tr")
    assert rows.count() == len(asked)
    for index, known in enumerate(asked):
        shown = rows.nth(index).locator("data")
        exact = [float(shown.nth(i).get_attribute("value") or "") for i in range(shown.count())]
        assert exact == [known[key] for key in ("best", "low", "high") if known[key] is not None]
        texts = [shown.nth(i).inner_text() for i in range(shown.count())]
        assert texts == [words.number(value) for value in exact]


@pytest.mark.parametrize("report", ["one_boundary"], indirect=True)
def test_the_page_shows_the_numbers_of_the_frames(page: Page, report: Path) -> None:
    opened(page, report, "desk")
    places = frames_of(compared("one_boundary"))["places"]
    today = places[(places["arm"] == "today") & (places["at"] == "boundary")]
    for index, known in enumerate(today.sort_values("rank").to_dict("records")):
        row = page.locator("#handovers tbody tr").nth(index)
        exact = [float(c.get_attribute("value") or "") for c in row.locator("data").all()]
        keys = ("rank", "failures", "share", "handoffs", "clean", "owned")
        assert exact == [known[key] for key in keys if math.isfinite(known[key])]


@pytest.mark.parametrize("report", ["one_boundary"], indirect=True)
def test_the_first_screen_answers_the_question(page: Page, report: Path) -> None:
    headline = words.headline(compared("one_boundary"))
    for shape in ("desk", "phone"):
        opened(page, report, shape)
        height = SHAPES[shape][1]
        assert page.locator(".headline").inner_text() == headline
        # on a telephone the figure comes after the answers, as one reads
        kind, last = (".wide", ".wide svg") if shape == "desk" else (".slim", ".words p >> nth=0")
        assert page.locator(f"#figure-difference {kind} svg").is_visible()
        seen = page.locator(f".first {last}").first.bounding_box()
        assert seen is not None
        assert seen["y"] + seen["height"] <= height


@pytest.mark.parametrize("report", ["many_long_names"], indirect=True)
@pytest.mark.parametrize("paper", sampled(["A4", "Letter"]))
def test_the_page_prints(page: Page, report: Path, paper: str) -> None:
    opened(page, report, "print")
    printed = page.pdf(format=paper)
    assert printed.startswith(b"%PDF")
    assert 1 < printed.count(b"/Type /Page\n") <= 5


@pytest.mark.parametrize("report", ["many_long_names"], indirect=True)
def test_a_today_that_does_not_look_like_the_reader_is_said_at_once(
    page: Page, report: Path
) -> None:
    opened(page, report, "desk")
    notices = page.locator(".notice").all_inner_texts()
    assert any(each.startswith("Today does not look like you yet") for each in notices)
    assert page.locator("#observed tbody tr").count() == 1


@pytest.mark.parametrize("report", ["all_cores"], indirect=True)
def test_every_figure_is_told_to_those_who_do_not_see_it(page: Page, report: Path) -> None:
    opened(page, report, "desk")
    for figure in page.locator("figure").all():
        for drawn in figure.locator("svg").all():
            assert len(drawn.get_attribute("aria-label") or "") > 40
