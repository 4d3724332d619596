"""The page that simulates, in a real browser: offline, from a file, under its own policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.look import SHAPES, barriers, looked
from tests.unit.web.pages import small

SETTLED = "200 simulated years, the same"
A_WHILE = 90_000
# Sets the slider; returns how often the years were told anew until all are in, and the time [ms].
SETTLING = """([to, settled]) => new Promise((done) => {
  const told = document.querySelector('.refine'), begun = performance.now();
  let draws = 0;
  new MutationObserver(() => {
    draws++;
    if (told.textContent.includes(settled)) done([draws, performance.now() - begun]);
  }).observe(told, {subtree: true, childList: true, characterData: true});
  const slider = document.querySelector('.ctl input[type=range]');
  slider.value = String(to);
  slider.dispatchEvent(new Event('input', {bubbles: true}));
})"""


def begun(page: Page, file: Path, view: str = "", html: str = "") -> list[str]:
    """Open a page from a file, offline; return the list that fills with what should not be."""
    file.write_text(html or small().html, encoding="utf-8")
    said: list[str] = []
    own = ("blob:null/", file.as_uri())
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith(own) else said.append(one.url))
    page.context.set_offline(True)
    page.goto(f"{file.as_uri()}{view}")
    return said


def settled(page: Page) -> None:
    """Wait for all years of the plan, and for the curve beside them."""
    expect(page.locator(".refine")).to_contain_text(SETTLED, timeout=A_WHILE)


def sound(page: Page) -> None:
    """Hold that axe finds nothing, and that no text is cut or lies on another."""
    assert barriers(page) == []
    page.evaluate("scrollTo(0, 0)")  # further down the header lies on what it covers
    assert looked(page) == {}


def test_a_reader_moves_the_slider_and_the_numbers_follow(page: Page, tmp_path: Path) -> None:
    said = begun(page, tmp_path / "page.html")
    assert page.locator("h1").inner_text()
    page.get_by_role("link", name="Move the money yourself").click()
    for view in ("Answer", "What we assumed", "Try it"):
        page.get_by_role("link", name=view, exact=True).click()
        expect(page.locator("main:visible h1").first).to_be_attached()
    page.get_by_role("button", name="edges", exact=True).click()
    expect(page.locator(".say")).to_contain_text("All 300 days go between teams.")
    settled(page)
    number = page.locator(".now b")
    before = number.inner_text()
    slider = page.get_by_role("slider", name="Days between teams")
    slider.focus()
    slider.press("Home")
    expect(page.locator(".say")).to_contain_text("All 300 days go inside teams.")
    settled(page)
    inside = number.inner_text()
    page.get_by_role("button", name="Undo").click()
    settled(page)
    assert inside != before == number.inner_text()
    page.get_by_role("button", name="Show again").click()
    settled(page)
    assert number.inner_text() == before
    assert said == []


def test_what_a_reader_sets_is_in_the_address_and_in_the_file_saved(
    page: Page, tmp_path: Path
) -> None:
    said = begun(page, tmp_path / "page.html", "#try")
    settled(page)
    as_told = page.locator(".now b").inner_text()
    page.locator("summary", has_text="Practice by practice").click()
    one = page.locator(".levers input").first
    one.focus()
    one.press("Home")
    expect(page.locator(".ends .left")).to_contain_text("days unspent")
    page.get_by_role("link", name="What we assumed").click()
    page.get_by_label("Chance that a fact is conveyed").select_option("lowest 0.8")
    page.get_by_role("link", name="Try it").click()
    expect(page.locator(".assuming")).to_contain_text("lowest 0.8", timeout=A_WHILE)
    settled(page)
    mine = page.locator(".now b").inner_text()
    assert mine != as_told
    sound(page)
    page.wait_for_timeout(600)
    page.reload()
    settled(page)
    assert page.locator(".now b").inner_text() == mine
    page.get_by_role("button", name="Share").click()
    assert barriers(page) == []
    with page.expect_download() as picture:
        page.get_by_role("button", name="Save a picture").click()
    whole = Path(picture.value.path()).read_bytes()
    assert [int.from_bytes(whole[at : at + 4], "big") for at in (16, 20)] == [1920, 1080]
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save this page").click()
    again = Path(saved.value.path()).read_text("utf-8")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Put back").click()
    page.get_by_role("button", name="Reset").click()
    settled(page)
    assert page.locator(".now b").inner_text() == as_told
    assert said == []
    # opened by somebody else: the answer as it was given, and beside it what was changed
    other = begun(page, tmp_path / "again.html", html=again)
    expect(page.locator("#changed")).to_contain_text("Changed by a reader:")
    expect(page.locator("#changed")).to_contain_text("lowest 0.8")
    sound(page)
    page.get_by_role("link", name="Try it").click()
    settled(page)
    assert page.locator(".now b").inner_text() == mine
    assert other == []


def test_one_failure_is_voted_on_first(page: Page, tmp_path: Path) -> None:
    said = begun(page, tmp_path / "page.html", "#failure")
    expect(page.locator(".player")).to_be_visible(timeout=A_WHILE)
    assert "is called" not in page.locator("main:visible").inner_text()
    page.get_by_role("group", name="Who do you call?").get_by_role("button").first.click()
    page.get_by_role("group", name="Where did it start?").get_by_role("button").last.click()
    expect(page.locator(".votes .told")).to_contain_text("You said nobody here.")
    for stage in (
        "See it again, with what fell",
        "Ten more, drawn by lot",
        "Same luck, other plan",
    ):
        assert barriers(page) == []
        page.get_by_role("button", name=stage).click()
        if stage.startswith("Ten"):
            page.get_by_role("button", name="Whoever can mend it").click()
            rule = page.get_by_role("button", name="Whoever can mend it")
            expect(rule).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".luck .told")).to_contain_text("With your plan")
    assert barriers(page) == []
    assert said == []


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "print"])
def test_every_view_is_whole_in_every_shape(page: Page, tmp_path: Path, shape: str) -> None:
    width, height = SHAPES[shape]
    page.set_viewport_size({"width": width, "height": height})
    said = begun(page, tmp_path / "page.html")
    sound(page)
    page.get_by_role("link", name="What we assumed").click()
    sound(page)
    page.get_by_role("link", name="Try it").click()
    settled(page)
    sound(page)
    for fold in ("Practice by practice", "Only some places", "Start from a plan"):
        page.locator("summary", has_text=fold).click()
    for tab in ("What survives", "One year", "The split"):
        page.get_by_role("tab", name=tab).click()
        sound(page)
    page.get_by_role("button", name="Share").click()
    assert barriers(page) == []
    assert said == []


def test_on_a_phone_the_name_of_every_view_is_whole(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    begun(page, tmp_path / "page.html", "#try")
    assert page.evaluate("(n => n.scrollWidth <= n.clientWidth)(document.querySelector('nav'))")


def test_controls_answers_and_figures_are_on_one_screen(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    high = re.sub(r'"graph":\{"rows":\d+', '"graph":{"rows":5', small().html)
    begun(page, tmp_path / "page.html", "#try", high)
    settled(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= 900
    for part in (".head", ".ctl", ".graph", ".curve", ".tools"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["height"] > 30.0


def test_the_page_is_drawn_at_marks_and_not_whenever_a_year_is_in(
    page: Page, tmp_path: Path
) -> None:
    begun(page, tmp_path / "page.html", "#try")
    settled(page)
    draws, took = page.evaluate(SETTLING, [30, SETTLED])
    # its seven marks, the slider itself, and one every 150 ms beside them
    assert draws <= 9 + took / 150.0


def test_a_record_that_the_company_misses_stands_beside_its_today(
    page: Page, tmp_path: Path
) -> None:
    for low, told in ((0.0, 0), (9.0, 1)):
        record = f'"record":{{"rate":9.5,"low":{low},"high":20.0}}'
        begun(
            page, tmp_path / f"{told}.html", "#try", small().html.replace('"record":null', record)
        )
        settled(page)
        assert page.locator(".now", has_text="your record says 9.5").count() == told


def test_a_projector_shows_two_figures_and_no_small_text(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    begun(page, tmp_path / "page.html", "#try")
    settled(page)
    page.get_by_role("button", name="Projector").click()
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
            .filter((e) => e.checkVisibility() && !e.closest('.vh, script'))
            .map((e) => [parseFloat(getComputedStyle(e).fontSize)
              * (e.closest('svg') ? e.getCTM().a : 1), e.textContent])"""
    )
    assert len(sizes) > 15
    assert [(size, text) for size, text in sizes if size < 24.0] == []
    assert page.locator("main:visible svg:visible").count() == 2
    sound(page)


def test_by_the_keyboard_alone(page: Page, tmp_path: Path) -> None:
    begun(page, tmp_path / "page.html", "#try")
    settled(page)
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        kind, seen = page.evaluate(
            """() => [document.activeElement.tagName + (document.activeElement.type ?? ''),
              document.activeElement.matches('body, :focus-visible')]"""
        )
        assert seen, kind
        reached.add(kind)
    page.get_by_role("tab", name="The split").focus()
    for name in ("What survives", "One year", "The split"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=name)).to_be_focused()
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    assert {"A", "BUTTONbutton", "INPUTrange", "SUMMARY", "g"} <= reached


def test_a_page_without_the_engine_says_so(page: Page, tmp_path: Path) -> None:
    before, _, rest = small().html.partition('"engine":{')
    html = f'{before}"engine":null{rest[rest.index("}") + 1 :]}'
    said = begun(page, tmp_path / "page.html", "#try", html)
    expect(page.locator(".head")).to_contain_text("this page was written without the engine")
    assert page.get_by_role("slider").first.is_disabled()
    sound(page)
    page.get_by_role("link", name="Answer").click()
    assert page.locator(".begin").is_hidden()
    assert said == []
