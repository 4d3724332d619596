"""A log as the database sees it before anything is understood: columns of text, and their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from simulator.files import disk
from simulator.files.cells import CellsError, encoding_of, header_at, named, start_of
from simulator.files.sheet import is_workbook, sheet_rows
from simulator.logs.exports import read_json
from simulator.logs.faults import LogError, fault
from simulator.logs.fields import known_headings
from simulator.logs.mapping import LogMap
from simulator.logs.staged import ROW, Staged
from simulator.logs.unpacking import beginning, inner_name, unpacked
from simulator.logs.xes import read_xes

if TYPE_CHECKING:
    import duckdb

__all__ = ["MEMORY", "Raw", "cited", "database", "opened"]

MEMORY: Final = "1GB"
"""What the database may keep in memory; the rest goes to a folder that is removed in the end."""
_BEGINNING: Final = 1_000_000
_BEFORE: Final = 100
ENDINGS: Final = "CSV, XLSX, Parquet, XES or JSON, plain, as .gz, or one in a .zip"
TEXTS: Final = frozenset({".csv", ".tsv", ".txt"})
WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})


@dataclass(frozen=True, kw_only=True)
class Raw:
    """A log that can be asked: `relation` is SQL that gives its rows, `row` their order.

    `kind` is the format, `source` the tool it comes from where the format tells, `told` the mapping
    with what was found out about the text: encoding and delimiter.
    """

    database: duckdb.DuckDBPyConnection
    file: str
    kind: str
    source: str
    relation: str
    row: str
    columns: tuple[str, ...]
    told: LogMap
    unsure: tuple[str, ...] = ()


def cited(name: str) -> str:
    """Return a column's name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def database() -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """Yield a database that keeps to its memory, and its folder; both are gone in the end."""
    try:
        import duckdb
    except ImportError as error:
        raise LogError(
            ["Reading logs needs more libraries: install edgewise[logs], then ask again."]
        ) from error
    with TemporaryDirectory(prefix="edgewise-") as place:
        folder = Path(place)
        held = duckdb.connect(
            str(folder / "log.duckdb"),
            config={
                "memory_limit": MEMORY,
                "temp_directory": str(folder / "spill"),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "preserve_insertion_order": "true",
            },
        )
        try:
            held.execute("SET TimeZone = 'UTC'")
            yield held, folder
        finally:
            held.close()


def opened(
    path: str,
    told: LogMap,
    held: duckdb.DuckDBPyConnection,
    folder: Path,
    step: Callable[[int], None],
) -> Raw:
    """Return a log ready to be asked.

    `step` is told how many bytes of a slow format have been read. OSError where the file cannot be
    opened, LogError for what is none of the formats.
    """
    try:
        return _opened(path, told, held, folder, step)
    except CellsError as error:
        raise LogError(error.problems) from None


def _opened(
    path: str,
    told: LogMap,
    held: duckdb.DuckDBPyConnection,
    folder: Path,
    step: Callable[[int], None],
) -> Raw:
    place = Path(path)
    first = disk.read(place, 8)
    if place.stat().st_size == 0:
        raise fault(path, "an empty file", ENDINGS)
    ending = Path(inner_name(place).lower()).suffix
    if ending in TEXTS and is_workbook(first) and place.suffix.lower() == ending:
        ending = ".xlsx"  # a workbook that was given the name of a text
    base = Raw(database=held, file=path, kind=ending[1:], source="", relation="", row="",
               columns=(), told=told)  # fmt: skip
    if ending == ".parquet":
        return _parquet(base, place, folder)
    if ending in TEXTS:
        return _csv(base, place, folder)
    if ending not in {".xes", ".xml", ".json", *WORKBOOKS}:
        raise fault(path, f"a file that ends in {ending or 'nothing'}", ENDINGS)
    pieces = folder / "pieces"
    pieces.mkdir()
    staged = Staged(pieces, path)
    source = ""
    if ending == ".json":
        source = read_json(place, staged)
    elif ending in WORKBOOKS:
        _sheet(place, path, staged, told)
    else:
        read_xes(place, staged, step)
        source = "XES"
    if not staged.count:
        raise fault(path, "no event", "a log with a row an event")
    relation = f"read_parquet({_literal(pieces / '*.parquet')}, union_by_name=true)"
    return replace(base, source=source, relation=relation, row=cited(ROW),
                   columns=tuple(staged.columns))  # fmt: skip


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _parquet(base: Raw, place: Path, folder: Path) -> Raw:
    import duckdb

    # a name of our own: the reader takes stars and brackets for patterns
    link = folder / "log.parquet"
    link.symlink_to(place.resolve())
    relation = f"read_parquet({_literal(link)}, file_row_number=true)"
    try:
        asked = base.database.execute(f"SELECT * FROM {relation} LIMIT 0")
    except duckdb.Error:
        raise fault(base.file, "no whole Parquet", "a whole Parquet file") from None
    columns = tuple(each[0] for each in asked.description or () if each[0] != "file_row_number")
    return replace(base, relation=relation, row="file_row_number", columns=columns)


def _csv(base: Raw, place: Path, folder: Path) -> Raw:
    unsure = list[str]()
    encoding = base.told.encoding
    if encoding is None:
        encoding, sure = encoding_of(beginning(place))
        if not sure:
            unsure.append(f"encoding: not UTF-8, taken for {encoding}")
    text = unpacked(place, folder, encoding)
    with text.open(encoding="utf-8", newline="") as lines:
        first = lines.read(_BEGINNING) + lines.readline(_BEGINNING)
    known = known_headings(base.told.columns.values())
    start = start_of(first, base.file, known, base.told.delimiter)
    if start.header.line > 2:
        unsure.append(f"header: line {start.header.line}")
    columns = named(start.header.cells, start.width)
    if len(columns) < 2:
        place_ = f"{base.file}:{start.header.line}"
        raise fault(place_, "one column only", "columns, or delimiter: in a mapping file")
    types = ", ".join(f"{_string(name)}: 'VARCHAR'" for name in columns)
    again = " OR ".join(
        f"{cited(name)} IS DISTINCT FROM {_string(cell)}"
        for name, cell in zip(columns, start.header.cells, strict=False)
        if cell
    )
    relation = (
        f"(SELECT * FROM read_csv({_literal(text)}, delim={_string(start.separator)}, "
        f"quote='\"', escape='\"', header=false, skip={start.lines}, auto_detect=false, "
        f"null_padding=false, nullstr='', columns={{{types}}}) "
        f"WHERE coalesce({', '.join(map(cited, columns))}) IS NOT NULL AND ({again}))"
    )
    told = replace(base.told, encoding=encoding, delimiter=start.separator)
    return replace(base, relation=relation, row="row_number() OVER ()", columns=columns,
                   told=told, unsure=tuple(unsure))  # fmt: skip


def _sheet(place: Path, name: str, staged: Staged, told: LogMap) -> None:
    """Stage the rows of a workbook's sheet, under its header."""
    rows = sheet_rows(place, name, told.sheet)
    first = list(islice(rows, _BEFORE))
    at = header_at(first, known_headings(told.columns.values()))
    header = first[at] if first else []
    columns = named([" ".join(cell.split()) for cell in header])
    for cells in chain(first[at + 1 :], rows):
        found = {key: cell for key, cell in zip(columns, cells, strict=False) if cell}
        if found and cells != header:
            staged.add(found)
    staged.flush()


def _string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def rows_of(
    held: duckdb.DuckDBPyConnection, query: str, values: Any = None
) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    found: list[tuple[Any, ...]] = held.execute(query, values).fetchall()
    return found
