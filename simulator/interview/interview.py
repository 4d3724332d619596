"""The interview: its questions, each declared once, and what an answer to each must be."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from simulator.interview import replies as read
from simulator.interview import teams as who
from simulator.interview.heard import Heard, told
from simulator.interview.replies import DONT_KNOW, PUBLISHED, known
from simulator.interview.routes import Edge
from simulator.interview.wording import Wording, line_of
from simulator.scenario.shape import name_fault
from simulator.scenario.tree import quoted

__all__ = ["TRUST", "AnswersError", "Question", "canonical", "completed", "questions", "read_back"]

MOST_EACH = 500
"""More changes a person and year than this are something else that is counted."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question: its key among the answers, its words, and what may be answered.

    `ask`, `hint`, `offer` and `back`, which says how an answer was understood, may speak of what
    was heard (`{it.budget}`, see `Wording`). `read` returns an answer as it is kept and refuses
    (ValueError, one line) what cannot be understood. `many` answers take several lines, up to an
    empty one; an `offer` stands for no answer. `silent` ones are read from a file or a mapping,
    never asked.
    """

    key: str
    ask: str = ""
    hint: str = DONT_KNOW
    read: Callable[[str, Heard], str]
    offer: str = ""
    back: str = ""
    many: bool = False
    needed: bool = False
    silent: bool = False

    def worded(self, heard: Heard) -> Question:
        """Return the question with what was heard in its words."""
        it = Wording(heard, self.key)
        return replace(
            self,
            ask=self.ask.format(it=it),
            hint=self.hint.format(it=it),
            offer=self.offer.format(it=it),
        )


def _name(text: str, _: Heard) -> str:
    fault = name_fault(text)
    if "\n" in text or fault is not None:
        raise ValueError(f"found {quoted(text)}; allowed {fault or 'one line'}")
    return text


def _teams(text: str, _: Heard) -> str:
    return "\n".join(f"{name} {people or '?'}" for name, people in who.teams(text).items())


def _handed(text: str, heard: Heard) -> str:
    found = who.handed(text, heard.names)
    often = {edge: "" if weight == 1.0 else f": {weight:g}" for edge, weight in found.items()}
    return "\n".join(f"{told(edge)}{often[edge]}" for edge in found)


def _live(text: str, heard: Heard) -> str:
    return ", ".join(who.live(text, heard.names))


def _walked(text: str, heard: Heard) -> str:
    ways = Heard({**heard.answers, "ways": text}).ways
    return "\n".join(line_of(way) for way in ways)


_EACH: Final = """Handovers, a line each, such as 4 told.
First: something breaks there at three in the morning. Out of ten times, how often would both \
teams name the same one to call?
Then: the last handover there, was it written and tested, written, told or assumed?
"""


def _handover(edge: Edge, heard: Heard) -> Question:
    """Return the question about one handover; the first of them explains what is asked."""
    first = _EACH if heard.asked_about[:1] == (edge,) else ""
    share = f"{10.0 * heard.crossed[edge]:.2g} of ten changes"
    return Question(
        key=told(edge),
        ask=f"{first}{told(edge)} ({share})",
        hint="0 to 10, then tested, written, told or assumed; ? for what you do not know",
        read=_both,
        back="{it.key}: {it.handover}.",
    )


def _both(text: str, _: Heard) -> str:
    same, last = read.handover(text)
    return " ".join(["?" if same is None else f"{same}", *([last] if last else [])])


def _year(text: str, heard: Heard) -> str:
    found = read.a_year(text)
    if not found:
        raise ValueError(f"found {quoted(text)}; allowed 1 or more, or {DONT_KNOW}")
    if found > MOST_EACH * heard.staff:
        raise ValueError(
            f"found {quoted(text)}, more than {MOST_EACH} a person; allowed changes, not commits"
        )
    return f"{found:.15g}"


def _failed(text: str, heard: Heard) -> str:
    found = read.share_or_count(text, heard.changes)
    if found is None:
        return DONT_KNOW
    count = "%" not in text and "cent" not in text and heard.changes
    return (
        f"{found[0] * heard.changes:.15g}"
        if count and heard.changes
        else f"{100 * found[0]:.15g} %"
    )


def _number(text: str, _: Heard) -> str:
    return f"{read.number(text):.15g}"


def _causes(text: str, _: Heard) -> str:
    found = read.causes(text)
    return PUBLISHED if found is None else " ".join(f"{count}" for count in found.values())


def _days(text: str, _: Heard) -> str:
    inside, between = read.two_of_ten(text) or (0.0, 0.0)
    return f"{inside:g} {between:g}"


def _price(key: str) -> Callable[[str, Heard], str]:
    def kept(text: str, heard: Heard) -> str:
        # the currency of what was answered before; of an answer that is given again, not its own
        before = Heard({name: each for name, each in heard.answers.items() if name != key})
        found = read.price(text, before.currency)
        return DONT_KNOW if found is None else f"{found[0]:.15g} {found[1]}"

    return kept


def _some(text: str, _: Heard) -> str:
    found = read.number(text)
    if not found:
        raise ValueError(f"found {quoted(text)}; allowed more than 0, or {DONT_KNOW}")
    return f"{found:.15g}"


_TEAMS: Final = (
    Question(
        key="name",
        ask="What is your organisation called?",
        hint="a name",
        read=_name,
        needed=True,
    ),
    Question(
        key="teams",
        ask="Which teams does a change pass on its way, and how many people are in each?",
        hint="a line each, such as Support 12 (? where you do not know); an empty line ends",
        read=_teams,
        back="{it.teams}",
        many=True,
        needed=True,
    ),
    Question(key="handed", read=_handed, silent=True),
    Question(
        key="live",
        ask="Where do changes go live?\n{it.numbered}",
        hint=f"one or more of these numbers, or {DONT_KNOW}",
        read=_live,
        back="{it.ends}.",
    ),
    Question(
        key="ways",
        ask="Which ways do changes take? A line each, with the numbers of the teams in order; "
        "+ is side by side.\nWith a name and how many of ten changes, such as: fix 3: 1 3+4 5\n"
        "{it.numbered}",
        hint="an empty line ends",
        read=_walked,
        offer="{it.offered}",
        back="{it.ways}",
        many=True,
    ),
)
_YEAR: Final = (
    Question(
        key="changes",
        ask="Last year: how many changes went live?",
        hint=f"a number, 60 per month, or {DONT_KNOW}",
        read=_year,
        back="{it.changes}.",
    ),
    Question(
        key="failed",
        ask="How many of them failed: had to be repaired or taken back?",
        hint=f"a number, 10 %, or {DONT_KNOW}",
        read=_failed,
        back="{it.failed}.",
    ),
    Question(
        key="serious",
        ask="How many serious failures were there, those that woke somebody up?",
        hint=f"a number, or {DONT_KNOW}",
        read=_number,
    ),
    Question(
        key="restore",
        ask="How long did it take to restore, in the middle case, in working time?",
        hint=f"3 h, 2 days, or {DONT_KNOW}",
        read=lambda text, _: read.restore(text) or DONT_KNOW,
        back="{it.restore} of working time.",
    ),
    Question(
        key="busy",
        ask="Out of ten working days of these teams, how many go into these changes and their "
        "repairs?",
        hint=f"1 to 10, or {DONT_KNOW}",
        read=lambda text, _: f"{read.of_ten(text, least=1)}",
    ),
    Question(
        key="causes",
        ask="Of the failures somebody looked into: where did they start? Four counts.\n"
        "inside: one team made the mistake in its own work, with all it needed to know\n"
        "between: it got lost on the way, went out of date, or was nobody's job\n"
        "neither: it would have happened however well everybody had worked\n"
        "cannot tell: the text does not say, and nobody remembers",
        hint=f"such as 9 7 3 6; file FILE.csv of edgewise tally; {PUBLISHED} if nobody counted",
        read=_causes,
        back="{it.causes}.",
    ),
    Question(
        key="getting better",
        ask="Of ten days spent on getting better last year, how many went inside teams, how many "
        "between?",
        hint=f"two numbers such as 9 1, or {DONT_KNOW}",
        read=_days,
        back="{it.days}.",
    ),
    Question(
        key="budget",
        ask="What could you spend on getting better next year?",
        hint=f"600 person-days, 3 people, 500000 EUR, or {DONT_KNOW}",
        read=lambda text, _: read.budget(text) or DONT_KNOW,
        back="{it.budget}.",
    ),
    Question(
        key="day",
        ask="What does a day of one person cost you, and in which currency?",
        hint=f"such as 800 {{it.currency}}, or {DONT_KNOW}",
        read=_price("day"),
    ),
    Question(
        key="failure",
        ask="What does one serious failure cost you, all in?",
        hint=f"such as 24000 {{it.currency}}; {DONT_KNOW}: the example's",
        read=_price("failure"),
    ),
    Question(
        key="worth",
        ask="{it.about}How many fewer failed changes a year would make {it.budget} worth it?",
        hint=f"a number; {DONT_KNOW}: {{it.tenth}}",
        read=_some,
    ),
)
TRUST: Final = Question(
    key="trust",
    ask="Your answers and your records disagree. Which do you trust less?",
    hint=f"1, 2, 3, or {DONT_KNOW}",
    read=lambda text, _: read.trust(text) or DONT_KNOW,
)
"""Asked last, and only where answers and records disagree; its words then say what is meant."""


def questions(answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return all questions that are known so far, in order; each answer may bring more.

    An answer that cannot be understood brings none.
    """
    heard = Heard(answers)
    found = [_TEAMS[0], _TEAMS[1]]
    try:
        if "teams" not in answers or not heard.people:
            return tuple(found)
        for each in _TEAMS[2:]:
            if not each.silent:
                found.append(each.worded(heard))
                if each.key not in answers:
                    return tuple(found)
            elif each.key in answers:
                found.append(each)
        about = heard.asked_about
        found += [_handover(edge, heard) for edge in about]
        found += [each.worded(heard) for each in _YEAR]
    except ValueError:
        return tuple(found)
    return (*found, *([TRUST] if "trust" in answers else []))


