"""One table in many dialects reads as the same rows."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.files.cells import CellsError, number_in, table_of, text_of
from simulator.files.marks import SIDES, Review, marks, marks_of
from simulator.files.matrix import matrix_of
from tests.unit.files.dialects import Dialect, dialects

WORDS = st.text(
    st.sampled_from("abc éßÄ0189,;|\t\"'\n-+=@()#%&."), min_size=1, max_size=14
).map(lambda text: f"{text}x").filter(lambda text: text.lstrip()[:1] not in "'=")  # fmt: skip
NOTES = st.sampled_from(("", "-cut off", "+1 from all", "@team: look", "=SUM(A1)", "a; b, c\td"))
ROWS = st.lists(
    st.tuples(WORDS, st.sampled_from(SIDES), st.sampled_from(SIDES), NOTES),
    min_size=1,
    max_size=6,
    unique_by=lambda row: " ".join(row[0].split()),
)
TEAMS = ("Büro", "Net & Co", "Ops", "Team 4")


def read(content: bytes, folder: Path, name: str) -> Review:
    path = folder / name
    path.write_bytes(content)
    return marks(path)


@settings(deadline=None)
@given(rows=ROWS, dialect=dialects())
def test_marks_are_the_same_in_every_dialect(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], dialect: Dialect
) -> None:
    header = ("Failure", "Rater 1", "Rater_2", "Note")
    content = dialect.written([header, *rows])
    found = read(content, tmp_path_factory.getbasetemp(), dialect.file).found
    told = [
        (each.failure, each.first and each.first.side, each.second and each.second.side)
        for each in found
    ]
    assert told == [(" ".join(row[0].split()), row[1], row[2]) for row in rows]


@settings(deadline=None)
@given(
    counts=st.lists(st.integers(0, 5000), min_size=16, max_size=16),
    dialect=dialects(),
    named=st.booleans(),
    mark=st.sampled_from(("", ",", ".", " ", "\u202f", "'")),
)
def test_a_matrix_is_the_same_in_every_dialect(
    counts: list[int],
    dialect: Dialect,
    named: bool,
    mark: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    comma = dialect.separator == ";" and not dialect.workbook
    if mark == ("," if comma else "."):
        mark = ""  # that sign marks decimals there
    if dialect.encoding == "cp1252":
        mark = mark.replace("\u202f", "\u00a0")
    cells = [f"{count:,}".replace(",", mark) if count else "" for count in counts]
    rows = [("hands to", *TEAMS), *((team, *cells[4 * at : 4 * at + 4])
                                   for at, team in enumerate(TEAMS))]  # fmt: skip
    path = tmp_path_factory.getbasetemp() / dialect.file
    path.write_bytes(dialect.written(rows))
    found = matrix_of(text_of(path), "m.csv", TEAMS if named else ())
    assert found is not None
    assert found.teams == TEAMS
    assert found.often == {
        (source, target): count
        for at, source in enumerate(TEAMS)
        for target, count in zip(TEAMS, counts[4 * at : 4 * at + 4], strict=True)
        if count and source != target
    }


@pytest.mark.parametrize(
    ("text", "comma", "number"),
    [
        ("12", False, 12.0),
        ("1,234", False, 1234.0),
        ("1,234", True, 1.234),
        ("1.234", False, 1.234),
        ("1.234", True, 1234.0),
        ("0.125", True, 0.125),
        ("0,5", False, 0.5),
        ("1,234,567", True, 1234567.0),
        ("1.234.567", False, 1234567.0),
        ("1.234,5", False, 1234.5),
        ("1,234.5", True, 1234.5),
        ("1 234,5", True, 1234.5),
        ("1\u00a0234", False, 1234.0),
        ("12'345.5", False, 12345.5),
        ("1,23,456", False, None),
        ("1.2.3", False, None),
        ("12 34", False, None),
        ("-3", False, None),
        ("", False, None),
    ],
)
def test_numbers_are_read_as_people_write_them(
    text: str, comma: bool, number: float | None
) -> None:
    assert number_in(text, comma=comma) == number


def test_extra_columns_are_told_once_and_a_near_miss_is_refused() -> None:
    text = "Issue key,Status,Rater 1,Sprint,Sprint\nA-1,done,inside,s1,s2\nA-2,done,between,s1,\n"
    found = marks_of(text, "pm.csv")
    assert [each.failure for each in found.found] == ["A-1", "A-2"]
    assert found.notes == ("Left out of pm.csv: the columns 'Status', 'Sprint', 'Sprint'.",)
    with pytest.raises(CellsError) as refused:
        marks_of("Failure,Rater 1,Mechansim 1\nF,inside,\nG,between,lost\n", "pm.csv")
    assert str(refused.value) == (
        "pm.csv:1: found the column 'Mechansim 1'; allowed failure, rater 1, mechanism 1, rater 2, "
        "mechanism 2, note; did you mean mechanism 1?"
    )


def test_two_failures_with_one_title_are_two() -> None:
    found = marks_of("failure,rater 1\nDown,inside\nDown,between\n", "pm.csv")
    assert [each.failure for each in found.found] == ["Down", "Down (line 3)"]
    assert found.notes == (
        "Several failures are called 'Down'; each row counts as a failure of its own.",
    )


def test_letters_made_of_two_signs_and_texts_held_as_text_are_what_they_look_like() -> None:
    parted = unicodedata.normalize("NFD", "Büro")
    text = f'failure,rater 1\n{parted},inside\n"=""007""",between\n\'+1 down,neither\n'
    names = [each.failure for each in marks_of(text, "pm.csv").found]
    assert names == ["Büro", "007", "+1 down"]


