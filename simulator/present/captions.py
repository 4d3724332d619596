"""What the page and its figures say: headings, captions, and what a reader is told who sees none.

The sentences of the answer itself stand in `words`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from simulator.measures.outcomes import RECORDED
from simulator.present.digits import of_hundred
from simulator.present.words import MECHANISM_WORDS, SIDES, number, place

__all__ = ["CAUSES", "LEFT_OUT", "PAGE", "SPLITS"]

AN_ORGANISATION = "An organisation"
ANY_QUESTION = "Which plan is better, and how sure is that?"
OUTSIDE = "Letters stand for names; own counts, efforts, prices and reasons are left out."
ASKED_AGAIN = "Asked again with the luck of the letters: numbers move within the noise."
ANOTHER_FAILURE = (
    "The story is that of another failure: with letters for names the year has other luck, and the "
    "failures of it have other numbers."
)
FEW_TEAMS = 3
FEW = (
    "Letters hide little here: of fewer than three teams anyone who knows the organisation can "
    "tell which is which."
)
FEW_PEOPLE = 3
SMALL_TEAMS = "{}: in a team of fewer than three people, naming the team names the person."
EXAMPLE_PRICES = "example prices"
EXAMPLE_EFFORTS = "example prices of practices"
UNLIKE = "Today does not look like you yet"
SPLITS: Final[Mapping[str, str]] = MappingProxyType(
    {"side": "By side", "mechanism": "By cause", "category": "By kind of mistake"}
)
CAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "causes.inside": "failures that started inside teams",
        "causes.between": "failures that started between teams",
        "causes.neither": "failures that started in neither",
        **RECORDED,
    }
)
LEFT_OUT = (
    "Left out, knowingly: how long decisions take, escalation ladders, politics, the skills of "
    "persons, learning beyond an event's effect, abandoned work, limits on work in progress, "
    "calendars and time zones beyond a delay, silent failures, how important a fact is, and "
    "assumptions that many items share."
)
PAGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "skip": "Skip to the answer",
        "answer": "The answer",
        "recommendation": "In a sentence",
        "uncertain": "How sure is this?",
        "plans": "What each plan costs and does",
        "plans_caption": "Every plan under the same luck{whose}",
        "pairs_caption": "Every pair of plans under the same luck, in {what}; intervals hold all "
        "at once",
        "dial": "Where does the answer turn?",
        "year": "What one real year can look like",
        "course": "How it goes over time",
        "course_caption": "Every plan by {unit}: median of {runs} runs, and where 8 in 10 lie",
        "born": "Where failures start",
        "blame": "Who was blamed, where it started",
        "blame_caption": "Of 100 failures (external ones left out): where they started and whom "
        "the organisation blamed, in the first {runs} runs",
        "retention": "How much of what was known survives the way",
        "organisation": "Which places first?",
        "handovers_caption": "Handovers, ranked among all places by the failures that start there",
        "teams_caption": "Teams, ranked among all places by the failures that start there",
        "like": "Does today look like you?",
        "observed_caption": "Your records beside what the model gives for today",
        "numbers": "The numbers",
        "doubter": "For the doubter",
        "paper": "Not on paper, but on the page in a browser: who was blamed, every place, every "
        "pair of plans, prices, all outcomes, and every parameter with its source or reason.",
        "again": "Run it again",
        "prices": "Prices laid open",
        "prices_caption": "Person-days a year that close half the gap everywhere (halving cost)",
        "overhead_caption": "Person-days a year that following each plan's practices takes",
        "outcomes": "What the numbers mean",
        "outcomes_caption": "Outcomes of today and their definitions",
        "parameters": "Every parameter",
        "parameters_caption": "Value, plausible range, status and source of every parameter",
        "left_out": "What is left out",
    }
)


def lettered(number: int, legend: str) -> str:
    """Return that letters stand for names in the figures, and where they are told."""
    return (
        f"No font here can draw {number} of the names: letters stand for them in the PNG figures, "
        f"told in {legend}."
    )


SIDES_KEY = "Of the two sides: 90 of 100 companies that fit lie on the line. Of the others:"


def difference_key(n: int, worlds: bool) -> str:
    """Return what the marks of the differences are."""
    if worlds:
        return "The mark is the mean of the companies that fit; 95 of 100 of them lie on the line."
    return f"The mark is the mean of {n} replications; the line is their noise, 95 %."


def year_told(p10: float, p90: float) -> str:
    """Return what one year is likely to bring."""
    return f"{number(p10)} to {number(p90)} in 8 years of 10"


def year_unit(what: str, days: float) -> str:
    """Return what the axis of the years counts; a window that is no year is called by its days."""
    window = "a year" if abs(days - 260.0) < 0.5 else f"{days:g} working days"
    return f"{what}; each mark is one of 20 equally likely runs of {window}"


def year_title(plan: str, p10: float, p90: float, what: str) -> str:
    """Return the message of the years."""
    return f"One real year, {plan}: {number(p10)} to {number(p90)} {what}, 8 times in 10"


def born_title(inside: float, between: float, neither: float) -> str:
    """Return the message of where failures start, of 100 failures."""
    if inside + between + neither <= 0:
        return "No failures start anywhere"
    core, edge, other = of_hundred((inside, between, neither))
    return (
        f"Of 100 failures today, {core} start inside teams, {edge} between teams and {other} in "
        "neither"
    )


def blame_title(wrong: float, known: bool) -> str:
    """Return the message of blame against origin, of 100 failures."""
    if not known:
        return "No failure was blamed on anybody"
    return f"{wrong:.0f} of 100 failures were blamed on a team that had no part in them"


def retention_title(kept: Sequence[tuple[str, float]]) -> str:
    """Return the message of retention: kinds and the share [per cent] that reaches their end."""
    if not kept:
        return "Nothing reached the end of its way"
    # without an article, which a kind's own name may need in any form, or not at all
    alone = len(kept) == 1
    parts = [number(share) if alone else f"{number(share)} ({kind})" for kind, share in kept]
    return f"Of 100 facts, {', '.join(parts)} reach the last team intact"


def places_title(worst: Sequence[tuple[str, float]]) -> str:
    """Return the message of the organisation's graph: the places with the most failures."""
    some = [f"{place(name)} ({number(value)})" for name, value in worst if value > 0]
    if not some:
        return "No failures start at any place"
    while len(some) > 1 and sum(map(len, some)) > _TITLE:
        some.pop()
    return f"Most failures per 100 changes start at {', '.join(some)}"


