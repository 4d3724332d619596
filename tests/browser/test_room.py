"""The view Room in a real browser: offline, from a file, by keys, and what a reload keeps."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.look import barriers
from tests.unit.web.rooms import mill


def test_a_room_runs_by_keys_and_survives_a_reload(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(mill().html, encoding="utf-8")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url))
    page.context.set_offline(True)
    # a dot on its way lies on others; stills are where they are
    page.emulate_media(reduced_motion="reduce")
    page.goto(file.as_uri())
    stage = page.locator(".room")
    expect(stage.locator("h1")).to_have_text("The Mill")
    expect(page.locator("#answer")).to_be_hidden()

    def screen() -> int:
        return int(stage.locator(".r-nav").inner_text().partition(" / 11")[0].split()[-1])

    def press(*keys: str) -> None:
        stage.focus()
        for key in keys:
            before = screen()
            page.keyboard.press(key)
            step = {"ArrowRight": 1, "ArrowLeft": -1}.get(key, 0)
            expect(stage.locator(".r-nav")).to_contain_text(f"{before + step} / 11")

    def enter(*texts: str) -> None:
        for text in texts:
            page.fill(".r-entry input", text)
            page.keyboard.press("Enter")

    assert barriers(page) == []
    press("ArrowRight")
    enter("1: 8", "2: 6", "2: 7")
    expect(stage).to_contain_text("2 tables have handed in")
    press("ArrowRight")
    enter("1: 123")
    expect(stage.locator(".r-fault")).to_have_text("300 days; there are 200.")
    enter("1: 12", "2: 23", "1: 13")
    assert "100 " not in stage.locator(".r-chips").inner_text()
    assert barriers(page) == []
    press("ArrowRight", "r")
    expect(stage.locator(".r-line")).to_contain_text("today")
    expect(stage.locator(".r-dot")).to_have_count(0)
    press("r")
    expect(stage.locator(".r-dot")).to_have_count(2)
    rates = mill().data["room"]["rounds"][0]["hands"]
    expect(stage.locator(".r-dot").first).to_contain_text(f"{rates['13']['rate']:.1f}")
    press("l")
    expect(stage).to_contain_text("One year alone, number 1")
    year = rates["13"]["years"][0]
    expect(stage.locator(".r-dot").first).to_contain_text(f"{year:.1f}")
    expect(stage).to_contain_text("What you said opens when the ten are drawn.")
    assert barriers(page) == []
    press("ArrowLeft")
    expect(stage).to_contain_text("Dots are up; what was handed in stays.")
    press("ArrowRight", "ArrowRight")
    expect(stage.locator("h1")).to_have_text("Who do you call?")
    assert "called" not in stage.inner_text()
    enter("B 2")
    assert barriers(page) == []
    page.get_by_role("button", name="Close this vote").click()
    expect(stage.locator("h1")).to_have_text("Where did it start?")
    enter("A to B 1", "nobody 1")
    page.get_by_role("button", name="Close this vote").click()
    press("ArrowRight")
    # the failure is simulated in the page, which takes what it takes
    expect(stage.locator(".r-caption")).to_be_visible()
    for _ in range(60):
        if "was called" in stage.inner_text():
            break
        press("p")
    expect(stage).to_contain_text("was called")
    press("ArrowRight", *["d"] * 9)
    expect(stage).to_contain_text("What you said opens when the ten are drawn.")
    press("d")
    expect(stage.locator(".r-ten tbody tr")).to_have_count(10)
    expect(stage.locator(".r-side")).to_contain_text("The middle of 2 tables, 7 to 8.")
    press("c")
    expect(stage).to_contain_text("can mend it")
    assert barriers(page) == []
    page.reload()
    expect(stage.locator(".r-ten tbody tr")).to_have_count(10)
    press("ArrowRight")
    enter("1: 6 5 4 3 3 2", "2: 6 6 5 5 5 5")
    assert barriers(page) == []
    press("ArrowRight")
    enter("1: 12")
    press("ArrowRight", "r", "r")
    expect(stage.locator(".r-dot")).to_have_count(1)
    press("ArrowRight")
    expect(stage.locator("h1")).to_have_text("Where it shows is not where it began")
    for told in mill().data["room"]["rounds"]:
        expect(stage).to_contain_text(told["turns"])
    assert barriers(page) == []
    page.get_by_role("button", name="To the other views").click()
    expect(page.locator("#answer")).to_be_visible()
    asked = [each for each in said if not each.startswith(("blob:null/", file.as_uri()))]
    assert asked == []


def test_keys_can_be_switched_off_and_what_is_typed_is_no_key(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(mill().html, encoding="utf-8")
    page.goto(file.as_uri())
    stage = page.locator(".room")
    stage.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("e")
    page.keyboard.type("4: 7")
    expect(page.locator(".r-entry input")).to_have_value("4: 7")
    page.keyboard.press("Escape")
    page.get_by_role("checkbox").uncheck()
    stage.focus()
    page.keyboard.press("ArrowRight")
    expect(stage).to_contain_text("2 / 11")
    page.get_by_role("button", name="On", exact=True).click()
    expect(stage).to_contain_text("3 / 11")
