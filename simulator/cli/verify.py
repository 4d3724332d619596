"""`edgewise verify`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.columns import paragraph
from simulator.cli.options import refuse, show

if TYPE_CHECKING:
    from simulator.experiments.verify import Check
    from simulator.present.tables import TextTable


@click.command()
@click.argument("results", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-n",
    "--replications",
    "size",
    type=click.IntRange(1, 1_000_000),
    default=5,
    show_default=True,
    help="How many of each plan are run again; all files are read.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=1,
    show_default=True,
    help="Which are chosen; the results have their own seed.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="What is printed.",
)
@click.option("--quiet", is_flag=True, help="No notes.")
def verify(results: Path, size: int, seed: int, form: str, quiet: bool) -> None:
    """Run a sample of the kept replications of RESULTS again: identical or not.

    Exit code 1 when a number differs, or a file is torn or altered.

    \b
    Example:  edgewise verify results/typical-company-compare-1a2b3c4d
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.experiments import verify as verification
    from simulator.experiments.engine import prepare, sources
    from simulator.experiments.store.store import Store
    from simulator.files.read import ScenarioError, load
    from simulator.present.folder import FolderError, as_text, read_manifest
    from simulator.present.tables import as_csv

    def say(message: str) -> None:
        if not quiet:
            click.echo(message, err=True)

    try:
        manifest = read_manifest(results)
        engine = dict(manifest.get("engine") or {})
        prepare(str(engine.get("name", "auto")), say)
        checks = verification.verify(
            load(results / "scenario.yaml"),
            manifest,
            Store(results / "replications"),
            size=size,
            sample_seed=seed,
        )
    except (FolderError, ScenarioError) as error:
        refuse(f"{results}: {error}")
    identical = all(check.identical for check in checks)
    if engine["sources"] != sources(engine["name"]):
        say("These results were made by other sources than the ones installed now.")
    if form == "json":
        plans = [check.as_json() for check in checks]
        click.echo(as_text({"identical": identical, "plans": plans}), nl=False)
    elif form == "csv":
        click.echo(as_csv((_table(checks),)), nl=False)
    else:
        show((_table(checks),))
        for check in checks:
            for complaint in check.complaints:
                paragraph(f"{check.plan}: {complaint}")
        paragraph("Identical." if identical else "Not identical.")
    sys.exit(0 if identical else 1)


def _table(checks: Sequence[Check]) -> TextTable:
    from simulator.present.tables import TextTable

    return TextTable(
        title="Kept replications, run again",
        columns=("plan", "kept", "run again", "differ", "bad files"),
        rows=tuple(
            (
                check.plan,
                f"{check.kept}",
                f"{len(check.sample)}",
                ", ".join(f"{number}" for number in check.differing) or "none",
                f"{len(check.complaints)}",
            )
            for check in checks
        ),
        text=("differ",),
    )
