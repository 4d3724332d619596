"""What stands above an answer, in sentences: overload, idle dates, a window too early."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.methods.remarks.beginning import Beginning
from simulator.methods.remarks.dates import Date
from simulator.methods.remarks.overload import Overload
from simulator.methods.remarks.remarks import Remarks
from simulator.present.digits import rounded
from simulator.scenario.scenario import TODAY

__all__ = ["early", "forgotten", "sentences", "under"]

_DAYS = 5
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def sentences(found: Remarks | None) -> tuple[str, ...]:
    """Return the sentences that must be read before an answer, overload first."""
    if found is None:
        return ()
    return (
        *_today(found.overloads.get(TODAY, ())),
        *(told for plan in found.overloads if plan != TODAY if (told := under(found, plan))),
        *map(_date, found.dates),
        *([early(found.beginning)] if found.beginning and found.beginning.early else []),
    )


def _today(found: Sequence[Overload]) -> Iterator[str]:
    for number, each in enumerate(found):
        text = f"{each.team} has more work than time: {_arrives(each)}."
        if number == 0:
            text += " Days to go live and money depend on how long we simulate."
        yield f"{text} {_would_do(each)}"


def under(found: Remarks, plan: str) -> str:
    """Return which teams have more work than time under a plan only; nothing where none has."""
    told = [f"{each.team} ({_arrives(each)})" for each in found.only_under(plan)]
    if not told:
        return ""
    have = "has" if len(told) == 1 else "have"
    return f'Under "{plan}" {" and ".join(told)} {have} more work than time, and its queue no end.'


def _arrives(each: Overload) -> str:
    days = _DAYS * each.load
    work = rounded(days) if days >= 5.2 else f"{days:.2f}"
    return f"for {_DAYS} days it has, {work} days of work arrive"


def _would_do(each: Overload) -> str:
    """Return how many people, or how many changes fewer, would do."""
    now = f"{each.people:g}" if each.people % 1.0 else _word(int(each.people))
    people = f"{_word(each.enough).capitalize()} people instead of {now} would do"
    return f"{people}, or {_fewer(each.fewer)} fewer."


def _fewer(share: float) -> str:
    """Return a share of the changes that have to stay away, in words, rather more than less."""
    if share <= 1.0 / 3.0:
        return f"one change in {_word(int(1.0 / share))}"
    tens = min(9, int(10.0 * share) + 1)
    return f"{_word(tens)} changes in ten"


def _word(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else f"{number}"


def _date(found: Date) -> str:
    """Return what is the matter with a date, and what to do."""
    day = f"day {found.at:g}"
    if found.what == "arrivals":
        one = found.times == 1
        lie, them = ("arrival", "it") if one else ("arrivals", "them")
        return (
            f"{found.times} {lie} of {found.name} {'lies' if one else 'lie'} at {day} or later, "
            f"when the run has ended: nothing comes of {them}. A longer horizon would hold {them}."
        )
    whose = f' of "{found.name}"' if found.name else ""
    what = f"The event{whose}" if found.what == "event" else f'"{found.name}" stops paying'
    if found.late:
        at = f"lies at {day}" if found.what == "event" else f"at {day}"
        return (
            f"{what} {at}, when the run has ended: nothing comes of it. A longer horizon would "
            "hold it."
        )
    at = f"lies at {day}" if found.what == "event" else f"at {day}"
    return f"{what} {at}, within the first days that are not counted: its beginning is not seen."


def early(found: Beginning) -> str:
    """Return that the counted days still remember how the run began."""
    way = "too few" if found.more > 0.0 else "too many"
    return (
        f"The days that are counted begin too early: about {rounded(abs(found.more))} of "
        f"{rounded(found.present)} items in progress are {way}, since the run began otherwise than "
        "it goes on. A longer warm_up, or starts_with on the kinds of work, would mend it "
        "(edgewise warmup)."
    )


def forgotten(found: Beginning) -> str:
    """Return that the counted days no longer remember how the run began."""
    return (
        "The days that are counted no longer remember how the run began: begun with "
        f"{rounded(found.present)} items in progress, as many as there are on average, it would "
        f"have {rounded(abs(found.more))} {'more' if found.more >= 0.0 else 'fewer'} of them there."
    )
