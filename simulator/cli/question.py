"""What the commands share that answer one question about a scenario."""

from __future__ import annotations

import operator
import shlex
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli.bulk import Bulk, bulk_options, running
from simulator.cli.columns import paragraph, print_json
from simulator.cli.options import (
    check_plan,
    getting_ready,
    progress,
    run_options,
    scenario_from,
    show,
)
from simulator.questions.asking import Means, Parameter, parameters
from simulator.questions.organisation import Organisation

if TYPE_CHECKING:
    from simulator.experiments.runner import Runner
    from simulator.experiments.stopping_rule import Stopped
    from simulator.present.document import Document
    from simulator.questions.answered import Answered
    from simulator.scenario.scenario import Scenario

    First = Callable[[Scenario, Runner], tuple[int, Stopped | None] | None]

__all__ = ["Asked", "Wanted", "answered", "delivered", "means", "question_options"]

_MOST_ROWS = 48  # more would push the answer itself off the screen
_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How an answer was asked for: its form, its folder, and how much is said."""

    form: str
    out: str | None
    figures: bool
    quiet: bool

    def folder(self, stem: str, command: str, content: str) -> Path:
        """Return the folder that was named, else one by what it holds; refuse other results."""
        from simulator.present.folder import check, default_folder

        folder = Path(self.out) if self.out else default_folder(stem, command, content)
        check(folder, content)
        return folder


@dataclass(frozen=True, kw_only=True)
class Asked(Wanted):
    """How an answer that is simulated was asked for: luck and size, and how to simulate, too.

    `replications` is None where a question has several numbers of its own and none was typed.
    """

    seed: int
    replications: int | None
    bulk: Bulk

    @property
    def n(self) -> int:
        """How many replications, of a command that always says so; TypeError for another."""
        return operator.index(self.replications)  # type: ignore[arg-type]  # refused there


def question_options(replications: Parameter, *, precision: bool = False) -> Callable[[_F], _F]:
    """Return a decorator that adds what every question takes, as one argument `asked`.

    --seed, -n, --format, --quiet, --out, --figures, --engine, --executor, --jobs and --store; with
    `precision` also --precision.
    """

    def decorate(function: _F) -> _F:
        def command(*args: Any, **given: Any) -> Any:
            names = ("seed", "replications", "form", "out", "figures", "quiet", "bulk")
            shared = {name: given.pop(name) for name in names}
            return function(*args, asked=Asked(**shared), **given)

        command.__doc__ = function.__doc__
        command.__name__ = function.__name__
        command.__dict__.update(function.__dict__)
        return run_options(replications)(bulk_options(command, precision=precision))  # type: ignore[return-value]  # click passes what it knows by name

    return decorate


def answered(
    asked: Asked,
    file: str,
    command: str,
    ask: Callable[..., Answered],
    own: Mapping[str, Any] = MappingProxyType({}),
    *,
    first: First = lambda *_: None,
    whole: bool = True,
) -> Answered:
    """Ask a question of FILE, print the answer, keep it in its folder, and return it.

    `own` holds the question's own arguments by name: with seed and scenario they are what the
    folder is known by. `whole` says whether details are printed too. `first` may run plans until
    they are precise enough, and gives their rows and how that ended. What is refused is for the
    user: one line, exit code 2.
    """
    from simulator.present.folder import content_id

    with getting_ready(quiet=asked.quiet):
        scenario = scenario_from(file)
    check_plan(own.get("plan", "today"), scenario)
    options = _known_by(ask, own) | {"seed": asked.seed, "engine": asked.bulk.engine}
    identity = content_id(scenario, command=command, **options)
    folder = asked.folder(Path(file).stem, command, identity)
    words = ["edgewise", command, file]
    words += [] if asked.replications is None else ["-n", f"{asked.replications}"]
    words += ["--precision", asked.bulk.precision] if asked.bulk.precision else []
    words += _spelt(options, ask)
    with ExitStack() as used:
        with getting_ready(quiet=asked.quiet):
            runner = used.enter_context(running(asked.bulk, seed=asked.seed, scenario=scenario))
        begun = first(scenario, runner)
        replications, stopped = begun or (asked.replications, None)
        found = ask(
            Organisation(file=file, scenario=scenario),
            **own,
            replications=replications,
            seed=asked.seed,
            engine=asked.bulk.engine,
            means=means(runner, quiet=asked.quiet),
        )
        document, made = found.document(), runner.made()
    delivered(
        document,
        folder,
        asked,
        summary={**found.as_json(), **({"precision": stopped.as_json()} if stopped else {})},
        after=stopped.words() if stopped else "",
        whole=whole,
        command=shlex.join(words),
        content=identity,
        scenario=scenario,
        made=made,
    )
    return found


def means(runner: Runner, *, quiet: bool) -> Means:
    """Return the means of a command: its runner, and a bar that shows how far it is."""
    return Means(
        runner=lambda _seed, _engine: runner,
        progress=lambda what, total: progress(what, total, quiet=quiet),
    )


def _known_by(ask: Callable[..., Answered], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that a folder is known by; the plan only where it is not today's."""
    asked = {name: each for name, each in parameters(ask).items() if name in own}
    return {
        name: list(own[name]) if isinstance(own[name], tuple) else own[name]
        for name, each in asked.items()
        if each.option.kept and not (name == "plan" and own[name] == each.default)
    }


