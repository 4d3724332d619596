"""One failure's life in words that can be read aloud: every sentence says what the log says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.methods.failure.explanation import Explanation
from simulator.methods.failure.story import Story, StoryEvent, What
from simulator.questions.explain.sentences import sentences, subject
from simulator.questions.explain.spoken import capital, grade, listed, moment, spell, where

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["as_json", "tell", "timeline"]

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


def tell(explanation: Explanation) -> tuple[str, ...]:
    """Return the story as paragraphs: what everybody saw, what had happened, what it comes to."""
    story = explanation.story
    paragraphs = [_opening(story)]
    day = ""
    along: list[str] = []
    for event, text in zip(story.events, sentences(story), strict=True):
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

    story = explanation.story
    return pd.DataFrame(
        {
            "time": [event.time for event in story.events],
            "lane": [event.lane for event in story.events],
            "what": [_figure_word(event) for event in story.events],
            "text": [_short(text) for text in sentences(story)],
        }
    )


def _short(text: str) -> str:
    kept, *more = text.split(". ")
    for sentence in more:
        if len(kept) + len(sentence) > _ROOM:
            return f"{kept}."
        kept = f"{kept}. {sentence}"
    return kept


def as_json(explanation: Explanation) -> dict[str, Any]:
    """Return the explanation as plain JSON values, with the words: paragraphs, and each event's."""
    plain = explanation.as_json()
    told = sentences(explanation.story)
    for event, text in zip(plain["story"]["events"], told, strict=True):
        event["text"] = text
    plain["story"]["told"] = list(tell(explanation))
    return plain


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
    teams = list(
        dict.fromkeys(event.lane for event in story.of(What.BUILT_ON) if event.generation == 0)
    )
    if failure.generation:
        text += "What failed here is a repair of it that went wrong. "
    elif teams:
        text += f"{listed(teams)} had it in hand and did not see it. "
    if failure.misattributed:
        return f"{text}{failure.blamed} was blamed and had no part in it."
    return f"{text}{failure.blamed} was blamed, and had a part in it."
