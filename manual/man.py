"""Manual pages of all commands from the texts of `--help`: python -m manual.man FOLDER."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click

from simulator.cli.main import main

__all__ = ["commands", "page", "write"]


def commands(
    command: click.Command = main, name: str = "edgewise", parent: click.Context | None = None
) -> Iterator[click.Context]:
    """Yield a context of every command, those of groups after their group."""
    context = type(command).context_class(command, info_name=name, parent=parent)
    yield context
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            within = command.get_command(context, each)
            if within is not None:
                yield from commands(within, each, context)


def page(context: click.Context) -> str:
    """Return the manual page of a command in roff, section 1."""
    command, name = context.command, context.command_path.replace(" ", "-")
    words = (command.help or "").replace("\f", "")
    usage = " ".join(command.collect_usage_pieces(context))
    parts = [
        f'.TH "{_plain(name.upper())}" "1" "" "edgewise {version("edgewise")}" "edgewise"',
        ".SH NAME",
        f"{_plain(name)} \\- {_plain(command.get_short_help_str(200))}",
        ".SH SYNOPSIS",
        f"\\fB{_plain(context.command_path)}\\fR {_plain(usage)}",
        ".SH DESCRIPTION",
        *(_paragraph(each) for each in re.split(r"\n\s*\n", words)),
        ".SH OPTIONS",
    ]
    for each in command.get_params(context):
        if isinstance(each, click.Option) and (record := each.get_help_record(context)):
            parts += [".TP", f"\\fB{_plain(record[0])}\\fR", _plain(record[1])]
    if isinstance(command, click.Group):
        parts.append(".SH COMMANDS")
        for within in command.list_commands(context):
            found = command.get_command(context, within)
            short = found.get_short_help_str(200) if found else ""
            parts += [".TP", f"\\fB{_plain(name)}-{_plain(within)}\\fR(1)", _plain(short)]
    return "\n".join(parts) + "\n"


def write(folder: Path) -> list[Path]:
    """Write the pages of all commands into a folder, and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for context in commands():
        file = folder / f"{context.command_path.replace(' ', '-')}.1"
        file.write_text(page(context), encoding="utf-8")
        written.append(file)
    return written


def _paragraph(text: str) -> str:
    lines = text.strip("\n").splitlines()
    if lines and lines[0].strip() == "\b":
        return "\n".join([".PP", ".nf", *map(_plain, lines[1:]), ".fi"])
    return f".PP\n{_plain(' '.join(line.strip() for line in lines))}"


def _plain(text: str) -> str:
    """Return a text whose signs mean nothing to roff."""
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"(?m)^([.'])", r"\\&\1", safe)


if __name__ == "__main__":
    print(f"{len(write(Path(sys.argv[1])))} pages in {sys.argv[1]}")  # noqa: T201 - for who calls make
