"""The manual pages say what --help says, of every command."""

from pathlib import Path

import click

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


def test_a_page_uses_the_macros_of_man_and_no_others() -> None:
    for context in commands():
        used = {line.split()[0] for line in page(context).splitlines() if line.startswith(".")}
        assert used <= {".TH", ".SH", ".PP", ".TP", ".nf", ".fi"}
        assert page(context).count("\n.nf\n") == page(context).count("\n.fi\n")


def test_a_line_that_roff_would_take_for_its_own_stays_a_line() -> None:
    (context,) = [each for each in commands() if each.command_path == "edgewise schema"]
    context.command.help = ".hidden \\ words"
    assert "\n\\&.hidden \\e words\n" in page(context)
