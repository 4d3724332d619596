"""The report in a real browser: alone, whole, readable by all, on desk, telephone and paper."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page

from simulator.report import words
from tests.unit.report.cases import CASES, compared, result_of

SHAPES = {"desk": (1440, 900), "phone": (390, 844), "print": (794, 1123)}

# Texts as they are painted: each text node's lines, within which elements.
LOOK = """() => {
  const seen = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest('script, style, .skip, thead')) continue;
    if (!parent.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
    const svg = parent.closest('svg');
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      const room = svg ? svg.getBoundingClientRect() : null;
      seen.push({text: node.textContent.trim().slice(0, 60),
        x0: box.left, x1: box.right, y0: box.top, y1: box.bottom,
        room: room ? [room.left, room.right, room.top, room.bottom] : null});
    }
  }
  return {seen, width: document.documentElement.scrollWidth, inner: window.innerWidth,
    wider: [...document.querySelectorAll('body *')].filter(
      (e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && !e.closest('svg')
        && getComputedStyle(e).display !== 'inline').map((e) => e.tagName + ' ' + e.className)};
}"""


def opened(page: Page, report: Path, shape: str) -> list[str]:
    """Open the report in a shape, offline; return every request but that for the file itself."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    width, height = SHAPES[shape]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="print" if shape == "print" else "screen")
    page.goto(report.as_uri())
    return [url for url in asked if url != report.as_uri() and not url.startswith("data:")]


def overlaps(seen: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The pairs of painted texts that lie on each other by more than their ascenders."""
    lines = sorted(seen, key=lambda box: box["y0"])
    found = []
    for index, one in enumerate(lines):
        for other in lines[index + 1 :]:
            if other["y0"] >= one["y1"]:
                break
            wide = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
            high = min(one["y1"], other["y1"]) - max(one["y0"], other["y0"])
            least = min(one["y1"] - one["y0"], other["y1"] - other["y0"])
            if wide > 2.0 and high > 0.4 * least:
                found.append((one["text"], other["text"]))
    return found


def cut(seen: list[dict[str, Any]], width: float) -> list[str]:
    """The painted texts that reach over their figure or the page."""
    return [
        box["text"]
        for box in seen
        if box["x0"] < -1
        or box["x1"] > width + 1
        or (
            box["room"]
            and (
                box["x0"] < box["room"][0] - 1
                or box["x1"] > box["room"][1] + 1
                or box["y0"] < box["room"][2] - 3
                or box["y1"] > box["room"][3] + 3
            )
        )
    ]


@pytest.mark.parametrize("report", CASES, indirect=True)
def test_the_report_is_whole_alone_and_readable_by_all(page: Page, report: Path) -> None:
    for shape in SHAPES:
        assert not opened(page, report, shape)
        look = page.evaluate(LOOK)
        assert len(look["seen"]) > 50
        assert look["width"] <= look["inner"], shape
        assert not look["wider"], shape
        assert not cut(look["seen"], look["inner"]), shape
        assert not overlaps(look["seen"]), shape
        if shape != "print":
            violations = Axe().run(page).response["violations"]
            assert not [(found["id"], found["nodes"][0]["html"]) for found in violations], shape


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
    name = "one_boundary" if summary["winner"] == "edges first" else "nothing_finished"
    assert summary == result_of(name).summary
    asked = [d for d in summary["differences"] if d["outcome"] == summary["outcome"]]
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
    places = result_of("one_boundary").frames["places"]
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
        shown = page.locator(".words").inner_text()
        assert all(part.strip() in shown for part in headline.split("). "))
        kind = "wide" if shape == "desk" else "slim"
        figure = page.locator(f"#figure-difference .{kind} svg").bounding_box()
        assert figure is not None
        assert figure["y"] + figure["height"] <= height


@pytest.mark.parametrize("report", ["many_long_names"], indirect=True)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_page_prints(page: Page, report: Path, paper: str) -> None:
    opened(page, report, "print")
    printed = page.pdf(format=paper)
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") > 3


@pytest.mark.parametrize("report", ["many_long_names"], indirect=True)
def test_a_today_that_does_not_look_like_the_reader_is_said_at_once(
    page: Page, report: Path
) -> None:
    opened(page, report, "desk")
    notice = page.locator(".notice").inner_text()
    assert notice.startswith("Today does not look like you yet")
    assert page.locator("#observed tbody tr").count() == 1


@pytest.mark.parametrize("report", ["all_cores"], indirect=True)
def test_every_figure_is_told_to_those_who_do_not_see_it(page: Page, report: Path) -> None:
    opened(page, report, "desk")
    for figure in page.locator("figure").all():
        for drawn in figure.locator("svg").all():
            assert len(drawn.get_attribute("aria-label") or "") > 40
