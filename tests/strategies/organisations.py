"""Random scenarios for hypothesis: small organisations that use every feature of the model.

A scenario is drawn as a plain tree. What a draw leaves out takes the register's default, so that
shrinking removes features one by one. `DAYS` is short and arrivals are few, so that one run of the
reference engine takes some hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from tests.strategies.values import (
    AT_TEAMS,
    BOUNDARY,
    CEILINGS,
    INCIDENTS,
    LIKELY,
    SEVERITY,
    SIDES,
    TEAM,
    Tree,
    durations,
    efforts,
    some,
)

__all__ = ["AT_TEAMS", "DAYS", "crossed", "organisations"]

Route = list[str | list[str]]

DAYS = 30
NAMES = (
    "Ops",
    "ops",
    "Über Team",
    "A",
    "A B",
    "Zeta",
    "10",
    "9",
    "Łódź",
    "plan-b",
    "工程",
    "_x",
)
"""Names whose Unicode order is nobody's first guess."""

MORE_NAMES = tuple(f"Team {number:02}" for number in range(12))
SHIFTS = st.sampled_from((0, 1, 2, 1.5))
"""People of a team after a shock; 0 closes it."""
LUCKS = ("fortune", "Ops", "A B", "9")
"""Luck of another's name, or of nobody's; few, so that two kinds may come to share theirs."""


@st.composite
def levers(draw: st.DrawFn, ramps: bool = True) -> Tree:
    """Return any of the levers, with what they cost and take; `ramps`: may they grow and fade."""
    bought: Tree = {}
    for name in draw(st.lists(st.sampled_from(tuple(CEILINGS)), min_size=1, unique=True)):
        scales = ["1 person-days per weekly item", "30 person-days per place"]
        if name in AT_TEAMS:
            scales.append("5 person-days per person")
        bought[name] = {
            "ceiling": draw(st.sampled_from(CEILINGS[name])),
            "scale": draw(st.sampled_from(scales)),
            "adherence": draw(LIKELY),
            "may_harm": draw(st.booleans()),
        }
        if name != "people":
            bought[name]["overhead"] = draw(durations(0.0, 0.1))
        if ramps:
            bought[name] |= draw(some({"ramp": durations(0.0, 20.0), "fade": durations(5.0, 50.0)}))
    return bought


@st.composite
def routes(draw: st.DrawFn, teams: Sequence[str], groups: bool = True) -> Route:
    """Return a route of one to five steps (to eight where teams are many), perhaps of groups."""
    route: Route = []
    before: set[str] = set()
    for _ in range(draw(st.integers(1, 5 if len(teams) <= len(NAMES) else 8))):
        free = [team for team in teams if team not in before]
        if not free:
            break
        size = draw(st.integers(1, min(3, len(free)))) if groups and draw(st.booleans()) else 1
        step = draw(st.lists(st.sampled_from(free), min_size=size, max_size=size, unique=True))
        before = set(step)
        route.append(step if size > 1 or draw(st.booleans()) else step[0])
    return route


def crossed(tree: Tree) -> list[str]:
    """Return the boundaries that the routes of a tree cross, laterals left out, each once."""
    names: dict[str, None] = {}
    for entry in tree["work"]:
        steps = [[step] if isinstance(step, str) else step for step in entry["route"]]
        for senders, receivers in pairwise(steps):
            names |= dict.fromkeys(f"{a} -> {b}" for a in senders for b in receivers)
    return list(names)


@st.composite
def kinds(draw: st.DrawFn, name: str, teams: Sequence[str], groups: bool) -> Tree:
    """Return one kind of work."""
    arrivals: Any = f"{draw(st.sampled_from((2, 6, 12)))} per week"
    if draw(st.integers(0, 4)) == 4:
        times = draw(st.lists(st.integers(0, DAYS + 2), min_size=1, max_size=12))
        arrivals = {"schedule": [f"{time} days" for time in sorted(times)]}
    return {
        "kind": name,
        "arrivals": arrivals,
        "facts": draw(st.sampled_from((1, 2, 5, 64))),
        "size_cv": draw(st.sampled_from((0.0, 0.7))),
        "route": draw(routes(teams, groups)),
    }


@st.composite
def boundaries(draw: st.DrawFn, tree: Tree, teams: Sequence[str]) -> list[Tree]:
    """Return entries for some boundaries: crossed ones, laterals and ones nobody uses."""
    pairs = [f"{a} -> {b}" for a in teams for b in teams if a != b]
    if not pairs:
        return []
    likely = crossed(tree) or pairs
    names = draw(st.lists(st.sampled_from(likely) | st.sampled_from(pairs), max_size=8))
    entries = []
    for name in dict.fromkeys(names):
        source, target = name.split(" -> ")
        owner = st.sampled_from(("from", "to", *teams))
        entry = draw(some({**BOUNDARY, "owner": owner}))
        entries.append({"from": source, "to": target, **entry})
    return entries


