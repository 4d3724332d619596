"""The examination of a whole file: plans and shocks are applied, and every fault is told."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.model.lever import LEVERS
from simulator.model.quantity import Quantity
from simulator.scenario.changing import Changed, changed
from simulator.scenario.layout import PLAN_CHANGES, SHOCK_CHANGES, layout
from simulator.scenario.mappings import REMOVED
from simulator.scenario.redrawing import WORDS
from simulator.scenario.references import section, sold_levers
from simulator.scenario.resolution import read
from simulator.scenario.routes import crossings, place, places
from simulator.scenario.shape import nearest
from simulator.scenario.tree import Drawn, Fault, Path, Tree, leaves, quoted, shown

__all__ = ["examine"]

_FIXED = ("facts", "size_cv", "starts_with", "fact_names", "titles", "route", "luck")
SIDE_WORDS = {"teams": "team", "boundaries": "boundary"}


def examine(tree: Tree) -> list[Fault]:
    """Every fault of a normal tree, those of its plans and shocks included."""
    parsed, reading = read(tree, {})
    faults = list(reading.faults)
    faults += _fact_names(parsed)
    known = set(faults)
    shocks = list(_shocks(tree, parsed, known))
    faults += shocks
    known |= set(shocks)
    for name, plan in section(parsed, "arms").items():
        faults += _plan(tree, parsed, ("arms", name), plan, known)
    return faults


def _fact_names(parsed: Mapping[str, Any]) -> Iterator[Fault]:
    for kind, entry in section(parsed, "work").items():
        facts, names = entry.get("facts"), entry.get("fact_names")
        if isinstance(facts, Quantity) and isinstance(names, tuple) and len(names) > facts.value:
            path = ("work", kind, "fact_names")
            yield Fault(
                path, f"{len(names)} names", f"at most one for each of {facts.value:g} facts"
            )


def _plan(
    tree: Tree, parsed: Mapping[str, Any], path: Path, plan: Mapping[str, Any], known: set[Fault]
) -> Iterator[Fault]:
    change = plan.get("change")
    if isinstance(change, dict) and change:
        where = (*path, "change")
        yield from _barred(change, (*PLAN_CHANGES, *WORDS), "plan", where)
        redraws = not set(WORDS).isdisjoint(change)
        if known and redraws:
            return  # teams of a file with faults are not known well enough to redraw them
        allowed = {key: of for key, of in change.items() if key in {*PLAN_CHANGES, *WORDS}}
        done = changed(tree, allowed)
        yield from (_moved(fault, where) for fault in done.faults)
        if done.faults:
            return
        tree = done.tree
        parsed, reading = read(tree, {})
        told: dict[Path, Fault] = {}
        for fault in (_of_change(of, where, done) for of in reading.faults if of not in known):
            told.setdefault(fault.path, fault)
        yield from told.values()
        for fault in _shocks(tree, parsed, known | set(reading.faults)):
            if "events" in change:
                yield _moved(fault, where)
            elif fault not in known:
                found = f"a plan in which {shown(fault.path)} is {fault.found}"
                yield Fault(where, found, fault.allowed)
    yield from _spends(parsed, path, plan)


def _of_change(fault: Fault, where: Path, done: Changed) -> Fault:
    """A fault of a plan's tree, at the place of the change that it comes from."""
    for length in range(len(fault.path), 0, -1):
        head, rest = fault.path[:length], fault.path[length:]
        if head in done.times:
            text, base = done.times[head]
            said = base.written if isinstance(base, Drawn) else base
            of = said["value"] if isinstance(said, dict) else said
            found = f"{quoted(text)} of {quoted(of)}, which is {fault.found}"
            return Fault((*where, *head), found, fault.allowed)
        if head in done.given:
            path = (*where, *done.given[head], *rest)
            return Fault(path, fault.found, fault.allowed, fault.hint, fault.at_key)
    if not done.moves:
        return _moved(fault, where)
    found = f"a plan in which {shown(fault.path)} is {fault.found}"
    return Fault((*where, done.moves[0].word), found, fault.allowed)


def _moved(fault: Fault, where: Path) -> Fault:
    return Fault((*where, *fault.path), fault.found, fault.allowed, fault.hint, fault.at_key)


def _barred(
    change: Mapping[str, Any], allowed: tuple[str, ...], what: str, where: Path
) -> Iterator[Fault]:
    for key in change:
        if key not in allowed:
            known = key in layout().fields
            found = f"a key that no {what} may change" if known else "an unknown key"
            hint = None if known else nearest(key, allowed)
            yield Fault((*where, str(key)), found, f"the keys {', '.join(allowed)}", hint, True)


