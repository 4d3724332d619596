"""Logs are read as they are, or refused in a line."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from simulator.logs import unpacking
from simulator.logs.faults import LogError
from simulator.logs.log import log_of
from simulator.logs.mapping import LogMap, mapping_of
from simulator.logs.network import network
from tests.unit.files.dialects import Dialect, dialects
from tests.unit.logs.made import as_csv, as_xes, events

HEAD = "case,timestamp,team\n"


def log(tmp_path: Path, rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(head + rows)
    return path


def refusal(path: Path, told: LogMap | None = None) -> str:
    with pytest.raises(LogError) as error, log_of(path, told):
        pass
    assert "Traceback" not in str(error.value)
    return str(error.value)


def rows_read(path: Path, told: LogMap | None = None) -> list[tuple[object, ...]]:
    with log_of(path, told) as found:
        return found.ask("SELECT case_id, ts, team FROM events ORDER BY case_id, ts, row")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1,03/04/2026 08:00,A\n1,05/04/2026 08:00,B\n", "could be exchanged"),
        ("1,03/14/2026 08:00,A\n1,25/04/2026 08:00,B\n", "dates with the month first"),
        ("1,2026-04-03 08:00,A\n1,25/04/2026 08:00,B\n", "mixed dates: 1 like"),
        ("1,yesterday,A\n", "no dates but 'yesterday'"),
        ("1,2026-02-31 08:00,A\n", "times that are no dates, such as '2026-02-31 08:00'"),
        ("1,2026-01-01 08:00,?\n1,2026-01-02 08:00,UNKNOWN\n", "no team anywhere"),
        ("1,2026-01-01 08:00\n1,2026-01-02 08:00,B\n", "a row that cannot be read"),
        ("?,2026-01-01 08:00,A\n", "rows without a case or a time"),
        ("", "no event in the window"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_line(
    tmp_path: Path, rows: str, said: str
) -> None:
    assert said in refusal(log(tmp_path, rows))


def test_a_log_without_a_column_for_teams_names_its_columns(tmp_path: Path) -> None:
    said = refusal(log(tmp_path, "1,2026-01-01 08:00,x\n", "case,timestamp,colour\n"))
    assert "no team anywhere" in said
    assert "'colour'" in said
    assert "columns: {team: NAME}" in said


def test_rows_out_of_order_are_sorted_up_to_a_share_and_refused_beyond(tmp_path: Path) -> None:
    rows = [f"{case},2026-01-0{day} 08:00,{'AB'[day % 2]}\n" for case in range(9) for day in
            ((1, 2, 3, 4) if case else (2, 1, 3, 4))]  # fmt: skip
    path = log(tmp_path, "".join(rows))
    with log_of(path) as found:
        assert "1 of 27 steps" in found.notes[0]
        assert network(found).handoffs == 27
    some = [f"{case},2026-01-0{day} 08:00,A\n" for case in range(20)
            for day in ((1, 2) if case % 20 > 2 else (2, 1))]  # fmt: skip
    assert "3 of 20 steps" in refusal(log(tmp_path, "".join(some)))
    half = [f"{case},2026-01-0{day} 08:00,A\n" for case in range(9) for day in (2, 1, 3)]
    assert "9 of 18 steps within a case go back in time" in refusal(log(tmp_path, "".join(half)))
    assert len(rows_read(log(tmp_path, "".join(half)), LogMap(out_of_order=1.0))) == 27


def test_a_file_with_the_newest_row_first_is_read_from_its_end(tmp_path: Path) -> None:
    rows = events()
    with log_of(as_csv(rows, tmp_path / "log.csv")) as found:
        forward = network(found)
    with log_of(as_csv(rows[::-1], tmp_path / "back.csv")) as found:
        backward = network(found)
    assert "newest row of a case first" in backward.notes[0]
    assert backward.edges == forward.edges


def test_times_of_days_only_give_no_waits(tmp_path: Path) -> None:
    with log_of(log(tmp_path, "1,2026-01-01,A\n1,2026-01-02,B\n1,2026-01-05,B\n")) as found:
        assert found.day_only
        assert str(network(found).edges[0].wait) == "nan"


def test_times_with_an_offset_become_the_same_instants(tmp_path: Path) -> None:
    texts = ("2026-01-05T10:00:00+02:00", "2026-01-05 08:00:00", "05.01.2026 8:00", "1767600000")
    dates = (None, None, "day first", None)
    found = [rows_read(log(tmp_path, f"1,{text},A\n"), LogMap(dates=way))
             for text, way in zip(texts, dates, strict=True)]  # fmt: skip
    assert found == [[("1", 1767600000 * 10**6, "A")]] * 4


def test_other_signs_encodings_and_packings_give_the_same_rows(tmp_path: Path) -> None:
    rows = [{**row, "org:group": row["org:group"].replace("Desk", "Büro")} for row in events()]
    plain = rows_read(as_csv(rows, tmp_path / "log.csv"))
    odd = as_csv(rows, tmp_path / "odd [1]*.txt", delimiter="\t", encoding="utf-16")
    old = as_csv(rows, tmp_path / "old.csv", delimiter="|", encoding="cp1252")
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress((tmp_path / "log.csv").read_bytes()))
    zipped = tmp_path / "log.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(tmp_path / "log.csv", "a/log.csv")
        archive.writestr("__MACOSX/._log.csv", "aside")
    assert all(rows_read(path) == plain for path in (odd, old, packed, zipped))


@settings(max_examples=20, deadline=None)
@given(dialect=dialects())
def test_a_log_is_the_same_in_every_dialect(
    tmp_path_factory: pytest.TempPathFactory, dialect: Dialect
) -> None:
    rows = [{**row, "org:group": row["org:group"].replace("Desk", "Büro")} for row in events(20)]
    folder = tmp_path_factory.getbasetemp()
    plain = rows_read(as_csv(rows, folder / "log.csv"))
    dialect = replace(dialect, totals=False)  # nobody adds tickets up
    path = folder / dialect.file
    path.write_bytes(dialect.written([list(rows[0]), *(list(row.values()) for row in rows)]))
    assert rows_read(path) == plain


def test_days_as_spreadsheets_count_them_are_times(tmp_path: Path) -> None:
    texts = ("46027.33333333334", "46027,3333333333", "2026-01-05 08:00:00")
    found = [rows_read(log(tmp_path, f'1,"{text}",A\n')) for text in texts]
    assert found == [[("1", 1767600000 * 10**6, "A")]] * 3


def test_a_packed_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(as_csv(events(), tmp_path / "log.csv").read_bytes())
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])
    assert "cut off" in refusal(path)


@pytest.mark.parametrize("ending", ["csv", "xes"])
def test_a_bomb_is_stopped_before_it_fills_the_disk(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "_FREE", 1024**2)
    path = tmp_path / f"bomb.{ending}.gz"
    path.write_bytes(gzip.compress(b"<log>" + b" " * 8 * 1024**2))
    assert "in so small a packed file" in refusal(path)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE log SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_entities_and_other_files_in_xml_are_refused(tmp_path: Path, head: str) -> None:
    path = as_xes(events(3), tmp_path / "log.xes")
    path.write_text(
        path.read_text().replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{head}')
    )
    assert "which a log has no need of" in refusal(path)


def test_xml_that_is_deep_cut_or_something_else_is_refused(tmp_path: Path) -> None:
    path = as_xes(events(3), tmp_path / "log.xes")
    text = path.read_text()
    path.write_text(text[: len(text) // 2])
    assert "no whole XML" in refusal(path)
    path.write_text("<log>" + "<a>" * 100 + "</a>" * 100 + "</log>")
    assert "levels of XML" in refusal(path)
    path.write_text("<html/>")
    assert "no XES" in refusal(path)


def test_too_many_teams_are_refused_with_a_way_out(tmp_path: Path) -> None:
    text = io.StringIO()
    text.writelines(f"{n},2026-01-01 08:00,team {n}\n" for n in range(100_000))
    said = refusal(log(tmp_path, text.getvalue()))
    assert "found 100,000 teams" in said
    assert "units:" in said


def test_persons_become_teams_and_leave_no_trace(tmp_path: Path) -> None:
    path = log(tmp_path, "1,2026-01-01 08:00,ann\n1,2026-01-01 09:00,bob\n2,2026-01-01 08:00,cy\n",
               "case,timestamp,assignee\n")  # fmt: skip
    told = LogMap(teams={"ann": "A", "bob": "B"})
    assert [row[2] for row in rows_read(path, told)] == ["A", "B", None]
    with log_of(path, told) as found:
        tables = [name for (name,) in found.ask("SELECT table_name FROM duckdb_tables()")]
        held = [str(found.ask(f"FROM {name}")) for name in tables if name != "team_of"]
        assert not any("ann" in text or "'cy'" in text for text in held)
        assert found.ask("SELECT persons FROM presence WHERE level = 'team' ORDER BY place") == [
            (1,),
            (1,),
        ]


@pytest.mark.parametrize("ending", ["docx", ""])
def test_a_file_of_no_known_kind_names_the_kinds(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"log.{ending}"
    path.write_text("x")
    assert "CSV, XLSX, Parquet, XES or JSON" in refusal(path)
    path.write_text("")
    assert "an empty file" in refusal(path)


@pytest.mark.parametrize("ending", ["parquet", "xlsx", "zip", "json"])
def test_what_only_looks_like_a_format_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"log.{ending}"
    path.write_text("no such thing")
    assert "no whole" in refusal(path)


AUDIT = [
    ("I1", "2026-01-01 08:00:00", "assignment_group", "", "Desk"),
    ("I1", "2026-01-01 08:00:00", "state", "", "New"),
    ("I1", "2026-01-01 09:00:00", "assignment_group", "Desk", "Network"),
    ("I1", "2026-01-01 10:00:00", "state", "New", "In Progress"),
    ("I1", "2026-01-01 11:00:00", "assignment_group", "Network", "Desk"),
    ("I2", "2026-01-01 08:00:00", "assignment_group", "Desk", "Database"),
]


def exported(tool: str, tmp_path: Path) -> Path:
    """Return the same events as the export of a tool."""
    if tool == "sys_audit":
        head = "documentkey,sys_created_on,fieldname,oldvalue,newvalue,user\n"
        return log(tmp_path, "".join(f"{','.join(row)},me\n" for row in AUDIT), head)
    if tool == "metric_instance":
        head = "id,definition,value,start,end\n"
        rows = [("I1", "Desk", 8, 9), ("I1", "Network", 9, 11), ("I1", "Desk", 11, 12),
                ("I2", "Desk", 7, 8), ("I2", "Database", 8, 9)]  # fmt: skip
        return log(tmp_path, "".join(
            f"{case},Assignment Group,{team},2026-01-01 {a:02}:00:00,2026-01-01 {b:02}:00:00\n"
            for case, team, a, b in rows), head)  # fmt: skip
    if tool == "jira csv":
        head = "Issue Key,Created,Author,Field,Old value,New value\n"
        names = {"assignment_group": "Team", "state": "Status"}
        return log(tmp_path, "".join(
            f"{case},{at},me,{names[field]},{old},{new}\n" for case, at, field, old, new in AUDIT),
            head)  # fmt: skip
    moves = [
        (case, at.replace("08", "07") if first else at, team)
        for case, at, field, old, new in AUDIT
        if field == "assignment_group"
        for first, team in ((True, old), (False, new))
        if case == "I2" or not first
    ]
    tree: object = {
        "jira": {"issues": [
            {"key": case, "fields": {"created": "2026-01-01T07:00:00.000+0000"},
             "changelog": {"histories": [
                 {"created": at.replace(" ", "T") + ".000+0000", "author": {"displayName": "me"},
                  "items": [{"field": {"assignment_group": "Team", "state": "status"}[field],
                             "fromString": old or None, "toString": new}]}
                 for case_, at, field, old, new in AUDIT if case_ == case]}}
            for case in ("I1", "I2")]},
        "pagerduty": {"log_entries": [
            {"type": "assign_log_entry", "created_at": at.replace(" ", "T") + "Z",
             "incident": {"id": case, "summary": "x"}, "teams": [{"summary": team}]}
            for case, at, team in moves]},
        "github": [
            {"event": "labeled", "created_at": at.replace(" ", "T") + "Z",
             "issue": {"number": case}, "label": {"name": f"team: {team}"}}
            for case, at, team in moves],
    }[tool]  # fmt: skip
    path = tmp_path / f"{tool}.json"
    path.write_text(json.dumps(tree))
    return path


@pytest.mark.parametrize(
    "tool", ["sys_audit", "metric_instance", "jira csv", "jira", "pagerduty", "github"]
)
def test_the_usual_exports_give_the_same_handoffs(tmp_path: Path, tool: str) -> None:
    with log_of(exported(tool, tmp_path)) as found:
        seen = network(found)
    assert {(edge.source, edge.target): edge.n for edge in seen.edges} == {
        ("Desk", "Network"): 1, ("Network", "Desk"): 1, ("Desk", "Database"): 1,
    }  # fmt: skip
    assert seen.ping_pong == 1
    assert any("by documentation" in guess for guess in seen.guesses)


def test_a_status_page_names_no_team(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    update = {"created_at": "2026-01-01T08:00:00Z", "status": "investigating"}
    path.write_text(json.dumps({"incidents": [{"id": "1", "incident_updates": [update]}]}))
    assert "no team anywhere" in refusal(path)


def test_a_mapping_file_says_what_it_says_and_comes_back_as_it_was() -> None:
    text = (
        "columns: {case: ticket, timestamp: at, team: who}\ndelimiter: ';'\ndates: day first\n"
        "missing: ['?', nobody]\nstatuses: {queue: [New], done: [Closed, 'no: more']}\n"
        "team_means: actor\nunits: {A: Front}\nwindow: [2026-01-01, 2026-02-01]\n"
        "out_of_order: 0.2\n"
        "causes: {inside: [bug], between: [handover]}\n"
    )
    told = mapping_of(text, "m.yaml")
    assert told.columns == {"case": "ticket", "timestamp": "at", "team": "who"}
    assert told.statuses["done"] == ("Closed", "no: more")
    assert mapping_of(told.text(), "again.yaml") == told


def test_every_problem_of_a_mapping_file_is_told_with_its_line() -> None:
    with pytest.raises(LogError) as error:
        mapping_of(
            "colums: {}\ndates: french\nwindow: [1, 2]\nout_of_order: 3\nshape: round\n", "m"
        )
    lines = str(error.value).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["m:1:", "m:2:", "m:3:", "m:4:", "m:5:"]
    assert "did you mean columns?" in lines[0]


def test_a_column_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    said = refusal(log(tmp_path, "1,2026-01-01,A\n"), LogMap(columns={"team": "squad"}))
    assert "found 'squad'" in said
    assert "'team'" in said
