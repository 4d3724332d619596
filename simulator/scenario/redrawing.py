"""The words of a plan's change that redraw teams: merge, drop and add.

Each is carried out on the tree, so that a plan in words is the file that would be written by hand.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from simulator.scenario.entries import ARROW
from simulator.scenario.resolution import layers, read
from simulator.scenario.routes import crossings, place
from simulator.scenario.shape import name_fault, nearest
from simulator.scenario.tree import Fault, Path, Tree, put, quoted

__all__ = ["WORDS", "Move", "Redrawn", "redrawn"]

WORDS: Final = ("merge", "drop", "add")
Steps = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What one word did: to which teams, and what came of it.

    `people` are those of the merged, dropped or added team, `effort` its mean work on a change that
    passes [working days]. `kinds` are the kinds of work whose route it changed, `gone` the
    handovers that fall away, `made` those that are new, each with the one it is like ("": the
    file's defaults). `like` is the team that a merged one is like in all else, `resolver` who takes
    incidents from outside where that was the team.
    """

    word: str
    teams: tuple[str, ...]
    into: str = ""
    people: float = math.nan
    effort: float = math.nan
    kinds: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    made: tuple[tuple[str, str], ...] = ()
    like: str = ""
    resolver: bool = False


@dataclass(slots=True)
class Redrawn:
    """A tree that is being redrawn, with where what stands in it was written.

    `copied` maps a new place to the one it was in before, `given` a new place to the path of the
    change that says it. `faults` are at paths of the change.
    """

    tree: Tree
    copied: dict[Path, Path] = field(default_factory=dict)
    given: dict[Path, Path] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def teams(self) -> Tree:
        """The teams as written, by name."""
        return dict(self.tree.get("teams") or {})

    @property
    def boundaries(self) -> Tree:
        """The boundaries as written, by name."""
        return dict(self.tree.get("boundaries") or {})

    @property
    def routes(self) -> dict[str, Steps]:
        """The steps of every kind of work, those that can be read."""
        work = self.tree.get("work") or {}
        return {kind: _steps(entry.get("route")) for kind, entry in work.items()}

    def fault(self, path: Path, found: str, allowed: str, hint: str | None = None) -> None:
        """Note what is wrong with the change."""
        self.faults.append(Fault(path, found, allowed, hint))

    def known(self, name: object, path: Path) -> bool:
        """Whether a team of that name exists; a fault is noted where none does."""
        if isinstance(name, str) and name in self.teams:
            return True
        allowed = f"one of the teams {', '.join(self.teams)}"
        self.fault(path, quoted(name), allowed, nearest(name, self.teams))
        return False

    def put(self, **sections: Tree) -> None:
        """Write whole sections anew; an empty one is as if it were absent."""
        for name, section in sections.items():
            if section or name in self.tree:
                self.tree = {**self.tree, name: section}

    def reroute(self, change: Callable[[Steps], Steps]) -> tuple[str, ...]:
        """Change the steps of every kind of work; returns the kinds that have others now."""
        changed = []
        for kind, steps in self.routes.items():
            new = change(steps)
            if new != steps:
                written = [step[0] if len(step) == 1 else list(step) for step in new]
                self.tree = put(self.tree, ("work", kind, "route"), written)
                changed.append(kind)
        return tuple(changed)

    def crossed(self) -> set[str]:
        """The handovers that some route crosses."""
        return {place(*pair[1:]) for steps in self.routes.values() for pair in crossings(steps)}


def redrawn(tree: Tree, change: Mapping[str, Any]) -> Redrawn:
    """A tree without faults after the words of a change: teams merged, dropped, added, in order."""
    found = Redrawn(tree)
    for word, carry_out in (("merge", _merge), ("drop", _drop), ("add", _add)):
        if change.get(word) is not None and not found.faults:
            carry_out(found, change[word])
    return found


def _steps(route: Any) -> Steps:
    return tuple(tuple(step) if isinstance(step, list) else (step,) for step in route or [])


def _joined(steps: Iterable[tuple[str, ...]]) -> Steps:
    """The steps without empty ones, and one where the same team would follow itself."""
    found: list[tuple[str, ...]] = []
    for step in steps:
        once = tuple(dict.fromkeys(step))
        if once and (not found or set(found[-1]) != set(once)):
            found.append(once)
    return tuple(found)


def _as_one(steps: Steps, teams: set[str], into: str) -> Steps:
    return tuple(tuple(into if team in teams else team for team in step) for step in steps)


def _once(steps: Steps, team: str) -> Steps:
    """The steps with a team in one of two neighbouring ones only, the later."""
    return _joined(
        step if team not in after else tuple(name for name in step if name != team)
        for step, after in zip(steps, (*steps[1:], ()), strict=True)
    )


