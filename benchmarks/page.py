"""The page in Chromium: how soon it can be used, and how soon a number follows the slider."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.ratio import Line

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

MARKS = (8, 50, 200)
"""Years of the plan that the first number, a fair one and the settled one stand on."""
IDLE = 2.0

# Sets the slider; returns milliseconds until the page tells so many years of the plan, by mark.
MOVED = r"""([to, marks]) => new Promise((done) => {
  const slider = document.querySelector('.ctl input[type=range]');
  const told = document.querySelector('.refine');
  const found = {};
  let begun = 0;
  const look = () => {
    const [n] = (told.textContent.match(/\d+/) ?? ['0']).map(Number);
    for (const mark of marks) if (n >= mark) found[mark] ??= performance.now() - begun;
    if (found[marks.at(-1)] === undefined) return;
    watch.disconnect();
    done(marks.map((mark) => found[mark]));
  };
  const watch = new MutationObserver(look);
  watch.observe(told, {subtree: true, childList: true, characterData: true});
  slider.value = String(to);
  begun = performance.now();
  slider.dispatchEvent(new Event('input', {bubbles: true}));
})"""
# Milliseconds from the beginning of the document to the first number of a simulation.
USABLE = """() => new Promise((done) => {
  const look = () => document.querySelector('.now b') && done(performance.now());
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true});
  look();
})"""
# Drags the slider through so many places, one a frame; returns how often the page was drawn.
DRAGGED = """(count) => new Promise((done) => {
  const slider = document.querySelector('.ctl input[type=range]');
  let [draws, at] = [0, 0];
  const watch = new MutationObserver(() => draws++);
  watch.observe(document.querySelector('.try'), {subtree: true, childList: true, attributes: true,
    characterData: true});
  const step = () => {
    if (at === count) { watch.disconnect(); return done(draws); }
    slider.value = String(20 * (at++ % 30));
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    requestAnimationFrame(step);
  };
  slider.dispatchEvent(new PointerEvent('pointerdown'));
  step();
})"""


def page(quick: bool) -> list[Line]:
    """What a reader waits for in the page of the flagship."""
    from playwright.sync_api import sync_playwright

    times = 3 if quick else 20
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = _written(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        usable = []
        for _ in range(2 if quick else 5):
            found = browser.new_page(viewport={"width": 1440, "height": 900})
            found.goto(f"{file.as_uri()}#try")
            usable.append(found.evaluate(USABLE) / 1000.0)
            found.close()
        found = browser.new_page(viewport={"width": 1440, "height": 900})
        found.goto(f"{file.as_uri()}#try")
        _rest(found)
        lines = [_line("opened until the first number", usable, "s", "at most 1")]
        wire = found.context.new_cdp_session(found)
        # processor time: what others do on the machine is not counted
        wire.send("Performance.enable", {"timeDomain": "threadTicks"})
        lines += _moved(found, wire, times)
        lines += _drawn(found, wire, times)
        browser.close()
    return lines


def _written(folder: Path) -> Path:
    """Write the page of the flagship, without a store that is left behind."""
    from click.testing import CliRunner

    from simulator.cli.main import main

    file, store = folder / "page.html", str(folder / "store")
    asked = ("page", "typical-company", "-n", "20", "--worlds", "40", "--quiet", "-o", str(file))
    with chdir(folder):
        result = CliRunner().invoke(main, [*asked, "--store", store])
    if result.exit_code:
        raise ValueError(result.output)
    return file


def _rest(page: Page) -> None:
    """Wait until nothing is left to be simulated: the range over organisations comes last."""
    page.locator(".count .r:not(:empty)").wait_for(timeout=180_000)
    page.wait_for_timeout(500)


def _moved(page: Page, wire: CDPSession, times: int) -> list[Line]:
    """Move the slider to places where it never was, and wait for the settled number each time."""
    # every third place is a point of the curve, and known before
    places = [20 * n for n in range(1, 30) if n % 3][:times]
    begun = _busy(wire)
    readings = [page.evaluate(MOVED, [place, MARKS]) for place in places]
    took = 1000.0 * (_busy(wire) - begun) / len(places)
    columns = [[each / 1000.0 for each in column] for column in zip(*readings, strict=True)]
    first, some, whole = columns
    late = sorted(first)[int(0.95 * (len(first) - 1))]
    return [
        _line("input until the first changed number", first, "s", "median at most 0.06"),
        _line("input until the first changed number, 95 of 100", [late], "s", "at most 0.15"),
        _line(f"input until {MARKS[1]} years", some, "s", "at most 0.2"),
        _line(f"input until {MARKS[2]} years", whole, "s", "at most 0.6"),
        _line(f"input until {MARKS[2]} years, processor time of the main thread", [took], "ms", ""),
    ]


def _drawn(page: Page, wire: CDPSession, times: int) -> list[Line]:
    begun = _busy(wire)
    draws = page.evaluate(DRAGGED, 2 * times)
    took = _busy(wire) - begun
    page.evaluate(
        "document.querySelector('.ctl input').dispatchEvent(new PointerEvent('pointerup'))"
    )
    _rest(page)
    begun = _busy(wire)
    time.sleep(IDLE)
    idle = (_busy(wire) - begun) / IDLE
    return [
        _line(
            "one draw, processor time of the main thread",
            [1000.0 * took / draws],
            "ms",
            "at most 8",
        ),
        _line("at rest, of the main thread", [100.0 * idle], "% of a processor", "0"),
    ]


def _busy(wire: CDPSession) -> float:
    """Return the processor time of the page's main thread so far [s]."""
    metrics: list[dict[str, Any]] = wire.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


def _line(what: str, readings: list[float], unit: str, aim: str) -> Line:
    note = f"{os.cpu_count()} processors, by the clock on the wall" if unit == "s" else ""
    return Line(what=what, readings=tuple(readings), unit=unit, aim=aim, note=note)
