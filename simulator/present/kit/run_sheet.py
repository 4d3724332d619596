"""The run sheet: what is said, done and left undone, minute by minute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

__all__ = ["LENGTHS", "Block", "run_sheet"]

LENGTHS: Final = (45, 60, 90)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A stretch of a room: from `start` to `end` [minutes], what is said, done and not done.

    `screen` says by their numbers which screens are up then; "" where the one before stays. A line
    of `says` that begins with a dot is a silence, not a sentence.
    """

    start: int
    end: int
    screen: str
    title: str
    says: tuple[str, ...]
    does: tuple[str, ...]
    dont: str


_SILENCE: Final = ".ten seconds, say nothing"
_PLAN: Final[tuple[tuple[dict[int, int], str, tuple[str, ...], tuple[str, ...], str], ...]] = (
    (
        {45: 3, 60: 3, 90: 4},
        "{company} in four sentences",
        ("{story}",),
        ("Screen 1 is up before anybody comes in", "[→] goes on, [←] goes back, on every screen"),
        "No talk of a model, no talk of method",
    ),
    (
        {45: 2, 60: 3, 90: 4},
        "Predict",
        (
            (
                "Of ten failures here, how many start inside a {team}? The others start between "
                "{teams}, or {anyway}. One number a table, and how sure you are."
            ),
        ),
        (
            "Paper: {company}: predict, buy; hand it out now, the cards with the next screen",
            "Type what tables say: [4: 7] is table 4, seven inside",
            "[E] goes to the field to type, [Esc] leaves it, then keys act again",
        ),
        "Nothing that hints; no nodding",
    ),
    (
        {45: 7, 60: 8, 90: 10},
        "{cards} cards, {budget} {dealt}",
        (
            (
                "Every table has the same company and the same {budget} {dealt}. Nobody can buy "
                "everything. Agree, write your cards down, hand them in."
            ),
            "Two minutes. What you do not spend is lost.",
        ),
        (
            "Paper: the cards; [T] starts the timer, [+] adds a minute",
            "Type cards as they come: [4: {example}]; the same table again corrects it",
        ),
        "No hint, no model, no nodding",
    ),
    (
        {45: 5, 60: 6, 90: 8},
        "All dots at once",
        (
            "This line is today: {today} of 100 {items} fail. Here is everybody.",
            _SILENCE,
            "You two: what did you buy, and what did you expect from it?",
        ),
        (
            "[R] today's line, [R] again all dots",
            "The two that are ringed speak, a minute each",
            "[L] another year's luck, twice; [M] back to the mean",
        ),
        "Name no table; it may name itself",
    ),
    (
        {45: 6, 60: 6, 90: 7},
        "One failure: two votes, then the way back",
        (
            (
                "\u2018{title}\u2019 is in use. On day {failed_on} it {fails}. Who do you call? "
                "One hand a table."
            ),
            "And where did it start? A {team}, a {handover}, or nobody here?",
            _SILENCE,
            "{called_right} Blaming it is another thing.",
        ),
        (
            "Paper: One failure: two votes; [P] plays, it stops at the cross",
            "Type hands by {team}: [{called_team} 5]; then Close this vote",
            "The same for where it started; [\u2192], then [P]: again, with what fell",
        ),
        "Do not say who was right",
    ),
    (
        {45: 4, 60: 5, 90: 5},
        "Ten drawn, beside what you said",
        (
            "The first was chosen because it teaches. These {drawn} are drawn by lot.",
            "Here {drawn_inside} of {drawn} start inside a {team}. And this is what you said.",
            "Now whoever can mend it is called. What moves, and what stays?",
        ),
        (
            "[D] draws one; the prediction opens after the tenth",
            "[C] switches who is called, there and back",
        ),
        "Do not explain; the next minutes do",
    ),
    (
        {90: 10},
        "Whisper line",
        (
            "Six people in a row. Six facts go down the line, each told once, in a whisper.",
            "Again, and now everybody says back what they understood.",
            "Now you know why nobody noticed.",
        ),
        (
            "One row, the others watch; paper: Whisper line and count sheet",
            "Type how many facts each person had: [1: 6 5 4 3 3 2], then [2: 6 6 5 5 5 5]",
            "The company's own staircase stands beside yours",
        ),
        "Do not whisper names or work of the room",
    ),
    (
        {60: 10, 90: 13},
        "{twin}, the same cards",
        (
            "{twin_story}",
            "Allocate again. You may ask me anything.",
            "Here is everybody.",
        ),
        (
            "{twin}'s tally lies face down on your desk; whoever asks for it gets it",
            "Paper: One failure: two votes, its lower half; [T] timer; type cards; [R] and [R]",
        ),
        "Do not offer the tally; do not hide it",
    ),
    (
        {45: 3, 60: 4, 90: 4},
        "Where it turns",
        (
            (
                "We built both companies. In {company} {of_between} of 100 failures start between "
                "{teams}, in {twin} {twin_of_between}. Yours lies somewhere between."
            ),
            "{turn}",
            "{twin_turn}",
            (
                "Published counts put {published_low} to {published_high} of 100 serious failures "
                "between {teams}. Nobody knows your number before you count."
            ),
            "Where it shows is not where it began.",
        ),
        ("Last screen; let it stand",),
        "No advice for their company yet",
    ),
    (
        {45: 15, 60: 15, 90: 25},
        "Three questions, debrief, commitments",
        (
            (
                "Take three {handovers} of your own. Answer the three questions, first alone, then "
                "with the person on the other side."
            ),
            "One line each: which {handover}, what will be different on Monday, who will see it?",
        ),
        (
            "Paper: Three questions on every handover, To take home",
            "Questions to lead with stand on Debrief, filled in",
            "Commitments stay on paper and go home with whoever wrote them",
        ),
        "Not shorter than this; do not collect the papers",
    ),
)


_SCREENS: Final = ("1", "2", "3", "4", "5, 6", "7", "8", "9, 10", "11", "")
"""The numbers that the screens have at their foot, by the parts of the plan."""


def run_sheet(minutes: int, fill: Callable[[str], str]) -> list[Block]:
    """Return the blocks of a room of so many minutes, their gaps filled by `fill`."""
    found: list[Block] = []
    start = 0
    for screen, (lasts, title, says, does, dont) in zip(_SCREENS, _PLAN, strict=True):
        if minutes not in lasts:
            continue
        found.append(
            Block(
                start=start,
                end=start + lasts[minutes],
                screen=screen,
                title=fill(title),
                says=tuple(filter(None, map(fill, says))),
                does=tuple(map(fill, does)),
                dont=fill(dont),
            )
        )
        start = found[-1].end
    return found
