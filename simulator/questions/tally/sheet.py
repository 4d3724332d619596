"""The sheet for a review of post-mortems: to print, and to fill in as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

from simulator.files.marks import COLUMNS, SIDES
from simulator.present.page.paper import on_paper

__all__ = ["sheet_csv", "sheet_html"]

WAYS: Final = (
    "made inside",
    "got lost on the way",
    "went out of date",
    "nobody's job",
    "would have happened anyway",
)
SAY: Final[Mapping[str, Any]] = {
    "title": "Where did it start? A sheet for a review",
    "who": "Rater:",
    "date": "Date:",
    "before_head": "Before you begin",
    "before": (
        (
            "Take the last 20 to 40 post-mortems in order of date. Leave none out because"
            " it is dull, and none in because it is famous."
        ),
        (
            "Two people mark every one, each on a sheet of their own, without talking. "
            "Compare only when both are done; where you differ, leave both marks as they "
            "stand."
        ),
        (
            "Mark where it started: the moment something became wrong that nobody "
            "noticed. Not where it was seen, not who repaired it, not who was blamed."
        ),
        "Ten minutes each. If the text does not say and nobody remembers, that is an answer.",
    ),
    "ask_head": "Ask all of these of each post-mortem; the order says nothing",
    "ask": (
        ("In one sentence without names: what was wrong, and since when?", "", ""),
        (
            "Did one team make the mistake in its own work although it had all it needed to know?",
            "inside",
            WAYS[0],
        ),
        (
            (
                "Would it have happened however well everybody had worked: hardware, a "
                "provider, load nobody could expect, an attack?"
            ),
            "neither",
            WAYS[4],
        ),
        (
            (
                "Was there a piece of work that belonged to no team by name, and so nobody "
                "did it: a deployment step, the same setting on a second system, a "
                "validation?"
            ),
            "between",
            WAYS[3],
        ),
        (
            (
                "Had something at an interface changed, and the team on the other side still "
                "worked with what used to be true?"
            ),
            "between",
            WAYS[2],
        ),
        (
            (
                "Did the team that made the mistake lack, or wrongly assume, something that "
                "another team knew at the time?"
            ),
            "between",
            WAYS[1],
        ),
        (
            "Yes to more than one, and no way to say which came first? Or to none?",
            "cannot tell",
            "",
        ),
    ),
    "after_head": "Afterwards",
    "after": (
        (
            "Type the marks into the CSV file that came with this sheet: one row a "
            "failure, rater 1 and rater 2; leave a cell empty where there is nothing to "
            "say."
        ),
        (
            "edgewise tally FILE.csv gives the shares with their intervals and says how "
            "far the two of you agree. Do not choose the rater you like better."
        ),
    ),
    "table": "Marks of one rater",
    "number": "No.",
    "failure": "Failure (number or short name)",
    "way": "How, if known",
    "foot": "Words for how: " + ", ".join(WAYS) + ".",
}


def sheet_html(*, size: str = "A4", rows: int = 30) -> str:
    """Return the sheet as a page that prints on A4 or Letter; refuses other sizes (ValueError)."""
    found = {"say": SAY, "rows": rows, "marks": SIDES}
    return on_paper("post_mortems.html.jinja", found, size)


def sheet_csv(*, rows: int = 30) -> str:
    """Return the empty table to type the marks into: numbered rows under the known columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((number, *[""] * (len(COLUMNS) - 1)) for number in range(1, rows + 1))
    return out.getvalue()
