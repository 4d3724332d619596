"""`edgewise verify`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.columns import paragraph, print_json
from simulator.cli.options import refuse, show

if TYPE_CHECKING:
    from simulator.experiments.verify import Check
    from simulator.present.tables import TextTable


@click.command()
@click.argument("results", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-n",
    "--batches",
    "size",
    type=click.IntRange(1, 1_000_000),
    default=8,
    show_default=True,
    help="How many batches of 25 runs are run again, of all plans together; all files are read.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**64 - 1),
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
    """Check all files of RESULTS, and run a sample of its runs again: identical or not.

    Exit code 1 when a file is altered or missing, or a run comes out otherwise. Runs of another
    engine than the one installed are not run again; that is said, and the files are checked.

    \b
    Example:  edgewise verify results/typical-company-compare-1a2b3c4d
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.files.read import ScenarioError
    from simulator.present.folder import FolderError, altered, as_text, read_manifest
    from simulator.present.tables import as_csv

    def say(message: str) -> None:
        if not quiet:
            click.echo(message, err=True)

    try:
        manifest = read_manifest(results)
        bad = altered(results)
        checks = _again(results, manifest, size, seed, say) if "programs" in manifest else []
    except (FolderError, ScenarioError) as error:
        refuse(f"{results}: {error}")
    identical = not bad and all(check.identical for check in checks)
    files = {"checked": len(manifest.get("files") or {}), "altered": bad}
    if form == "json":
        plans = [check.as_json() for check in checks]
        print_json(as_text({"identical": identical, "files": files, "plans": plans}))
    elif form == "csv":
        click.echo(as_csv((_table(checks),)), nl=False)
    else:
        if checks:
            show((_table(checks),))
        for check in checks:
            if check.complaint:
                paragraph(f"{check.plan}: {check.complaint}")
        for name in bad:
            paragraph(f"{results / name}: altered or missing")
        paragraph(f"{files['checked']} files read.")
        paragraph("Identical." if identical else "Not identical.")
    sys.exit(0 if identical else 1)


def _again(
    results: Path, manifest: Mapping[str, Any], size: int, seed: int, say: Callable[[str], None]
) -> list[Check]:
    """Return what comes of running a sample again; nothing where another engine ran it."""
    from simulator.experiments.engine import prepare
    from simulator.experiments.verify import Again, verify
    from simulator.files.read import load

    again = Again.of(manifest)
    if not again.by_this_engine:
        say("Another engine than the one installed made these runs: only the files are checked.")
        return []
    prepare(again.engine, say)
    return verify(load(results / "scenario.yaml"), again, size=size, sample_seed=seed)


def _table(checks: Sequence[Check]) -> TextTable:
    from simulator.present.tables import TextTable

    return TextTable(
        title="Batches of 25 runs, run again",
        columns=("plan", "runs", "batches", "run again", "differ from run"),
        rows=tuple(
            (
                check.plan,
                f"{check.runs}",
                f"{check.batches}",
                f"{len(check.again)}",
                ", ".join(f"{number}" for number in check.differing) or "none",
            )
            for check in checks
        ),
        text=("differ from run",),
    )