def delivered(
    document: Document,
    folder: Path,
    asked: Wanted,
    *,
    summary: Mapping[str, Any],
    after: str = "",
    whole: bool = True,
    **kept: Any,
) -> None:
    """Print an answer, then keep it in its folder, and say where; `kept` is for `keep`.

    `after` is the last line of a table; details are printed where the `whole` is asked for.
    """
    from simulator.present.answer_folder import keep
    from simulator.present.folder import as_text

    def said(note: str) -> None:
        if not asked.quiet:
            click.echo(note, err=True)

    print_answer(document, as_text(summary), asked.form, after=after, whole=whole)
    sys.stdout.flush()
    keep(folder, document=document, summary=summary, say=said, figures=asked.figures, **kept)
    if asked.form == "table" and not asked.quiet:
        click.echo(f"Files: {folder}", err=True)


def _short(title: str) -> str:
    """Return the beginning of a table's title, up to where it goes into detail."""
    return title.partition(",")[0]


def print_answer(
    document: Document, json: str, form: str, *, after: str = "", whole: bool = True
) -> None:
    """Print an answer as a table, JSON or CSV."""
    from simulator.present.tables import as_csv

    if form == "json":
        print_json(json)
        return
    if form == "csv":
        click.echo(as_csv(document.tables), nl=False)
        return
    answer = (document.headline, document.known, *document.lines)
    for block in ((document.question,), document.first, answer, document.sure):
        for line in filter(None, block):
            paragraph(line)
        if any(block):
            click.echo()
    tables = [table for table in document.tables if whole or not table.detail]
    show(tuple(table for table in tables if len(table.rows) <= _MOST_ROWS))
    for table in tables:
        if len(table.rows) > _MOST_ROWS:
            paragraph(f"{table.title}: {len(table.rows)} rows, on the page or --format csv.")
    if left := [table.title for table in document.tables if table not in tables]:
        paragraph(f"With --all or on the page: {'; '.join(_short(title) for title in left)}.")
    stamp = document.stamp and f"({document.stamp})"
    paragraph(" ".join(filter(None, (stamp, document.footer))))
    if after:
        paragraph(after)


def _spelt(options: Mapping[str, Any], ask: Callable[..., Answered]) -> list[str]:
    """Return options as they are typed: several values one by one, or each behind its option."""
    known = parameters(ask)
    words: list[str] = []
    for name, value in options.items():
        each = known[name].option.several == 0 if name in known else False
        for group in value if each else [value]:
            typed = group if isinstance(group, list) else [group]
            words += [f"--{name}", *map(str, typed)] if typed else []
    return words
