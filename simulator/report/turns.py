"""Where the answer turns around, in a sentence of the headline."""

from __future__ import annotations

from simulator.analysis.turns.breakeven import ShareTurn, Turning
from simulator.analysis.turns.turning import NEVER, TURNS

__all__ = ["sentence", "title"]


def sentence(found: ShareTurn | None, better: str, *, clear: bool) -> str:
    """Return where the answer between two plans turns; nothing where that was not asked.

    `better` is the plan that is ahead, `clear` whether the headline names it.
    """
    if found is None or not better:
        return ""
    if not clear:
        return _balance(found)
    parts = [part for part in (_share(found.share, better), _price(found.price, better)) if part]
    if parts:
        return f" It turns around if {', or if '.join(parts)}."
    if found.share.turn.verdict == found.price.turn.verdict == NEVER:
        low, high = (100.0 * end for end in found.share.turn.searched)
        _, dear = found.price.turn.searched
        return (
            f" It does not turn around, be it {low:.0f} or {high:.0f} % of your failures that "
            f"start between teams, and be levers on one side {dear:g} times dearer than assumed."
        )
    return ""


def title(found: ShareTurn) -> str:
    """Return the message of the dial: which plan is ahead on either side of the turn."""
    share, today = found.share, _percent(found.share.today)
    if share.turn.verdict == TURNS:
        return (
            f"{share.above} is ahead if more than {_percent(share.turn.factor)} of your failures "
            f"start between teams, {share.below} if fewer; as the file stands it is {today}"
        )
    low, high = (_percent(end) for end in share.turn.searched)
    searched = f"from {low} to {high} of failures starting between teams (the file: {today})"
    if share.turn.verdict == NEVER and share.better:
        return f"{share.better} is ahead throughout, {searched}"
    return f"Where the answer turns cannot be told, {searched}"


def _share(found: Turning, better: str) -> str:
    if found.turn.verdict != TURNS or better not in (found.above, found.below):
        return ""
    word = "fewer" if better == found.above else "more"
    return f"{word} than {_percent(found.turn.factor)} of your failures start between teams"


def _price(found: Turning, better: str) -> str:
    if found.turn.verdict != TURNS or better not in (found.above, found.below):
        return ""
    factor = found.turn.factor
    if factor < 1.0:
        # below 1 it is the levers inside teams that have become dearer, by the inverse
        word = "more" if better == found.above else "less"
        return f"levers inside teams cost {word} than {1.0 / factor:.2g} times what was assumed"
    word = "more" if better == found.below else "less"
    return f"levers between teams cost {word} than {factor:.2g} times what was assumed"


def _balance(found: ShareTurn) -> str:
    share = found.share
    if share.turn.verdict != TURNS:
        return ""
    return (
        f" The balance is at {_percent(share.turn.factor)} of failures starting between teams: "
        f"with more of them {share.above} is ahead, with fewer {share.below} "
        f"(today: {_percent(share.today)})."
    )


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %"