def _shocks(tree: Tree, parsed: Mapping[str, Any], known: set[Fault]) -> Iterator[Fault]:
    events = parsed.get("events")
    if not isinstance(events, list):
        return
    sound = [index for index, event in enumerate(events) if _time(event) is not None]
    written: dict[Path, Path] = {}
    for index in sorted(sound, key=lambda index: _time(events[index]) or 0.0):
        change = events[index].get("change")
        if not isinstance(change, dict):
            continue
        where: Path = ("events", index, "change")
        yield from _barred(change, SHOCK_CHANGES, "shock", where)
        structural = list(_structural(change, tree, parsed, where))
        yield from structural
        if structural:
            continue
        moved = {key: of for key, of in change.items() if key in SHOCK_CHANGES}
        done = changed(tree, moved)
        yield from (_moved(fault, where) for fault in done.faults)
        if done.faults:
            continue
        tree = done.tree
        written |= {path: (*where, *path) for path in leaves(moved)}
        faults = read(tree, written)[1].faults
        yield from (_of_change(fault, where, done) for fault in faults if fault not in known)
        known = known | set(faults)


def _time(event: object) -> float | None:
    at = event.get("at") if isinstance(event, dict) else None
    return at.value if isinstance(at, Quantity) else None


def _structural(
    change: Mapping[str, Any], tree: Tree, parsed: Mapping[str, Any], where: Path
) -> Iterator[Fault]:
    """The keys by which a shock would change structure instead of parameters."""
    routes = [entry["route"] for entry in section(parsed, "work").values() if "route" in entry]
    crossed = {place(*pair[1:]) for route in routes for pair in crossings(route)}
    existing = {
        "work": set(section(parsed, "work")),
        "teams": set(section(parsed, "teams")),
        "boundaries": set(section(parsed, "boundaries")) | crossed,
    }
    for key, names in existing.items():
        entries = change.get(key)
        if not isinstance(entries, dict):
            if key in change and entries is None:
                yield Fault((*where, key), "nothing", "a change of parameters, not of structure")
            continue
        for name, entry in entries.items():
            path = (*where, key, str(name))
            if name not in names or entry is None:
                allowed = f"one of the {key} that exist; a shock changes parameters, not structure"
                found = "an entry that does not exist" if name not in names else "nothing"
                yield Fault(path, found, allowed, nearest(name, names), True)
            elif isinstance(entry, dict):
                yield from _fixed(key, entry, tree, path)


def _fixed(key: str, entry: Mapping[str, Any], tree: Tree, path: Path) -> Iterator[Fault]:
    fixed = _FIXED if key == "work" else ("luck",)
    for name in fixed:
        if name in entry:
            yield Fault(
                (*path, name),
                "a key that no shock may change",
                "a change of parameters",
                None,
                True,
            )
    if "arrivals" in entry and key == "work":
        kind = section(section(tree, "work"), str(path[-1]))
        if "schedule" in section(entry, "arrivals") or "schedule" in section(kind, "arrivals"):
            yield Fault((*path, "arrivals"), "a schedule", "a rate; a shock moves no schedule")


def _spends(parsed: Mapping[str, Any], path: Path, plan: Mapping[str, Any]) -> Iterator[Fault]:
    work = section(parsed, "work")
    routes = [entry["route"] for entry in work.values() if "route" in entry]
    if len(routes) != len(work) or "teams" not in parsed:
        return
    teams, boundaries = places(routes, section(parsed, "boundaries"))
    used = {"teams": set(teams), "boundaries": set(boundaries)}
    sold = sold_levers(parsed.get("levers"))
    for key, amount in section(plan, "spend").items():
        yield from _spend(key, amount, sold, used, (*path, "spend", key))


def _spend(
    key: str, amount: object, sold: list[str], used: Mapping[str, set[str]], path: Path
) -> Iterator[Fault]:
    if key in LEVERS:
        levers = [key] if key in sold else []
    else:
        levers = [name for name in sold if LEVERS[name].side == key]
    if not levers:
        found = "a lever that is not under levers" if key in LEVERS else "a side without a lever"
        yield Fault(path, found, f"a spend on {', '.join(sold) or 'nothing'}", None, True)
        return
    where = {LEVERS[name].at for name in levers}
    for at in sorted(where):
        if not used[at]:
            found = f"a spend with no {SIDE_WORDS[at]} to go to"
            yield Fault(path, found, f"a spend with a {SIDE_WORDS[at]} on the plan's routes")
            return
    if not isinstance(amount, dict):
        return
    at = LEVERS[key].at
    for name in amount:
        if name not in used[at] and amount[name] is not REMOVED:
            allowed = f"a {SIDE_WORDS[at]} that the plan's routes use"
            yield Fault((*path, name), quoted(name), allowed, nearest(name, used[at]), True)
