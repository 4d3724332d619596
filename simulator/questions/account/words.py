"""The words of `account`: where failures start, and what would be gone without each place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from simulator.methods.accounts.account import Account, Part
from simulator.methods.accounts.perfect import BAD_FIX
from simulator.present import remarks, words
from simulator.present.assumptions import every_parameter
from simulator.present.digits import as_fine_as, of_hundred
from simulator.present.document import Document, View
from simulator.present.given import given
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.questions.account.figure import ACCOUNT
from simulator.stats.estimate import Estimate

__all__ = ["headline", "shown"]

QUESTION = "Where do our failures start, and what would be gone without them?"
SIDES = {
    "core": "made inside teams",
    "edge": "made between teams",
    "interaction": "only where both go wrong",
    "external": "would have happened anyway",
}
GROUPS = {
    "mechanism": "What goes wrong",
    "place": "Where",
    "category": "Kind of work",
}
BAD_FIXES = "bad fixes (all teams)"
TWO_NUMBERS = (
    "Two numbers with two names: 'starts there' counts the failures whose mistake was made there; "
    "'gone without' is how many fewer there would be if that alone were perfect. They differ where "
    "mistakes bring about others. 'share' is what each adds, averaged over all orders: the shares "
    "add up to all that is not external."
)
HEADS = "starts · gone without"
KEY = "Filled: starts there. Hollow: gone without it, 95 % simulation noise."
SHOWN_PLACES = 12
SLIDE_PLACES = 4


def shown(found: Account) -> Document:
    """Return an account as people meet it."""
    return Document(
        first=remarks.sentences(found.remarks),
        name=found.scenario.name,
        names=names_of(found.scenario),
        doubter=every_parameter(found.scenario),
        question=QUESTION,
        headline=headline(found),
        lines=(_sum(found), _most(found), TWO_NUMBERS),
        tables=(_sides(found), *(_parts(found, name) for name in GROUPS)),
        views=(_view(found),),
        footer=_footer(found),
        frames={
            "account": [
                {"name": name, **asdict(value)} for name, value in _values(found).items()
            ],
            "parts": [
                {"split": split, "name": part.name, "side": part.side,
                 **{f"{what}_{end}": getattr(getattr(part, what), end)
                    for what in ("share", "born", "gone") for end in ("best", "low", "high")}}
                for split in GROUPS
                for part in _of(found, split)
            ],
        },
    )  # fmt: skip


def headline(found: Account) -> str:
    """Return in a sentence how many failures would be gone with perfect insides, or handovers."""
    sides = found.sides
    if not sides.total.best > 0.0:
        return "Nothing fails, so there is nothing to account for."
    values = (sides.core_alone, sides.edge_alone, sides.interaction, sides.external)
    core, edge, both, anyway = of_hundred([value.best for value in values])
    parts = [f"{core} are {SIDES['core']}", f"{edge} are {SIDES['edge']}"]
    # below nought some failures go away with either side perfect and are in both numbers
    parts.append(f"{both} need both" if both >= 0 else f"{-both} of them count in both")
    outside = f"{anyway} {SIDES['external']}"
    what = "today" if found.plan == "today" else f"under {found.plan}"
    text = f"of 100 failures {what}, {', '.join(parts)}, and {outside}."
    return given(found.most_like, text)


def _values(found: Account) -> dict[str, Estimate]:
    sides = found.sides
    return {
        "core": sides.core_alone,
        "edge": sides.edge_alone,
        "interaction": sides.interaction,
        "external": sides.external,
        "total": sides.total,
        "core_shapley": sides.core_shapley,
        "edge_shapley": sides.edge_shapley,
        "boundary_share": sides.share,
    }


def _of(found: Account, split: str) -> tuple[Part, ...]:
    parts: tuple[Part, ...] = getattr(found, f"by_{split}")
    return parts


def _sum(found: Account) -> str:
    sides = found.sides
    finest = 0.01 * sides.total.best
    text = " + ".join(
        f"{as_fine_as(value.best, finest)} {name}"
        for name, value in (
            ("inside alone", sides.core_alone),
            ("between alone", sides.edge_alone),
            ("only together", sides.interaction),
            ("anyway", sides.external),
        )
    )
    return f"{text} = {as_fine_as(sides.total.best, finest)} failures per 100 changes."


def _most(found: Account) -> str:
    """Return the places without which most would be gone, or that none stands out."""
    places = [part for part in found.by_place if part.name != BAD_FIX]
    ranked = sorted(places, key=lambda part: (-part.gone.best, part.name))[:3]
    ranked = [part for part in ranked if part.gone.best > 0.0]
    if not ranked:
        return "No place stands out."
    told = "; ".join(
        f"{words.place(part.name)} {words.told(part.gone.best, part.gone.low, part.gone.high)}"
        for part in ranked
    )
    return f"Most would be gone, per 100 changes, if one place alone were perfect: {told}."


def _quantity(value: Estimate) -> str:
    text = words.number(value.best)
    return text if math.isnan(value.low) else f"{text} ({words.between(value.low, value.high)})"


def _sides(found: Account) -> TextTable:
    total = found.sides.total.best
    values = _values(found)
    rows = [
        (
            SIDES.get(name, "all failures"),
            words.number(values[name].best),
            words.between(values[name].low, values[name].high),
            f"{100.0 * values[name].best / total:.0f} %" if total > 0.0 else "-",
            words.number(values[f"{name}_shapley"].best) if f"{name}_shapley" in values else "",
        )
        for name in ("core", "edge", "interaction", "external", "total")
    ]
    return TextTable(
        title="Failures per 100 changes",
        columns=("what", "alone", "95 % noise", "of all", "with half of what needs both"),
        rows=tuple(rows),
    )


def _label(split: str, name: str) -> str:
    if name == BAD_FIX:
        return BAD_FIXES
    if split == "mechanism":
        return words.MECHANISM_WORDS[name]
    return words.place(name) if split == "place" else name


def _parts(found: Account, split: str) -> TextTable:
    rows = tuple(
        (
            _label(split, part.name),
            words.number(part.born.best),
            _quantity(part.gone),
            _quantity(part.share),
        )
        for part in sorted(_of(found, split), key=lambda part: (-part.gone.best, part.name))
    )
    return TextTable(
        title=f"{GROUPS[split]}, failures per 100 changes",
        columns=("what", "starts there", "gone without (95 % noise)", "share (95 % noise)"),
        rows=rows,
    )


def _footer(found: Account) -> str:
    sampled = sorted({orders for orders in found.sampled.values() if orders})
    orders = (
        f" Shares: {sampled[-1]} random orders, their noise is in the intervals." if sampled else ""
    )
    return (
        f"{found.replications} replications, seed {found.seed}. Intervals: simulation noise, "
        f"95 %, same luck for all.{orders}"
    )


def _view(found: Account) -> View:
    import pandas as pd

    rows = [*_side_rows(found), *_part_rows(found, "mechanism"), *_part_rows(found, "place")]
    told = "; ".join(f"{row['label']}: {row['told']}" for row in rows)
    frame = pd.DataFrame([{**row, "key": KEY} for row in rows])
    places = frame["group"] == GROUPS["place"]
    return View(
        drawing=ACCOUNT,
        frame=frame,
        slide=frame[~places | (places.cumsum() <= SLIDE_PLACES)],
        title=headline(found),
        told=f"Failures per 100 changes, {HEADS}. {told}.",
    )


def _side_rows(found: Account) -> list[dict[str, Any]]:
    values = _values(found)
    looks = {"core": "core", "edge": "edge", "interaction": "other", "external": "baseline"}
    return [
        {
            "group": "Failures per 100 changes",
            "heads": "alone",
            "label": SIDES[name],
            "side": side,
            "value": values[name].best,
            "other": math.nan,
            "low": values[name].low,
            "high": values[name].high,
            "told": words.number(values[name].best),
        }
        for name, side in looks.items()
    ]


def _part_rows(found: Account, split: str) -> list[dict[str, Any]]:
    parts: Sequence[Part] = sorted(_of(found, split), key=lambda part: (-part.gone.best, part.name))
    if split == "place":
        parts = [part for part in parts if part.name != BAD_FIX][:SHOWN_PLACES]
    return [
        {
            "group": GROUPS[split],
            "heads": HEADS,
            "label": _label(split, part.name),
            "side": part.side if part.side in ("core", "edge") else "other",
            "value": part.born.best,
            "other": part.gone.best,
            "low": part.gone.low,
            "high": part.gone.high,
            "told": f"{words.number(part.born.best)} · {words.number(part.gone.best)}",
        }
        for part in parts
    ]
