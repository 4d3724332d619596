"""In which organisation a number holds, where one organisation has to stand for all that fit."""

from __future__ import annotations

__all__ = ["MOST_LIKE", "given", "where"]

MOST_LIKE = "in the company most like yours"


def where(most_like: bool) -> str:
    """Return in which organisation a number holds, within a sentence."""
    return MOST_LIKE if most_like else "if every number in the file is right"


def given(most_like: bool, said: str) -> str:
    """Return a sentence with where it holds at its beginning."""
    whole = f"{where(most_like)}, {said}"
    return whole[:1].upper() + whole[1:]
