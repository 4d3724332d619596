"""The interview: which questions are asked, in which order, and what an answer must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from simulator.interview import replies as read
from simulator.interview.replies import DONT_KNOW, known
from simulator.interview.routes import Edge, Steps, suggested
from simulator.scenario.shape import name_fault
from simulator.scenario.tree import quoted

__all__ = [
    "BUSIEST",
    "FIRST",
    "HANDOVERS",
    "YEAR",
    "Question",
    "asked",
    "busiest",
    "canonical",
    "counted",
    "edges",
    "questions",
    "three",
    "told",
    "ways",
]

BUSIEST = 10
"""So many handovers are asked about, the busiest first."""
MOST_EACH = 500
"""More changes a person and year than this are something else that is counted."""


def questions(answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return all questions that are known so far, in order; each answer may bring more.

    An answer that cannot be understood brings none.
    """
    found = [*FIRST]
    try:
        if "teams" not in answers or not read.teams(answers["teams"]):
            return tuple(found)
        found.append(HANDOVERS)
        if "handovers" not in answers:
            return tuple(found)
        for edge in busiest(answers):
            found += three(edge)
        offer = ways_text(suggested(edges(answers), counted(answers)))
        return (*found, ways(offer), *YEAR)
    except ValueError:
        return tuple(found)


def busiest(answers: Mapping[str, str]) -> tuple[Edge, ...]:
    """Return the handovers that are asked about: the busiest, then those of the largest teams."""
    ticked, people = edges(answers), read.teams(answers["teams"])
    size = {edge: sum(people[team] or 0 for team in edge) for edge in ticked}
    order = sorted(ticked, key=lambda edge: (-ticked[edge], -size[edge], edge))
    return tuple(order[:BUSIEST])


def edges(answers: Mapping[str, str]) -> dict[Edge, float]:
    """Return who hands to whom with how often; in the order they were named where not known."""
    names = list(read.teams(answers["teams"]))
    if not known(answers["handovers"]):
        return dict.fromkeys(pairwise(names), 1.0)
    return read.handovers(answers["handovers"], names)


def counted(answers: Mapping[str, str]) -> dict[Edge, float]:
    """Return the share of changes that pass each handover, where it was told."""
    found = {}
    for edge in busiest(answers):
        text = answers.get(f"pass: {told(edge)}")
        count = read.of_ten(text) if text is not None else None
        if count is not None:
            found[edge] = count / 10.0
    return found


def shapes(key: str) -> bool:
    """Return whether the ways of changes are suggested from the answer to this question."""
    return key in {"teams", "handovers"} or key.startswith("pass: ")


def asked(answers: Mapping[str, str]) -> tuple[tuple[float, Steps], ...]:
    """Return the ways of changes with their shares: those told, else those suggested."""
    text = answers.get("routes", DONT_KNOW)
    if known(text):
        return read.routes(text, list(read.teams(answers["teams"])))
    return suggested(edges(answers), counted(answers))


def canonical(question: Question, text: str, answers: Mapping[str, str]) -> str:
    """Return an answer as it is kept; refuses what cannot be understood (ValueError, one line)."""
    plain = "\n".join(line.strip() for line in text.strip().splitlines() if line.strip())
    if not plain:
        raise ValueError(f"found nothing; allowed {question.hint}")
    if any(not (sign.isprintable() or sign in "\n\t") for sign in plain):
        raise ValueError("found control characters; allowed plain text")
    if not known(plain):
        if question.needed:
            raise ValueError(f"found {quoted(plain)}; allowed {question.hint}")
        return DONT_KNOW
    stem, _, _ = question.key.partition(":")
    return _READ[stem](plain, answers)


def _name(text: str, _: Mapping[str, str]) -> str:
    fault = name_fault(text)
    if "\n" in text or fault is not None:
        raise ValueError(f"found {quoted(text)}; allowed {fault or 'one line'}")
    return text


def _teams(text: str, _: Mapping[str, str]) -> str:
    found = read.teams(text)
    return "\n".join(f"{name} {people or '?'}" for name, people in found.items())


def _handed(text: str, answers: Mapping[str, str]) -> str:
    found = read.handovers(text, list(read.teams(answers["teams"])))
    often = {edge: "" if weight == 1.0 else f": {weight:g}" for edge, weight in found.items()}
    return "\n".join(f"{told(edge)}{often[edge]}" for edge in found)


def _walked(text: str, answers: Mapping[str, str]) -> str:
    return ways_text(read.routes(text, list(read.teams(answers["teams"]))))


def ways_text(found: tuple[tuple[float, Steps], ...]) -> str:
    """Return ways as lines `7: A > B + C > D`, counts of ten first."""
    return "\n".join(
        f"{10.0 * share:.2g}: {' > '.join(' + '.join(step) for step in steps)}"
        for share, steps in found
    )


def _of_ten(text: str, _: Mapping[str, str]) -> str:
    return f"{read.of_ten(text)}"


def _number(text: str, _: Mapping[str, str]) -> str:
    return f"{read.number(text):.15g}"


def _some(text: str, _: Mapping[str, str]) -> str:
    found = read.number(text)
    if not found:
        raise ValueError(f"found {quoted(text)}; allowed 1 or more, or {DONT_KNOW}")
    return f"{found:.15g}"


def _changes(text: str, answers: Mapping[str, str]) -> str:
    kept = _some(text, answers)
    staff = sum(count or 5 for count in read.teams(answers["teams"]).values())
    if float(kept) > MOST_EACH * staff:
        raise ValueError(
            f"found {quoted(text)}, more than {MOST_EACH} a person; allowed changes, not commits"
        )
    return kept


def _failed(text: str, answers: Mapping[str, str]) -> str:
    read.share_or_count(text, _count(answers))
    return text.replace(",", "")


def _count(answers: Mapping[str, str]) -> float | None:
    return read.number(answers.get("changes", DONT_KNOW))


def _busy(text: str, _: Mapping[str, str]) -> str:
    return f"{read.of_ten(text, least=1)}"


def _causes(text: str, _: Mapping[str, str]) -> str:
    found = read.causes(text) or {}
    return " ".join(f"{count}" for count in found.values())


_READ: Mapping[str, Callable[[str, Mapping[str, str]], str]] = {
    "name": _name,
    "teams": _teams,
    "handovers": _handed,
    "pass": _of_ten,
    "same name": _of_ten,
    "last": lambda text, _: read.last(text) or DONT_KNOW,
    "routes": _walked,
    "changes": _changes,
    "failed": _failed,
    "serious": _number,
    "restore": lambda text, _: read.restore(text) or DONT_KNOW,
    "busy": _busy,
    "causes": _causes,
    "budget": _some,
}


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
