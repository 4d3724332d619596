"""`edgewise import`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.ask import help_of, own_options
from simulator.cli.options import refuse
from simulator.cli.question import Wanted, print_answer
from simulator.cli.records import of_log, printed
from simulator.questions.import_log.answer import Imported
from simulator.questions.import_log.answer import import_log as ask

if TYPE_CHECKING:
    from simulator.logs.guess import Doubt
    from simulator.logs.imported import Imported as Found
    from simulator.logs.mapping import LogMap


@click.command("import", help=help_of(ask))
@click.argument("log", metavar="LOG")
@own_options(ask)
@click.option("--out", metavar="NAME", help="Write NAME.yaml and NAME.mapping.yaml.")
@click.option("--interview", is_flag=True, help="Ask about everything that was guessed.")
@click.option("--force", is_flag=True, help="Write over files that are already there.")
@printed
def import_log(
    log: str, out: str | None, interview: bool, force: bool, form: str, quiet: bool, **own: Any
) -> None:
    """Make a scenario of an event log, print what was measured, and write it where asked."""
    from simulator.logs.starting_points import Started
    from simulator.present.folder import as_text

    given = {name: value for name, value in own.items() if value is not None}
    target = None if out is None else Path(f"{out.removesuffix('.yaml')}.yaml")
    if target is not None and not force:
        _free(target)
    wanted = Wanted(form=form, out=None, figures=False, quiet=quiet)
    found = _answered(wanted, log, given)
    log_found = found.found
    if interview and not isinstance(log_found, Started):
        told = _asked(log_found)
        if told != log_found.mapping:
            found = _answered(wanted, log, {**given, "mapping": told})
    print_answer(found.document(), as_text(found.as_json()), form)
    if target is not None:
        found.organisation()
        found.write(target)
        if not quiet:
            more = f" and {_mapping(target)}" if found.mapping else ""
            click.echo(f"Wrote {target}{more}.", err=True)


def _mapping(target: Path) -> Path:
    return Path(f"{str(target).removesuffix('.yaml')}.mapping.yaml")


def _free(target: Path) -> None:
    for path in (target, _mapping(target)):
        if path.exists():
            refuse(f"{path} is already there; allowed: another --out, or --force")


def _answered(wanted: Wanted, log: str, own: dict[str, Any]) -> Imported:
    found = of_log(wanted, log, ask, own)
    if not isinstance(found, Imported):
        raise TypeError(f"{type(found).__name__} is no import")
    return found


def _asked(found: Found) -> LogMap:
    """Return the mapping once every guess that has a choice was shown and answered."""
    from simulator.cli.dialogue import EndedError

    told = found.mapping
    for doubt in found.doubts:
        if len(doubt.choices) < 2:
            click.echo(f"{doubt.key}: {doubt.told}", err=True)
            continue
        try:
            told = _settled(told, doubt, _choice(doubt))
        except EndedError:
            refuse("--interview: the answers ended; nothing was written")
    return told


def _choice(doubt: Doubt) -> str:
    """Return which of a doubt's choices is right; an empty answer is the first."""
    from simulator.cli.dialogue import line_of

    listed = "  ".join(f"{number} {each}" for number, each in enumerate(doubt.choices, 1))
    while True:
        text = line_of(f"{doubt.key}? {listed}  [1] > ").strip() or "1"
        if text.isdecimal() and 1 <= int(text) <= len(doubt.choices):
            return doubt.choices[int(text) - 1]
        click.echo(f"Found {text!r}; allowed: 1 to {len(doubt.choices)}.", err=True)


def _settled(told: LogMap, doubt: Doubt, choice: str) -> LogMap:
    """Return a mapping in which a doubt is settled by one of its choices."""
    if doubt.key == "team_means":
        return replace(told, team_means=choice)
    if doubt.key.startswith("fields: "):
        return replace(told, fields={**told.fields, doubt.key.removeprefix("fields: "): choice})
    return told.with_columns(**{doubt.key: choice})
