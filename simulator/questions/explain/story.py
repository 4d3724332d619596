"""One failure's life in words that can be read aloud: every sentence says what the log says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from simulator.methods.failure.explanation import Explanation
from simulator.methods.failure.story import Story, StoryEvent, What
from simulator.model.plain import plain

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "as_json",
    "capital",
    "count",
    "grade",
    "listed",
    "moment",
    "of_100",
    "sentences",
    "spell",
    "subject",
    "tell",
    "timeline",
    "where",
]

DAYS_A_WEEK = 5
HOURS_A_DAY = 8.0
FIGURE_WORDS = {
    What.BUILT_ON: "built",
    What.HANDED_ON: "checked",
    What.FAILED: "seen",
    What.ROLLED_BACK: "rolled_back",
    What.ROLLBACK_PARTIAL: "rolled_back_in_part",
    What.NO_ROLLBACK: "not_rolled_back",
    What.QUIET: "never_shows",
    What.OPEN: "still_open",
}
"""The words of the timeline figure, where they differ from those of the story."""
_ROOM = 170
"""Letters of a text that a figure has room for."""
Teller = Callable[[Story, StoryEvent, set[str]], str]
_WORTH_SAYING = 0.1 / HOURS_A_DAY
_BLIND = {
    "lost": "Its checks test the work against what {team} itself believes, and that is what is "
    "wrong",
    "drift": "Its checks test the work against the interface as {team} knows it, and that is what "
    "is out of date",
    "unowned": "Its checks test what belongs to {team}, and this is nobody's job",
}
"""Why a team's own checks do not see what went wrong between teams."""
_FIRST = {"drawn": "drawn from the teams of the route", "resolver": "who can repair it"}
GRADES = {1: "P1, the worst of four grades", 2: "P2, the second worst of four grades"}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def tell(explanation: Explanation) -> tuple[str, ...]:
    """Return the story as paragraphs: what everybody saw, what had happened, what it comes to."""
    story = explanation.story
    paragraphs = [_opening(story)]
    day = ""
    along: list[str] = []
    way = story.one_way()
    for event, text in zip(way, sentences(story, way), strict=True):
        when = moment(event.time)
        if event.what == What.HANDED_ON and along and when == day:
            along.append(" to ".join(event.other[:2]))
            continue
        paragraphs += _gone_along(along)
        along = [] if event.what != What.HANDED_ON else [""]
        paragraphs.append(f"{when}. {text}" if when != day else text)
        day = when
    return (*paragraphs, *_gone_along(along), _closing(story))


def _gone_along(along: list[str]) -> list[str]:
    """Return one sentence for handovers that followed the one that was just told."""
    ways = along[1:]
    return [f"The gap goes along from {listed(ways)} as well; nobody notices."] if ways else []


def timeline(explanation: Explanation) -> pd.DataFrame:
    """Return the frame of the timeline figure: time [working days], lane, what, text.

    A long text is cut after a sentence, since a figure has little room.
    """
    import pandas as pd

    way = explanation.story.one_way()
    return pd.DataFrame(
        {
            "time": [event.time for event in way],
            "lane": [event.lane for event in way],
            "what": [_figure_word(event) for event in way],
            "text": [_shortened(text) for text in sentences(explanation.story, way)],
        }
    )


def _shortened(text: str) -> str:
    kept, *more = text.split(". ")
    for sentence in more:
        if len(kept) + len(sentence) > _ROOM:
            return f"{kept}."
        kept = f"{kept}. {sentence}"
    return kept


def as_json(explanation: Explanation) -> dict[str, Any]:
    """Return the explanation by its keys in JSON, with the words: paragraphs, and each event's."""
    told_of: dict[str, Any] = plain(explanation.as_json())
    told = sentences(explanation.story, explanation.story.events)
    for event, text in zip(told_of["story"]["events"], told, strict=True):
        event["text"] = text
    told_of["story"]["told"] = list(tell(explanation))
    return told_of


def _figure_word(event: StoryEvent) -> str:
    if event.what == What.PAGED and event.count:
        return "bounced"
    return FIGURE_WORDS.get(event.what, event.what.value.replace(" ", "_"))


def _opening(story: Story) -> str:
    """Return what everybody saw: when it failed, how badly, for how long, who was blamed."""
    failure = story.failure
    verb = "strikes" if failure.kind is None else "fails in production"
    text = f"{moment(failure.time)}. {capital(subject(story))} {verb}. "
    text += f"It is a {grade(failure.severity)}. "
    if failure.outage is not None:
        text += f"All is well again after {spell(failure.outage)}"
    else:
        text += "It is not over when the simulated time ends"
    if failure.blamed is None:
        return f"{text}. Nobody is blamed. This is what happened."
    return f"{text}, and {failure.blamed} gets the blame. This is where it came from."


