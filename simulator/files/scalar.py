"""Plain scalars by the core schema of YAML 1.2: ``no`` is a text, ``0o17`` a number."""

import json
import re
from typing import Final

from simulator.scenario.tree import Stray

__all__ = ["in_quotes", "plain"]

_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{sign + of: float("inf") for of in (".inf", ".Inf", ".INF") for sign in ("", "+")},
    **{f"-{of}": float("-inf") for of in (".inf", ".Inf", ".INF")},
}
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?", re.DOTALL)
# beyond this an int is no number of a scenario, and Python refuses to read very long ones
MOST_DIGITS = 18


def plain(text: str) -> object:
    """The value of a scalar written without quotes; a Stray for a date."""
    if text in _WORDS:
        return _WORDS[text]
    if _DECIMAL.fullmatch(text):
        return int(text) if len(text) <= MOST_DIGITS else float(text)
    if _BASED.fullmatch(text):
        return int(text, 0) if len(text) <= MOST_DIGITS else float("inf")
    if _FLOAT.fullmatch(text):
        return float(text)
    return Stray(f"the date {text}") if _DATE.fullmatch(text) else text


def in_quotes(text: str) -> str:
    """The text in double quotes, what cannot be printed written as escapes."""
    return "".join(
        char if char.isprintable() else f"\\U{ord(char):08X}"
        for char in json.dumps(text, ensure_ascii=False)
    )
