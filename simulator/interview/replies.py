"""How each answer of the interview is read: what people type, as values, or a line on why not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from simulator.files.cells import bare, text_of
from simulator.files.matrix import matrix_of
from simulator.interview.routes import Edge, Steps
from simulator.model.units import UNITS
from simulator.scenario.shape import name_fault, nearest
from simulator.scenario.tree import quoted

__all__ = [
    "DONT_KNOW",
    "LAST",
    "causes",
    "handovers",
    "known",
    "last",
    "number",
    "of_ten",
    "restore",
    "routes",
    "share_or_count",
    "teams",
]

DONT_KNOW = "don't know"
_UNKNOWN = {"don't know", "dont know", "don’t know", "do not know", "unknown", "?", "dk"}
LAST = ("written and tested", "written", "told", "assumed")
MOST_TEAMS = 40
MOST = 1e7
"""No number of an organisation is taken for more than this."""
MOST_PEOPLE = 10_000
_BARRED = re.compile(r"[>,;:+\"\t]")
_TEAM = re.compile(r"(.*?)[\s,;:\t]+(\d+(?:\.\d+)?|\?)$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def known(text: str) -> bool:
    """Return whether an answer says something other than `don't know`."""
    return " ".join(text.lower().split()) not in _UNKNOWN


def teams(text: str) -> dict[str, int | None]:
    """Return head-counts by team, None where not known; refuses what is no list of teams."""
    found: dict[str, int | None] = {}
    for line in _lines(text):
        match = _TEAM.fullmatch(line)
        name, people = (match[1].strip(), match[2]) if match else (line, "?")
        fault = name_fault(name) or ("no > , ; : + or quotes" if _BARRED.search(name) else None)
        if fault is not None:
            raise ValueError(f"found {quoted(line)}; allowed a team and its head-count, {fault}")
        if name.lower() in {other.lower() for other in found}:
            raise ValueError(f"found the team {quoted(name)} twice; allowed once each")
        whole = people == "?" or float(people).is_integer()
        if not whole or (people != "?" and not 1 <= float(people) <= MOST_PEOPLE):
            allowed = f"allowed 1 to {MOST_PEOPLE:,}, or ?"
            raise ValueError(f"found {quoted(people)} people in {quoted(name)}; {allowed}")
        found[name] = None if people == "?" else int(float(people))
    if not 2 <= len(found) <= MOST_TEAMS:
        raise ValueError(f"found {len(found)} teams; allowed 2 to {MOST_TEAMS}, one a line")
    return found


def _lines(text: str) -> list[str]:
    parts = [part for line in text.splitlines() for part in line.split(";")]
    return [" ".join(part.split()) for part in parts if part.strip()]


def handovers(text: str, names: Sequence[str]) -> dict[Edge, float]:
    """Return who hands to whom with how often, from a matrix, a CSV file or `A > B, C` lines."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    if first.lower().startswith("file "):
        path = first[5:].strip()
        try:
            return _matrix(text_of(path), path, names)
        except OSError as error:
            raise ValueError(f"{path} cannot be read ({error.strerror})") from None
    found = _ticked(text, names) if ">" in text else _matrix(text, "matrix", names)
    if not found:
        raise ValueError("found nobody who hands to anybody; allowed at least one handover")
    return found


def _ticked(text: str, names: Sequence[str]) -> dict[Edge, float]:
    found: dict[Edge, float] = {}
    for line in _lines(text):
        way, _, often = line.partition(":")
        parts = [part.strip() for part in way.replace("->", ">").split(">")]
        if len(parts) < 2:
            raise ValueError(f"found {quoted(line)}; allowed lines such as A > B, C")
        weight = 1.0 if not often.strip() else _plain(often, "how often a month")
        for before, after in pairwise([_those(part, names) for part in parts]):
            found |= {(a, b): weight for a in before for b in after if weight > 0.0}
    return _sound(found)


def _those(part: str, names: Sequence[str]) -> list[str]:
    return [_team(word.strip(), names) for word in part.split(",")]


def _team(word: str, names: Sequence[str]) -> str:
    same = {name.lower(): name for name in names}
    if word.lower() in same:
        return same[word.lower()]
    close = nearest(word, names)
    hint = f"; did you mean {close}?" if close else ""
    raise ValueError(f"found the team {quoted(word)}; allowed {', '.join(names)}{hint}")


def _matrix(text: str, place: str, names: Sequence[str]) -> dict[Edge, float]:
    if not text.strip():
        raise ValueError("found nothing; allowed a matrix with team names, or lines such as A > B")
    found = matrix_of(text, place, names)
    return _sound(dict(found.often)) if found else {}


def _plain(text: str, allowed: str) -> float:
    word = text.strip()
    if not _NUMBER.fullmatch(word) or float(word) > MOST:
        raise ValueError(f"found {quoted(word)}; allowed {allowed}")
    return float(word)


