"""When things happened: one way of writing dates for a whole column, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simulator.logs.faults import fault
from simulator.logs.mapping import DATES
from simulator.scenario.tree import quoted

if TYPE_CHECKING:
    import duckdb

__all__ = ["ONE_DAY", "Way", "as_microseconds", "way_of"]

ONE_DAY: Final = 86_400_000_000
_UNTIL_1970: Final = 25_569
_YEAR: Final = r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T].*)?$"
_DAY: Final = r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([ T,].*)?$"
_NAMED: Final = r"^\d{1,2}[-/. ][A-Za-z]{3}[-/. ]\d{2,4}([ T].*)?$"
_FORMATS: Final = tuple(
    f"{day}{time}"
    for day in ("%d/%b/%y", "%d/%b/%Y", "%d-%b-%Y", "%d %b %Y")
    for time in (" %I:%M %p", " %H:%M", " %H:%M:%S", "")
)
_PARTS: Final = r"^(\d{1,2})[-/.](\d{1,2})[-/.]"
_OFFSET: Final = r"([Zz]|[+-]\d\d(:?\d\d)?)$"
_DAYS: Final = r"^[2-6]\d{4}([.,]\d+)?$"
"""Days since the end of 1899, as spreadsheets count them: 1954 to 2091."""
_SEEN: Final = 10_000
_TIMES: Final = (" %H:%M", " %H:%M:%S", "", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S")


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a column's dates are written: one of `DATES`, a format, or `month named`.

    `likely` are the formats that most of them have, tried first; `offset` says that some tell their
    offset from UTC.
    """

    name: str
    likely: tuple[str, ...] = ()
    offset: bool = False


def way_of(
    held: duckdb.DuckDBPyConnection, table: str, column: str, told: str | None, file: str
) -> Way:
    """Return how the dates of a column are written.

    Refuses mixed ways, and days and months that could be exchanged in every row (LogError).
    """
    name = _name(held, table, column, told, file)
    formats = _formats(name)
    if formats:
        return Way(name=name, likely=_likely(held, table, column, name, formats))
    query = f"SELECT coalesce(bool_or(regexp_matches({column}, '{_OFFSET}')), false) FROM {table}"
    return Way(
        name=name, offset=name == "year first" and bool(held.execute(query).fetchall()[0][0])
    )


def _likely(
    held: duckdb.DuckDBPyConnection, table: str, column: str, name: str, formats: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the format that fits most of the first rows; trying all costs ten times more."""
    text = _text(column, name)
    counts = ", ".join(f"count(try_strptime({text}, '{each}'))" for each in formats)
    some = f"(SELECT {column} FROM {table} WHERE {column} IS NOT NULL LIMIT {_SEEN})"
    found = held.execute(f"SELECT {counts} FROM {some}").fetchall()[0]
    most = max(range(len(formats)), key=lambda index: (found[index], -index))
    return (formats[most],) if found[most] else ()


def _text(column: str, name: str) -> str:
    if name in {"day first", "month first"}:
        return f"replace(replace(replace({column}, '-', '/'), '.', '/'), ',', '')"
    return column


def _formats(name: str) -> tuple[str, ...]:
    """Return the formats of a way of writing dates, in the order in which they are tried."""
    if name == "month named":
        return _FORMATS
    if name in {"day first", "month first"}:
        date = "%d/%m" if name == "day first" else "%m/%d"
        return tuple(f"{date}/{year}{time}" for year in ("%y", "%Y") for time in _TIMES)
    return ()


def _name(
    held: duckdb.DuckDBPyConnection, table: str, column: str, told: str | None, file: str
) -> str:
    shapes: list[tuple[str, int, str]] = held.execute(
        f"""SELECT CASE WHEN regexp_matches({column}, '{_YEAR}') THEN 'year first'
              WHEN regexp_matches({column}, '{_DAY}') THEN 'numbers'
              WHEN regexp_matches({column}, '{_NAMED}') THEN 'month named'
              WHEN regexp_matches({column}, '^\\d{{13}}(\\.0)?$') THEN 'milliseconds'
              WHEN regexp_matches({column}, '{_DAYS}') THEN 'spreadsheet days'
              WHEN regexp_matches({column}, '^\\d{{9,10}}(\\.\\d+)?$') THEN 'seconds'
              ELSE 'none' END AS shape, count(*), min({column})
            FROM {table} WHERE {column} IS NOT NULL GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    if told is not None and told not in DATES:
        return told
    if not shapes:
        return told or "year first"
    if len(shapes) > 1:
        some = ", ".join(f"{count:,} like {quoted(example)}" for _, count, example in shapes)
        raise fault(f"{file}: {column}", f"mixed dates: {some}", "one way of writing dates in a "
                    "column; mend the file, or name another column")  # fmt: skip
    shape, _, example = shapes[0]
    if shape == "none":
        raise fault(f"{file}: {column}", f"no dates but {quoted(example)}",
                    "dates, or dates: with their format such as %d.%m.%Y %H:%M")  # fmt: skip
    return shape if shape != "numbers" else _order(held, table, column, told, file)


def _order(
    held: duckdb.DuckDBPyConnection, table: str, column: str, told: str | None, file: str
) -> str:
    """Return whether day or month stands first in dates such as 3/4/2026."""
    found: Any = held.execute(
        f"""SELECT max(CAST(regexp_extract({column}, '{_PARTS}', 1) AS INT)),
                   max(CAST(regexp_extract({column}, '{_PARTS}', 2) AS INT)), min({column})
            FROM {table} WHERE {column} IS NOT NULL"""
    ).fetchone()
    first, second, example = found
    if first > 12 and second > 12:
        raise fault(f"{file}: {column}", "dates with the day first and dates with the month first",
                    "one way of writing dates in a column")  # fmt: skip
    if told in {"day first", "month first"}:
        return str(told)
    if first <= 12 and second <= 12:
        raise fault(
            f"{file}: {column}",
            f"dates such as {quoted(example)}, in which day and month could be exchanged",
            "dates: day first, or dates: month first, in a mapping file",
        )
    return "day first" if first > 12 else "month first"


def as_microseconds(column: str, way: Way) -> str:
    """Return SQL that gives a column's dates as microseconds since 1970; NULL for what is none.

    Times with an offset become UTC; times without one are taken as they stand.
    """
    if way.name == "year first":
        kind = "TIMESTAMPTZ" if way.offset else "TIMESTAMP"
        return f"epoch_us(TRY_CAST(replace(replace({column}, '/', '-'), ',', '.') AS {kind}))"
    if way.name == "seconds":
        return f"CAST(round(TRY_CAST({column} AS DOUBLE) * 1000000) AS BIGINT)"
    if way.name == "milliseconds":
        return f"CAST(round(TRY_CAST({column} AS DOUBLE) * 1000) AS BIGINT)"
    if way.name == "spreadsheet days":
        days = f"TRY_CAST(replace({column}, ',', '.') AS DOUBLE)"
        return f"CAST(round(({days} - {_UNTIL_1970}) * 86400) * 1000000 AS BIGINT)"
    formats = _formats(way.name)
    if formats:
        text, every = _text(column, way.name), ", ".join(f"'{each}'" for each in formats)
        tried = [f"try_strptime({text}, '{each}')" for each in way.likely]
        return f"epoch_us(coalesce({', '.join((*tried, f'try_strptime({text}, [{every}])'))}))"
    written = way.name.replace("'", "''")
    return f"epoch_us(try_strptime({column}, '{written}'))"