def unlike(names: Sequence[str]) -> str:
    """Return the plain warning that the model's today is not the reader's organisation."""
    return f"{UNLIKE}: your records differ in {', '.join(CAUSES[name] for name in names)}."


def but_for(names: Sequence[str]) -> str:
    """Return that today is the reader's organisation, but for some of the records."""
    return f"Today looks like you, but not in {', '.join(CAUSES[name] for name in names)}."


def split_label(split: str, name: str) -> str:
    """Return the name of one bar: a side, a cause, or a kind of mistake as the file calls it."""
    if split == "side":
        return "neither" if name == "other" else SIDES[name]
    return MECHANISM_WORDS.get(name, name) if split == "mechanism" else name


def others(count: int) -> str:
    """Return what the places are called that are too small to be shown one by one."""
    return f"{count} other place{'' if count == 1 else 's'}"


def against(plan: str, other: str) -> str:
    """Return the name of a comparison."""
    return f"{place(plan)} against {place(other)}"


def thickness(most: float) -> str:
    """Return what arrows and numbers of the organisation's graph mean; `most` is of an arrow."""
    thick = "The thicker and darker an arrow, the more failures start there. " if most else ""
    return f"{thick}Numbers: failures per 100 changes that start there, where most do."


_TITLE = 120
"""How many signs of names a title has room for."""
RETENTION_UNIT = "facts intact; band: 8 runs in 10"