def _closing(story: Story) -> str:
    """Return what it comes to: where it started, who was blamed, who had looked at it."""
    failure = story.failure
    if failure.mechanism == "external":
        return (
            "So: it would have happened anyway. Nothing that is done inside teams or between them "
            "prevents it; how long it lasts is another matter."
        )
    born = story.events[1]
    place = "inside " if failure.side == "core" else "at "
    text = f"So: it started {place}{where(failure.origin)}, "
    text += f"{spell(failure.time - born.time)} before it showed. "
    built = (event.lane for event in story.of(What.BUILT_ON) if event.generation == 0)
    teams = list(dict.fromkeys(built))
    if failure.generation:
        text += "What failed here is a repair of it that went wrong. "
    elif teams:
        text += f"{listed(teams)} had it in hand and did not see it. "
    if failure.misattributed:
        return f"{text}{failure.blamed} was blamed, and it did not begin there."
    return f"{text}{failure.blamed} was blamed, and had a part in it."


def subject(story: Story) -> str:
    """Return what failed: the change by kind and number, or an incident from outside."""
    failure = story.failure
    if failure.kind is None:
        return "an incident from outside"
    return f"{failure.kind} {failure.arrival}"


def sentences(story: Story, events: Sequence[StoryEvent]) -> tuple[str, ...]:
    """Return the sentence of each of these events of a story, in their order."""
    told = set[str]()
    return tuple(_TELLERS[event.what](story, event, told) for event in events)


def _first(told: set[str], key: str) -> bool:
    """Return whether this is told for the first time."""
    if key in told:
        return False
    told.add(key)
    return True


def _mistake(event: StoryEvent) -> str:
    return "the mistake" if event.generation == 0 else "the new mistake"


def _arrived(story: Story, event: StoryEvent, _: set[str]) -> str:
    first = story.route[0] if story.route else (event.lane,)
    facts = story.facts or 0
    things = "one thing" if facts == 1 else f"{facts} things"
    name = capital(subject(story))
    return f"{name} arrives at {listed(first)}. It needs {things} to be right."


def _born(story: Story, event: StoryEvent, _: set[str]) -> str:
    if event.mechanism == "external":
        return (
            "Something outside breaks: hardware, a provider, load or an attack. "
            "No team and no handover has caused it."
        )
    if event.generation and "in rework" in event.notes:
        return f"Putting it right, {event.lane} makes a new mistake, and nobody notices."
    if event.generation:
        return f"But the repair leaves a new mistake behind, in the work of {event.lane}."
    if event.mechanism == "defect":
        text = f"{event.lane} makes a mistake in its own work. "
        if not event.chance:
            return f"{text}It does not test for that."
        return f"{text}Its own tests take out {of_100(event.chance)} such mistakes; this one stays."
    return _BETWEEN[event.mechanism](story, event)


def _hands_over(event: StoryEvent) -> str:
    source, target = event.other[:2]
    together = " while both are at work on it" if "lateral" in event.notes else ""
    return f"{source} hands over to {target}{together}."


def _fact(story: Story) -> str:
    """Return the lost fact by its name, or by its number among those that must be right."""
    unnamed = story.fact is None or story.fact.removeprefix("fact ").isdigit()
    return f"{story.fact} of the {story.facts} it needs" if unnamed else f"“{story.fact}”"


def _lost(story: Story, event: StoryEvent) -> str:
    source, target = event.other[:2]
    text = f"{_hands_over(event)} One thing gets lost on the way: {_fact(story)}. "
    text += "It was a bad day and the whole handover was poor. " if "lapsed" in event.notes else ""
    text += (
        f"{source} does not pass it on, {target} does not know it from elsewhere and does not "
        "notice the gap. So they assume, and assume wrongly."
    )
    if event.chance:
        text += f" With this handover {of_100(event.chance)} things arrive right."
    for twin in event.other[3:]:
        text += f" It gets lost at {where(twin)} as well."
    return text


def _drifted(_: Story, event: StoryEvent) -> str:
    target = event.other[1]
    text = (
        f"{_hands_over(event)} The interface between them changed {spell(event.days or 0.0)} ago, "
        f"and {target} does not know yet. So it works with what is out of date. "
    )
    if not event.chance:
        return f"{text}There are no tests between the two that could tell."
    return f"{text}Tests between the two catch {of_100(event.chance)} such changes; not this one."


