"""Marked post-mortems are read from whatever a spreadsheet makes of CSV, or refused in a line."""

import pytest

from simulator.files.cells import CellsError
from simulator.files.marks import Mark, marks_of

HEAD = "failure,rater 1,mechanism 1,rater 2\n"
LISTED = "failure, rater 1, mechanism 1, rater 2, mechanism 2, note"


def refusal(text: str) -> tuple[str, ...]:
    with pytest.raises(CellsError) as caught:
        marks_of(text, "pm.csv")
    return caught.value.problems


def test_marks_of_two_raters_are_read_with_the_ways_they_know() -> None:
    text = HEAD + "F1,inside,defect,between\nF2,cannot tell,,\n"
    first, second = marks_of(text, "pm.csv").found
    assert first.first == Mark(side="inside", mechanism="defect")
    assert first.second == Mark(side="between")
    assert (second.failure, second.first, second.second) == ("F2", Mark(side="cannot tell"), None)


@pytest.mark.parametrize(
    "text",
    [
        "failure,rater 1\nF1,between\n",
        "failure;rater 1\nF1;between\n",
        "failure\trater 1\nF1\tbetween\n",
        "\ufefffailure,rater 1\r\nF1,between\r\n",
        "ID, Rater_1\nF1,  BETWEEN \n\n,\n",
        'failure,rater 1\n"F1",between\n',
        "failure,mechanism 1,rater 1\nF1,Nobody’s job,\n",
        "Mark\nbetween\n",
    ],
)
def test_separators_marks_of_order_case_and_blanks_do_not_matter(text: str) -> None:
    (found,) = marks_of(text, "pm.csv").found
    assert found.first is not None
    assert found.first.side == "between"


def test_a_line_break_inside_quotes_keeps_the_lines_of_later_rows_right() -> None:
    text = 'failure,rater 1,note\n"F\n1",inside,"two\nlines"\nF2,sideways,\n'
    (told,) = refusal(text)
    assert told.startswith("pm.csv:5: rater 1: found 'sideways'; allowed inside,")
    (told,) = refusal('failure,rater 1\nF0,inside\n"F\n\n1",sideways\n')
    assert told.startswith("pm.csv:3: rater 1: found 'sideways'")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", f"pm.csv:1: found an empty file; allowed the columns {LISTED}"),
        (
            "failure,rater 1\nF1,betwen\n",
            (
                "pm.csv:2: rater 1: found 'betwen'; allowed inside, between, neither or cannot "
                "tell; did you mean between?"
            ),
        ),
        (
            "failure,rater 1\nF1,@SUM(A1)\n",
            (
                "pm.csv:2: rater 1: found '@SUM(A1)'; allowed inside, between, neither or cannot "
                "tell"
            ),
        ),
        (
            "failure,note\nF1,x\n",
            f"pm.csv:1: found no column 'rater 1'; allowed the columns {LISTED}",
        ),
        (
            "failure,rater 1\n1,\n",
            (
                "pm.csv:1: found no marked post-mortem; allowed one a row, marked inside, between, "
                "neither or cannot tell"
            ),
        ),
        (
            "failure,rater 1\nF1,inside,oh\n",
            (
                "pm.csv:2: found 3 cells; allowed 2, one a column, and quotes around a text with a "
                "comma in it"
            ),
        ),
        (
            "failure,rater 1,Rater_1\nF1,inside,between\n",
            "pm.csv:1: found the column 'rater 1' twice; allowed once each",
        ),
        (
            "failure,rater 1,mechanism 1\nF1,inside,lost\n",
            (
                "pm.csv:2: mechanism 1: found 'lost' beside 'inside'; allowed a mechanism of that "
                "side, 'lost' is between"
            ),
        ),
        (
            'failure,rater 1\n"F1,inside\n',
            (
                "pm.csv:2: found unexpected end of data; allowed a table with commas, semicolons "
                "or tabs between its cells, or XLSX"
            ),
        ),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(text: str, told: str) -> None:
    assert refusal(text) == (told,)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", " ="])
def test_a_note_may_begin_like_a_formula(sign: str) -> None:
    (found,) = marks_of(f"failure,rater 1,note\n{sign}F1,inside,{sign}1+1\n", "pm.csv").found
    assert found.first == Mark(side="inside")


@pytest.mark.parametrize("text", [",,\n", '""\n', "\n;\n \n"])
def test_a_table_of_empty_cells_is_refused(text: str) -> None:
    (told,) = refusal(text)
    assert told.startswith("pm.csv:1: found nothing in any cell; allowed a table with commas")


def test_all_problems_are_told_at_once_and_a_flood_is_cut() -> None:
    rows = "".join(f"F{number},no\n" for number in range(30))
    told = refusal(f"failure,rater 1\n{rows}")
    assert len(told) == 21
    assert told[-1] == "... and 10 more"
