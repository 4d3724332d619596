"""Worked changes of CONTRIBUTING.md: read from its blocks, carried out on a copy of the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Edit", "carried_out", "changes"]

_BLOCK = re.compile(r"(?ms)^In `([^`]+)`[^\n]*:\n\n```diff\n(.*?)^```$")


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What one block changes in one file: the lines as they stand, and as they stand after it."""

    file: str
    before: str
    after: str


def changes(page: str) -> dict[str, list[Edit]]:
    """The edits of every section of the page that has any, by the section's heading."""
    found = {}
    for part in re.split(r"^### ", page, flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        edits = list(_edits(text.split("\n## ")[0]))
        if edits:
            found[heading.strip()] = edits
    return found


def carried_out(edits: list[Edit], root: Path) -> None:
    """Make the edits below a folder; refuses lines that do not stand there once (ValueError)."""
    for edit in edits:
        file = root / edit.file
        if not edit.before:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(edit.after, encoding="utf-8")
            continue
        text = file.read_text("utf-8")
        if text.count(edit.before) != 1:
            raise ValueError(
                f"{edit.file} has these lines {text.count(edit.before)} times:\n{edit.before}"
            )
        file.write_text(text.replace(edit.before, edit.after), encoding="utf-8")


def _edits(text: str) -> Iterator[Edit]:
    for file, block in _BLOCK.findall(text):
        lines = block.splitlines(keepends=True)
        yield Edit(
            file=file,
            before="".join(line[1:] for line in lines if line[0] in " -"),
            after="".join(line[1:] for line in lines if line[0] in " +"),
        )
