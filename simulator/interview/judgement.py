"""What a reply of the interview stands for as a parameter: its value, its range, and the reason."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from simulator.files.draft import Guess
from simulator.model import units
from simulator.model.register import REGISTER
from simulator.stats.intervals import wilson

__all__ = [
    "NOT_ASKED",
    "NOT_KNOWN",
    "TOLD",
    "between",
    "boundary",
    "each_change",
    "effort",
    "external",
    "in_proportion",
    "nothing_known",
    "of_ten",
    "unknown",
    "wider",
]

TOLD: Final = "your answer"
NOT_ASKED: Final = "not asked"
NOT_KNOWN: Final = "not known"
_WEEK = 5.0
_REPAIRS = 0.8
"""The share of a team's time on changes that is work on new ones (judgement)."""
_BUSY_UNKNOWN = (0.3, 0.6, 0.85)
_MOST_BUSY = 0.95
_MOST_DRAWN = 0.85
"""What a busy team may be taken for at most: last year its changes went live (judgement)."""

_USUAL: Final = units.days(REGISTER["team.effort.mean"].default)
"""Working days on one change at a team, beside which the usual times below stand."""
_BESIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "team": ("fix_effort",),
    "boundary": ("handoff_effort", "readback_effort", "question_effort", "boundary_effort"),
}
"""What is done beside the work on a change, by place: hours that go with days."""

_LAST: Final[Mapping[str, Mapping[str, tuple[float, float, float]]]] = {
    "written and tested": {
        "fidelity": (0.98, 0.9, 0.999),
        "readback": (0.3, 0.1, 0.8),
        "contract_tests": (0.6, 0.2, 0.95),
    },
    "written": {
        "fidelity": (0.95, 0.79, 0.998),
        "readback": (0.2, 0.05, 0.6),
        "contract_tests": (0.1, 0.0, 0.4),
    },
    "told": {
        "fidelity": (0.7, 0.48, 0.9),
        "readback": (0.3, 0.05, 0.6),
        "contract_tests": (0.05, 0.0, 0.3),
    },
    "assumed": {
        "fidelity": (0.5, 0.3, 0.75),
        "readback": (0.1, 0.0, 0.4),
        "contract_tests": (0.02, 0.0, 0.2),
    },
    NOT_KNOWN: {
        "fidelity": (0.95, 0.478, 0.998),
        "readback": (0.2, 0.0, 0.8),
        "contract_tests": (0.1, 0.0, 0.95),
    },
}
"""Value, low and high of what the last handover stands for; one case, so the ranges are wide.

Where nothing is known: the register's own defaults, from spoken to printed [bhabra-2007].
"""
_SOURCES: Final[Mapping[str, str]] = {
    "written": "written kept 0.791 to 0.998 in hospitals [pothier-2005] [bhabra-2007]",
    "told": "spoken kept 0.478 to 0.696 in hospitals [bhabra-2007] [carter-2009]",
}
_OWNED_UNKNOWN = (0.8, 0.35, 0.98)


