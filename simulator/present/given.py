"""In which organisation a number holds, where one organisation has to stand for all that fit."""

from __future__ import annotations

__all__ = ["MOST_LIKE", "as_written", "given", "titled", "where"]

MOST_LIKE = "in the company most like yours"


def where(most_like: bool) -> str:
    """Return in which organisation a number holds, within a sentence."""
    return MOST_LIKE if most_like else "if every number in the file is right"


def given(most_like: bool, said: str) -> str:
    """Return a sentence with where it holds at its beginning."""
    whole = f"{where(most_like)}, {said}"
    return whole[:1].upper() + whole[1:]


def as_written(said: str, *, many: bool) -> str:
    """Return a sentence on the file as it is written; it says so where others are of `many`."""
    if not many or not said:
        return said
    return given(False, f"{said[:1].lower()}{said[1:]}")


def titled(title: str, *, many: bool) -> str:
    """Return the title of a table of the file as it is written, likewise."""
    return f"{title}, {where(False)}" if many else title
