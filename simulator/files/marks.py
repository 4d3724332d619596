"""What raters marked for each post-mortem, read from a CSV file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from types import MappingProxyType
from typing import Final

from simulator.files.cells import CellsError, Row, bare, rows_of, text_of
from simulator.scenario.shape import nearest
from simulator.scenario.tree import quoted

__all__ = ["COLUMNS", "MECHANISMS", "SIDES", "Mark", "PostMortem", "marks", "marks_of"]

SIDES: Final = ("inside", "between", "neither", "cannot tell")
MECHANISMS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "made inside": ("defect", "inside"),
        "got lost on the way": ("lost", "between"),
        "went out of date": ("drift", "between"),
        "nobody's job": ("unowned", "between"),
        "would have happened anyway": ("external", "neither"),
        "defect": ("defect", "inside"),
        "lost": ("lost", "between"),
        "drift": ("drift", "between"),
        "unowned": ("unowned", "between"),
        "external": ("external", "neither"),
    }
)
"""What a mechanism may be called, with its name in the model and the side it is on."""
COLUMNS: Final = ("failure", "rater 1", "mechanism 1", "rater 2", "mechanism 2", "note")
OTHER_NAMES: Final = {"id": "failure", "mark": "rater 1", "mechanism": "mechanism 1"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What one rater marked: a side of `SIDES`, and a mechanism where it was known."""

    side: str
    mechanism: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PostMortem:
    """One failure and what each rater marked; None where a rater left it open."""

    failure: str
    first: Mark | None
    second: Mark | None


def marks(path: str | PathLike[str]) -> tuple[PostMortem, ...]:
    """The marked post-mortems of a file; rows without a mark are left out.

    CellsError with every problem, OSError when the file cannot be opened.
    """
    return marks_of(text_of(path), str(path))


def marks_of(text: str, name: str) -> tuple[PostMortem, ...]:
    """The marked post-mortems of a text; CellsError with every problem."""
    if not text.strip():
        raise CellsError([f"{name}:1: found an empty file; allowed the columns {_listed()}"])
    header, *rows = rows_of(text.removeprefix("\ufeff"), name)
    columns = _columns(header, name)
    problems: list[str] = []
    found, seen = [], dict[str, int]()
    for row in rows:
        each = _post_mortem(row, columns, f"{name}:{row.line}", seen, problems)
        if each.first or each.second:
            found.append(each)
    if not problems and not found:
        problems.append(
            f"{name}:{header.line}: found no marked post-mortem; allowed one a row, "
            f"marked {', '.join(SIDES[:-1])} or {SIDES[-1]}"
        )
    if problems:
        raise CellsError(problems)
    return tuple(found)


def _post_mortem(
    row: Row, columns: tuple[str, ...], place: str, seen: dict[str, int], problems: list[str]
) -> PostMortem:
    """One row's marks; what is wrong in it is noted."""
    if len(row.cells) > len(columns):
        allowed = f"allowed {len(columns)}, one a column"
        problems.append(f"{place}: found {len(row.cells)} cells; {allowed}")
        return PostMortem(failure="", first=None, second=None)
    cells = dict(zip(columns, row.cells, strict=False))
    told = cells.get("failure", "")
    if told and told in seen:
        allowed = f"allowed once each, it stands in line {seen[told]}"
        problems.append(f"{place}: failure: found {quoted(told)} again; {allowed}")
    seen.setdefault(told, row.line)
    first, second = (_mark(cells, place, number, problems) for number in (1, 2))
    return PostMortem(failure=told or f"line {row.line}", first=first, second=second)


def _columns(header: Row, name: str) -> tuple[str, ...]:
    known = [OTHER_NAMES.get(bare(cell), bare(cell)) for cell in header.cells]
    place = f"{name}:{header.line}"
    problems = list(_unknown(known, header, place))
    problems += [
        f"{place}: found the column {quoted(column)} twice; allowed once each"
        for column in dict.fromkeys(known)
        if column and known.count(column) > 1
    ]
    if "rater 1" not in known:
        problems.append(f"{place}: found no column 'rater 1'; allowed the columns {_listed()}")
    if problems:
        raise CellsError(problems)
    return tuple(known)


def _unknown(known: list[str], header: Row, place: str) -> Iterator[str]:
    for column, cell in zip(known, header.cells, strict=True):
        if column not in COLUMNS:
            close = nearest(column, COLUMNS)
            hint = f"; did you mean {close}?" if close else ""
            yield f"{place}: found the column {quoted(cell)}; allowed {_listed()}{hint}"


def _listed() -> str:
    return ", ".join(COLUMNS)


def _mark(cells: Mapping[str, str], place: str, number: int, problems: list[str]) -> Mark | None:
    """One rater's mark; problems are noted, and it is then None."""
    column = f"rater {number}"
    word, way = bare(cells.get(column, "")), bare(cells.get(f"mechanism {number}", ""))
    way = way.replace("’", "'")
    if word and word not in SIDES:
        found = quoted(cells[column])
        problems.append(f"{place}: {column}: found {found}; allowed {_words(SIDES, word)}")
        return None
    if way and way not in MECHANISMS:
        found = quoted(cells[f"mechanism {number}"])
        allowed = _words(tuple(MECHANISMS)[:5], way)
        problems.append(f"{place}: mechanism {number}: found {found}; allowed {allowed}")
        return None
    if not way:
        return Mark(side=word) if word else None
    mechanism, side = MECHANISMS[way]
    if word not in {"", side}:
        problems.append(
            f"{place}: mechanism {number}: found '{way}' beside '{word}'; allowed a mechanism "
            f"of that side, '{way}' is {side}"
        )
        return None
    return Mark(side=side, mechanism=mechanism)


def _words(words: tuple[str, ...], found: str) -> str:
    close = nearest(found, words)
    hint = f"; did you mean {close}?" if close else ""
    return f"{', '.join(words[:-1])} or {words[-1]}{hint}"
