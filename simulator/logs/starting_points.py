"""Lighter starting points than a log: a matrix of who hands to whom, and a CODEOWNERS file."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from simulator.files import disk
from simulator.interview.draft import draft
from simulator.interview.interview import canonical, questions
from simulator.interview.replies import DONT_KNOW
from simulator.logs.faults import fault

__all__ = ["Started", "started"]

_MOST: Final = 1_000_000
_OWNER: Final = re.compile(r"@[\w.-]+/([\w.-]+)")
_MARKS: Final = re.compile(r"[xX]?|[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, kw_only=True)
class Started:
    """A scenario of which only teams and who hands to whom are known; the rest is judgement."""

    file: str
    name: str
    text: str
    teams: tuple[str, ...]
    handovers: tuple[str, ...]
    source: str


def started(path: str, name: str) -> Started | None:
    """Return a matrix or a CODEOWNERS file as a scenario called `name`; None where it is neither.

    Refuses a CODEOWNERS file in which no two teams share a path, which tells no handover, and what
    the interview refuses (LogError).
    """
    told = _told(Path(path), path)
    if told is None:
        return None
    teams, handed, source = told
    raw = {"name": name, "teams": "\n".join(f"{team} ?" for team in teams), "handovers": handed}
    answers = _answered(raw, path)
    pairs = tuple(answers["handovers"].splitlines())
    return Started(file=path, name=name, text=draft(answers), teams=teams, handovers=pairs,
                   source=source)  # fmt: skip


def _told(place: Path, path: str) -> tuple[tuple[str, ...], str, str] | None:
    """Return teams, handovers as they are typed, and what kind of file this is."""
    if place.name.upper() == "CODEOWNERS":
        return _code_owners(_text(place), path)
    return _matrix(_text(place)) if place.suffix.lower() == ".csv" else None


def _text(place: Path) -> str:
    """Return the text of a small file; nothing where it is large or no text."""
    content = disk.read(place, _MOST + 1)
    if len(content) > _MOST:
        return ""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def _answered(raw: Mapping[str, str], path: str) -> dict[str, str]:
    answers: dict[str, str] = {}
    while left := [each for each in questions(answers) if each.key not in answers]:
        text = raw.get(left[0].key, DONT_KNOW)
        try:
            answers[left[0].key] = canonical(left[0], text, answers)
        except ValueError as error:
            raise fault(path, f"{left[0].key} that cannot be used ({error})",
                        "names of teams, and who hands to whom") from None  # fmt: skip
    return answers


def _matrix(text: str) -> tuple[tuple[str, ...], str, str] | None:
    """Return the teams of a square table whose rows are named like its columns; None for others."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    delimiter = max(",;\t", key=lines[0].count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
    names = rows[0][1:]
    square = len(names) >= 2 and [row[0] for row in rows[1:]] == names
    marks = all(_MARKS.fullmatch(cell) for row in rows[1:] for cell in row[1:])
    if not (square and marks and all(names)):
        return None
    handed = [
        f"{source[0]} > {target}: {_often(cell)}"
        for source in rows[1:]
        for target, cell in zip(names, source[1:], strict=False)
        if target != source[0] and cell not in {"", "0"}
    ]
    return tuple(names), "\n".join(handed), "a team matrix"


def _often(cell: str) -> str:
    return "1" if cell.lower() == "x" else cell


def _code_owners(text: str, path: str) -> tuple[tuple[str, ...], str, str]:
    """Return the teams that own paths, and those that own one together; persons are left out."""
    teams: dict[str, None] = {}
    pairs: dict[tuple[str, str], int] = {}
    for line in text.splitlines():
        found = list(dict.fromkeys(_OWNER.findall(line.split("#")[0])))
        teams.update(dict.fromkeys(found))
        for pair in combinations(found, 2):
            pairs[pair] = pairs.get(pair, 0) + 1
    if not pairs:
        allowed = "a file that says who hands to whom: a team matrix as CSV, or a log"
        raise fault(path, f"{len(teams)} teams, of which no two own a path together", allowed)
    handed = "\n".join(f"{a} > {b}: {count}" for (a, b), count in pairs.items())
    return tuple(teams), handed, "a CODEOWNERS file"
