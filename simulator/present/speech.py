"""Which words are spoken: those of software are turned into a field's on their way out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

__all__ = ["Speech", "every_word", "in_words", "is_of_software", "put_in", "speaking"]

Speech = tuple[re.Pattern[str], Mapping[str, str]]
"""What is looked for, a named group each (`name` stays), and what is said instead by group."""

_DORA: Final = re.compile(r" \(DORA: [^)]*\)")
_NOW: ContextVar[Speech | None] = ContextVar("speech", default=None)


@contextmanager
def speaking() -> Iterator[None]:
    """Speak in the words of software again when the body is done."""
    token = _NOW.set(None)
    try:
        yield
    finally:
        _NOW.reset(token)


def put_in(speech: Speech | None) -> None:
    """Speak so from here on; None: in the words of software."""
    _NOW.set(speech)


def is_of_software() -> bool:
    """Return whether texts stay as they are."""
    return _NOW.get() is None


def in_words(text: str) -> str:
    """Return a text in the words of the field that is spoken; names stay as they are."""
    found = _NOW.get()
    if found is None or not text:
        return text
    pattern, replaced = found
    text = _DORA.sub("", text)

    def other(match: re.Match[str]) -> str:
        said = match[0]
        if match.lastgroup == "name":
            return said
        new = replaced[match.lastgroup or ""]
        begins = said[:1].isupper() and not said[1:2].isdigit()  # P1 is no beginning
        return new[:1].upper() + new[1:] if begins else new

    return str(pattern.sub(other, text))


def every_word(value: Any) -> Any:
    """Return plain data with each of its texts in the words of the field that is spoken."""
    if isinstance(value, str):
        return in_words(value)
    if isinstance(value, Mapping):
        return {key: every_word(of) for key, of in value.items()}
    return [every_word(each) for each in value] if isinstance(value, list | tuple) else value
