"""The checks that need more than one key: routes, owners, horizons, severities."""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.model.incident import SEVERITIES
from simulator.model.lever import LEVERS
from simulator.model.quantity import Quantity
from simulator.model.register import REGISTER
from simulator.scenario.entries import ARROW
from simulator.scenario.mappings import REMOVED, layered
from simulator.scenario.routes import crossings, place, places
from simulator.scenario.shape import Reading, nearest
from simulator.scenario.tree import Path, Tree, lookup, quoted

__all__ = ["check_references", "section", "sold_levers"]


def section(parsed: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What was read under a key, empty when the key is absent or removed."""
    value = parsed.get(key)
    return value if isinstance(value, dict) else {}


def check_references(tree: Tree, parsed: Mapping[str, Any], reading: Reading) -> None:
    """Note every mistake that shows only when several keys are seen together."""
    _check_horizon(tree, parsed, reading)
    _check_outcome(parsed, reading)
    if "teams" in parsed:
        teams = section(parsed, "teams")
        _check_routes(parsed, teams, reading)
        _check_boundaries(parsed, teams, reading)
        _check_resolver(parsed, teams, reading)
    if "boundaries" in parsed or "boundaries" not in tree:
        _check_crossings(parsed, reading)
    _check_luck(parsed, reading)
    _check_cards(parsed, reading)
    _check_severities(parsed, reading)


def _team(name: str, path: Path, teams: Iterable[str], reading: Reading, also: str = "") -> None:
    if name not in teams:
        allowed = f"{also}the name of a team under teams"
        reading.fault(path, quoted(name), allowed, nearest(name, teams))


def _check_horizon(tree: Tree, parsed: Mapping[str, Any], reading: Reading) -> None:
    horizon, warm_up = parsed.get("horizon"), parsed.get("warm_up")
    if not isinstance(horizon, Quantity) or not isinstance(warm_up, Quantity):
        return
    shortest = horizon.value if horizon.low is None else horizon.low
    longest = warm_up.value if warm_up.high is None else warm_up.high
    if shortest > longest:
        return
    written = lookup(tree, ("warm_up",))
    found = written["value"] if isinstance(written, dict) else written
    reading.fault(("warm_up",), quoted(found), "less than the horizon")


def _check_outcome(parsed: Mapping[str, Any], reading: Reading) -> None:
    row = reading.outcome
    if row is not None and row.priced and not isinstance(parsed.get("costs"), dict):
        allowed = "an outcome that needs no prices, since the file has no costs"
        reading.fault(("outcome",), quoted(row.name), allowed)


def _check_routes(parsed: Mapping[str, Any], teams: Mapping[str, Any], reading: Reading) -> None:
    for kind, entry in section(parsed, "work").items():
        for index, step in enumerate(_route(entry)):
            for name in step:
                _team(name, ("work", kind, "route", index), teams, reading)


def _route(entry: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    route = entry.get("route")
    return route if isinstance(route, tuple) else ()


def _check_boundaries(
    parsed: Mapping[str, Any], teams: Mapping[str, Any], reading: Reading
) -> None:
    layers = [(("defaults", "boundary"), section(section(parsed, "defaults"), "boundary"))]
    for name, entry in section(parsed, "boundaries").items():
        layers.append((("boundaries", name), entry))
        sides = name.split(ARROW)
        if len(sides) == 2 and sides[0] != sides[1]:
            for key, side in zip(("from", "to"), sides, strict=True):
                _team(side, ("boundaries", name, key), teams, reading)
    for path, entry in layers:
        owner = entry.get("owner")
        if isinstance(owner, str) and owner not in {"from", "to"}:
            _team(owner, (*path, "owner"), teams, reading, "from, to or ")


def _check_resolver(parsed: Mapping[str, Any], teams: Mapping[str, Any], reading: Reading) -> None:
    resolver = section(parsed, "external").get("resolver")
    if isinstance(resolver, str):
        _team(resolver, ("external", "resolver"), teams, reading)


def _check_crossings(parsed: Mapping[str, Any], reading: Reading) -> None:
    if isinstance(section(parsed, "defaults").get("boundary"), dict):
        return
    listed = section(parsed, "boundaries")
    told: set[str] = set()
    for kind, entry in section(parsed, "work").items():
        for index, source, target in crossings(_route(entry)):
            name = place(source, target)
            if name in listed or name in told or _misspelt(source, target, parsed):
                continue
            if not listed:
                allowed = "an entry for every boundary of a route, or defaults.boundary"
                reading.fault(("boundaries",), "nothing", allowed)
                return
            told.add(name)
            hint = nearest(name, listed)
            allowed = "a boundary listed under boundaries, or defaults.boundary"
            reading.fault(("work", kind, "route", index), quoted(name), allowed, hint)


def _check_luck(parsed: Mapping[str, Any], reading: Reading) -> None:
    """Note places that share their luck on one route: one error's fate would be another's."""
    told: set[str] = set()
    for entry in section(parsed, "work").values():
        teams, edges = places([_route(entry)], section(parsed, "boundaries"))
        keys = dict.fromkeys(teams, "teams") | dict.fromkeys(edges, "boundaries")
        lucks = {name: section(section(parsed, keys[name]), name).get("luck") for name in keys}
        owners = {name: name for name, luck in lucks.items() if not isinstance(luck, str)}
        for name, luck in lucks.items():
            other = owners.setdefault(luck, name) if isinstance(luck, str) else name
            if other != name and name not in told:
                told.add(name)
                allowed = f"another luck than that of {quoted(other)}, which is on the same route"
                reading.fault((keys[name], name, "luck"), quoted(luck), allowed)


def _misspelt(source: str, target: str, parsed: Mapping[str, Any]) -> bool:
    """Whether an unknown team, told already, is why this crossing has no boundary."""
    teams = section(parsed, "teams")
    if source not in teams or target not in teams:
        return True
    for name in section(parsed, "boundaries"):
        one, _, other = name.partition(ARROW)
        if (one == source and other not in teams) or (other == target and one not in teams):
            return True
    return False


def _check_cards(parsed: Mapping[str, Any], reading: Reading) -> None:
    """Note cards that share a number, since a hand is known by it, and levers nobody sells."""
    cards = section(parsed, "workshop").get("cards")
    sold = sold_levers(parsed.get("levers"))
    told: set[Any] = set()
    for index, card in enumerate(cards if isinstance(cards, list) else ()):
        if not isinstance(card, dict):
            continue
        number, lever = card.get("number"), card.get("buys")
        where: Path = ("workshop", "cards", index)
        if number is not None and number in told:
            reading.fault((*where, "number"), f"{number} twice", "each number once")
        if isinstance(lever, str) and lever not in sold:
            reading.fault((*where, "buys"), quoted(lever), f"one of {', '.join(sold)}")
        told.add(number)


def sold_levers(written: object) -> list[str]:
    """The levers that a file sells: those it lists, or those of a file that lists none."""
    if isinstance(written, dict):
        return [name for name in LEVERS if name in written]
    return [name for name, row in LEVERS.items() if row.shipped]


def _check_severities(parsed: Mapping[str, Any], reading: Reading) -> None:
    for key in ("incidents", "external"):
        weights = section(parsed, key).get("severity")
        if not isinstance(weights, dict):
            continue
        known = {name: REGISTER[f"{key}.severity.{name}"].default for name in SEVERITIES}
        full = layered(known, {name: of for name, of in weights.items() if of is not REMOVED})
        total = sum(of.value if isinstance(of, Quantity) else of for of in full.values())
        if total <= 0.0:
            found = "weights that sum to nought"
            reading.fault((key, "severity"), found, "weights with a positive sum")
