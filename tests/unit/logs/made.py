"""Small logs made for tests: the same events as CSV, XES, Parquet and a spreadsheet."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np

Row = dict[str, str]
COLUMNS = ("case:concept:name", "time:timestamp", "org:group", "org:resource", "concept:name",
           "lifecycle:transition")  # fmt: skip
SHARED = [Path(__file__).resolve().parents[up] / "shared" / "data" for up in (4, 5)]
"""Where the real logs are where there are any: never part of the project."""


def events(cases: int = 60, seed: int = 1) -> list[Row]:
    """Return the events of random cases among four teams, in order of time within each case."""
    generator = np.random.default_rng(seed)
    rows, teams = list[Row](), ("Desk", "Net; work", "Ops", 'Apps "old"')
    for case in range(cases):
        at = datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(
            minutes=int(generator.integers(0, 60_000))
        )
        team = int(generator.integers(0, 2))
        for _ in range(int(generator.integers(1, 9))):
            name = "EMPTY" if generator.random() < 0.1 else teams[team]
            rows.append(
                dict(zip(COLUMNS, (f"case {case}", f"{at:%Y-%m-%dT%H:%M:%S}", name,
                                   f"person {generator.integers(0, 9)}",
                                   ("check", "build")[int(generator.integers(0, 2))], "complete"),
                         strict=True))
            )  # fmt: skip
            at += timedelta(minutes=int(generator.integers(0, 400)))
            if generator.random() < 0.5:
                team = int(generator.integers(0, 4))
    return rows


def as_csv(rows: list[Row], path: Path, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def as_parquet(rows: list[Row], path: Path) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({name: [row[name] for row in rows] for name in rows[0]})
    stamps = pa.array([datetime.fromisoformat(row["time:timestamp"]) for row in rows])
    at = table.column_names.index("time:timestamp")
    pq.write_table(table.set_column(at, "time:timestamp", stamps), path)
    return path


def as_xlsx(rows: list[Row], path: Path) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([dict(zip(rows[0], rows[0], strict=True)), *rows]):
            sheet.write_row(number, 0, list(row.values()))
    return path


def as_xes(rows: list[Row], path: Path) -> Path:
    kinds = {"time:timestamp": "date"}
    text = ['<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">',
            '<global scope="event"><string key="org:group" value="nobody"/></global>']  # fmt: skip
    for case in dict.fromkeys(row["case:concept:name"] for row in rows):
        text.append(f'<trace><string key="concept:name" value={quoteattr(case)}/>')
        for row in rows:
            if row["case:concept:name"] == case:
                inner = "".join(
                    f"<{kinds.get(key, 'string')} key={quoteattr(key)} value={quoteattr(value)}/>"
                    for key, value in row.items()
                    if not key.startswith("case:")
                )
                text.append(f"<event>{inner}</event>")
        text.append("</trace>")
    path.write_text("".join((*text, "</log>")), encoding="utf-8")
    return path


def handed_on(rows: list[Row], team: str = "org:group") -> dict[str, list[str]]:
    """Return the runs of each case, counted the slow and obvious way."""
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row["time:timestamp"]):
        runs = found.setdefault(row["case:concept:name"], [])
        if row[team] != "EMPTY" and (not runs or runs[-1] != row[team]):
            runs.append(row[team])
    return found


def shared(name: str) -> Path | None:
    """Return a real log, or None where this machine has none of them, and say so."""
    for folder in SHARED:
        if (folder / name).is_file():
            return folder / name
    told = f"{name} is not beside this checkout, so its figures are not checked here\n"
    sys.stderr.write(told)
    return None
