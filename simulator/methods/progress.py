"""Progress in per cent, for an answer that is made of parts of different length."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["WHOLE", "part"]

WHOLE = 100


def part(progress: Callable[[int], None], share: int, steps: int) -> Callable[[int], None]:
    """Return a progress for one part of `steps` steps that is `share` per cent of the whole."""
    done = told = 0

    def step(count: int) -> None:
        nonlocal done, told
        done += count
        reached = min(share, share * done // max(1, steps))
        if reached > told:
            progress(reached - told)
            told = reached

    return step
