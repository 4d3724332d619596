"""From a tree to the values of a scenario: reading, layering, defaults."""

import math
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from simulator.model.frozen import Frozen, Measured
from simulator.model.incident import (
    MECHANISMS,
    Causes,
    Costs,
    External,
    FailureRule,
    Incidents,
    Observed,
)
from simulator.model.lever import LEVERS
from simulator.model.organisation import Boundary, Effort, Team, WorkKind
from simulator.model.outcome import HEADLINE, OUTCOME_ROWS
from simulator.model.plan import Ceiling, Event, Lever, Plan, Scale
from simulator.model.quantity import Quantity
from simulator.model.register import MOVES, REGISTER, lever_row
from simulator.model.resolved import Worth
from simulator.model.workshop import Card, Practice, Vocabulary, Workshop
from simulator.scenario.entries import ARROW
from simulator.scenario.layout import layout
from simulator.scenario.mappings import REMOVED, layered
from simulator.scenario.purchasable import Limit, PerUnit
from simulator.scenario.references import check_references, section
from simulator.scenario.routes import crossings, place
from simulator.scenario.shape import Known, Number, Reading
from simulator.scenario.shapes import EQUAL, NOTHING
from simulator.scenario.tree import Drawn, Path, Tree
from simulator.stats.elementwise import each

__all__ = [
    "EXTERNAL_SHARE",
    "SILENT",
    "build",
    "checked",
    "layers",
    "price_of",
    "quantities",
    "read",
    "silent_rate",
]

EXTERNAL_SHARE = 0.036
"""External incidents an arriving item, where a file does not say how many there are (judgement)."""
SILENT = "3.6 for every 100 arriving items, since the file is silent; `external: none` is none"

Values = dict[str, Any]


def read(
    tree: Tree, overlay: Mapping[Path, Path], known: Known | None = None
) -> tuple[Values, Reading]:
    """What a normal tree says, key by key, and the faults found on the way.

    ``known`` is what was found in a tree without faults that this one was made from.
    """
    outcome = tree.get("outcome") or HEADLINE
    row = OUTCOME_ROWS.get(outcome) if isinstance(outcome, str) else None
    reading = Reading(overlay=overlay, known=known or {}, outcome=row, price=price_of(tree))
    parsed = layout().read(tree, (), reading)
    check_references(tree, parsed, reading)
    return parsed, reading


def price_of(tree: Tree) -> tuple[float, str] | None:
    """The stated price of a person-day and its currency; None where a file has no prices.

    That of the file itself in every organisation drawn: what a plan buys is settled once.
    """
    costs = tree.get("costs")
    if not isinstance(costs, dict):
        return None
    written = costs.get("person_day", REGISTER["costs.person_day"].default)
    written = written.written if isinstance(written, Drawn) else written
    price = written.get("value") if isinstance(written, dict) else written
    currency = costs.get("currency") or REGISTER["costs.currency"].default
    if isinstance(price, bool) or not isinstance(price, int | float):
        return None
    return float(price), str(currency)


@cache
def _defaults(prefix: str) -> Values:
    """The register's defaults below a key, nested as in a file."""
    silent = Reading(nameless=True)
    values: Values = {}
    for key, parameter in REGISTER.items():
        if not key.startswith(f"{prefix}.") or parameter.default is None:
            continue
        *parents, name = key.removeprefix(f"{prefix}.").split(".")
        inner = values
        for parent in parents:
            inner = inner.setdefault(parent, {})
        default = parameter.default
        inner[name] = (
            Number(parameter).read(default, (), silent) if parameter.is_number else default
        )
    return values


@cache
def _lever_defaults(name: str, shipped: bool) -> Values:
    """The values of a lever's row where the file is silent about it, or about the whole table."""
    levers = layout().fields["levers"]
    raw = {name: lever_row(name, shipped=shipped)}
    values = levers.read(raw, (), Reading(nameless=True))[name]
    return {"fade": None, **values}


def _over(defaults: Values, *written: Values) -> Values:
    """Written layers over defaults; a removed value falls back to the default."""
    return layered(defaults, layered(*written))