def canonical(question: Question, text: str, answers: Mapping[str, str]) -> str:
    """Return an answer as it is kept; refuses what cannot be understood (ValueError, one line)."""
    composed = unicodedata.normalize("NFC", text)
    plain = "\n".join(line.strip() for line in composed.strip().splitlines() if line.strip())
    if not plain:
        raise ValueError(f"found nothing; allowed {question.hint}")
    if any(not (sign.isprintable() or sign in "\n\t\u00a0\u202f") for sign in plain):
        raise ValueError("found control characters; allowed plain text")
    if not known(plain):
        if question.needed:
            raise ValueError(f"found {quoted(plain)}; allowed {question.hint}")
        return DONT_KNOW
    return question.read(plain, Heard(answers))


def read_back(question: Question, answers: Mapping[str, str]) -> str:
    """Return how an answer was understood, in a sentence; nothing where there is nothing to add."""
    if not known(answers[question.key]) and question.key != "ways":
        return "Not known."
    text = question.back.format(it=Wording(Heard(answers), question.key))
    return "\n".join(f"{line[:1].upper()}{line[1:]}" for line in text.splitlines())


class AnswersError(ValueError):
    """Answers that cannot be used: a line for each problem, `key: what was found`."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def completed(given: Mapping[str, Any]) -> dict[str, str]:
    """Return answers as they are kept, what was not answered as not known.

    A value is a text as it would be typed, a number, a list of lines, or a mapping that is a line
    an entry. AnswersError with every problem.
    """
    raw, problems = _texts(given)
    kept: dict[str, str] = {}
    done: set[str] = set()
    while left := [each for each in _all(kept, raw) if each.key not in done]:
        question = left[0]
        done.add(question.key)
        if question.key not in raw:
            if question.needed:
                problems.append(f"{question.key}: found nothing; allowed {question.hint}")
            else:
                kept[question.key] = DONT_KNOW
            continue
        try:
            kept[question.key] = canonical(question, raw[question.key], kept)
        except ValueError as error:
            problems.append(f"{question.key}: {error}")
    if not problems:
        allowed = "the questions of edgewise new, and handovers on the ways such as A > B"
        problems = [
            f"{key}: found an answer to no question; allowed {allowed}"
            for key in raw
            if key not in done
        ]
    if problems:
        raise AnswersError(problems)
    return kept


def _all(kept: Mapping[str, str], raw: Mapping[str, str]) -> Iterator[Question]:
    """Yield the questions known so far, those too that only a file or a mapping answers."""
    found = questions(kept)
    if "teams" in kept and "handed" in raw:
        yield from (each for each in _TEAMS if each.silent)
    yield from (each for each in found if each.key != "trust")
    if found[-1].key in {"worth", "trust"}:
        heard = Heard(kept)
        more = [edge for edge in heard.crossed if edge not in heard.asked_about]
        yield from (_handover(edge, heard) for edge in more if told(edge) in raw)
        if "trust" in raw:
            yield TRUST


def _texts(given: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """Return values as they would be typed, by key, and what cannot be."""
    found: dict[str, str] = {}
    problems = []
    for key, value in given.items():
        parts = unicodedata.normalize("NFC", str(key)).replace("->", ">").split(">")
        name = " > ".join(part.strip() for part in parts)
        try:
            found[name] = _typed(value)
        except TypeError:
            problems.append(f"{name}: found {quoted(value)}; allowed a text, a number or lines")
    return found, problems


def _typed(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | Mapping | list | tuple):
        raise TypeError
    if isinstance(value, int | float):
        return f"{value:.15g}"
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {_line(each)}" for key, each in value.items())
    return "\n".join(_typed(each) for each in value)


def _line(value: Any) -> str:
    """Return what stands on one line: a way as its steps, a step of several teams with `+`."""
    if isinstance(value, list | tuple):
        return " > ".join(
            " + ".join(map(str, step)) if isinstance(step, list | tuple) else str(step)
            for step in value
        )
    return "?" if value is None else _typed(value)
