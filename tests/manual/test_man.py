"""The manual pages say what --help says, of every command."""

import shutil
import subprocess
from pathlib import Path

import click
import pytest

from manual.man import commands, page, write
from simulator.cli.main import SECTIONS


def test_every_command_has_a_page_with_all_its_options(tmp_path: Path) -> None:
    written = {file.stem for file in write(tmp_path)}
    assert {f"edgewise-{name}" for names in SECTIONS.values() for name in names} < written
    assert "edgewise-store-prune" in written
    for context in commands():
        text = page(context)
        for each in context.command.get_params(context):
            if isinstance(each, click.Option) and not each.hidden:
                assert all(option.replace("-", "\\-") in text for option in each.opts)


@pytest.mark.skipif(shutil.which("man") is None, reason="there is no man here")
def test_man_reads_a_page_without_complaint(tmp_path: Path) -> None:
    write(tmp_path)
    done = subprocess.run(
        ["man", "--warnings", "-l", tmp_path / "edgewise-compare.1"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MANWIDTH": "80"},
    )
    assert not done.stderr
    assert "edgewise compare [OPTIONS] FILE" in done.stdout


def test_a_line_that_roff_would_take_for_its_own_stays_a_line() -> None:
    (context,) = [each for each in commands() if each.command_path == "edgewise schema"]
    context.command.help = ".hidden \\ words"
    assert "\n\\&.hidden \\e words\n" in page(context)