def _unowned(_: Story, event: StoryEvent) -> str:
    text = (
        f"{_hands_over(event)} This time there is work to do that belongs to neither of them, "
        "and nobody has it by name. So it is nobody's job, and it is not done."
    )
    if event.waited is not None and event.waited >= _WORTH_SAYING:
        text += f" The change lies around for {spell(event.waited)}, then goes on without it."
    return text


_BETWEEN: dict[str, Callable[[Story, StoryEvent], str]] = {
    "lost": _lost,
    "drift": _drifted,
    "unowned": _unowned,
}


def _built_on(_: Story, event: StoryEvent, told: set[str]) -> str:
    depth = event.count or 1
    first = "the first team to do so" if depth == 1 else f"{count(depth)} teams deep now"
    check = _looked if event.mechanism == "defect" else _believed
    return f"{event.lane} builds on {_mistake(event)}, {first}. {check(event, told)}"


def _looked(event: StoryEvent, told: set[str]) -> str:
    """Return why a team did not see a mistake that another team made inside."""
    if not event.chance:
        return "It does not check what others made before."
    if _first(told, "others' mistakes"):
        return f"It finds {of_100(event.chance)} mistakes that others made; not this one."
    return f"It would find {of_100(event.chance)}; not this one either."


def _believed(event: StoryEvent, told: set[str]) -> str:
    """Return why a team did not see a mistake that came about between teams."""
    see = "they cannot see it"
    if event.chance:
        see = f"they see {of_100(event.chance)} such mistakes, not this one"
    if _first(told, "own understanding"):
        return f"{_BLIND[event.mechanism].format(team=event.lane)}: {see}."
    if _first(told, "too"):
        return f"Its checks, too, test against its own understanding: {see}."
    return f"Its checks{see.removeprefix('they')} either."


def _handed_on(_: Story, event: StoryEvent, told: set[str]) -> str:
    source, target = event.other[:2]
    chance = event.chance or 0.0
    text = f"{source} hands over to {target}, the gap with it."
    if _first(told, "knows better"):
        text += f" To notice, {target} would have to know better and to ask back as well"
        return f"{text}: {of_100(chance)} times." if chance else f"{text}; nobody does."
    return f"{text} It would be noticed {of_100(chance)} times." if chance else text


def _found(_: Story, event: StoryEvent, __: set[str]) -> str:
    return f"{event.lane} finds {_mistake(event)}."


def _reworked(_: Story, event: StoryEvent, __: set[str]) -> str:
    return f"It goes back to {event.lane}, and {event.lane} puts it right."


def _released(story: Story, event: StoryEvent, _: set[str]) -> str:
    others = (event.count or 1) - 1
    name = capital(subject(story))
    if others <= 0:
        return f"{name} is released, with {_mistake(event)} in it. Nobody knows."
    more = "another one" if others == 1 else f"{count(others)} others"
    return f"{name} is released, with {_mistake(event)} in it and {more}. Nobody knows."


def _quiet(_: Story, event: StoryEvent, __: set[str]) -> str:
    chance = "" if event.chance is None else f": only {of_100(event.chance)} such mistakes do"
    return f"{capital(_mistake(event))} never shows{chance}."


def _failed(_: Story, event: StoryEvent, __: set[str]) -> str:
    what = "It is" if event.mechanism == "external" else f"{capital(_mistake(event))} shows,"
    text = f"{what} a P{event.count}"
    if event.days is not None:
        text += f", {spell(event.days)} after the release"
    if "after the end" in event.notes:
        return f"{text}, when the simulated time is over; nobody answers it any more."
    return f"{text}."


def _paged(story: Story, event: StoryEvent, told: set[str]) -> str:
    looks = ""
    if event.days is not None:
        looks = f" It takes {spell(event.days)} to look into it{_queued(event)}."
    if event.count:
        return f"{_reason(story, event, told)}{looks}"
    if story.failure.kind is None:
        return f"{event.lane} is paged and can deal with it.{looks}"
    blamed = story.failure.blamed == event.lane and _first(told, "blame")
    blame = " and gets the blame" if blamed else ""
    who = _FIRST.get("".join(event.notes), "the last team on the route")
    return f"{event.lane}, {who}, is paged{blame}.{looks}"


def _queued(event: StoryEvent) -> str:
    waited = event.waited or 0.0
    return f", after {spell(waited)} in the queue" if waited >= _WORTH_SAYING else ""


