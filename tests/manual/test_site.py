"""The site builds without a warning, needs no other address, and holds what the package says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.main import SECTIONS
from simulator.files.schema import schema
from simulator.model.register import REGISTER

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; a warning ends the build."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_a_page_asks_no_other_address_for_anything(site: Path) -> None:
    loaded = r"<(?:script|img|iframe)[^>]+src=\"?https?://|<link[^>]+href=\"?https?://|@import"
    for page in site.glob("*.html"):
        assert not re.search(loaded, page.read_text("utf-8")), page.name


def test_every_command_and_every_key_stands_on_its_page(site: Path) -> None:
    commands = (site / "commands.html").read_text("utf-8")
    assert [
        name
        for names in SECTIONS.values()
        for name in names
        if f'id="edgewise-{name}"' not in commands
    ] == []
    assert "<code>--format [table|json|csv]</code>" in commands
    keys = (site / "keys.html").read_text("utf-8")
    known = [*schema()["properties"], *REGISTER]
    assert [key for key in known if f"<code>{key}</code>" not in keys] == []


def test_every_page_of_docs_can_be_reached(site: Path) -> None:
    start = (site / "index.html").read_text("utf-8")
    pages = [page.name for page in site.glob("*.html") if page.name != "404.html"]
    assert [page for page in pages if f'href="{page}"' not in start] == []
