"""Who hands to whom as a table: rows hand to columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.files.cells import TOTALS, CellsError, Table, bare, heading, number_in, table_of
from simulator.scenario.shape import nearest
from simulator.scenario.tree import quoted

__all__ = ["Matrix", "matrix_of"]

_MOST: Final = 1e7
_TICKS: Final = frozenset({"x", "yes", "y", "v", "✓", "✔", "☑", "true", "wahr", "vrai"})
_NONE: Final = frozenset({"", "no", "n", ".", "–", "—", "☐", "false", "falsch", "faux"})


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Teams in the order of the columns, and how often a month each hands to another.

    A mark without a number counts as once. `left` is what was left out of the table, in words.
    """

    teams: tuple[str, ...]
    often: Mapping[tuple[str, str], float]
    left: tuple[str, ...] = ()


def matrix_of(text: str, name: str, teams: Sequence[str] = ()) -> Matrix | None:
    """The matrix in a text; None where rows and columns have not the same names.

    With `teams` rows and columns may have any of these, and no others. CellsError with every cell
    that is no mark and no number, and every name that is not known.
    """
    table = table_of(text, name, {heading(team) for team in teams} or None)
    known = {heading(team): team for team in teams}
    columns = {
        at: cell
        for at, cell in enumerate(table.header.cells)
        if at and cell and (heading(cell) in known or heading(cell) not in TOTALS)
    }
    if not teams:
        known = {heading(cell): cell for cell in columns.values()}
        named = [heading(row.cells[0]) for row in table.rows]
        if len(columns) < 2 or sorted(named) != sorted(map(heading, columns.values())):
            return None
    problems: list[str] = []
    if not columns:
        cell = quoted(table.header.cells[0])
        problems.append(f"{name}:{table.header.line}: found {cell}; allowed a header of team names")
    receivers = {
        at: _team(cell, known, f"{name}:{table.header.line}", problems)
        for at, cell in columns.items()
    }
    twice = {cell for cell in receivers.values() if list(receivers.values()).count(cell) > 1}
    problems += [
        f"{name}:{table.header.line}: found the team {quoted(each)} twice; allowed once each"
        for each in sorted(twice - {""})
    ]
    often = _often(table, receivers, known, problems)
    if problems:
        raise CellsError(problems)
    return Matrix(teams=tuple(receivers.values()), often=often, left=table.left)


def _often(
    table: Table, receivers: Mapping[int, str], known: Mapping[str, str], problems: list[str]
) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for row in table.rows:
        sender = _team(row.cells[0], known, f"{table.name}:{row.line}", problems)
        for at, receiver in receivers.items():
            weight = _mark(row.cells[at], table.place(row, at), problems, comma=table.comma)
            if weight > 0.0 and sender != receiver:
                found[sender, receiver] = weight
    return found


def _team(cell: str, known: Mapping[str, str], place: str, problems: list[str]) -> str:
    found = known.get(heading(cell), "")
    if not found:
        close = nearest(heading(cell), known)
        hint = f"; did you mean {known[close]}?" if close else ""
        allowed = ", ".join(known.values())
        problems.append(f"{place}: found the team {quoted(cell)}; allowed {allowed}{hint}")
    return found


def _mark(cell: str, place: str, problems: list[str], *, comma: bool) -> float:
    """How often a cell says; what it is not is noted, and then none."""
    word = bare(cell)
    if word in _NONE or word in _TICKS:
        return float(word in _TICKS)
    found = number_in(cell, comma=comma)
    if found is None or found > _MOST:
        allowed = "an x, a count a month, or nothing"
        problems.append(f"{place}: found {quoted(cell)}; allowed {allowed}")
        return 0.0
    return found
