"""A log as one long table in order: who had which case when, and what each case's last row says."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from os import PathLike
from typing import TYPE_CHECKING, Any, Final

from simulator.files import disk
from simulator.logs import raw as rows
from simulator.logs.dates import ONE_DAY, Way, as_microseconds, way_of
from simulator.logs.faults import fault
from simulator.logs.fields import CASE_FIELDS, TIMES
from simulator.logs.guess import Doubt, guessed
from simulator.logs.mapping import DATES, LogMap
from simulator.scenario.tree import quoted

if TYPE_CHECKING:
    import duckdb

__all__ = ["MOST_TEAMS", "PERSONS", "Log", "log_of"]

MOST_TEAMS: Final = 2_000
_REVERSED: Final = 0.95
_YES: Final = "'true', '1', 'yes', 'y', 'met', 't'"
PERSONS: Final = "Persons are kept as salted hashes; a salted hash is still personal data."
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PLAIN: Final = ("priority", "category", "cause", "reassignment_count", "reopen_count", "sla_met")


@dataclass(frozen=True, kw_only=True)
class Log:
    """A log in order.

    `events` (row, case_id, ts, team, unit, activity, meaning, lifecycle, and person where persons
    are kept), `cases` (case_id, first, last, opened, resolved, sla_met, and other `CASE_FIELDS`)
    and `presence` (level, place, week, persons) are tables of the database; times are microseconds
    since 1970. `day_only` says that times are days. `notes` are
    what a reader must know of how it was read.
    """

    database: duckdb.DuckDBPyConnection
    file: str
    mapping: LogMap
    doubts: tuple[Doubt, ...]
    rows: int
    cases: int
    teams: int
    first: int
    last: int
    day_only: bool
    notes: tuple[str, ...]

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return rows.rows_of(self.database, query)

    def has(self, field: str) -> bool:
        """Return whether the log has a column for a field."""
        return field in self.mapping.columns

    def write(self, path: str | PathLike[str]) -> None:
        """Write the long table to a Parquet file, in its order; persons only if they are kept."""
        with disk.writing(path) as part:
            name = str(part).replace("'", "''")
            self.database.execute(f"""COPY (SELECT case_id, make_timestamp(ts) AS timestamp,
                * EXCLUDE (case_id, ts, row) FROM events ORDER BY case_id, ts, row)
                TO '{name}' (FORMAT parquet)""")

    def check_level(self, level: str) -> None:
        """Refuse a level that the log does not have (LogError)."""
        if level not in self.levels:
            allowed = ", ".join(self.levels)
            raise fault(f"{self.file}: level", f"no column or units: for {level!r}", allowed)

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that it can be counted at."""
        return ("team", "unit") if self.has("unit") or self.mapping.units else ("team",)


def when(microseconds: int) -> datetime:
    """Return a time of the long table; exact to the microsecond."""
    return _EPOCH + timedelta(microseconds=microseconds)


@contextmanager
def log_of(
    file: str | PathLike[str],
    told: LogMap | None = None,
    *,
    keep_persons: bool = False,
    step: Callable[[int], None] = lambda _: None,
) -> Iterator[Log]:
    """Yield a log in order; its tables are gone in the end.

    `step` is told of bytes that were read of slow formats. LogError for what cannot be understood,
    with a line for each problem; OSError where the file cannot be opened.
    """
    name = str(file)
    with rows.database() as (held, folder):
        import duckdb

        try:
            raw = rows.opened(name, told or LogMap(), held, folder, step)
            mapping, doubts = guessed(raw)
            _stage(raw, mapping)
            yield _ordered(raw, mapping, doubts, keep_persons=keep_persons)
        except duckdb.InvalidInputException as error:
            raise fault(name, f"a row that cannot be read ({_first_line(error)})",
                        "the same columns in every row") from None  # fmt: skip
        except duckdb.OutOfMemoryException:
            raise fault(name, "more than this machine has room for on disk",
                        "a shorter window of the log") from None  # fmt: skip


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = next((line for line in lines if "Line:" in line), lines[0] if lines else "")
    return told[:160]


