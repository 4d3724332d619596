"""A user's organisation held against what is plausible and against its own records."""

from __future__ import annotations

import sys

from simulator.cli.question import Asked, answered

__all__ = ["looked", "plausible"]


def plausible(file: str, asked: Asked, **own: object) -> None:
    """Answer whether today looks like FILE's own records; exit 1 where a check fails outright.

    A check fails outright where a queue has no end or the file's own `observed` is contradicted.
    """
    if not looked(file, asked, **own):
        sys.exit(1)


def looked(file: str, asked: Asked, **own: object) -> bool:
    """Answer whether today looks like FILE's own records; return whether no check fails.

    `own` are the question's own arguments.
    """
    from simulator.questions.plausible.answer import plausible as ask

    found = answered(asked, file, "validate", ask, own)
    return not found.found.fails
