"""How answers about teams and ways are read: who there is, who hands to whom, where work goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from simulator.files.cells import text_of
from simulator.files.matrix import matrix_of
from simulator.interview.replies import known, plain
from simulator.interview.routes import Edge, Steps, Way
from simulator.scenario.shape import name_fault, nearest
from simulator.scenario.tree import quoted

__all__ = ["handed", "live", "matrix", "teams", "ways"]

MOST_TEAMS = 40
MOST_PEOPLE = 10_000
_BARRED = re.compile(r"[>,;:+\"\t]")
_PEOPLE = r"people|persons?|ppl|heads?|FTEs?|pers\.?"
_TEAM = re.compile(
    rf"(.*?)(?:[\s,;:\t=]+|\s*\()(\d+(?:\.\d+)?|\?)(?:\s*(?:{_PEOPLE}))?\)?$", re.IGNORECASE
)
_COUNTED = re.compile(r"(?:(.*?\S)\s+)?(\d+(?:\.\d+)?)(?:\s*(?:of|/|out of)\s*(?:10|ten))?")
_FIRST = re.compile(r"(\d+(?:\.\d+)?)(?:\s*(?:of|/|out of)\s*(?:10|ten))?\s+(\D.*)")


def teams(text: str) -> dict[str, int | None]:
    """Return head-counts by team, None where not known; refuses what is no list of teams."""
    found: dict[str, int | None] = {}
    for line in _each(text):
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


def _each(text: str) -> list[str]:
    """Return the lines of a list of teams; several on one line where each has its head-count."""
    found = []
    for line in _lines(text):
        parts = [part.strip() for part in line.split(",")]
        whole = all(_TEAM.fullmatch(part) for part in parts)
        found += parts if len(parts) > 1 and whole else [line]
    return found


def _lines(text: str) -> list[str]:
    parts = [part for line in text.splitlines() for part in line.split(";")]
    return [" ".join(part.split()) for part in parts if part.strip()]


def handed(text: str, names: Sequence[str]) -> dict[Edge, float]:
    """Return who hands to whom with how often, from a matrix, a file or `A > B, C` lines."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    if first.lower().startswith("file "):
        path = first[5:].strip()
        found = _cells(_text(path), path, names)
    else:
        found = _ticked(text, names) if ">" in text else _cells(text, "matrix", names)
    if not found:
        raise ValueError("found nobody who hands to anybody; allowed at least one handover")
    return found


def matrix(path: str) -> tuple[tuple[str, ...], dict[Edge, float]]:
    """Return the teams of a table in which rows hand to columns, and who hands to whom how often.

    Refuses what is no such table (ValueError).
    """
    found = matrix_of(_text(path), path)
    if found is None:
        told = "rows that are not named like the columns; allowed the same teams down the side"
        raise ValueError(f"{path}: found {told} and across the top")
    return found.teams, dict(found.often)


def _text(path: str) -> str:
    try:
        return text_of(path)
    except OSError as error:
        raise ValueError(f"{path} cannot be read ({error.strerror})") from None


def _cells(text: str, place: str, names: Sequence[str]) -> dict[Edge, float]:
    if not text.strip():
        raise ValueError("found nothing; allowed a matrix with team names, or lines such as A > B")
    found = matrix_of(text, place, names)
    return _sound(dict(found.often)) if found else {}


def _ticked(text: str, names: Sequence[str]) -> dict[Edge, float]:
    found: dict[Edge, float] = {}
    for line in _lines(text):
        way, _, often = line.partition(":")
        parts = [part.strip() for part in way.replace("->", ">").split(">")]
        if len(parts) < 2:
            raise ValueError(f"found {quoted(line)}; allowed lines such as A > B, C")
        weight = 1.0 if not often.strip() else plain(often, "how often a month")
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


def _sound(found: dict[Edge, float]) -> dict[Edge, float]:
    for a, b in found:
        if a == b:
            raise ValueError(f"found {a} > {a}; allowed a handover between two teams")
    return found


