"""What raters marked for each post-mortem, read from a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from types import MappingProxyType
from typing import Final

from simulator.files.cells import CellsError, Table, bare, heading, table_of, text_of
from simulator.scenario.shape import nearest
from simulator.scenario.tree import quoted

__all__ = [
    "COLUMNS",
    "MECHANISMS",
    "SIDES",
    "Mark",
    "PostMortem",
    "Review",
    "marks",
    "marks_of",
]

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
OTHER_NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "failure": (
            *("id", "key", "number", "no", "incident", "post mortem", "postmortem"),
            *("issue key", "issue id", "title", "summary", "name"),
        ),
        "rater 1": ("mark", "rater", "reviewer 1", "reviewer"),
        "mechanism 1": ("mechanism",),
        "rater 2": ("reviewer 2",),
        "note": ("notes", "comment", "comments", "remark", "remarks"),
    }
)
"""What else a column may be called, the surest first."""
_READ: Final = COLUMNS[:-1]


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """The marked post-mortems of a file, and in words what of the file was not taken as it stands.

    No two are called the same: of several with one title the later ones carry their line.
    """

    found: tuple[PostMortem, ...]
    notes: tuple[str, ...] = ()


def marks(path: str | PathLike[str]) -> Review:
    """The marked post-mortems of a file; rows without a mark are left out.

    CellsError with every problem, OSError when the file cannot be opened.
    """
    return marks_of(text_of(path), str(path))


def marks_of(text: str, name: str) -> Review:
    """The marked post-mortems of a text; CellsError with every problem."""
    if not text.strip():
        raise CellsError([f"{name}:1: found an empty file; allowed the columns {_listed()}"])
    known = {*COLUMNS, *(other for names in OTHER_NAMES.values() for other in names)}
    table = table_of(text.removeprefix("\ufeff"), name, known)
    columns, extra = _columns(table)
    problems: list[str] = []
    found, titles, twice = [], set[str](), dict[str, None]()
    for row in table.rows:
        cells = {column: (row.cells[at], table.place(row, at)) for column, at in columns.items()}
        first, second = (_mark(cells, number, problems) for number in (1, 2))
        if not (first or second):
            continue
        told = cells["failure"][0] if "failure" in cells else ""
        line = f"line {row.line}"
        if told in titles:
            twice[told] = None
            told = f"{told} ({line})"
        found.append(PostMortem(failure=told or line, first=first, second=second))
        titles |= {told} - {""}
    if not problems and not found:
        problems.append(
            f"{name}:{table.header.line}: found no marked post-mortem; allowed one a row, "
            f"marked {', '.join(SIDES[:-1])} or {SIDES[-1]}"
        )
    if problems:
        raise CellsError(problems)
    return Review(found=tuple(found), notes=tuple(_notes(table, extra, list(twice))))


def _notes(table: Table, extra: list[str], twice: list[str]) -> Iterator[str]:
    left = [*table.left]
    if extra:
        left.append(f"the column{'s' if len(extra) > 1 else ''} {_some(extra)}")
    if left:
        yield f"Left out of {table.name}: {', '.join(left)}."
    if twice:
        told = _some(twice)
        yield f"Several failures are called {told}; each row counts as a failure of its own."


def _some(words: list[str]) -> str:
    more = f" and {len(words) - 8} more" if len(words) > 8 else ""
    return ", ".join(map(quoted, words[:8])) + more


def _columns(table: Table) -> tuple[dict[str, int], list[str]]:
    """Where each column is that is read, and the headings of those that are not."""
    found = [heading(cell) for cell in table.header.cells]
    place = f"{table.name}:{table.header.line}"
    problems = [
        f"{place}: found the column {quoted(column)} twice; allowed once each"
        for column in _READ
        if found.count(column) > 1
    ]
    columns = {}
    for column in COLUMNS:
        names = [each for each in (column, *OTHER_NAMES.get(column, ())) if each in found]
        if names:
            columns[column] = found.index(names[0])
    extra = [at for at in range(len(found)) if at not in columns.values()]
    extra = [at for at in extra if any(row.cells[at] for row in table.rows)]
    missing = [column for column in _READ if column not in columns]
    for at in extra:
        close = nearest(found[at], missing)
        if close and found[at] not in COLUMNS:
            cell = quoted(table.header.cells[at])
            problems.append(
                f"{place}: found the column {cell}; allowed {_listed()}; did you mean {close}?"
            )
    if "rater 1" not in columns and not problems:
        problems.append(f"{place}: found no column 'rater 1'; allowed the columns {_listed()}")
    if problems:
        raise CellsError(problems)
    return columns, [table.header.cells[at] or f"column {at + 1}" for at in extra]


def _listed() -> str:
    return ", ".join(COLUMNS)


def _mark(cells: Mapping[str, tuple[str, str]], number: int, problems: list[str]) -> Mark | None:
    """One rater's mark; problems are noted, and it is then None."""
    said, place = cells.get(f"rater {number}", ("", ""))
    told, way_place = cells.get(f"mechanism {number}", ("", ""))
    word, way = bare(said), bare(told).replace("’", "'")
    if word and word not in SIDES:
        problems.append(f"{place}: found {quoted(said)}; allowed {_words(SIDES, word)}")
        return None
    if way and way not in MECHANISMS:
        allowed = _words(tuple(MECHANISMS)[:5], way)
        problems.append(f"{way_place}: found {quoted(told)}; allowed {allowed}")
        return None
    if not way:
        return Mark(side=word) if word else None
    mechanism, side = MECHANISMS[way]
    if word not in {"", side}:
        problems.append(
            f"{way_place}: found '{way}' beside '{word}'; allowed a mechanism "
            f"of that side, '{way}' is {side}"
        )
        return None
    return Mark(side=side, mechanism=mechanism)


def _words(words: tuple[str, ...], found: str) -> str:
    close = nearest(found, words)
    hint = f"; did you mean {close}?" if close else ""
    return f"{', '.join(words[:-1])} or {words[-1]}{hint}"
