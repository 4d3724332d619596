"""Lighter starting points than a log: a matrix of who hands to whom, and a CODEOWNERS file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from simulator.files.cells import CellsError, text_of
from simulator.files.matrix import matrix_of
from simulator.interview.draft import draft
from simulator.interview.interview import AnswersError, completed
from simulator.logs.faults import LogError, fault

__all__ = ["Started", "started"]

_TABLES: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods"})
_OWNER: Final = re.compile(r"@[\w.-]+/([\w.-]+)")


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
    raw = {"name": name, "teams": [f"{team} ?" for team in teams], "handed": handed}
    try:
        answers = completed(raw)
    except AnswersError as error:
        raise fault(path, f"names that cannot be used ({'; '.join(error.problems)})",
                    "names of teams, and who hands to whom") from None  # fmt: skip
    pairs = tuple(answers["handed"].splitlines())
    return Started(file=path, name=name, text=draft(answers), teams=teams, handovers=pairs,
                   source=source)  # fmt: skip


def _told(place: Path, path: str) -> tuple[tuple[str, ...], str, str] | None:
    """Return teams, handovers as they are typed, and what kind of file this is."""
    owners = place.name.upper() == "CODEOWNERS"
    if not owners and place.suffix.lower() not in _TABLES:
        return None
    try:
        text = text_of(place)
    except CellsError:
        return None
    return _code_owners(text, path) if owners else _matrix(text, path)


def _matrix(text: str, path: str) -> tuple[tuple[str, ...], str, str] | None:
    """Return what a matrix says; None for a table whose rows are not named like its columns."""
    try:
        found = matrix_of(text, path)
    except CellsError as error:
        raise LogError(error.problems) from None
    if found is None:
        return None
    handed = [f"{source} > {target}: {often:g}" for (source, target), often in found.often.items()]
    return found.teams, "\n".join(handed), "a team matrix"


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
