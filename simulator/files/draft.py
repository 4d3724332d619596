"""A scenario file that is written for people: entries in order, each with its comment."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from simulator.files.scalar import in_quotes

__all__ = ["Entry", "Guess", "text_of"]

WIDTH: Final = 98
_PLAIN: Final = re.compile(r"(?:[0-9]+(?:\.[0-9]+)? )?[A-Za-z][A-Za-z0-9 _-]*(?<! )")
_NOT_TEXT: Final = frozenset({"yes", "no", "on", "off", "true", "false", "null"})


@dataclass(frozen=True, kw_only=True)
class Guess:
    """A value with the range of what is plausible and the reason; all as a file writes them."""

    value: str | float
    low: str | float | None = None
    high: str | float | None = None
    because: str | None = None
    n: int | None = None


Leaf: TypeAlias = "str | float | Guess | Sequence[Leaf] | Mapping[str, Leaf]"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One key with its value, or with entries below it, and the comment that stands above it.

    `trailing` comments stand below the last of the entries.
    """

    key: str
    value: Leaf | None = None
    entries: tuple[Entry, ...] = ()
    comment: str = ""
    trailing: tuple[str, ...] = ()


def text_of(heading: Sequence[str], entries: Sequence[Entry]) -> str:
    """The text of a file: heading as comments, then the entries; one blank line between them."""
    lines = [line for each in heading for line in _comment(each, "")]
    for entry in entries:
        if entry.comment or entry.entries:
            lines.append("")
        lines += _entry(entry, "")
    return "\n".join(lines) + "\n"


def _entry(entry: Entry, indent: str) -> Iterator[str]:
    yield from _comment(entry.comment, indent)
    name = quoted(entry.key)
    if not entry.entries:
        yield f"{indent}{name}: {flow({} if entry.value is None else entry.value)}"
        return
    yield f"{indent}{name}:"
    for below in entry.entries:
        yield from _entry(below, f"{indent}  ")
    for comment in entry.trailing:
        yield from _comment(comment, f"{indent}  ")


def _comment(text: str, indent: str) -> Iterator[str]:
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    for line in textwrap.wrap(plain, WIDTH - len(indent) - 2, break_long_words=False):
        yield f"{indent}# {line}"


def flow(value: Leaf) -> str:
    """The value on one line."""
    if isinstance(value, Guess):
        told = {
            "value": value.value,
            "low": value.low,
            "high": value.high,
            "n": value.n,
            "because": value.because,
        }
        known = {key: each for key, each in told.items() if each is not None}
        return flow(value.value) if len(known) == 1 else flow(known)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{quoted(key)}: {flow(of)}" for key, of in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(flow(of) for of in value) + "]"
    return f"{value:.4g}" if value < 1e4 else f"{round(value)}"


def quoted(text: str) -> str:
    """The text as YAML reads it back, in quotes unless it can do without."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    return in_quotes(text)
