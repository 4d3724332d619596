"""The complete results folder: frames, figures, page, workbook, lines to paste."""

from __future__ import annotations

from pathlib import Path

from simulator.methods.comparison import Comparison
from simulator.present.folder import FolderError, read_manifest, write_bytes
from simulator.questions.compare.anonymise import lettered
from simulator.questions.compare.exports import drawn, five_lines, workbook
from simulator.questions.compare.page import render
from simulator.questions.compare.result import Result

__all__ = ["LETTERS", "complete", "render_again"]

LETTERS = "letters"
"""The folder inside a results folder that tells no team's name."""


def complete(folder: Path, comparison: Comparison) -> None:
    """Write what is shown of a comparison into the folder that already holds its summary."""
    Result.of(comparison, read_manifest(folder)).write(folder)
    # from the files, so that what is shown is what is kept
    _shown(folder, Result.read(folder))


def render_again(folder: Path, *, letters: bool = False) -> Path:
    """Render figures, page, workbook and lines of a results folder again; return the page.

    With `letters` they go to a folder inside it, with letters for team names and without the
    scenario. Refuses a folder that holds no whole comparison (FolderError).
    """
    result = Result.read(folder)
    if letters:
        folder = folder / LETTERS
        if folder.exists() and not (folder / "report.html").exists() and any(folder.iterdir()):
            raise FolderError(f"{folder} holds something else; remove it first")
        folder.mkdir(exist_ok=True)
        result = lettered(result)
    return _shown(folder, result)


def _shown(folder: Path, result: Result) -> Path:
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    for name, content in drawn(result).items():
        write_bytes(figures / name, content)
    write_bytes(folder / "report.xlsx", workbook(result))
    write_bytes(folder / "lines.txt", five_lines(result).encode())
    page = folder / "report.html"
    write_bytes(page, render(result).encode())
    return page
