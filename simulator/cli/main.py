"""The command group: commands by who asks, each loaded when it is called."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from shutil import get_terminal_size
from typing import Any

import click
from click.shell_completion import CompletionItem

from simulator.cli.ending import in_words, whole_process
from simulator.cli.streams import take_every_text
from simulator.present.speech import speaking
from simulator.questions.registry import ANSWER, FORMER, INSIDE, QUESTIONS, RECORDS, START

_LEAST, _TERM = 50, 6

SECTIONS: dict[str, dict[str, str]] = {
    START: {},
    ANSWER: {},
    "Hand on": {
        "page": "Write the answer as a page in which the reader moves the slider.",
        "open": "Write that page under results/ and open it in your browser.",
        "kit": "Write what a trainer prints for a room: run sheet, cards, forms, debrief.",
    },
    INSIDE: {},
    RECORDS: {},
}
for _question in QUESTIONS:
    if " " not in _question.command:
        SECTIONS[_question.section][_question.command] = _question.line
SECTIONS[START] |= {
    "scenarios": "List the scenarios that come with edgewise, or copy one.",
    "parameters": "List every parameter: meaning, unit, range, default, source.",
    "schema": "Print the JSON schema of scenario files, for editors.",
    "doctor": "Tell what is installed, what compiles, where caches lie.",
}
SECTIONS[INSIDE] |= {
    "report": "Draw a results folder's page, figures and workbook again.",
    "verify": "Check a results folder and run a sample again: identical or not.",
    "warmup": "Suggest how long the simulated organisation takes to fill up.",
    "store": "Look after the finished runs that all commands share.",
}


class Fitting(click.HelpFormatter):
    """Help as narrow as the terminal, where click would keep to 50 signs."""

    def __init__(self, *, width: int | None = None, max_width: int | None = None) -> None:
        wide = get_terminal_size().columns - 2
        self._narrow = width is None and wide < _LEAST
        super().__init__(width=max(wide, 1) if self._narrow else width, max_width=max_width)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write terms and what they mean, beneath a long term where there is little room."""
        super().write_dl(rows, _TERM if self._narrow else col_max, col_spacing)


class FileOrShipped(click.types.StringParamType):
    """A file or the name of a shipped scenario, completed on Tab as either."""

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the shipped scenarios that begin so, and that files may be meant."""
        from simulator.files.shipped import shipped

        known = [name for name in shipped() if name.startswith(incomplete)]
        return [*map(CompletionItem, known), CompletionItem(incomplete, type="file")]


class _Context(click.Context):
    formatter_class = Fitting


class Sections(click.Group):
    """A group whose commands are imported when called and listed by who asks.

    Whatever a command meets, it ends in its answer or in one line and an exit code.
    """

    context_class = _Context

    def __call__(self, *args: Any, **extra: Any) -> Any:
        """Run the command that this process is for, and end the process."""
        whole_process(lambda: self.main(*args, **extra))

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command from its words; ends with SystemExit."""
        take_every_text()
        with in_words(), speaking():
            return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command of a context."""
        with in_words():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return all command names, in the order of the help page."""
        return [name for names in SECTIONS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, imported now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        asked = next((each for each in QUESTIONS if each.command == cmd_name), None)
        # `import` is no name in Python, so its module is called like its function
        names = (cmd_name, asked.function) if asked else (cmd_name,)
        own = next((name for name in names if find_spec(f"simulator.cli.{name}")), None)
        if own is not None:
            command: object = getattr(import_module(f"simulator.cli.{own}"), own)
        elif asked is not None:
            from simulator.cli.ask import command_of

            command = command_of(asked)
        else:
            return None
        if not isinstance(command, click.Command):
            return None
        command.context_class = _Context
        for each in command.params:
            if isinstance(each, click.Argument) and each.type is click.STRING:
                each.type = FileOrShipped()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the commands under the heading of who asks."""
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl(list(commands.items()))


def _tell_version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
    if not asked:
        return
    from simulator.cli.doctor import version_line

    click.echo(version_line())
    ctx.exit()


@click.command(
    cls=Sections,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "token_normalize_func": lambda name: FORMER.get(name, name),
    },
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Show the version, the engine that runs here, and exit.",
)
def main() -> None:
    """Tell where failures start: inside teams, or between them.

    edgewise simulates teams that pass work to each other, and compares what a budget prevents
    when it is spent inside teams, between teams, or on something else.

    \b
    First answer:  edgewise compare typical-company
    Your own:      edgewise new my-company.yaml
    """  # noqa: D301 - click reads the mark as an escape