def live(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the teams at which changes go live, by number or name; none where not known."""
    if not known(text):
        return ()
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if len(parts) == 1 and not _named(parts[0], names):
        parts = parts[0].split()
    return tuple(dict.fromkeys(_numbered(part, names) for part in parts))


def _named(word: str, names: Sequence[str]) -> bool:
    return word.lower() in {name.lower() for name in names}


def _numbered(word: str, names: Sequence[str]) -> str:
    """Return the team of a name, or of its number in the list."""
    if _named(word, names) or not word.isdecimal():
        return _team(word, names)
    if not 1 <= int(word) <= len(names):
        raise ValueError(f"found the team {quoted(word)}; allowed 1 to {len(names)}, or its name")
    return names[int(word) - 1]


def ways(text: str, names: Sequence[str], ends: Sequence[str]) -> tuple[Way, ...]:
    """Return the ways changes take, from lines such as `fix 3: 9 2 5` or `7: A > B + C > D`.

    Each ends at one of `ends`, anywhere where there are none.
    """
    told = [_way(line, names, ends) for line in _lines(text)]
    if not any(len(steps) > 1 for _, _, steps in told):
        raise ValueError("found no way that passes two teams; allowed lines such as 1 3+4 5")
    counted = sum(share for _, share, _ in told if share is not None)
    silent = sum(share is None for _, share, _ in told)
    rest = (max(0.0, 10.0 - counted) / silent) if silent else 0.0
    if silent and not rest:
        raise ValueError(f"found {counted:g} of ten changes, and more ways; allowed ten in all")
    shares = [rest if share is None else share for _, share, _ in told]
    if not sum(shares):
        raise ValueError("found no changes on any way; allowed ten in all")
    kept = [(name, share, steps) for (name, _, steps), share in zip(told, shares, strict=True)
            if share]  # fmt: skip
    called = _called([(name, steps) for name, _, steps in kept])
    return tuple(
        Way(name=name, share=share / sum(shares), steps=steps)
        for name, (_, share, steps) in zip(called, kept, strict=True)
    )


def _way(line: str, names: Sequence[str], ends: Sequence[str]) -> tuple[str, float | None, Steps]:
    label, _, way = line.rpartition(":")
    name, share = _label(label.strip())
    walk = re.sub(r"\s*\+\s*", "+", way.replace("->", ">").strip())
    parts = walk.split(">") if ">" in walk else _parted(walk, names)
    steps = tuple(
        tuple(sorted(_numbered(word.strip(), names) for word in part.split("+"))) for part in parts
    )
    if (fault := name_fault(name) if name else None) is not None:
        raise ValueError(f"found {quoted(name)} as the name of a way; allowed {fault}")
    if any(len(set(step)) < len(step) for step in steps) or any(
        set(before) & set(after) for before, after in pairwise(steps)
    ):
        raise ValueError(
            f"found a team twice in one step or in two steps in a row in {quoted(line)}; allowed "
            "another team between two visits"
        )
    if ends and not set(steps[-1]) <= set(ends):
        raise ValueError(
            f"found a way that ends at {' and '.join(steps[-1])}, where nothing goes live; allowed "
            f"an end at {' or '.join(ends)}"
        )
    return name, None if share is None else float(share), steps


def _label(text: str) -> tuple[str, str | None]:
    """Return the name of a way and how many of ten take it: `fix 3`, `3 fix`, `fix`, `3`."""
    if first := _FIRST.fullmatch(text):
        return first[2], first[1]
    match = _COUNTED.fullmatch(text)
    return (match[1] or "", match[2]) if match else (text, None)


def _parted(way: str, names: Sequence[str]) -> list[str]:
    """Return the steps of a way without arrows: numbers, or names of one word."""
    if "," in way:
        return [part for part in way.split(",") if part.strip()]
    return [way] if _named(way, names) else way.split() or [way]


def _called(told: Sequence[tuple[str, Steps]]) -> list[str]:
    """Return a name for each way: its own, else one by where it begins and ends."""
    taken = [name for name, _ in told if name]
    twice = next((name for name in taken if taken.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"found two ways called {quoted(twice)}; allowed a name once")
    found: list[str] = []
    for number, (name, steps) in enumerate(told, 1):
        first, end = steps[0][0], steps[-1][0]
        offered = ("change", f"change from {first}", f"change from {first} to {end}")
        free = [each for each in offered[len(told) > 1 :] if each not in (*taken, *found)]
        found.append(name or (free[0] if free else f"change {number}"))
    return found
