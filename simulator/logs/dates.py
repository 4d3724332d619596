"""When things happened: one way of writing dates for a whole column, or a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulator.logs.faults import fault
from simulator.logs.mapping import DATES
from simulator.scenario.tree import quoted

if TYPE_CHECKING:
    import duckdb

__all__ = ["ONE_DAY", "as_microseconds", "way_of"]

ONE_DAY: Final = 86_400_000_000
_YEAR: Final = r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T].*)?$"
_DAY: Final = r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([ T,].*)?$"
_NAMED: Final = r"^\d{1,2}[-/. ][A-Za-z]{3}[-/. ]\d{2,4}([ T].*)?$"
_FORMATS: Final = tuple(
    f"{day}{time}"
    for day in ("%d/%b/%y", "%d/%b/%Y", "%d-%b-%Y", "%d %b %Y")
    for time in (" %I:%M %p", " %H:%M", " %H:%M:%S", "")
)
_PARTS: Final = r"^(\d{1,2})[-/.](\d{1,2})[-/.]"
_TIMES: Final = (" %H:%M", " %H:%M:%S", "", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S")


def way_of(
    held: duckdb.DuckDBPyConnection, table: str, column: str, told: str | None, file: str
) -> str:
    """Return how the dates of a column are written: one of `DATES`, a format, or `month named`.

    Refuses mixed ways, and days and months that could be exchanged in every row (LogError).
    """
    shapes: list[tuple[str, int, str]] = held.execute(
        f"""SELECT CASE WHEN regexp_matches({column}, '{_YEAR}') THEN 'year first'
              WHEN regexp_matches({column}, '{_DAY}') THEN 'numbers'
              WHEN regexp_matches({column}, '{_NAMED}') THEN 'month named'
              WHEN regexp_matches({column}, '^\\d{{13}}(\\.0)?$') THEN 'milliseconds'
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


def as_microseconds(column: str, way: str) -> str:
    """Return SQL that gives a column's dates as microseconds since 1970; NULL for what is none.

    Times with an offset become UTC; times without one are taken as they stand.
    """
    if way == "year first":
        text = f"replace(replace({column}, '/', '-'), ',', '.')"
        return f"epoch_us(TRY_CAST({text} AS TIMESTAMPTZ))"
    if way == "seconds":
        return f"CAST(round(TRY_CAST({column} AS DOUBLE) * 1000000) AS BIGINT)"
    if way == "milliseconds":
        return f"CAST(round(TRY_CAST({column} AS DOUBLE) * 1000) AS BIGINT)"
    if way == "month named":
        formats = ", ".join(f"'{each}'" for each in _FORMATS)
        return f"epoch_us(try_strptime({column}, [{formats}]))"
    if way in {"day first", "month first"}:
        text = f"replace(replace(replace({column}, '-', '/'), '.', '/'), ',', '')"
        date = "%d/%m" if way == "day first" else "%m/%d"
        formats = ", ".join(f"'{date}/{year}{time}'" for year in ("%y", "%Y") for time in _TIMES)
        return f"epoch_us(try_strptime({text}, [{formats}]))"
    quoted_way = way.replace("'", "''")
    return f"epoch_us(try_strptime({column}, '{quoted_way}'))"
