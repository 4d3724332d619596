"""The results folder of one question: what was answered, and its page; drawn again from files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from simulator.files import disk
from simulator.model.plain import plain
from simulator.present import captions
from simulator.present.anonymise import for_outside, legend
from simulator.present.chart.sheet import Drawing
from simulator.present.document import Document
from simulator.present.five_lines import five_lines
from simulator.present.folder import (
    FolderError,
    as_text,
    check_whole,
    read_manifest,
    write,
    written,
)
from simulator.present.kept_document import read_document, write_document
from simulator.present.page import page
from simulator.present.slides import slides, undrawable
from simulator.present.tables import csv_of
from simulator.present.workbook import workbook
from simulator.scenario.scenario import Scenario

__all__ = [
    "LEGEND",
    "content_of",
    "draw_again",
    "draw_outside",
    "keep",
    "legend_file",
    "legend_of",
]

OUTSIDE, PAGE, LEGEND = "outside", "report.html", "legend.csv"


Say = Callable[[str], None]


def _nothing(_: str) -> None:
    pass


def content_of(records: str, **asked: object) -> str:
    """Return what a review's folder is known by: the hash of the records and of what was asked."""
    text = as_text({"records": records, **asked})
    return hashlib.sha256(text.encode()).hexdigest()


def keep(
    folder: Path,
    *,
    command: str,
    content: str,
    summary: Mapping[str, Any],
    document: Document,
    scenario: Scenario | None = None,
    made: Mapping[str, Any] | None = None,
    figures: bool = False,
    say: Say = _nothing,
) -> None:
    """Write an answer's folder whole: summary, document, page, and five lines.

    `made` says how: engine, plans. With `figures` its slides and its workbook too; `say` is told
    where letters must stand for names. Refuses a folder that holds other content (FolderError).
    """
    with written(folder, content) as aside:
        write(
            aside,
            command=command,
            content=content,
            scenario=scenario,
            summary=summary,
            made=made,
        )
        write_document(aside, document)
        _draw(aside, document, plain(summary), read_manifest(aside), figures=figures, say=say)


def draw_again(folder: Path, drawings: Mapping[str, Drawing], say: Say = _nothing) -> Path:
    """Draw page, figures, workbook and lines of a results folder again; return the page.

    Refuses a folder that holds no whole answer (FolderError).
    """
    check_whole(folder)
    manifest, document = read_manifest(folder), read_document(folder, drawings)
    with written(folder) as aside:
        _draw(aside, document, _summary(folder), manifest, figures=True, say=say)
    return folder / PAGE


def draw_outside(
    folder: Path,
    drawings: Mapping[str, Drawing],
    say: Say = _nothing,
    lettered: Document | None = None,
) -> Path:
    """Draw a results folder for outside, in a folder inside it; return the page.

    Letters stand for names; `legend.csv`, which tells them, stays in the results folder.
    `lettered` is the same answer of an organisation that has letters for names already; without
    it they are put into the sentences. `say` is told where they hide little. Refuses as
    `draw_again` does, and an `outside` that holds something else.
    """
    check_whole(folder)
    manifest, document = read_manifest(folder), read_document(folder, drawings)
    shown = document
    if lettered is not None:
        again = f"{lettered.footer} {captions.ASKED_AGAIN}"
        shown = replace(lettered, names={}, footer=again)
    summary = _summary(folder)
    target = folder / OUTSIDE
    if target.exists() and not (target / PAGE).exists() and any(target.iterdir()):
        raise FolderError(f"{target} holds something else; remove it first")
    # how it was made tells the name of the file, and what it is known by the file itself
    made = {"versions": manifest.get("versions")}
    told = {key: value for key, value in summary.items() if key in ("seed", "replications")}
    with written(folder) as aside:
        (aside / LEGEND).write_bytes(legend_of(document))
        _draw(aside / OUTSIDE, for_outside(shown), told, made, figures=True, say=say)
    if 0 < list(document.names.values()).count("team") < captions.FEW_TEAMS:
        say(captions.FEW)
    return target / PAGE


def legend_of(document: Document) -> bytes:
    """Return what the letters of a document stand for, as a table of comma-separated values."""
    return legend_file(legend(document.names))


def legend_file(letters: Mapping[str, str]) -> bytes:
    """Return what letters stand for, as a table of comma-separated values."""
    rows = ((letter, name) for name, letter in letters.items())
    return csv_of([("letter", "stands for"), *rows]).encode()


def _summary(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads(disk.read(folder / "summary.json"))
    except (OSError, ValueError) as error:
        raise FolderError(f"{folder} holds no whole answer of a question") from error
    if not isinstance(found, dict):
        raise FolderError(f"{folder} holds no whole answer of a question")
    return found


def _draw(
    folder: Path,
    document: Document,
    summary: Mapping[str, Any],
    manifest: Mapping[str, Any],
    *,
    figures: bool,
    say: Say,
) -> None:
    if figures:
        drawn = folder / "figures"
        drawn.mkdir(parents=True, exist_ok=True)
        for name, content in slides(document).items():
            (drawn / name).write_bytes(content)
        letters = undrawable(document)
        if letters:
            (drawn / LEGEND).write_bytes(legend_file(letters))
            say(captions.lettered(len(letters), f"figures/{LEGEND}"))
        (folder / "report.xlsx").write_bytes(workbook(document))
    (folder / "lines.txt").write_bytes(five_lines(document).encode())
    (folder / PAGE).write_bytes(page(document, summary=summary, manifest=manifest).encode())