def _merge(found: Redrawn, said: Any) -> None:
    """Make one team of several: people, work and mistakes add up, all else is the largest's."""
    path: Path = ("merge",)
    shape = "a mapping such as {teams: [DBA, Platform], as: Platform}"
    if not isinstance(said, dict) or set(said) != {"teams", "as"}:
        found.fault(path, quoted(said), shape)
        return
    teams, into = said["teams"], said["as"]
    if not isinstance(teams, list) or len(set(map(str, teams))) < 2:
        found.fault((*path, "teams"), quoted(teams), "a list of two teams or more")
        return
    unknown = [team for team in teams if not found.known(team, (*path, "teams"))]
    if not unknown and _new_name(found, into, (*path, "as"), besides=teams):
        found.moves.append(_merged(found, tuple(dict.fromkeys(teams)), into))


def _merged(found: Redrawn, teams: tuple[str, ...], into: str) -> Move:
    """Write one team in place of several, and return what came of it."""
    values = layers(read(found.tree, {})[0])
    of = {team: values["teams"][team] for team in teams}
    largest = max(of, key=lambda team: of[team]["people"].value)
    passes = {team: _passes(values, found.routes, team) for team in teams}
    ours = set(teams)
    kinds = found.reroute(lambda steps: _once(_as_one(steps, ours, into), into))
    whole = _passes(values, found.routes, into)
    shares = {team: passes[team] / whole if whole else 1.0 for team in teams}
    entry = _summed(found.teams[largest] or {}, of, shares)
    rest = {team: each for team, each in found.teams.items() if team not in ours}
    found.copied["teams", into] = ("teams", largest)
    found.put(teams={**rest, into: entry})
    gone = _gather(found, ours, into, largest)
    _rename_owners(found, lambda name: into if name in ours else name)
    return Move(
        word="merge",
        teams=teams,
        into=into,
        people=entry["people"],
        effort=math.fsum(shares[team] * of[team]["effort"]["mean"].value for team in teams),
        kinds=kinds,
        gone=gone,
        like=largest,
    )


def _new_name(found: Redrawn, name: Any, path: Path, besides: Iterable[str] = ()) -> bool:
    fault = name_fault(name) if isinstance(name, str) else "a name"
    if fault is None and name in found.teams and name not in besides:
        fault = "the name of no other team"
    if fault is not None:
        found.fault(path, quoted(name), fault)
    return fault is None


def _passes(values: Mapping[str, Any], routes: Mapping[str, Steps], team: str) -> float:
    """How often a day work passes a team."""
    horizon = values["horizon"].value
    total = 0.0
    for kind, steps in routes.items():
        arrivals = values["work"][kind]["arrivals"]
        rate = arrivals.get("rate")
        a_day = rate.value if rate is not None else len(arrivals["schedule"]) / horizon
        total += a_day * sum(team in step for step in steps)
    return total


def _summed(entry: Tree, teams: Mapping[str, Any], shares: Mapping[str, float]) -> Tree:
    """What is written of a merged team: the same work and the same mistakes in all."""
    of = {team: values["effort"] for team, values in teams.items()}
    mean = math.fsum(shares[team] * of[team]["mean"].value for team in teams)
    spread = math.fsum(
        shares[team] * (of[team]["cv"].value * of[team]["mean"].value) ** 2 for team in teams
    )
    mistakes = math.fsum(
        shares[team] * values["defects_per_item"].value for team, values in teams.items()
    )
    effort = {"mean": f"{mean!r} days", "cv": math.sqrt(spread) / mean if mean else 0.0}
    return {
        **entry,
        "people": math.fsum(values["people"].value for values in teams.values()),
        "effort": {**(entry.get("effort") or {}), **effort},
        "defects_per_item": mistakes,
    }


def _gather(found: Redrawn, ours: set[str], into: str, largest: str) -> tuple[str, ...]:
    """Give the merged team the handovers of its teams; returns those that fall away.

    Of two that become one the largest team's is kept.
    """
    written, kept, gone = found.boundaries, {}, []
    first = sorted(written, key=lambda name: largest not in name.split(ARROW))
    for name in first:
        source, target = (into if side in ours else side for side in name.split(ARROW))
        if source == target:
            gone.append(name)
        elif place(source, target) not in kept:
            kept[place(source, target)] = name
    for new, name in kept.items():
        if new != name:
            found.copied["boundaries", new] = ("boundaries", name)
    found.put(boundaries={new: written[kept[new]] for new in sorted(kept)})
    return tuple(sorted(gone))


def _rename_owners(found: Redrawn, name_of: Callable[[str], str | None]) -> bool:
    """Name owners and the resolver anew, None: by default; whether the resolver is by default."""

    def renamed(entry: Any, key: str) -> Any:
        if not isinstance(entry, dict) or not isinstance(entry.get(key), str):
            return entry
        new = name_of(entry[key])
        return {k: of for k, of in entry.items() if k != key} | ({key: new} if new else {})

    found.put(boundaries={name: renamed(of, "owner") for name, of in found.boundaries.items()})
    defaults, outside = found.tree.get("defaults"), found.tree.get("external")
    if isinstance(defaults, dict):
        found.put(defaults={**defaults, "boundary": renamed(defaults.get("boundary"), "owner")})
    if not isinstance(outside, dict):
        return False
    found.put(external=renamed(outside, "resolver"))
    return isinstance(outside.get("resolver"), str) and name_of(outside["resolver"]) is None


