"""What the commands share that answer one question about a scenario."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from simulator.cli.bulk import Bulk, bulk_options, running
from simulator.cli.columns import paragraph
from simulator.cli.options import progress, refuse, run_options, scenario_from, show

if TYPE_CHECKING:
    from simulator.experiments.runner import Runner
    from simulator.present.document import Document
    from simulator.scenario.scenario import Scenario

__all__ = ["Asked", "answered", "delivered", "question_options"]

_MOST_ROWS = 48  # more would push the answer itself off the screen
_F = TypeVar("_F", bound=Callable[..., Any])


class Answer(Protocol):
    """What a question's function returns."""

    def as_json(self) -> dict[str, Any]:
        """Return the answer as plain JSON values."""


_A = TypeVar("_A", bound=Answer)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How an answer was asked for: luck, size, form, folder, and how to simulate."""

    seed: int
    replications: int
    form: str
    out: str | None
    figures: bool
    quiet: bool
    bulk: Bulk
    arm: str = "today"


def question_options(replications: int, *, arm: bool = False) -> Callable[[_F], _F]:
    """Return a decorator that adds what every question takes, as one argument `asked`.

    --seed, -n, --format, --quiet, --out, --figures, --engine, --executor and --jobs; with `arm`
    also --arm.
    """

    def decorate(function: _F) -> _F:
        def command(*args: Any, **given: Any) -> Any:
            names = ("seed", "replications", "form", "out", "figures", "quiet", "bulk")
            shared = {name: given.pop(name) for name in names}
            if arm:
                shared["arm"] = given.pop("arm")
            return function(*args, asked=Asked(**shared), **given)

        command.__doc__ = function.__doc__
        command.__name__ = function.__name__
        command.__dict__.update(function.__dict__)
        if arm:
            command = click.option(
                "--arm", default="today", show_default=True, help="Which plan to look at."
            )(command)
        return run_options(replications)(bulk_options(command, precision=False))  # type: ignore[return-value]  # click passes what it knows by name

    return decorate


def answered(
    asked: Asked,
    file: str,
    command: str,
    content: Mapping[str, Any],
    *,
    ask: Callable[[Scenario, Runner, Callable[[int], None]], _A],
    show_as: Callable[[_A], Document],
    total: int = 1,
    what: str = "simulating",
) -> _A:
    """Ask a question of FILE, print the answer, keep it in its folder, and return it.

    `content` holds the command's own options by name: with seed and scenario they are what the
    folder is known by. `ask` is told the scenario, a runner and a progress step (`total` in all);
    its ValueError is for the user: one line, exit code 2.
    """
    from simulator.present.folder import check, content_id, default_folder

    scenario = scenario_from(file)
    _check_arm(asked.arm, scenario)
    options = {key: value for key, value in content.items() if value is not None}
    if asked.arm != "today":
        options["arm"] = asked.arm
    options |= {"seed": asked.seed, "engine": asked.bulk.engine}
    identity = content_id(scenario, command=command, **options)
    folder = Path(asked.out) if asked.out else default_folder(Path(file).stem, command, identity)
    words = ["edgewise", command, file, "-n", f"{asked.replications}", *_spelt(options)]
    try:
        check(folder, identity)
        with running(asked.bulk, seed=asked.seed, scenario=scenario) as runner:
            with progress(what, total, quiet=asked.quiet) as step:
                found = ask(scenario, runner, step)
            document, made = show_as(found), runner.made()
    except ValueError as error:
        refuse(str(error))
    delivered(
        document,
        folder,
        form=asked.form,
        quiet=asked.quiet,
        figures=asked.figures,
        summary=found.as_json(),
        command=shlex.join(words),
        content=identity,
        scenario=scenario,
        made=made,
    )
    return found


def delivered(
    document: Document,
    folder: Path,
    *,
    form: str,
    quiet: bool,
    summary: Mapping[str, Any],
    after: str = "",
    **kept: Any,
) -> None:
    """Print an answer, then keep it in its folder, and say where; `kept` is for `keep`.

    `after` is the last line of a table.
    """
    from simulator.present.answer_folder import keep
    from simulator.present.folder import FolderError, as_text

    print_answer(document, as_text(summary), form, after=after)
    sys.stdout.flush()
    try:
        keep(folder, document=document, summary=summary, **kept)
    except FolderError as error:
        refuse(str(error))
    if form == "table" and not quiet:
        click.echo(f"Files: {folder}", err=True)


def print_answer(document: Document, json: str, form: str, *, after: str = "") -> None:
    """Print an answer as a table, JSON or CSV."""
    from simulator.present.tables import as_csv

    if form == "json":
        click.echo(json, nl=False)
        return
    if form == "csv":
        click.echo(as_csv(document.tables), nl=False)
        return
    for block in ((document.question,), (document.answer, *document.lines), document.sure):
        for line in block:
            paragraph(line)
        if block:
            click.echo()
    show(tuple(table for table in document.tables if len(table.rows) <= _MOST_ROWS))
    for table in document.tables:
        if len(table.rows) > _MOST_ROWS:
            paragraph(f"{table.title}: {len(table.rows)} rows, on the page or --format csv.")
    stamp = document.stamp and f"({document.stamp})"
    paragraph(" ".join(filter(None, (stamp, document.footer))))
    if after:
        paragraph(after)


def _check_arm(arm: str, scenario: Scenario) -> None:
    if arm != "today" and arm not in scenario.arms:
        refuse(f"--arm: found {arm!r}; allowed: {', '.join(('today', *scenario.arms))}")


def _spelt(options: Mapping[str, Any]) -> list[str]:
    """Return options as they are typed; a list is an option given several times."""
    spelt: list[str] = []
    for name, value in options.items():
        flag = f"--{name.replace('_', '-')}"
        if isinstance(value, bool):
            spelt += [flag] if value else []
            continue
        for each in value if isinstance(value, list | tuple) else (value,):
            spelt += [flag, f"{each}"]
    return spelt
