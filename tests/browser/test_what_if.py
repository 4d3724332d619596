"""The page that simulates, in a real browser: offline, from a file, under its own policy."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.unit.web.pages import small


def faults(page: Page) -> None:
    violations = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []


def test_a_reader_moves_the_slider_and_the_numbers_follow(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(small().html, encoding="utf-8")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url))
    page.context.set_offline(True)
    page.goto(file.as_uri())
    assert page.locator("h1").inner_text()
    for view in ("Answer", "What we assumed", "Try it"):
        page.get_by_role("link", name=view).click()
        expect(page.locator("main:visible h1").first).to_be_attached()
    page.get_by_role("button", name="edges", exact=True).click()
    expect(page.locator(".say")).to_contain_text("All 300 days go between teams.")
    expect(page.locator(".refine")).to_contain_text("200 simulated years", timeout=60_000)
    number = page.locator(".now b")
    before = number.inner_text()
    slider = page.get_by_role("slider", name="Days between teams")
    slider.focus()
    slider.press("Home")
    expect(page.locator(".say")).to_contain_text("All 300 days go inside teams.")
    expect(page.locator(".refine")).to_contain_text("200 simulated years", timeout=60_000)
    inside = number.inner_text()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".refine")).to_contain_text("200 simulated years", timeout=60_000)
    assert inside != before == number.inner_text()
    faults(page)
    page.get_by_role("link", name="One failure").click()
    expect(page.locator(".player")).to_be_visible(timeout=30_000)
    assert "is called" not in page.locator("main:visible").inner_text()
    page.get_by_role("group", name="Who do you call?").get_by_role("button").first.click()
    page.get_by_role("group", name="Where did it start?").get_by_role("button").last.click()
    expect(page.locator(".votes .told")).to_contain_text("You said nobody here.")
    for stage in (
        "See it again, with what fell",
        "Ten more, drawn by lot",
        "Same luck, other plan",
    ):
        faults(page)
        page.get_by_role("button", name=stage).click()
    expect(page.locator(".luck .told")).to_contain_text("With your plan")
    faults(page)
    asked = [each for each in said if not each.startswith(("blob:null/", file.as_uri()))]
    assert asked == []
