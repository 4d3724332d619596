"""What commands share: options, loading a scenario, progress, and printing an answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from simulator.cli.columns import literal_console
from simulator.cli.ending import is_refusal
from simulator.present.harmless import visible
from simulator.questions.asking import Parameter, Seed, composed, parameter_of

if TYPE_CHECKING:
    from simulator.present.tables import TextTable
    from simulator.scenario.scenario import Scenario

_F = TypeVar("_F", bound=Callable[..., Any])
_BEGUN = "Getting ready ..."


def for_reader(outside: str) -> Callable[[_F], _F]:
    """Return the option --for, as `reader`; `outside` says what a page for outside is without."""
    return click.option(
        "--for",
        "reader",
        type=click.Choice(["us", "outside"]),
        default="us",
        show_default=True,
        help=f"outside: {outside}",
    )


class FileToWrite(click.ParamType[Path]):
    """A file that will be written: one that cannot be is refused before anything is run."""

    name = "file"

    def convert(self, value: Any, _param: object, _context: object) -> Path:
        """Return the path."""
        from simulator.files.disk import room_for_file

        path = Path(value)
        room_for_file(path)
        return path


class FolderToWrite(click.ParamType[Path]):
    """A folder that will be written in: one that cannot be is refused before anything is run."""

    name = "directory"

    def convert(self, value: Any, _param: object, _context: object) -> Path:
        """Return the path."""
        from simulator.files.disk import room_for_folder

        path = Path(value)
        room_for_folder(path)
        return path


class Named(click.ParamType[str]):
    """A name, or words with names in them: letters composed, as in the files that are read."""

    name = "text"

    def convert(self, value: Any, _param: object, _context: object) -> str:
        """Return the text."""
        return str(composed(value))


def answer_options() -> tuple[Callable[[Any], Any], ...]:
    """Return the options of every answer: --quiet and --format."""
    return (
        click.option("--quiet", is_flag=True, help="No progress and no notes."),
        click.option(
            "--format",
            "form",
            type=click.Choice(["table", "json", "csv"]),
            default="table",
            show_default=True,
            help="What is printed.",
        ),
    )


def folder_options() -> tuple[Callable[[Any], Any], ...]:
    """Return the options of an answer that is kept: --figures and --out."""
    return (
        click.option(
            "--figures",
            is_flag=True,
            help="Slides (SVG and PNG) and a workbook too; `edgewise report` makes them later.",
        ),
        click.option("--out", type=FolderToWrite(), help="Folder for the results."),
    )


def run_options(replications: Parameter, *, folder: bool = True) -> Callable[[_F], _F]:
    """Return a decorator that adds --seed, -n, --format, --quiet, --out and --figures.

    Without `folder` the last two are left out.
    """
    shared = (
        *answer_options(),
        option_of(replications),
        typed("seed", Seed, 1),
    )

    def decorate(function: _F) -> _F:
        for option in (*shared, *folder_options()) if folder else shared:
            function = option(function)
        return function

    return decorate


def typed(name: str, kind: Any, default: Any) -> Callable[[Any], Any]:
    """Return the option of an annotated type that questions share, such as `Seed`."""
    return option_of(parameter_of(name, kind, default))


def option_of(parameter: Parameter) -> Callable[[Any], Any]:
    """Return what is typed for a parameter of a question."""
    option, name = parameter.option, parameter.name
    own = () if option.several == 0 else (f"--{name.replace('_', '-')}",)
    attributes: dict[str, Any] = {"help": option.help, "metavar": option.word}
    if parameter.kind is bool:
        return click.option(name, *own, is_flag=True, help=option.help)
    if option.several == 0:
        attributes["multiple"] = True
    elif option.several > 1:
        attributes["nargs"] = option.several
    else:
        attributes |= {"default": parameter.default, "show_default": True}
    if option.read is not None:
        attributes["callback"] = _reader(option.read)
    return click.option(name, *option.names, *own, type=_type_of(parameter), **attributes)


def _type_of(parameter: Parameter) -> Any:
    option = parameter.option
    if option.choices:
        return click.Choice(option.choices)
    if (option.low, option.high) != (None, None):
        return click.IntRange(option.low, option.high)
    return Named() if parameter.kind is str and option.word != "FILE" else parameter.kind


def _reader(read: Callable[[str], Any]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    def value(_: click.Context, option: click.Parameter, text: str | None) -> Any:
        with refusing(f"--{option.name}"):
            return None if text is None else read(text)

    return value


@contextmanager
def refusing(place: str) -> Iterator[None]:
    """Say where it stands what the body refuses (ValueError); a fault of edgewise passes."""
    try:
        yield
    except ValueError as error:
        if not is_refusal(error):
            raise
        refuse(f"{place}: {error}")


def refuse(message: str) -> NoReturn:
    """Print a message that stands unwrapped and leave with exit code 2."""
    click.echo(message, err=True)
    sys.exit(2)


def scenario_from(name: str) -> Scenario:
    """Return the scenario of a file, or of a shipped scenario's name; refuse with all problems."""
    from simulator.files.read import load
    from simulator.files.shipped import shipped
    from simulator.present.vocabulary import speak

    known = shipped()
    path = Path(name)
    if not path.exists() and name in known:
        path = Path(known[name])
    try:
        found = load(path)
    except OSError as error:
        from simulator.scenario.shape import nearest

        close = nearest(name, known)
        hint = f"; did you mean {close}?" if close else ""
        refuse(
            f"{name}: cannot be read ({error.strerror}); "
            f"allowed: a scenario file, or one of {', '.join(known)}{hint}"
        )
    speak(found)
    return found


