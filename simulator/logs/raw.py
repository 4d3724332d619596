"""A log as the database sees it before anything is understood: columns of text, and their order."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from simulator.files import disk
from simulator.logs.exports import read_json
from simulator.logs.faults import LogError, fault
from simulator.logs.mapping import LogMap
from simulator.logs.sheet import named, read_xlsx
from simulator.logs.staged import ROW, Staged
from simulator.logs.unpacking import encoding_of, inner_name, unpacked
from simulator.logs.xes import read_xes

if TYPE_CHECKING:
    import duckdb

__all__ = ["MEMORY", "Raw", "cited", "database", "opened"]

MEMORY: Final = "1GB"
"""What the database may keep in memory; the rest goes to a folder that is removed in the end."""
DELIMITERS: Final = (",", ";", "\t", "|")
ENDINGS: Final = "CSV, XLSX, Parquet, XES or JSON, plain, as .gz, or one in a .zip"


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
    place = Path(path)
    disk.read(place, 1)
    if place.stat().st_size == 0:
        raise fault(path, "an empty file", ENDINGS)
    ending = Path(inner_name(place).lower()).suffix
    base = Raw(database=held, file=path, kind=ending[1:], source="", relation="", row="",
               columns=(), told=told)  # fmt: skip
    if ending == ".parquet":
        return _parquet(base, place, folder)
    if ending in {".csv", ".tsv", ".txt"}:
        return _csv(base, place, folder)
    if ending not in {".xes", ".xml", ".json", ".xlsx"}:
        raise fault(path, f"a file that ends in {ending or 'nothing'}", ENDINGS)
    pieces = folder / "pieces"
    pieces.mkdir()
    staged = Staged(pieces, path)
    source = ""
    if ending == ".json":
        source = read_json(place, staged)
    elif ending == ".xlsx":
        read_xlsx(place, staged, told.sheet)
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
    unsure: tuple[str, ...] = ()
    encoding = base.told.encoding
    if encoding is None:
        encoding, sure = encoding_of(place)
        if not sure:
            unsure = (f"encoding: not UTF-8, taken for {encoding}",)
    text = unpacked(place, folder, encoding)
    with text.open(encoding="utf-8", newline="") as lines:
        first = lines.readline(1_000_000)
    if not first.strip():
        raise fault(base.file, "no header", "a first line that names the columns")
    delimiter = base.told.delimiter or max(DELIMITERS, key=first.count)
    columns = named(next(csv.reader([first], delimiter=delimiter)))
    if len(columns) < 2:
        raise fault(f"{base.file}:1", "one column only", "columns, or delimiter: in a mapping file")
    types = ", ".join(f"{_string(name)}: 'VARCHAR'" for name in columns)
    relation = (
        f"read_csv({_literal(text)}, delim={_string(delimiter)}, quote='\"', escape='\"', "
        f"header=true, auto_detect=false, null_padding=false, nullstr='', columns={{{types}}})"
    )
    told = replace(base.told, encoding=encoding, delimiter=delimiter)
    return replace(base, relation=relation, row="row_number() OVER ()", columns=tuple(columns),
                   told=told, unsure=unsure)  # fmt: skip


def _string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def rows_of(
    held: duckdb.DuckDBPyConnection, query: str, values: Any = None
) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    found: list[tuple[Any, ...]] = held.execute(query, values).fetchall()
    return found