@st.composite
def plans(draw: st.DrawFn, tree: Tree) -> list[Tree]:
    """Return up to two plans: spends that always find a place, and changes of teams."""
    sold = tree.get("levers") or dict.fromkeys(("recovery", *SIDES["core"], *SIDES["edge"]))
    usable = [name for name in sold if name in AT_TEAMS or crossed(tree)]
    keys = [*usable, *(side for side, its in SIDES.items() if set(its) & set(usable))]
    entries = []
    for name in ("plan x", "Plan a")[: draw(st.integers(0, 2))]:
        plan: Tree = {"name": name}
        if keys:
            chosen = draw(st.lists(st.sampled_from(keys), max_size=2, unique=True))
            spends = st.sampled_from((0, 10, 40))
            plan["spend"] = {key: f"{draw(spends)} person-days" for key in chosen}
        plan |= draw(
            some(
                {
                    "rule": st.sampled_from(("traffic", "even")),
                    "funded": st.sampled_from(("extra", "capacity")),
                    "stops": durations(10.0, 25.0),
                    "cost": st.just("5 person-days"),
                }
            )
        )
        if draw(st.booleans()):
            plan["change"] = {
                "teams": {draw(st.sampled_from(sorted(tree["teams"]))): draw(some(TEAM))}
            }
        entries.append(plan)
    return entries


@st.composite
def events(draw: st.DrawFn, tree: Tree) -> list[Tree]:
    """Return up to two shocks: people come and go, habits are lost, boundaries change."""
    entries = []
    moving = [kind["kind"] for kind in tree["work"] if isinstance(kind["arrivals"], str)]
    for _ in range(draw(st.integers(0, 2))):
        change: Tree = draw(
            some({"pressure": st.sampled_from((0, 2)), "incidents": some(INCIDENTS)})
        )
        team = draw(st.sampled_from(sorted(tree["teams"])))
        change["teams"] = {team: draw(some({**TEAM, "people": SHIFTS, "effort": efforts()}))}
        if draw(st.booleans()) and moving:
            rate = f"{draw(st.sampled_from((0, 3, 20)))} per week"
            change["work"] = {draw(st.sampled_from(moving)): {"arrivals": rate}}
        if draw(st.booleans()):
            change["defaults"] = {"boundary": draw(some(BOUNDARY))}
        resets = draw(st.lists(st.sampled_from(tuple(CEILINGS)), max_size=3, unique=True))
        at = draw(st.integers(0, DAYS + 5))
        entries.append({"at": f"{at} days", "change": change, "resets": resets})
    return entries


@st.composite
def _teams(draw: st.DrawFn, many: bool) -> list[str]:
    if many and draw(st.integers(0, 4)) == 4:
        size = draw(st.sampled_from((len(NAMES) + 1, len(NAMES + MORE_NAMES))))
        return draw(st.permutations(NAMES + MORE_NAMES))[:size]
    return draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=12, unique=True))


@st.composite
def organisations(
    draw: st.DrawFn,
    *,
    groups: bool = True,
    moving: bool = True,
    pressed: bool = True,
    many: bool = False,
    lucky: bool = False,
    begun: bool = True,
) -> Tree:
    """Return the tree of a scenario of up to twelve teams.

    `groups`: steps may be several teams; `moving`: there may be shocks, ramps and fades;
    `pressed`: pressure may be above 0; `many`: there may be up to 24 teams; `lucky`: kinds, teams
    and boundaries may have a `luck` that is not their name (two places never have the same);
    `begun`: items may be on their way before day 0.
    """
    teams = draw(_teams(many))
    tree: Tree = {
        "version": 1,
        # the number is for the tests: which replication to run, so that examples differ in luck
        "name": f"Random {draw(st.integers(0, 9999))}",
        "horizon": f"{DAYS} days",
        "warm_up": draw(durations(0.0, 5.0)),
        "pressure": draw(st.sampled_from((0, 0.5, 4))) if pressed else 0,
        "failure": {
            "counts": draw(st.sampled_from((["P1", "P2", "P3"], ["P4", "P1"], ["P2"]))),
            "within": draw(durations(0.0, 3.0, 90.0)),
        },
        "work": [
            draw(kinds(name, teams, groups))
            for name in ("fix", "Zug", "a")[: draw(st.integers(1, 3))]
        ],
        "defaults": {"team": {**draw(some(TEAM)), "effort": draw(efforts())}},
        "teams": {team: draw(some({**TEAM, "effort": efforts()})) for team in teams},
        "incidents": draw(some(INCIDENTS)),
    }
    tree["defaults"]["boundary"] = draw(
        some({**BOUNDARY, "owner": st.sampled_from(("from", "to", *teams))})
    )
    tree["boundaries"] = draw(boundaries(tree, teams))
    if draw(st.booleans()):
        tree["external"] = {
            "rate": draw(st.sampled_from(("1 per week", "5 per week"))),
            "resolver": draw(st.sampled_from(teams)),
            "severity": draw(SEVERITY),
        }
    if draw(st.booleans()):
        tree["levers"] = draw(levers(moving))
    tree["arms"] = draw(plans(tree))
    if moving:
        tree["events"] = draw(events(tree))
    if begun:
        for entry in tree["work"]:
            entry.update(draw(some({"starts_with": st.sampled_from((1, 3, 8))})))
    if lucky:
        for entry in tree["work"]:
            entry.update(draw(some({"luck": st.sampled_from(LUCKS)})))
        for number, entry in enumerate((*tree["teams"].values(), *tree["boundaries"])):
            entry.update(draw(some({"luck": st.sampled_from((f"{number}", f"luck {number}"))})))
    return tree