def check_plan(plan: str, scenario: Scenario) -> None:
    """Refuse a plan that a scenario does not have."""
    if plan != "today" and plan not in scenario.arms:
        refuse(f"--plan: found {plan!r}; allowed: {', '.join(('today', *scenario.arms))}")


@contextmanager
def getting_ready(*, quiet: bool) -> Iterator[None]:
    """Say on a terminal that a command has begun, while files are read and the engine is loaded."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    click.echo(f"{_BEGUN}\r", nl=False, err=True)
    try:
        yield
    finally:
        click.echo(f"\r{' ' * len(_BEGUN)}\r", nl=False, err=True)


@contextmanager
def progress(what: str, total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show a bar with the time left on stderr while the body runs, on a terminal only.

    Where there is more to do than `total` (records that few organisations fit ask for more of
    them), or nobody knows how much (0), it counts and shows no end.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich import progress as rich
    from rich.text import Text

    class Count(rich.ProgressColumn):
        """How many are done, and of how many where that is known."""

        def render(self, task: rich.Task) -> Text:
            """Return the count, empty until there is one."""
            whole = "" if task.total is None else f" of {task.total:.0f}"
            return Text(f"{task.completed:.0f}{whole}" if task.completed or whole else "")

    class Rate(rich.ProgressColumn):
        """How many are done a second."""

        def render(self, task: rich.Task) -> Text:
            """Return the rate, empty until there is one."""
            return Text(f"{task.speed:,.0f} a second" if task.speed else "")

    name = rich.TextColumn("{task.description}", markup=False)
    columns = (name, rich.BarColumn(), Count(), Rate(), rich.TimeRemainingColumn())
    with rich.Progress(*columns, console=literal_console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total or None)

        def step(done: int) -> None:
            bar.advance(task, done)
            shown = bar.tasks[0]
            if shown.completed > total:
                shown.total = None

        yield step


def show(tables: tuple[TextTable, ...]) -> None:
    """Print tables: ruled and coloured on a terminal, plain and unwrapped elsewhere."""
    from rich.table import Table

    terminal = sys.stdout.isatty()
    plain = {} if terminal else {"width": 1000, "no_color": True, "highlight": False}
    console = literal_console(**plain)
    for table in tables:
        title = visible(table.title)
        if title and not terminal:
            # rich would fill it with blanks up to the width of the table
            click.echo(title)
        drawn = Table(
            title=title if terminal else None,
            title_justify="left",
            box=_box(terminal=terminal),
            show_edge=not terminal,
        )
        names = max((len(visible(row[0])) for row in table.rows), default=0)
        for index, column in enumerate(table.columns):
            left = index == 0 or column in table.text
            drawn.add_column(
                visible(column),
                justify="left" if left else "right",
                overflow="fold",
                no_wrap=not terminal or (index == 0 and 4 * names <= console.width),
            )
        for row in table.rows:
            drawn.add_row(*map(visible, row))
        console.print(drawn)
        if terminal:
            console.print()


def _box(*, terminal: bool) -> Any:
    from rich import box

    return box.SIMPLE_HEAD if terminal else box.ASCII2
