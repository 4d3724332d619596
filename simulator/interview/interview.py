"""The interview: which questions are asked, in which order, and what an answer must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from simulator.interview import replies as read
from simulator.interview.questions import (
    FIRST,
    HANDOVERS,
    YEAR,
    Question,
    three,
    told,
    ways,
)
from simulator.interview.replies import DONT_KNOW, known
from simulator.interview.routes import Edge, Steps, suggested
from simulator.scenario.shape import name_fault
from simulator.scenario.tree import quoted

__all__ = [
    "BUSIEST",
    "Question",
    "asked",
    "busiest",
    "canonical",
    "counted",
    "edges",
    "questions",
    "told",
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