def _clean(column: str, missing: tuple[str, ...]) -> str:
    words = ", ".join("'" + word.strip().upper().replace("'", "''") + "'" for word in missing)
    # spreadsheets write some blanks as ones at which no line may break
    text = f"CAST({rows.cited(column)} AS VARCHAR)"
    text = f"trim(replace(replace({text}, '\u00a0', ' '), '\u202f', ' '))"
    return f"CASE WHEN upper({text}) IN ({words}, '') THEN NULL ELSE {text} END"


def _stage(raw: rows.Raw, mapping: LogMap) -> None:
    """Make the table `told`: the columns that mean something, as text, without missing words."""
    salt = secrets.token_hex(16)
    chosen = [f"{raw.row} AS row"]
    for field, column in mapping.columns.items():
        text = _clean(column, mapping.missing)
        if field == "person":
            # no name gets further than this line, but as the team it stands for
            if mapping.teams:
                chosen.append(f"{text} AS named")
            text = f"md5('{salt}' || {text})"
        name = "stamp" if field == "timestamp" else field
        chosen.append(f"{text} AS {rows.cited(name)}")
    raw.database.execute(f"CREATE TABLE told AS SELECT {', '.join(chosen)} FROM {raw.relation}")


def _ordered(
    raw: rows.Raw, mapping: LogMap, doubts: tuple[Doubt, ...], *, keep_persons: bool
) -> Log:
    held, notes = raw.database, list[str]()
    ways = _ways(raw, mapping)
    if not mapping.dates:
        name = ways["timestamp"].name
        mapping = replace(mapping, dates=name if name in DATES else None)
    _time(raw, mapping, ways, notes)
    if mapping.shape == "states":
        source = "timed"
    else:
        _unfold(held, mapping)
        source = "unfolded"
    _events(held, mapping, source)
    _check_order(raw, mapping, notes)
    _cases(held, ways)
    _windowed(raw, mapping, notes)
    found = rows.rows_of(
        held,
        f"""SELECT count(*), count(DISTINCT case_id), count(DISTINCT team),
        min(ts), max(ts), count(*) FILTER (ts % {ONE_DAY} <> 0) FROM events""",
    )[0]
    if found[0] == 0:
        raise fault(raw.file, "no event in the window", "a window in which something happened")
    if found[2] == 0:
        raise fault(f"{raw.file}: team", "no team anywhere: every row's is missing",
                    "columns: {team: NAME} in a mapping file")  # fmt: skip
    if found[2] > MOST_TEAMS:
        raise fault(f"{raw.file}: team", f"{found[2]:,} teams", f"at most {MOST_TEAMS:,}: name a "
                    "coarser column, or units: of teams, or persons by teams:")  # fmt: skip
    _presence(held)
    if not keep_persons:
        held.execute("ALTER TABLE events DROP COLUMN person")
    if keep_persons and "person" in mapping.columns:
        notes.append(PERSONS)
    return Log(database=held, file=raw.file, mapping=mapping, doubts=doubts, rows=found[0],
               cases=found[1], teams=found[2], first=found[3], last=found[4],
               day_only=found[5] == 0, notes=tuple(notes))  # fmt: skip


def _ways(raw: rows.Raw, mapping: LogMap) -> dict[str, Way]:
    """Return how each column of times is written."""
    names = {field: "stamp" if field == "timestamp" else rows.cited(field) for field in TIMES}
    return {
        field: way_of(raw.database, "told", name, mapping.dates, raw.file)
        for field, name in names.items()
        if field in mapping.columns
    }


def _time(raw: rows.Raw, mapping: LogMap, ways: dict[str, Way], notes: list[str]) -> None:
    """Make the table `timed`: `told` with a time in every row; rows without one are told of."""
    held = raw.database
    stamp = as_microseconds("stamp", ways["timestamp"])
    held.execute(f"""CREATE TABLE timed AS SELECT * EXCLUDE ("case"), "case" AS case_id,
        {stamp} AS ts FROM told""")
    held.execute("DROP TABLE told")
    total, caseless, timeless, unread, example = rows.rows_of(
        held,
        """SELECT count(*), count(*) FILTER (case_id IS NULL), count(*) FILTER (stamp IS NULL),
            count(*) FILTER (stamp IS NOT NULL AND ts IS NULL),
            min(stamp) FILTER (stamp IS NOT NULL AND ts IS NULL) FROM timed""",
    )[0]
    if unread:
        raise fault(f"{raw.file}: {mapping.columns['timestamp']}",
                    f"{unread:,} times that are no dates, such as {quoted(example)}",
                    "one way of writing dates, or dates: with its format")  # fmt: skip
    left = caseless + timeless
    if left > 0.5 * total:
        raise fault(raw.file, f"{left:,} of {total:,} rows without a case or a time",
                    "other columns for case and timestamp, in a mapping file")  # fmt: skip
    if left:
        notes.append(f"{left:,} of {total:,} rows have no case or no time and are left out.")
        held.execute("DELETE FROM timed WHERE case_id IS NULL OR ts IS NULL")