def test_the_places_of_problems_are_those_of_the_file() -> None:
    text = 'sep=;\nOur failures\n\nfailure;rater 1;note\n"a\nb";inside;\n\nF2;betwen;"x\ny"\n'
    with pytest.raises(CellsError) as refused:
        marks_of(text, "pm.csv")
    assert str(refused.value).startswith("pm.csv:8: rater 1: found 'betwen'; allowed inside,")
    with pytest.raises(CellsError) as refused:
        matrix_of("Who to whom\n;A;B\nA;;often\nB;1;\n", "m.csv")
    assert str(refused.value) == (
        "m.csv:3: B: found 'often'; allowed an x, a count a month, or nothing"
    )


def test_the_row_of_a_workbook_is_its_line(tmp_path: Path) -> None:
    rows = [("failure", "rater 1"), ("two\nlines", "inside"), ("F", "sideways")]
    dialect = Dialect(workbook=True, title=("Our failures",))
    with pytest.raises(CellsError, match=r"table.xlsx:4: rater 1: found 'sideways'"):
        read(dialect.written(rows), tmp_path, "table.xlsx")


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    rows = [("failure", "rater 1"), ("F", "inside")]
    found = read(Dialect(workbook=True).written(rows), tmp_path, "table.csv")
    assert [each.failure for each in found.found] == ["F"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html><table><tr><td>failure", "table.csv:1: found a web page, as trackers export"),
        (b"failure,rater 1\nF\x81,inside\n", "table.csv:2: found bytes that are no text"),
        (b"\x00\x00\x00\x00", "table.csv:1: found bytes that are no text"),
        (b"PK\x03\x04no such thing", "table.csv: found no whole XLSX"),
        (b"failure,rater 1\nA, b,inside\n", "table.csv:2: found 3 cells; allowed 2, one a column"),
        (b"x" * 10_000_001, "table.csv:1: found more than 10 MB"),
    ],
)
def test_what_is_no_table_is_refused_in_a_line(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(CellsError) as refused:
        read(content, tmp_path, "table.csv")
    assert str(refused.value).removeprefix(f"{tmp_path}/").startswith(told)
    assert "\n" not in str(refused.value)


def test_a_table_whose_rows_are_named_otherwise_is_no_matrix() -> None:
    assert matrix_of("case,team\n1,A\n2,B\n", "m.csv") is None


def test_too_many_rows_are_refused() -> None:
    out = io.StringIO()
    csv.writer(out).writerows([("a", "b")] * 10_001)
    with pytest.raises(CellsError, match=r"m.csv:10001: found more rows than that"):
        table_of(out.getvalue(), "m.csv", ("a",))
