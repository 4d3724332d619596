"""Counter-evidence: settings in which nothing happens, and what the model says without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from simulator.files.evidence import figure
from simulator.scenario.tree import merge
from simulator.stats.estimate import Estimate
from simulator.validation.bench import Bench, Tree, latent, quotient
from simulator.validation.check import MARGIN, Check, Target
from simulator.validation.handovers import one_handover
from simulator.validation.practices import (
    TRAINED,
    URBACH,
    fall_under,
    rate_ratio,
)

__all__ = ["nulls"]


def nulls(bench: Bench) -> Iterator[Check]:
    """Yield each null in the setting that gives it, then without that setting."""
    yield from _ordered(bench)
    yield from _more_handed_over(bench)
    yield from _handed_over(bench)


def _check(
    bench: Bench, name: str, slug: str, target: Target, found: Estimate, **more: Any
) -> Check:
    return bench.study(
        name,
        slug,
        target,
        found,
        group="counter-evidence",
        unit="ratio",
        plausible=not more.get("fitted"),
        **more,
    )


def _number(slug: str, key: str) -> float:
    value = figure(slug, key).value
    if value is None:
        raise ValueError(f"{slug} gives no number for {key}")
    return value


def _ordered(bench: Bench) -> Iterator[Check]:
    """Yield the two studies of Ontario, if what is ordered were followed as with training."""
    children = rate_ratio(
        (_number("oleary-2016", "before"), 14458), (_number("oleary-2016", "after"), 14314)
    )
    trained = fall_under(bench, TRAINED)
    for slug, name, target in (
        ("urbach-2014", "Ontario, adults", URBACH),
        ("oleary-2016", "Ontario, children", children),
    ):
        yield _check(
            bench,
            f"{name}: if it were followed as in the 8 hospitals",
            slug,
            target,
            trained,
            scenario=f"surgical-checklist, {TRAINED}",
            predicted="from the adherence fitted to haynes-2009, 0.854",
        )


def _mixed(fidelity: float, share: float, per_100: float, **boundary: Any) -> Tree:
    """One handover whose losses are this share of the harm at fidelity 0.7; the rest is inside."""
    lost = 12 * 0.3
    manifest = max(share, 0.05) * per_100 / 100.0 / lost
    inside = (per_100 / 100.0 - manifest * lost) / manifest
    return one_handover(fidelity, **boundary) | {
        "teams": {"Sales": {"defects_per_item": inside}},
        "incidents": {"manifest": manifest},
    }


def _harm(bench: Bench, after: Tree, before: Tree) -> Estimate:
    rows = (
        latent(bench.rows(bench.scenario("telephone-game", tree), 150)[1])
        for tree in (after, before)
    )
    return quotient(*rows)


def _more_handed_over(bench: Bench) -> Iterator[Check]:
    """Yield Tam: more is handed over, and outcomes are no better."""
    unchanged = Target(value=1.0, low=1.0, high=1.0, margin=0.5 * MARGIN)
    note = "The study gives a direction, no number; a tenth either way counts as no better."
    for share, fitted in ((0.1, "share of harm from handovers 0.1"), (0.5, "")):
        yield _check(
            bench,
            "More handed over, outcomes no better" + ("" if fitted else ": without that setting"),
            "tam-2018",
            unchanged,
            _harm(bench, _mixed(0.9, share, 25.0), _mixed(0.7, share, 25.0)),
            scenario=f"telephone-game, one handover, fidelity 0.7 to 0.9, {100 * share:.0f} % of "
            "the harm from handovers",
            fitted=fitted,
            predicted="" if fitted else "where half of the harm comes from handovers",
            note=note,
        )


def _handed_over(bench: Bench) -> Iterator[Check]:
    """Yield HandiCAP: handing over once more against not handing over."""
    with_it, without = (figure("meersch-2022", key) for key in ("handover", "none"))
    target = rate_ratio(
        (100.0 * (without.count or 0) / (without.of or 1), without.of or 1),
        (100.0 * (with_it.count or 0) / (with_it.of or 1), with_it.of or 1),
    )
    target = replace(target, margin=0.5 * MARGIN)
    context = {"shared_context": 0.95}
    review = _number("mcconnell-2004", "informal-review") / 100.0
    left_wrong = (
        " Left wrong: one who takes over anew and finds mistakes explains a part of it only."
    )
    settings: tuple[tuple[str, dict[str, Any], float, str, str], ...] = (
        ("", context, 0.0, "shared_context 0.95: the receiver sees what is missing", ""),
        (": without that setting", {}, 0.0, "", left_wrong),
        (": and the receiver finds mistakes as a review does", {}, review, "", left_wrong),
    )
    for told, boundary, finds, fitted, more in settings:
        helps: Tree = {"teams": {"Product": {"catches_defects": finds}}}
        lost = merge(_mixed(0.7, 0.5, 64.0, **boundary), helps if finds else {})
        kept = _mixed(1.0, 0.5, 64.0, **boundary)
        yield _check(
            bench,
            f"One handover more, harm with against without{told}",
            "meersch-2022",
            target,
            _harm(bench, lost, kept),
            scenario="telephone-game, one handover at fidelity 0.7 against none lost, "
            "32 per 100 harmed anyway",
            fitted=fitted,
            predicted=""
            if fitted
            else "from what a spoken handover loses (carter-2009)"
            + (
                f", and {100 * finds:.0f} % found by whoever takes over [mcconnell-2004]"
                if finds
                else ""
            ),
            note="30 % with and 32 % without a handover; the margin is a tenth." + more,
        )