def layers(parsed: Values) -> Values:
    """Every value of the scenario with defaults filled in, as plain nested mappings."""
    written = section(parsed, "defaults")
    teams, boundaries = section(parsed, "teams"), section(parsed, "boundaries")
    work = {
        kind: {**_defaults("work"), "fact_names": (), "titles": (), **layered(entry)}
        for kind, entry in section(parsed, "work").items()
    }
    pairs = {place(*pair): pair for pair in _pairs(work, boundaries)}
    incidents = _over(_spread(_defaults("incidents")), section(parsed, "incidents"))
    return {
        **_top(parsed),
        "workshop": _optional(parsed, "workshop", {}),
        "words": _optional(parsed, "words", {}),
        "failure": _over(_defaults("failure"), section(parsed, "failure")),
        "work": work,
        "teams": {
            name: _over(_defaults("team"), section(written, "team"), entry)
            for name, entry in sorted(teams.items())
        },
        "boundaries": {
            name: {
                "source": pair[0],
                "target": pair[1],
                "listed": name in boundaries,
                **_over(
                    _defaults("boundary"),
                    section(written, "boundary"),
                    boundaries.get(name, {}),
                ),
            }
            for name, pair in sorted(pairs.items())
        },
        "incidents": incidents,
        "external": _external(parsed, work),
        "observed": _optional(parsed, "observed", _defaults("observed")),
        "costs": _optional(parsed, "costs", _defaults("costs")),
        "levers": _levers(parsed),
        "arms": {name: layered(plan) for name, plan in section(parsed, "arms").items()},
        "events": [layered(event) for event in _events(parsed)],
    }


def _top(parsed: Values) -> Values:
    numbers = _defaults("scenario")
    keys = (
        *("version", "name", "question", "teaches", "outcome"),
        *("horizon", "warm_up", "matters", "worth", "pressure"),
    )
    absent = {"question": None, "teaches": None, "worth": None}
    written = {key: parsed[key] for key in keys if key in parsed}
    if "teaches" in written:
        written["teaches"] = {"cause": None, **written["teaches"]}
    return _over({**absent, **numbers}, written)


def _spread(incidents: Values) -> Values:
    return {**incidents, "manifest": dict.fromkeys(MECHANISMS, incidents["manifest"])}


def _events(parsed: Values) -> list[Values]:
    events = parsed.get("events")
    return events if isinstance(events, list) else []


def _optional(parsed: Values, key: str, defaults: Values) -> Values | None:
    return _over(defaults, parsed[key]) if isinstance(parsed.get(key), dict) else None


def _external(parsed: Values, work: Values) -> Values | None:
    written = parsed.get("external")
    if written == NOTHING:
        return None
    first = work[min(work)]["route"]
    usual = {**_defaults("external"), "resolver": first[-1][0]}
    if not isinstance(written, dict):
        usual["rate"] = Quantity(value=silent_rate(parsed, work), because=SILENT)
    return _over(usual, written if isinstance(written, dict) else {})


def silent_rate(values: Values, work: Values) -> Any:
    """The external incidents a working day of a file that does not say how many there are."""
    horizon = values["horizon"].value
    arriving = (
        entry["arrivals"]["rate"].value
        if "rate" in entry["arrivals"]
        else len(entry["arrivals"]["schedule"]) / horizon
        for entry in work.values()
    )
    return EXTERNAL_SHARE * each(lambda *rates: math.fsum(rates), *arriving)


def _levers(parsed: Values) -> Values:
    written = parsed.get("levers")
    if not isinstance(written, dict):
        return {name: _lever_defaults(name, True) for name, row in LEVERS.items() if row.shipped}
    return {
        name: layered(_lever_defaults(name, False), _without_removed(written[name]))
        for name in LEVERS
        if name in written
    }


def _without_removed(row: Values) -> Values:
    """The row, a removed key left to its default; ceilings taken away stay so."""
    return {key: value for key, value in row.items() if value is not REMOVED}


def _pairs(work: Values, boundaries: Values) -> Iterator[tuple[str, str]]:
    for entry in work.values():
        yield from (pair[1:] for pair in crossings(entry["route"]))
    for name in boundaries:
        source, target = name.split(ARROW)
        yield source, target


def quantities(values: object) -> Iterator[Quantity]:
    """Every quantity of the organisation; what its user counted, and asks for, is none."""
    if isinstance(values, Quantity):
        yield values
    elif isinstance(values, Limit | PerUnit):
        yield values.quantity
    elif isinstance(values, dict):
        for key, value in values.items():
            if key not in {"observed", "matters", "worth"}:
                yield from quantities(value)
    elif isinstance(values, list):
        for value in values:
            yield from quantities(value)