def _drop(found: Redrawn, said: Any) -> None:
    """Take teams out of every route: their work falls away, their neighbours hand on directly."""
    if not isinstance(said, list) or not said:
        found.fault(("drop",), quoted(said), "a list of teams such as [Security]")
        return
    for index, team in enumerate(said):
        if not found.known(team, ("drop", index)):
            return
        left = [kind for kind, steps in found.routes.items() if not _joined(_left(steps, team))]
        if left:
            allowed = f"a team beside others; {quoted(left[0])} has no other on its route"
            found.fault(("drop", index), quoted(team), allowed)
            return
        _drop_one(found, team)


def _left(steps: Steps, team: str) -> Iterator[tuple[str, ...]]:
    for step in steps:
        yield tuple(name for name in step if name != team)


def _drop_one(found: Redrawn, team: str) -> None:
    values = layers(read(found.tree, {})[0])["teams"][team]
    before, written = found.crossed(), found.boundaries
    kinds = found.reroute(lambda steps: _joined(_left(steps, team)))
    made = []
    kept = {name: of for name, of in written.items() if team not in name.split(ARROW)}
    for new in sorted(found.crossed() - before):
        source, target = new.split(ARROW)
        models = (place(team, target), place(source, team))
        like = new if new in written else next((name for name in models if name in written), "")
        made.append((new, like))
        if like and like != new:
            kept[new] = _copied(found, new, like, written)
    found.put(teams={name: of for name, of in found.teams.items() if name != team}, boundaries=kept)
    resolver = _rename_owners(found, lambda name: None if name == team else name)
    gone = tuple(sorted(name for name in before if team in name.split(ARROW)))
    found.moves.append(
        Move(
            word="drop",
            teams=(team,),
            people=values["people"].value,
            effort=values["effort"]["mean"].value,
            kinds=kinds,
            gone=gone,
            made=tuple(made),
            resolver=resolver,
        )
    )


def _copied(found: Redrawn, new: str, like: str, written: Tree) -> Tree:
    """A handover like another; its luck is its own."""
    found.copied["boundaries", new] = ("boundaries", like)
    return {key: of for key, of in (written[like] or {}).items() if key != "luck"}


def _add(found: Redrawn, said: Any) -> None:
    """Put new teams on the routes, each as a step of its own before or after another team."""
    if not isinstance(said, dict) or not said:
        found.fault(
            ("add",), quoted(said), "teams such as {Release: {people: 4, before: Operations}}"
        )
        return
    for name, entry in said.items():
        path: Path = ("add", str(name))
        if not _new_name(found, name, path):
            return
        sides = [key for key in ("before", "after") if isinstance(entry, dict) and key in entry]
        if len(sides) != 1:
            words = (
                "where it stands: before or after a team, such as {people: 4, before: Operations}"
            )
            found.fault(path, "a team with no place or two" if entry else quoted(entry), words)
            return
        if found.known(entry[sides[0]], (*path, sides[0])):
            _add_one(found, name, entry, sides[0])
        if found.faults:
            return


def _add_one(found: Redrawn, name: str, entry: Tree, side: str) -> None:
    beside, path = entry[side], ("add", name)
    kinds = found.reroute(lambda steps: tuple(_with(steps, name, beside, side)))
    if not kinds:
        found.fault((*path, side), quoted(beside), "a team that is on a route")
        return
    before, written = _models(found, name), found.boundaries
    cut_through = {each for models in before.values() for each in models} - found.crossed()
    kept = {key: of for key, of in written.items() if key not in cut_through}
    made = []
    for new, models in sorted(before.items()):
        like = next((model for model in models if model in written), "")
        made.append((new, like))
        if like:
            kept[new] = _copied(found, new, like, written)
    own = {key: of for key, of in entry.items() if key != side}
    found.given["teams", name] = path
    found.put(teams={**found.teams, name: own}, boundaries=kept)
    found.moves.append(
        Move(
            word="add",
            teams=(name,),
            into=f"{side} {beside}",
            kinds=kinds,
            gone=tuple(sorted(cut_through)),
            made=tuple(made),
        )
    )


def _models(found: Redrawn, name: str) -> dict[str, list[str]]:
    """The handovers to and from a new step, each with those that it takes the place of."""
    models: dict[str, list[str]] = {}
    for steps in found.routes.values():
        for index in (index for index, step in enumerate(steps) if step == (name,)):
            sources = steps[index - 1] if index else ()
            targets = steps[index + 1] if index + 1 < len(steps) else ()
            for one in sources:
                models.setdefault(place(one, name), []).extend(place(one, of) for of in targets)
            for other in targets:
                models.setdefault(place(name, other), []).extend(place(of, other) for of in sources)
    return models


def _with(steps: Steps, name: str, beside: str, side: str) -> Iterator[tuple[str, ...]]:
    for step in steps:
        if beside in step:
            yield from ((name,), step) if side == "before" else (step, (name,))
        else:
            yield step
