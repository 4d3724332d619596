"""The system's Chromium for the browser tests, without any network of its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from simulator.questions.compare.page import render
from tests.unit.present.cases import result_of

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How Chromium is started; a machine without it fails with its name."""
    return {"executable_path": shutil.which("chromium") or "chromium", "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_name() -> str:
    """Chromium, and no other."""
    return "chromium"


@pytest.fixture
def report(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The page of the case that the test names."""
    page = tmp_path / "report.html"
    page.write_text(render(result_of(request.param)), encoding="utf-8")
    return page
