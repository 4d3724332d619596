"""The words of a file's field, those of software where it says nothing else.

Sentences are written in the words of software. Where the file of an answer has `words:`, they are
put in at the ways out, beside what makes names harmless: whoever reads meets no other.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from simulator.model.incident import SEVERITIES
from simulator.model.lever import LEVERS
from simulator.model.resolved import Resolved
from simulator.model.workshop import Vocabulary
from simulator.present.names import names_of
from simulator.present.speech import Speech, put_in
from simulator.scenario.scenario import Scenario

__all__ = ["SOFTWARE", "speak", "spoken"]

SOFTWARE: Final = Vocabulary(
    item="change",
    items="changes",
    team="team",
    teams="teams",
    goes_live="goes live",
    fails="fails",
    failed="failed changes",
    serious="serious failures",
    grades=tuple(SEVERITIES),
    undo="undo",
    called="called",
    handover="handover",
    handovers="handovers",
    days="days to release",
    anyway="would have happened anyway",
    practices={},
)

_SAID: Final[tuple[tuple[str, str], ...]] = (
    (r"failed changes? per 100 released", "{failed} per 100"),
    (r"(?:expected )?failed changes?", "{failed}"),
    (r"P1 and P2 failures", "{serious}"),
    (r"serious failures?", "{serious}"),
    (r"days (?:from arrival )?to release", "{days}"),
    (r"per 100 (?:changes|released)", "per 100 {items}"),
    (r"per 100 rollbacks", "per 100 times of trying to {undo}"),
    (r"partial rollbacks?", "half-done attempts to {undo}"),
    (r"(?:not|never) rolled back", "not undone"),
    (r"rolled back", "undone"),
    (r"cannot take the release back", "cannot {undo} it"),
    (r"rollbacks?", "tries to {undo}"),
    (r"Production is well again", "All is well again"),
    (r"fails in production", "{fails}"),
    (r"in production", "in use"),
    (r"production", "use"),
    (r"after the release", "after that"),
    (r"changes are released", "{items} are finished"),
    (r"(?:is|are) released", "{goes_live}"),
    (r"(?:goes|go|went) live", "{goes_live}"),
    (r"(?:is|are) live", "{goes_live}"),
    (r"released", "finished"),
    (r"release ownership", "one name at the end"),
    (r"releases?", "end"),
    (r"what would have happened anyway", "what is {anyway}"),
    (r"would have happened anyway", "{anyway}"),
    (r"deployments?", "last step"),
    (r"code", "work"),
    (r"architecture", "methods"),
    (r"users?", "readers"),
)
_WITH: Final = (("team", "teams"), ("handover", "handovers"))


def spoken(scenario: Resolved) -> Vocabulary:
    """Return the words of a file's field, every one of them filled in."""
    if scenario.words is None:
        return SOFTWARE
    own = {key: of for key, of in dict(scenario.words).items() if of is not None}
    return SOFTWARE.model_copy(update=own)


def speak(scenario: Scenario) -> None:
    """Speak in the words of this scenario's field from here on."""
    put_in(None if scenario.words is None else _speech(scenario))


def _speech(scenario: Scenario) -> Speech:
    words = spoken(scenario)
    said = {key: of for key, of in dict(words).items() if isinstance(of, str)}
    rules = [(re.escape(LEVERS[lever].words), each.line) for lever, each in words.practices.items()]
    rules += [
        (re.escape(LEVERS[lever].words.partition(":")[0].partition(";")[0]), each.name)
        for lever, each in words.practices.items()
    ]
    rules += [(source, target.format_map(said)) for source, target in _SAID]
    rules += [
        (rf"(?:a )?{grade}", word)
        for grade, word in zip(SEVERITIES, words.grades or SEVERITIES, strict=True)
    ]
    for one, many in _WITH:
        if said[one] != one:
            rules += [(many, said[many]), (one, said[one])]
    article = "an" if said["item"][0] in "aeiou" else "a"
    rules += [("changes", said["items"]), ("a change", f"{article} {said['item']}")]
    rules += [("changed", "altered"), ("change", said["item"])]
    names = sorted((name for name in names_of(scenario) if name), key=len, reverse=True)
    replaced = {f"r{number}": target for number, (_, target) in enumerate(rules)}
    return _compiled(tuple(names), tuple(source for source, _ in rules)), replaced


@cache
def _compiled(names: tuple[str, ...], sources: tuple[str, ...]) -> re.Pattern[str]:
    # a name of the file comes first and stays; so does a key of the file, such as a.change.b
    kept = "|".join(map(re.escape, names)) or r"(?!)"
    each = [f"(?P<r{number}>{source})" for number, source in enumerate(sources)]
    parts = [rf"(?P<name>(?:{kept})(?!\w)|\w+(?:\.\w+)+)", *each]
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)
