"""Names are data: what a text must become so that it does nothing but be read."""

from __future__ import annotations

import re
import unicodedata

from simulator.present.speech import in_words

__all__ = ["as_cell", "led", "upright", "visible"]

_JOINERS = "\u200c\u200d"
_OURS = "\u200e"
"""The mark that `upright` sets; one in a name is as invisible as any other and is shown."""
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that are drawn as nothing."""
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
_NUMBER = re.compile(
    r"-|\s*[-+]?[\d.,]+(?:e[-+]?\d+)?(?: %)?(?: to [-+]?[\d.,]+(?: %)?)?", re.IGNORECASE
)
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_RUN = re.compile(rf"[{_RIGHT_TO_LEFT}](?:[ '_.\-]*[{_RIGHT_TO_LEFT}])*")


def visible(text: str) -> str:
    """Return a text in which every sign that cannot be seen, or that turns others, is spelt out.

    Controls, invisible signs and changes of direction become ‹U+202E› and the like; line breaks
    and tabs become spaces. What joins the parts of one picture, or letters of one script, stays.
    The rest is in the words of the field that is spoken.
    """
    text = in_words(text)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_seen(text, index) for index in range(len(text)))


def _seen(text: str, index: int) -> str:
    sign = text[index]
    if sign in "\n\t":
        return " "
    if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return sign if sign not in _BLANK else f"‹U+{ord(sign):04X}›"
    around = text[index - 1 : index] + text[index + 1 : index + 2]
    if sign in _JOINERS and len(around) == 2 and all(map(_joined, around)):
        return sign
    return f"‹U+{ord(sign):04X}›"


def _joined(sign: str) -> bool:
    """Return whether a sign may stand beside a joiner: part of a picture or of such a script."""
    return ord(sign) >= 0x0590 and unicodedata.category(sign) in ("So", "Sk", "Lo", "Mn", "Mc")


def upright(text: str) -> str:
    """Return a text whose words from right to left keep to themselves: arrows point as meant."""
    return _RUN.sub(lambda found: f"{found[0]}{_OURS}", text)


def led(line: str) -> str:
    """Return a line that is read from left to right although it may begin with other words."""
    return f"{_OURS}{line}" if _RUN.search(line) else line


def as_cell(text: str) -> str:
    """Return a text for a table of comma-separated values: no spreadsheet takes it for a formula.

    What begins like a formula and is no number gets an apostrophe before it.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
