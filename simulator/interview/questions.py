"""The words of the interview: every question, and what may be answered."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.interview.replies import DONT_KNOW
from simulator.interview.routes import Edge

__all__ = ["FIRST", "HANDOVERS", "YEAR", "Question", "three", "told", "ways"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question: its key in the answers' file, its words, and what may be answered.

    `many` answers take several lines, up to an empty one. `offer` stands for no answer.
    """

    key: str
    ask: str
    hint: str
    many: bool = False
    offer: str = ""
    needed: bool = False


def told(edge: Edge) -> str:
    """Return a handover as the questions name it."""
    return f"{edge[0]} > {edge[1]}"


FIRST = (
    Question(key="name", ask="What is your organisation called?", hint="a name", needed=True),
    Question(
        key="teams",
        ask="Paste your teams with their head-counts, one a line.",
        hint="lines such as: Product 6 (a ? where you do not know); an empty line ends",
        many=True,
        needed=True,
    ),
)
HANDOVERS = Question(
    key="handovers",
    ask="Who hands work to whom?",
    hint="paste a matrix as CSV (rows hand to columns; x, or how often a month), or file NAME.csv, "
    f"or lines such as: Product > Application, Platform; an empty line ends; or {DONT_KNOW}",
    many=True,
)


def three(edge: Edge) -> tuple[Question, ...]:
    """Return the three questions about one handover."""
    sender, receiver = edge
    return (
        Question(
            key=f"pass: {told(edge)}",
            ask=f"{sender} hands to {receiver}: out of ten changes, how many pass here?",
            hint=f"0 to 10, or {DONT_KNOW}",
        ),
        Question(
            key=f"same name: {told(edge)}",
            ask=f"{sender} to {receiver}: it breaks at three in the morning. Out of ten times, how "
            "often would both teams say the same name?",
            hint=f"0 to 10, or {DONT_KNOW}",
        ),
        Question(
            key=f"last: {told(edge)}",
            ask=f"{sender} to {receiver}: the last handover here, what was it?",
            hint="1 written and tested, 2 written, 3 told, 4 assumed, or " + DONT_KNOW,
        ),
    )


def ways(offer: str) -> Question:
    """Return the question about the ways of changes, with those suggested."""
    return Question(
        key="routes",
        ask="Which teams does a change pass, in order? Out of ten changes, this is how your "
        "answers add up:",
        hint="Enter if that is right, or your own lines, such as 7: A > B + C > D (+ is side by "
        "side); an empty line ends",
        many=True,
        offer=offer,
    )


YEAR = (
    Question(
        key="changes",
        ask="Last year: how many changes went live?",
        hint=f"a number, or {DONT_KNOW}",
    ),
    Question(
        key="failed",
        ask="How many of them failed (had to be repaired or taken back)?",
        hint=f"a number, a percentage such as 10 %, or {DONT_KNOW}",
    ),
    Question(
        key="serious",
        ask="How many serious failures were there, those that woke somebody up?",
        hint=f"a number, or {DONT_KNOW}",
    ),
    Question(
        key="restore",
        ask="How long did it take to restore, in the middle case, in working time?",
        hint=f"3 h, 2 days, or {DONT_KNOW}",
    ),
    Question(
        key="busy",
        ask="Out of ten working days of these teams, how many go into these changes and their "
        "repairs?",
        hint=f"1 to 10, or {DONT_KNOW}",
    ),
    Question(
        key="causes",
        ask="Of the failures you have looked into: how many started inside a team, between teams, "
        "neither, and how many could you not tell?",
        hint=f"four counts such as 9 7 3 6, file FILE.csv of edgewise tally, or {DONT_KNOW}",
    ),
    Question(
        key="budget",
        ask="How many person-days could you spend on this next year?",
        hint=f"a number, or {DONT_KNOW}",
    ),
)
