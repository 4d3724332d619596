"""The page in Firefox and in WebKit: it opens from a file, and has the numbers of Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.drivers import Driver, firefox, until, webkit
from tests.browser.test_what_if import begun, settled

SETTLED = """
  const told = document.querySelector('.refine')?.innerText ?? '';
  return told.includes('200 simulated years, the')"""
NUMBERS = "return document.querySelector('.now').innerText.replace(/\\s+/g, ' ').trim()"
MOVED = """
  const slider = document.querySelector('.ctl input[type=range]');
  slider.value = slider.value === '0' ? slider.max : '0';
  slider.dispatchEvent(new Event('input', {bubbles: true}));
  return true"""
FAULTS = """
  window.faults ??= [];
  addEventListener('error', (event) => window.faults.push(String(event.message)));
  addEventListener('securitypolicyviolation', (event) => window.faults.push(event.blockedURI));
  return true"""

Starts = Callable[[Path, tuple[int, int]], AbstractContextManager[Driver]]


NEEDS: dict[Starts, tuple[str, ...]] = {
    firefox: ("firefox-esr",),
    webkit: ("WebKitWebDriver", "Xvfb"),
}


@pytest.mark.slow
@pytest.mark.parametrize("starts", [firefox, webkit])
def test_another_browser_simulates_the_same(page: Page, tmp_path: Path, starts: Starts) -> None:
    missing = [name for name in NEEDS[starts] if not shutil.which(name)]
    assert not missing, "`make proof` installs what this needs, as root: see its first line"
    file = tmp_path / "page.html"
    begun(page, file, "#try")
    settled(page)
    known = " ".join(page.locator(".now").inner_text().split())
    own = tmp_path / "own"
    own.mkdir()
    with starts(own, (1440, 900)) as driver:
        driver.go(f"{file.as_uri()}#try")
        driver.run(FAULTS)
        until(driver, SETTLED)
        assert driver.run(NUMBERS) == known
        driver.run(MOVED)
        until(driver, f"return {NUMBERS[7:]} !== {known!r}")
        driver.run("location.hash = '#failure'; return true")
        until(driver, "return document.querySelector('.player') !== null")
        driver.run("location.hash = '#assumed'; return true")
        until(driver, "return document.querySelector('.assumed') !== null")
        assert driver.run("return document.documentElement.scrollWidth <= innerWidth")
        assert driver.run("return window.faults") == []
        assert driver.picture().startswith(b"\x89PNG")