def _reason(story: Story, event: StoryEvent, told: set[str]) -> str:
    """Return why an incident went to the next team."""
    here, origin = event.other[0], where(story.failure.origin)
    if "straight" in event.notes and event.mechanism == "defect":
        return f"The mistake can be traced, so it goes from {here} straight to {event.lane}."
    if "straight" in event.notes:
        return (
            f"{capital(origin)} had an owner, so it goes straight on: {event.lane} can repair it."
        )
    if "past the start" in event.notes:
        return f"Past the first team of the route, it ends with {event.lane}, who can repair it."
    way = "to" if "to the last" in event.notes else "back along the route, to"
    way = f"{here} passes it {way} {event.lane}."
    if not _first(told, f"why back {event.generation}"):
        return way
    if event.mechanism == "defect":
        return f"Nothing shows where it was made. {way}"
    return f"{capital(origin)} had no owner to turn to. {way}"


def _rolled_back(_: Story, event: StoryEvent, __: set[str]) -> str:
    return f"{event.lane} can take the release back, and it runs everywhere."


def _rolled_back_partly(_: Story, event: StoryEvent, __: set[str]) -> str:
    places = listed([where(place) for place in event.other])
    return (
        f"{event.lane} takes the release back, but it does not run everywhere: "
        f"{places} had no owner. So the failure goes on."
    )


def _not_rolled_back(_: Story, event: StoryEvent, __: set[str]) -> str:
    chance = event.chance or 0.0
    if chance == 0.0:
        return f"{event.lane} cannot take the release back."
    return f"{event.lane} tries to take the release back: it works {of_100(chance)} times, not now."


def _repaired(story: Story, event: StoryEvent, told: set[str]) -> str:
    blame = ""
    if story.failure.blamed == event.lane and _first(told, "blame"):
        blame = " and gets the blame"
    return f"{event.lane} repairs it in {spell(event.days or 0.0)}{_queued(event)}{blame}."


def _restored(_: Story, event: StoryEvent, __: set[str]) -> str:
    text = f"Production is well again, {spell(event.days or 0.0)} after it failed"
    return (
        f"{text}; the mistake itself is still there."
        if "by rollback" in event.notes
        else f"{text}."
    )


def _open(_: Story, __: StoryEvent, ___: set[str]) -> str:
    return "Here the simulated time ends. It is not repaired yet."


_TELLERS: dict[What, Teller] = {
    What.ARRIVED: _arrived,
    What.BORN: _born,
    What.BUILT_ON: _built_on,
    What.HANDED_ON: _handed_on,
    What.FOUND: _found,
    What.REWORKED: _reworked,
    What.RELEASED: _released,
    What.QUIET: _quiet,
    What.FAILED: _failed,
    What.PAGED: _paged,
    What.ROLLED_BACK: _rolled_back,
    What.ROLLBACK_PARTIAL: _rolled_back_partly,
    What.NO_ROLLBACK: _not_rolled_back,
    What.REPAIRED: _repaired,
    What.RESTORED: _restored,
    What.OPEN: _open,
}


def moment(time: float) -> str:
    """Return a time [working days from day 0] as week and day; both count from 1."""
    return f"Week {int(time // DAYS_A_WEEK) + 1}, day {int(time % DAYS_A_WEEK) + 1}"


def spell(days: float) -> str:
    """Return a duration [working days] as minutes, hours or working days."""
    minutes = days * HOURS_A_DAY * 60.0
    if minutes < 0.5:
        return "less than a minute"
    if minutes < 59.5:
        return _amount(f"{minutes:.0f}", "minute")
    if days < 0.995:
        return _amount(_short(days * HOURS_A_DAY), "hour")
    return _amount(_short(days) if days < 9.95 else f"{days:.0f}", "working day")


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _amount(amount: str, unit: str) -> str:
    return f"{amount} {unit}" if amount == "1" else f"{amount} {unit}s"


def count(number: int) -> str:
    """Return a whole number as a word, where it is small."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def of_100(chance: float) -> str:
    """Return a probability as a number of 100; only a whole nought or hundred is said as such."""
    text = f"{100.0 * chance:.{2 if chance < 0.995 else 4}g}"
    if text == "100" and chance < 1.0:
        text = "more than 99.99"
    return f"{text} of 100" if 100.0 * chance >= 0.01 or chance == 0.0 else "less than 0.01 of 100"


def where(origin: str) -> str:
    """Return a place within a sentence: a team's name, or `the handover from A to B`."""
    source, arrow, target = origin.partition(" -> ")
    return f"the handover from {source} to {target}" if arrow else source


def grade(severity: int) -> str:
    """Return a severity with its place among the four."""
    return GRADES.get(severity, f"P{severity}")


def listed(names: Sequence[str]) -> str:
    """Return names in a row: `A`, `A and B`, `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def capital(text: str) -> str:
    """Return a sentence with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]