def checked(model: type[Frozen], **values: Any) -> Any:
    """A model whose values are checked."""
    return model(**values)


def build(values: Values, make: Callable[..., Any] = checked) -> Values:
    """The models of a scenario by field name, each made by ``make`` of its class and values."""
    costs, external, observed = values["costs"], values["external"], values["observed"]
    worth = values["worth"]
    return {
        **values,
        "worth": None if worth is None else make(Worth, amount=worth.quantity.value, per=worth.per),
        "workshop": _workshop(values["workshop"]),
        "words": _words(values["words"]),
        "failure": make(FailureRule, **values["failure"]),
        "work": {
            kind: make(WorkKind, kind=kind, **{"luck": kind, **_arrivals(entry)})
            for kind, entry in sorted(values["work"].items())
        },
        "teams": {
            name: make(
                Team,
                name=name,
                **{"luck": name, **entry, "effort": make(Effort, **entry["effort"])},
            )
            for name, entry in values["teams"].items()
        },
        "boundaries": {
            name: make(Boundary, name=name, **{"luck": name, **entry, "owner": _owner(entry)})
            for name, entry in values["boundaries"].items()
        },
        "incidents": _incidents(values["incidents"], make),
        "external": None if external is None else make(External, **{"because": None, **external}),
        "observed": None if observed is None else _observed(observed, make),
        "costs": None if costs is None else make(Costs, **costs),
        "levers": {name: _lever(name, row, make) for name, row in values["levers"].items()},
        "arms": {name: _plan(name, plan, make) for name, plan in values["arms"].items()},
        "events": tuple(
            sorted((_event(event, make) for event in values["events"]), key=lambda event: event.at)
        ),
    }


def _workshop(values: Values | None) -> Workshop | None:
    if values is None:
        return None
    cards = sorted(
        (Card(**{**each, "days": float(each["days"])}) for each in values.get("cards", ())),
        key=lambda card: card.number,
    )
    return Workshop(**{"twin": None, **values, "cards": tuple(cards)})


def _words(values: Values | None) -> Vocabulary | None:
    if values is None:
        return None
    practices = {name: Practice(**each) for name, each in values.get("practices", {}).items()}
    said = dict.fromkeys(Vocabulary.model_fields)
    return Vocabulary(**{**said, **values, "practices": practices})


def _incidents(values: Values, make: Callable[..., Any]) -> Any:
    manifest = dict(values["manifest"])
    equal = manifest.pop(EQUAL, None)
    return make(Incidents, **{**values, "manifest": manifest, "equal": equal})


def _arrivals(entry: Values) -> Values:
    rest = {key: value for key, value in entry.items() if key != "arrivals"}
    return {"rate": None, "schedule": None, **entry["arrivals"], **rest}


def _owner(entry: Values) -> str:
    owner = str(entry["owner"])
    return str({"from": entry["source"], "to": entry["target"]}.get(owner, owner))


def _observed(values: Values, make: Callable[..., Any]) -> Any:
    causes = values.get("causes")
    told = None if causes is None else make(Causes, **{**_nothing(Causes), **causes})
    return make(Observed, **{**_nothing(Observed), **values, "causes": told})


def _nothing(records: type[Measured]) -> Values:
    return dict.fromkeys(records.model_fields)


def _lever(name: str, row: Values, make: Callable[..., Any]) -> Any:
    table = LEVERS[name]
    ceiling = {
        key: make(
            Ceiling,
            value=row["ceiling"][key].quantity.value,
            of_base=row["ceiling"][key].of_base,
        )
        for key in MOVES[name]
        if key in row.get("ceiling", {})
    }
    scale = make(Scale, person_days=row["scale"].quantity.value, per=row["scale"].per)
    values = {**row, "ceiling": ceiling, "scale": scale}
    return make(Lever, name=name, side=table.side, at=table.at, **values)


def _plan(name: str, values: Values, make: Callable[..., Any]) -> Any:
    stops = values.get("stops")
    given = {"spend": {}, "change": {}, **_defaults("arm"), **values}
    return make(Plan, name=name, **{**given, "stops": None if stops is None else stops.value})


def _event(values: Values, make: Callable[..., Any]) -> Any:
    return make(Event, **{"change": {}, "resets": (), **values, "at": values["at"].value})