def _unfold(held: duckdb.DuckDBPyConnection, mapping: LogMap) -> None:
    """Make of rows that tell one change each rows that tell how the case then stands."""

    def named(key: str) -> str:
        word = mapping.fields.get(key, "").lower().replace("'", "''")
        return f"lower(field) = '{word}'" if word else "false"

    team, state = named("team"), named("activity")
    old = "old" if "old" in mapping.columns else "NULL"
    held.execute(f"""CREATE TABLE changed AS SELECT *, {team} AS moves,
        CASE WHEN {team} THEN new END AS moved, CASE WHEN {state} THEN new END AS state,
        CASE WHEN {team} THEN {old} END AS before,
        row_number() OVER (PARTITION BY case_id ORDER BY ts, row) AS place,
        row_number() OVER (PARTITION BY case_id, {team} ORDER BY ts, row) AS turn FROM timed""")
    held.execute("""CREATE TABLE unfolded AS
        WITH begun AS (SELECT *, max(CASE WHEN moves AND turn = 1 THEN before END)
                       OVER (PARTITION BY case_id) AS origin FROM changed)
        SELECT * EXCLUDE (row, moves, moved, state, before, place, turn, origin), 2 * row AS row,
            coalesce(last_value(moved IGNORE NULLS) OVER said, origin) AS team,
            last_value(state IGNORE NULLS) OVER said AS activity
        FROM begun
        WINDOW said AS (PARTITION BY case_id ORDER BY ts, row ROWS UNBOUNDED PRECEDING)
        UNION ALL BY NAME
        SELECT * EXCLUDE (row, moves, moved, state, before, place, turn, origin),
            2 * row - 1 AS row, origin AS team, NULL AS activity
        FROM begun WHERE place = 1 AND moves AND before IS NOT NULL""")
    held.execute("DROP TABLE changed; DROP TABLE timed")


def _table_of(held: duckdb.DuckDBPyConnection, name: str, pairs: dict[str, str]) -> None:
    import pyarrow as pa

    found = pa.table({"word": pa.array(list(pairs), pa.string()),
                      "stands_for": pa.array(list(pairs.values()), pa.string())})  # fmt: skip
    held.register("pairs", found)
    held.execute(f"CREATE TABLE {name} AS SELECT * FROM pairs")
    held.unregister("pairs")


def _events(held: duckdb.DuckDBPyConnection, mapping: LogMap, source: str) -> None:
    """Make the table `events` in its own columns, whatever the log has."""
    _table_of(held, "team_of", dict(mapping.teams))
    _table_of(held, "unit_of", dict(mapping.units))
    meanings = {
        word.lower(): meaning for meaning, words in mapping.statuses.items() for word in words
    }
    _table_of(held, "meaning_of", meanings)
    there = {name for name, *_ in rows.rows_of(held, f"DESCRIBE {source}")}

    def column(name: str) -> str:
        return f's."{name}"' if name in there else "CAST(NULL AS VARCHAR)"

    team = column("team")
    if mapping.teams:
        team = f"coalesce(team_of.stands_for, {team})"
    unit = f"coalesce(unit_of.stands_for, {column('unit')}, {team})"
    held.execute(f"""CREATE TABLE events AS SELECT s.row, s.case_id, s.ts, {team} AS team,
            CASE WHEN {team} IS NULL THEN NULL ELSE {unit} END AS unit,
            {column("activity")} AS activity, meaning_of.stands_for AS meaning,
            lower({column("lifecycle")}) AS lifecycle, {column("person")} AS person
        FROM {source} s LEFT JOIN team_of ON team_of.word = {column("named")}
        LEFT JOIN unit_of ON unit_of.word = {team}
        LEFT JOIN meaning_of ON meaning_of.word = lower({column("activity")})""")
    kept = [name for name in (*CASE_FIELDS, "end") if name in there]
    extra = "".join(f', s."{name}"' for name in kept)
    held.execute(
        f"CREATE TABLE told_of_cases AS SELECT s.row, s.case_id, s.ts{extra} FROM {source} s"
    )
    held.execute(f"DROP TABLE {source}")


