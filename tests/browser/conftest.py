"""The system's Chromium for the browser tests, without any network of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from simulator.present.folder import as_text
from simulator.present.page import page
from tests.unit.present.cases import MANIFEST, compared, document_of

# what is waited for is a condition; on a busy machine it may be long in coming
expect.set_options(timeout=60_000)
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
    summary = json.loads(as_text(compared(request.param).as_json()))
    told = page(document_of(request.param), summary=summary, manifest=MANIFEST)
    file = tmp_path / "report.html"
    file.write_text(told, encoding="utf-8")
    return file
