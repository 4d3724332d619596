"""Better numbers meet the same luck: path by path fewer errors, never others.

Model, section 4: with pressure 0 and ramp 0 a Bernoulli draw compares one fixed uniform number with
a probability, so a better probability yields a subset. Errors are compared by identity, over the
items that both runs released.

Two conditions are part of the claim. Fewer lapses are better only where a lapse conveys less than
the handoff would. And in a parallel group a find by any member removes the error, so that a copy
which is still intact hides a lost fact from its member: what is *latent at release* is ordered for
lost facts only where no group looks for them (the last test shows the exception), what is *born* is
ordered everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulator.mechanisms.incidents import DEFECT, DRIFT, LOST, UNOWNED
from tests.properties.runs import (
    Identity,
    Row,
    Tree,
    among,
    born,
    changed,
    examples,
    latent,
    released,
    run,
)
from tests.strategies.organisations import organisations

Better = Mapping[str, tuple[Any, Any]]
SHARES = st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)).map(sorted).map(tuple)
MORE = (
    "fidelity",
    "shared_context",
    "readback",
    "assumption_accuracy",
    "owned",
    "defect_removal",
)
TEAM_KEYS = ("defects_per_item", "defect_removal")


def everywhere(tree: Tree, values: Mapping[str, Any]) -> Tree:
    """Return a tree in which every place has `values` and no place departs from them."""
    tree = changed(tree)
    for key, value in values.items():
        layer = "team" if key in (*TEAM_KEYS, "people", "effort") else "boundary"
        if key.startswith("catches"):
            layer = "team"
        tree["defaults"][layer][key] = value
        entries = tree["teams"].values() if layer == "team" else tree["boundaries"]
        for entry in entries:
            entry.pop(key, None)
    for plan in tree["arms"]:
        plan.pop("change", None)
    return tree


def of(errors: set[Identity], *mechanisms: int) -> set[Identity]:
    return {error for error in errors if error.mechanism in mechanisms}


def both(worse: list[Row], better: list[Row]) -> set[tuple[int, int]]:
    return released(worse) & released(better)


def born_less(worse: Tree, better: Tree, plan: str = "today") -> set[Identity]:
    """Return what the worse run bore and the better did not; the better bore nothing else."""
    one, two = run(worse, plan), run(better, plan)
    items = both(one, two)
    more, less = among(born(one), items), among(born(two), items)
    assert of(less, LOST, UNOWNED, DEFECT) <= of(more, LOST, UNOWNED, DEFECT)
    return more - less


@examples(30)
@given(organisations(moving=False, pressed=False), st.sampled_from(MORE), SHARES)
def test_a_better_share_bears_a_subset(tree: Tree, key: str, shares: tuple[float, float]) -> None:
    worse, better = (everywhere(tree, {key: share, "lapse": 0}) for share in shares)
    born_less(worse, better)


@examples(20)
@given(organisations(moving=False, pressed=False), SHARES, SHARES)
def test_fewer_lapses_bear_a_subset(
    tree: Tree, shares: tuple[float, float], told: tuple[float, float]
) -> None:
    handoff = {"lapse_fidelity": told[0], "fidelity": told[1]}
    # a lever may not take fidelity below what a lapse conveys
    tree = changed(tree, levers=None, arms=[])
    more, fewer = (everywhere(tree, {**handoff, "lapse": lapse}) for lapse in shares[::-1])
    born_less(more, fewer)


@examples(20)
@given(organisations(moving=False, pressed=False), SHARES)
def test_fewer_defects_per_item_bear_a_subset(tree: Tree, means: tuple[float, float]) -> None:
    fewer, more = (everywhere(tree, {"defects_per_item": 3.0 * mean}) for mean in means)
    born_less(more, fewer)


@examples(20)
@given(organisations(moving=False, pressed=False), SHARES)
def test_better_followed_practices_bear_a_subset(tree: Tree, shares: tuple[float, float]) -> None:
    trees = [changed(tree) for _ in shares]
    bought = {
        "engineering": {"defects_per_item": "0.3 of base"},
        "verification": {"defect_removal": 0.98},
        "contracts": {"fidelity": 0.99, "contract_tests": 0.9},
        "ownership": {"owned": 0.98, "limbo": "0.2 days"},
        "acceptance": {"readback": 0.9},
        "accountability": {"sync_every": "5 days", "shared_context": 0.7},
    }
    boundaries = any(len(kind["route"]) > 1 for kind in tree["work"])
    sides = ("core", "edge") if boundaries else ("core",)
    for one, adherence in zip(trees, shares, strict=True):
        one["levers"] = {
            name: {"ceiling": ceiling, "adherence": adherence, "ramp": "0 days"}
            for name, ceiling in bought.items()
        }
        one["arms"] = [{"name": "x", "spend": dict.fromkeys(sides, "100 person-days")}]
    born_less(trees[0], trees[1], "x")


@examples(20)
@given(
    organisations(moving=False, pressed=False),
    st.sampled_from(("catches_defects", "catches_misunderstandings")),
    SHARES,
)
def test_better_catches_leave_a_subset_latent(
    tree: Tree, key: str, shares: tuple[float, float]
) -> None:
    tree["incidents"]["bad_fix"] = 0
    worse, better = (run(everywhere(tree, {key: share})) for share in shares)
    items = both(worse, better)
    more, less = among(latent(worse), items), among(latent(better), items)
    assert of(less, UNOWNED, DEFECT) <= of(more, UNOWNED, DEFECT)
    births = [of(among(born(one), items), LOST, UNOWNED, DEFECT) for one in (worse, better)]
    assert births[0] == births[1]


@examples(20)
@given(
    organisations(moving=False, pressed=False, groups=False),
    st.sampled_from((*MORE, "catches_defects", "catches_misunderstandings")),
    SHARES,
)
def test_along_a_chain_what_is_latent_at_release_is_a_subset_too(
    tree: Tree, key: str, shares: tuple[float, float]
) -> None:
    tree["incidents"]["bad_fix"] = 0
    worse, better = (run(everywhere(tree, {"lapse": 0, key: share})) for share in shares)
    items = both(worse, better)
    more, less = among(latent(worse), items), among(latent(better), items)
    assert of(less, LOST, UNOWNED, DEFECT) <= of(more, LOST, UNOWNED, DEFECT)


AT_THEIR_OWN_TIME = {
    "people": 10_000,
    "question_effort": "0 days",
    "sync_every": "20 days",
}
"""Nobody waits and questions take no time, so that no crossing depends on what others knew."""


@examples(20)
@given(
    organisations(moving=False, pressed=False),
    st.sampled_from(("contract_tests", "exposure", "sync_every")),
    SHARES,
)
def test_drift_is_a_subset_where_crossing_times_are_equal(
    tree: Tree, key: str, shares: tuple[float, float]
) -> None:
    tree["incidents"] |= {"rework_share": 0, "manifest": 0, "bad_fix": 0}
    best_last = shares if key == "contract_tests" else shares[::-1]
    values = [f"{100.0 * share} days" if key == "sync_every" else share for share in best_last]
    trees = [everywhere(tree, {**AT_THEIR_OWN_TIME, key: value}) for value in values]
    for one in trees:
        one["external"] = None
    worse, better = (run(one) for one in trees)
    assert released(worse) == released(better)
    assert of(born(better), DRIFT) <= of(born(worse), DRIFT)


def test_each_better_number_really_bears_less() -> None:
    tree = busy()
    for key in MORE:
        worse, better = (everywhere(tree, {key: share}) for share in (0.2, 0.9))
        gone = born_less(worse, better)
        wanted = {"owned": UNOWNED, "defect_removal": DEFECT}.get(key, LOST)
        assert of(gone, wanted), key
    few, many = (everywhere(tree, {"defects_per_item": mean}) for mean in (0.5, 1.0))
    assert of(born_less(many, few), DEFECT)
    rare, often = (everywhere(tree, {"lapse": lapse, "lapse_fidelity": 0}) for lapse in (0.1, 0.5))
    assert of(born_less(often, rare), LOST)
    for key, wanted in (("catches_defects", DEFECT), ("catches_misunderstandings", UNOWNED)):
        few_found, most_found = (run(everywhere(tree, {key: share})) for share in (0.1, 0.6))
        items = both(few_found, most_found)
        left, more = (of(among(latent(rows), items), wanted) for rows in (most_found, few_found))
        assert left < more
    seldom, weekly = (
        born(run(everywhere(tree, {**AT_THEIR_OWN_TIME, "sync_every": cadence})))
        for cadence in ("40 days", "5 days")
    )
    assert of(weekly, DRIFT) < of(seldom, DRIFT)


def busy() -> Tree:
    """Return an organisation of four teams in which everything goes wrong often."""
    return {
        "version": 1,
        "name": "Busy",
        "horizon": "60 days",
        "work": [
            {
                "kind": "change",
                "arrivals": "8 per week",
                "facts": 8,
                "route": ["Plan", ["Build", "Configure"], "Release"],
            }
        ],
        "defaults": {
            "team": {
                "people": 6,
                "effort": {"mean": "1 days"},
                "defects_per_item": 1.0,
                "defect_removal": 0.5,
                "catches_defects": 0.2,
                "catches_misunderstandings": 0.2,
            },
            "boundary": {
                "fidelity": 0.8,
                "shared_context": 0.3,
                "readback": 0.3,
                "assumption_accuracy": 0.3,
                "owned": 0.5,
                "boundary_work": 0.5,
                "changes_per_week": 5,
                "exposure": 0.1,
                "contract_tests": 0.2,
            },
        },
        "teams": {name: {} for name in ("Plan", "Build", "Configure", "Release")},
        "boundaries": [{"from": "Build", "to": "Configure"}],
        "incidents": {"manifest": 0, "bad_fix": 0, "rework_share": 0},
        "arms": [],
    }


def test_in_a_group_an_intact_copy_can_hide_a_lost_fact() -> None:
    """The exception: two groups lose a fact twice and find it, or once and never look there.

    Build looks and Configure does not. Where both handoffs lose the fact, Build finds it and it is
    repaired for all; where only the one to Configure loses it, nobody does.
    """
    tree = busy()
    tree["teams"] = {
        "Plan": {"defects_per_item": 0},
        "Build": {"defects_per_item": 0, "catches_misunderstandings": 1},
        "Configure": {"defects_per_item": 0, "catches_misunderstandings": 0},
        "Release": {"defects_per_item": 0, "catches_misunderstandings": 0},
    }
    certain = {"fidelity": 1, "readback": 0, "owned": 1, "changes_per_week": 0}
    tree["defaults"]["boundary"] |= certain
    bad = {"fidelity": 0, "shared_context": 0, "readback": 0, "assumption_accuracy": 0}
    one = [{"from": "Plan", "to": "Configure", **bad}]
    worse = run({**tree, "boundaries": [{"from": "Plan", "to": "Build", **bad}, *one]})
    better = run({**tree, "boundaries": one})
    items = both(worse, better)
    assert items
    assert not among(latent(worse), items)
    assert len(among(latent(better), items)) == 8 * len(items)
    assert among(born(better), items) == among(born(worse), items)