def between(count: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson range of a count."""
    found = wilson(count, n)
    return found.low, found.high


def of_ten(count: int, because: str) -> Guess:
    """Return a count of ten as a share with the Wilson range of ten tries."""
    low, high = between(count, 10)
    return Guess(value=count / 10.0, low=round(low, 3), high=round(high, 3), because=because)


def unknown(value: float, low: float, high: float) -> Guess:
    """Return the default of a question that was not asked, with a wide range."""
    return Guess(value=value, low=low, high=high, because=f"{NOT_ASKED}: judgement")


def nothing_known() -> dict[str, Guess]:
    """Return the parameters of a handover of which nothing is known: the widest ranges."""
    rows = {**_LAST[NOT_KNOWN], "owned": _OWNED_UNKNOWN}
    return {
        name: Guess(value=value, low=low, high=high, because=NOT_KNOWN)
        for name, (value, low, high) in rows.items()
    }


def boundary(same: int | None, last: str | None) -> dict[str, Guess]:
    """Return what the answers about one handover say of its parameters; nothing where not known.

    `same`: of ten nights, how often both teams would name the same owner. `last`: how the last
    handover was made.
    """
    found = {}
    if last is not None:
        source = _SOURCES.get(last)
        reason = f"your last handover: {last}; judgement" + (f", {source}" if source else "")
        for name, (value, low, high) in _LAST[last].items():
            found[name] = Guess(value=value, low=low, high=high, because=reason)
    if same is not None:
        why = f"{same} of ten would name the same team; Wilson range of ten; judgement"
        found["owned"] = of_ten(same, why)
    return found


def _busy(count: int | None) -> float:
    return _BUSY_UNKNOWN[1] if count is None else min(count / 10.0, _MOST_BUSY)


def each_change(people: int, weekly: float, busy: int | None) -> float:
    """Return the working days on one change at a team, from how busy it is and what comes."""
    return _time_for_each(people, weekly) * _busy(busy)


def _time_for_each(people: int, weekly: float) -> float:
    """Return the working days a change that a team could give if it did nothing else."""
    return _WEEK * people / weekly * _REPAIRS


def in_proportion(place: str, days: float) -> dict[str, Guess]:
    """Return the hours that go with a change of so many days, where those are fewer than usual.

    The register's hours go with changes of days: beside work of an hour they would fill the time
    of people who had time for it last year. `place` is team or boundary.
    """
    times = days / _USUAL
    if times >= 1.0:
        return {}
    why = f"usual for changes of {_USUAL:g} days, in proportion to {days:.2g}; judgement"
    usual = {name: units.hours(REGISTER[f"{place}.{name}"].default) for name in _BESIDE[place]}
    return {
        name: Guess(value=f"{times * hours:.2g} h", because=why) for name, hours in usual.items()
    }


def effort(people: int, weekly: float, busy: int | None) -> Guess:
    """Return the working days on one change at a team as a guess.

    The high end stays below what the team's time would hold.
    """
    share = _busy(busy)
    if busy is None:
        low, _, high, why = *_BUSY_UNKNOWN, NOT_KNOWN
    else:
        low, high = between(busy, 10)
        why = f"{busy} of ten days go into changes; Wilson range of ten"
    each = _time_for_each(people, weekly)
    ends = (each * max(low, 0.05), each * share, each * max(share, min(high, _MOST_DRAWN)))
    least, value, most = (f"{days:.3g} days" for days in ends)
    return Guess(value=value, low=least, high=most, because=f"{why}; judgement")


def external(
    weekly: float, failed: tuple[float, int | None] | None, causes: Mapping[str, int] | None
) -> Guess:
    """Return how often something fails that neither teams nor handovers caused.

    From the share of reviewed failures that were neither and the failed changes beside them, with
    no range, since the review itself is a record; where one is not known, from the 15 to 40 % of
    published mixes (judgement).
    """
    changes = weekly * (0.1 if failed is None else max(failed[0], 0.005))
    known = {} if causes is None else {k: n for k, n in causes.items() if k != "cannot_tell"}
    total = sum(known.values())
    if total:
        low = share = high = known["neither"] / total
        why = f"{known['neither']} of {total} reviewed failures were neither"
    else:
        share, low, high, why = 0.25, 0.15, 0.4, NOT_KNOWN
    rates = [changes * each / (1.0 - min(each, 0.9)) for each in (low, share, high)]
    least, value, most = (f"{rate:.3g} per week" for rate in rates)
    if failed is None:
        why += "; failed changes not known, one in ten taken"
    because = f"{why}; judgement"
    if low == high:
        return Guess(value=value, because=because)
    return Guess(value=value, low=least, high=most, because=because)


WIDER: Final = 2.0
"""So many times as far may lie what somebody trusts least (judgement)."""


def wider(guess: Guess) -> Guess:
    """Return a guess of which more is allowed on either side; its value stays.

    A probability is stretched on its log odds, another number on its logarithm.
    """
    value, low, high = guess.value, guess.low, guess.high
    if isinstance(value, str) or isinstance(low, str) or isinstance(high, str):
        raise TypeError("only plain numbers are stretched")
    if low is None or high is None:
        return guess
    there, back = _SCALES[max(value, high) <= 1.0]

    def stretched(end: float) -> float:
        if end in {0.0, 1.0} or value in {0.0, 1.0}:
            return end
        return float(f"{back(there(value) + WIDER * (there(end) - there(value))):.3g}")

    why = f"{guess.because}; trusted least, so more is allowed"
    return replace(guess, low=stretched(low), high=stretched(high), because=why)


def _odds(share: float) -> float:
    return math.log(share / (1.0 - share))


def _share(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


_SCALES: Final[Mapping[bool, tuple[Callable[[float], float], Callable[[float], float]]]] = {
    True: (_odds, _share),
    False: (math.log, math.exp),
}
