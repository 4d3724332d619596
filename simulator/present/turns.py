"""Where the answer turns around, in a sentence of the headline."""

from __future__ import annotations

import math

from simulator.methods.turns.breakeven import ShareTurn, Turning
from simulator.methods.turns.turning_point import NEVER, TURNS
from simulator.present.given import where

__all__ = ["SHARE", "beyond", "sentence", "title"]

SHARE, PRICE = "boundary_share", "price_ratio"
_BEYOND = {
    "ceiling": (
        "practices between teams reach less than {percent} % as far as was assumed",
        "practices inside teams reach less than {inverse_percent} % as far as was assumed",
    ),
    "adherence": (
        "practices between teams are followed less than {percent} % as often as was assumed",
        "practices inside teams are followed less than {inverse_percent} % as often as was assumed",
    ),
    "boundaries": (
        "there are fewer than {factor} times as many handovers",
        "there are more than {factor} times as many handovers, each to be paid for",
    ),
    "core_strength": (
        "teams make fewer than {factor} times as many mistakes inside",
        "teams make more than {factor} times as many mistakes inside",
    ),
}
_NEAR = 0.02
"""So near to what was assumed [log of the factor] a factor would read as once, or as all of it."""
_JUST = {
    "ceiling": (
        "practices between teams reach a little less far than was assumed",
        "practices inside teams reach a little less far than was assumed",
    ),
    "adherence": (
        "practices between teams are followed a little less often than was assumed",
        "practices inside teams are followed a little less often than was assumed",
    ),
    "boundaries": (
        "there are a few handovers fewer",
        "there are a few handovers more, each to be paid for",
    ),
    "core_strength": (
        "teams make a few mistakes fewer inside",
        "teams make a few mistakes more inside",
    ),
}


def sentence(found: ShareTurn | None, better: str, *, clear: bool) -> str:
    """Return where the answer between two plans turns; nothing where that was not asked.

    `better` is the plan that is ahead, `clear` whether the headline names it.
    """
    if found is None or not better:
        return ""
    if not clear:
        return _balance(found)
    parts = list(filter(None, (_against(each, better) for each in (found.share, found.price))))
    if parts:
        return f" It turns around if {', or if '.join(parts)}."
    if found.share.turn.verdict == found.price.turn.verdict == NEVER:
        _, dear = found.price.turn.searched
        return (
            f" It does not turn around, {_wherever(found.share)}, and be practices on one side "
            f"{dear:g} times dearer than assumed."
        )
    return ""


def _wherever(found: Turning) -> str:
    """Return over which shares of failures between teams an answer was looked for."""
    low, high = (f"{100.0 * end:.0f}" for end in found.turn.searched)
    if low == high:
        return f"with {low} % of your failures starting between teams as they do"
    return f"be it {low} or {high} % of your failures that start between teams"


def title(found: ShareTurn) -> str:
    """Return the message of the dial: which plan is ahead on either side of the turn."""
    share, today = found.share, _percent(found.share.today)
    if share.turn.verdict == TURNS:
        return (
            f"{share.above} is ahead if more than {_percent(share.turn.factor)} of your failures "
            f"start between teams, {share.below} if fewer; {where(found.most_like)} it is {today}"
        )
    low, high = (_percent(end) for end in share.turn.searched)
    over = f"from {low} to {high}" if low != high else f"with {low}"
    searched = f"{over} of failures starting between teams ({where(found.most_like)} it is {today})"
    if share.turn.verdict == NEVER and share.better:
        return f"{share.better} is ahead throughout, {searched}"
    return f"Where the answer turns cannot be told, {searched}"


def beyond(found: Turning, *, above: bool) -> str:
    """Return what it means to be above a turn, or below it, as what follows `if`."""
    factor = found.turn.factor
    if found.what == SHARE:
        way = "more" if above else "fewer"
        return f"{way} than {_percent(factor)} of your failures start between teams"
    near = abs(math.log(factor)) < _NEAR
    if found.what == PRICE:
        # below 1 it is the practices inside teams that have become dearer, by the inverse
        side, times = ("inside", 1.0 / factor) if factor < 1.0 else ("between", factor)
        more = above == (factor >= 1.0)
        if near:
            return f"practices {side} teams cost a little {'more' if more else 'less'} than assumed"
        way = "more" if more else "less"
        return f"practices {side} teams cost {way} than {_times(times)} times what was assumed"
    if near:
        return _JUST[found.what][above]
    return _BEYOND[found.what][above].format(
        factor=_times(factor),
        percent=f"{100.0 * factor:.0f}",
        inverse_percent=f"{100.0 / factor:.0f}",
    )


def _against(found: Turning, better: str) -> str:
    """Return when a plan is no longer better; empty where that never turns."""
    if found.turn.verdict != TURNS or better not in (found.above, found.below):
        return ""
    return beyond(found, above=better == found.below)


def _times(factor: float) -> str:
    return f"{float(f'{factor:.2g}'):,g}"


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