def _check_order(raw: rows.Raw, mapping: LogMap, notes: list[str]) -> None:
    """Refuse rows that go back in time more often than is allowed; turn a file that ends first."""
    held = raw.database
    back, steps = rows.rows_of(
        held,
        """SELECT count(*) FILTER (ts < before),
        count(*) FILTER (ts <> before) FROM (SELECT ts, lag(ts) OVER
        (PARTITION BY case_id ORDER BY row) AS before FROM events)""",
    )[0]
    share = back / steps if steps else 0.0
    if share >= _REVERSED and steps >= 20:
        held.execute("UPDATE events SET row = -row; UPDATE told_of_cases SET row = -row")
        notes.append("The file has the newest row of a case first; it was read from its end.")
    elif share > mapping.out_of_order:
        raise fault(
            raw.file,
            f"rows out of order: {back:,} of {steps:,} steps within a case go back in time",
            f"at most {mapping.out_of_order:.0%}: sort it by case and time, name another time "
            "column, or out_of_order: 1 in a mapping file",
        )
    elif back:
        notes.append(
            f"{back:,} of {steps:,} steps within a case went back in time; sorted by time."
        )


def _cases(held: duckdb.DuckDBPyConnection, ways: dict[str, Way]) -> None:
    """Make the table `cases`: what a case's last row says, and when it began and ended."""
    there = {name for name, *_ in rows.rows_of(held, "DESCRIBE told_of_cases")}
    told = {name: f'"{name}"' if name in there else "CAST(NULL AS VARCHAR)" for name in _PLAIN}
    told["sla_met"] = (
        f"CASE WHEN {told['sla_met']} IS NOT NULL THEN lower({told['sla_met']}) IN ({_YES}) END"
    )
    for name in ("reassignment_count", "reopen_count"):
        told[name] = f"TRY_CAST({told[name]} AS DOUBLE)"
    for name in ("opened", "resolved"):
        told[name] = as_microseconds(name, ways[name]) if name in there else "CAST(NULL AS BIGINT)"
    if "end" in there and "resolved" not in there:
        ended = as_microseconds('"end"', ways["end"])
        told["resolved"] = f"max({ended}) OVER (PARTITION BY case_id)"
    chosen = ", ".join(f"{sql} AS {name}" for name, sql in told.items())
    held.execute(f"""CREATE TABLE cases AS SELECT case_id, {chosen},
            min(ts) OVER (PARTITION BY case_id) AS first, ts AS last
        FROM told_of_cases
        QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY ts DESC, row DESC) = 1""")
    held.execute("DROP TABLE told_of_cases")


def _windowed(raw: rows.Raw, mapping: LogMap, notes: list[str]) -> None:
    """Keep the cases that begin in the window, whole."""
    if mapping.window is None:
        return
    first, last = (
        int((each.replace(tzinfo=UTC) - _EPOCH) / timedelta(microseconds=1))
        for each in mapping.window
    )
    held = raw.database
    held.execute(f"DELETE FROM cases WHERE first < {first} OR first >= {last}")
    held.execute("DELETE FROM events WHERE case_id NOT IN (SELECT case_id FROM cases)")
    notes.append(f"Only cases that begin from {mapping.window[0]:%Y-%m-%d} to before "
                 f"{mapping.window[1]:%Y-%m-%d}.")  # fmt: skip


def _presence(held: duckdb.DuckDBPyConnection) -> None:
    """Count the persons of each team and week, at both levels."""
    counted = " UNION ALL ".join(
        f"""SELECT '{level}' AS level, {level} AS place, ts // {7 * ONE_DAY} AS week,
        count(DISTINCT person) AS persons FROM events
        WHERE team IS NOT NULL AND person IS NOT NULL GROUP BY ALL"""
        for level in ("team", "unit")
    )
    held.execute(f"CREATE TABLE presence AS {counted}")