def _sound(found: dict[Edge, float]) -> dict[Edge, float]:
    for a, b in found:
        if a == b:
            raise ValueError(f"found {a} > {a}; allowed a handover between two teams")
    return found


def of_ten(text: str, least: int = 0) -> int | None:
    """Return a count of ten, None where not known."""
    if not known(text):
        return None
    word = re.sub(r"\s*(?:/|of|out of)\s*(?:10|ten)$", "", text.strip().lower())
    if not word.isdecimal() or not least <= int(word) <= 10:
        raise ValueError(f"found {quoted(text)}; allowed {least} to 10, or {DONT_KNOW}")
    return int(word)


def last(text: str) -> str | None:
    """Return how the last handover was made, one of `LAST`, None where not known."""
    if not known(text):
        return None
    word = bare(text)
    numbered = {str(number): name for number, name in enumerate(LAST, 1)}
    found = numbered.get(word, word)
    if found not in LAST:
        listed = ", ".join(f"{number} {name}" for number, name in numbered.items())
        raise ValueError(f"found {quoted(text)}; allowed {listed}, or {DONT_KNOW}")
    return found


def routes(text: str, names: Sequence[str]) -> tuple[tuple[float, Steps], ...]:
    """Return the ways changes take with their shares, from lines such as `7: A > B + C > D`."""
    found: list[tuple[float, Steps]] = []
    for line in _lines(text):
        share, _, way = line.rpartition(":")
        parts = way.replace("->", ">").split(">")
        steps = tuple(
            tuple(sorted(_team(word.strip(), names) for word in part.split("+"))) for part in parts
        )
        weight = _plain(share, "how many of ten changes, such as 7: A > B") if share else 1.0
        _walkable(steps, line)
        if weight > 0.0:
            found.append((weight, steps))
    if not any(len(steps) > 1 for _, steps in found):
        raise ValueError("found no way that passes two teams; allowed lines such as 7: A > B > C")
    total = sum(weight for weight, _ in found)
    return tuple((weight / total, steps) for weight, steps in found)


def _walkable(steps: Steps, line: str) -> None:
    if any(len(set(step)) < len(step) for step in steps) or any(
        set(before) & set(after) for before, after in pairwise(steps)
    ):
        raise ValueError(
            f"found a team twice in one step or in two steps in a row in {quoted(line)}; allowed "
            "another team between two visits"
        )


def number(text: str) -> float | None:
    """Return a number of 0 or more, None where not known."""
    if not known(text):
        return None
    return _plain(text.replace(",", ""), f"a number, 0 or more, or {DONT_KNOW}")


def share_or_count(text: str, of: float | None) -> tuple[float, int | None] | None:
    """Return a share and the number of changes behind it, from a count or from `10 %`."""
    if not known(text):
        return None
    if text.strip().endswith("%"):
        share = _plain(text.strip()[:-1], "a number of changes, or a percentage") / 100.0
        n = None if of is None else max(1, round(of))
    elif of is None or of < 1:
        raise ValueError(
            f"found {quoted(text)} without the number of changes; allowed a percentage, such as "
            f"10 %, or {DONT_KNOW}"
        )
    else:
        share, n = _plain(text, "a number of changes, or a percentage") / of, max(1, round(of))
    if share > 1.0:
        raise ValueError(f"found {quoted(text)}, more than all changes; allowed as many as that")
    return share, n


def restore(text: str) -> str | None:
    """Return a duration as a file writes it, a bare number taken as hours; None if not known."""
    if not known(text):
        return None
    word = f"{text.strip()} h" if _NUMBER.fullmatch(text.strip()) else text.strip()
    try:
        UNITS["duration"].parse(word)
    except ValueError:
        raise ValueError(f"found {quoted(text)}; allowed 3 h, 2 days or {DONT_KNOW}") from None
    return word


def causes(text: str) -> Mapping[str, int] | None:
    """Return counts inside, between, neither, cannot tell, from four numbers or a tally's file."""
    if not known(text):
        return None
    words = text.split()
    if words and words[0].lower() == "file":
        from simulator.files.marks import marks
        from simulator.methods.reviews import tally

        path = text.strip()[4:].strip()
        try:
            found = tally(marks(path), path).counts
        except OSError as error:
            raise ValueError(f"{path} cannot be read ({error.strerror})") from None
        return {side.replace(" ", "_"): count for side, count in found.items()}
    numbers = re.findall(r"\d+", text)
    if len(numbers) != 4 or not 1 <= sum(map(int, numbers)) <= MOST:
        raise ValueError(
            f"found {quoted(text)}; allowed four counts (inside, between, neither, cannot tell), "
            f"such as 9 7 3 6, file FILE.csv, or {DONT_KNOW}"
        )
    return dict(
        zip(("inside", "between", "neither", "cannot_tell"), map(int, numbers), strict=True)
    )
