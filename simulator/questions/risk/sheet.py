"""The sheet on which the three questions are answered by hand: to print, no file needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from simulator.methods.risk import CUTS, HIGH
from simulator.present.page.paper import on_paper
from simulator.present.three_questions import ASKED
from simulator.present.words import place

__all__ = ["asked_on_paper", "sheet_html"]

_ROWS: Final = 14
_ON_PAPER: Final = {
    "crossed": (
        "less than once a month",
        "about once a month",
        "about once a week",
        "about once a day",
        "twice a day or more",
    ),
    "unowned": (
        "one person or team by name, and they do it every time",
        "one by name, but now and then it is left",
        "agreed between the two teams, no name; mostly it is done",
        "it depends on who is there; one time in three nobody takes it",
        "nobody: each side thinks it is the other's, or nobody thinks of it",
    ),
    "trusted": (
        "nothing: all is written down and read back",
        "little: nearly all is written down, and gaps are asked about",
        "some: gaps are asked about when they are seen",
        "much: the receiver fills gaps with what usually holds",
        "most: a name and a date, the rest one has to know",
    ),
}
SAY: Final = {
    "title": "Three questions on every handover",
    "who": "Answered by:",
    "date": "Date:",
    "before_head": "Before you begin",
    "before": (
        (
            "Write down every handover: work that one team gives to another, in this direction. "
            "The way back is a handover of its own."
        ),
        "One person of each side answers, each on a sheet of their own, without talking.",
        (
            "Answer each question for all handovers before you take the next question, so that one "
            "bad memory does not colour all three answers."
        ),
    ),
    "ask_head": "The questions: write the number of the answer",
    "after_head": "Afterwards",
    "after": (
        (
            f"Count in each row how many of the three answers are {HIGH} or 5. Three: the handover "
            "lies in the risk zone. Two: it is near it. Among equals the larger sum comes first."
        ),
        "Where the two sides differ by two or more, that is worth a talk before any money.",
        (
            "These are three coarse answers: they do not say what goes wrong inside teams, and "
            "they do not count failures. Reviewing twenty failures does (edgewise tally --sheet)."
        ),
    ),
    "table": "One row a handover",
    "from": "Handover: from → to",
}
_SHORT: Final = ("How often?", "Who owns it?", "On trust?", f"How many are {HIGH} or 5?", "Sum")


def sheet_html(handovers: Sequence[str] = (), *, size: str = "A4") -> str:
    """Return the sheet as a page that prints on A4 or Letter; refuses other sizes (ValueError).

    The names of `handovers` stand in its rows, and empty rows after them.
    """
    rows = [*map(place, handovers), *[""] * max(2, _ROWS - len(handovers))]
    return on_paper("three_questions.html.jinja", {**asked_on_paper(), "rows": rows}, size)


def asked_on_paper() -> dict[str, Any]:
    """Return what the sheet is made of but its rows: `say`, `asked` with answers, and `shorts`."""
    return {
        "say": SAY,
        "asked": [(ASKED[name], _ON_PAPER[name]) for name in CUTS],
        "shorts": _SHORT,
    }
