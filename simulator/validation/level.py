"""The instrument is level: equal sides tie, exchanged sides exchange the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.engines.program.compilation import program_for
from simulator.measures.outcomes import OUTCOMES
from simulator.model.register import REGISTER
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Estimate, mean_estimate, ratio_estimate
from simulator.stats.paired import paired_difference, paired_ratio_difference
from simulator.validation.bench import Bench, Tree, latent
from simulator.validation.check import Check, Target

__all__ = ["free_parameters", "level", "unnoticed"]

INSIDE, BETWEEN = "inside teams", "between teams"
LEAN = 0.05
"""What counts as level: a lean of at most this share of what the money prevents."""
ALIKE = 0.03
"""How far two organisations that fail as often may lie apart, as a share."""

_HALVES = ("/1", "/2")
_UNIT = "expected failures per 100 changes"


def level(bench: Bench) -> Iterator[Check]:
    """Yield the checks that the instrument leans to no side."""
    yield from _neutral(bench)
    yield from _every_lever(bench)
    yield _mirror(bench)
    yield from _split(bench)
    yield from _renamed(bench)


def _check(
    bench: Bench, name: str, target: Target, found: Estimate, unit: str = _UNIT, **more: str
) -> Check:
    source, predicted = "the model's specification", "from the symmetry alone"
    return bench.must(
        name, source, target, found, group="level", unit=unit, predicted=predicted, **more
    )


def _prevented(bench: Bench, scenario: Scenario, n: int) -> float:
    """What the money inside prevents, which sizes the margin [expected failures per 100]."""
    today, inside = (latent(bench.rows(scenario, n, plan)[1], 100.0) for plan in ("today", INSIDE))
    return abs(float(today.mean() - inside.mean()))


def _difference(bench: Bench, scenario: Scenario, n: int) -> Estimate:
    """Inside less between, same luck; below 0 where money inside prevents more."""
    inside, between = (
        latent(bench.rows(scenario, n, plan)[1], 100.0) for plan in (INSIDE, BETWEEN)
    )
    return paired_difference(inside, between)


def unnoticed(scenario: Scenario, bench: Bench, n: int) -> float:
    """What nobody notices: what the file says matters, else a third of a tenth of today's level."""
    today = ratio_estimate(*OUTCOMES["change_failure_rate"].fraction(*bench.rows(scenario, n)))
    return scenario.matters.value or today.best * 0.1 / 3.0


def _neutral(bench: Bench) -> Iterator[Check]:
    scenario, n = bench.scenario("neutral"), 300
    margin = LEAN * _prevented(bench, scenario, n)
    level_target = Target(value=0.0, low=0.0, high=0.0, margin=margin)
    yield _check(
        bench,
        "neutral: inside less between",
        level_target,
        _difference(bench, scenario, n),
        scenario="neutral, the same money on either side",
    )
    outcome = OUTCOMES["change_failure_rate"]
    pairs = [outcome.fraction(*bench.rows(scenario, n, plan)) for plan in (INSIDE, BETWEEN)]
    yield _check(
        bench,
        "neutral: inside less between, failed changes",
        Target(value=0.0, low=0.0, high=0.0, margin=unnoticed(scenario, bench, n)),
        paired_ratio_difference(*pairs[0], *pairs[1]),
        unit="failed changes per 100",
        scenario="neutral, the same money on either side",
        note="The margin is what matters: a third of a tenth of today's.",
    )


_SAME: Mapping[str, Any] = {}


def _row(ceiling: Mapping[str, Any], lever: str, other: str) -> dict[str, Any]:
    """A change of neutral's levers: this one in the place of another of its side."""
    row = {"scale": "8 person-days per weekly item", "adherence": 0.8, "overhead": "0.5 h"}
    return {"levers": {other: None, lever: {**row, "ramp": "0 days", "ceiling": ceiling}}}


def _between(
    lever: str, ceiling: Mapping[str, Any], late: Mapping[str, Any] = _SAME, **boundary: Any
) -> dict[str, Any]:
    """A change of neutral to another way of going wrong at a handover, and what is bought there.

    `late` is what differs at the two handovers into the release. Each carries half of the facts,
    so that twice as many of them must get lost there.
    """
    silent = {"exposure": 0} if boundary else {}
    return {
        "defaults": {"boundary": {**silent, **boundary}},
        "boundaries": {f"{team} -> Release": dict(late) for team in ("Build", "Configure")},
        **_row(ceiling, lever, "contracts"),
    }


def _cadence(bench: Bench) -> str:
    """The cadence at which neutral's money takes as much drift away as verification defects.

    It is linear in the inverse, so the two are equal at one budget only: that of the plan.
    """
    team = bench.scenario("neutral").tree["defaults"]["team"]
    program = program_for(bench.scenario("neutral"), INSIDE)  # never one broken on purpose
    strength = float(program.team_practices["strength"].max())
    left = (1.0 - team["defect_removal"]["value"] - 0.45 * strength) / 0.5
    return f"{1.0 / (1.0 / 40.0 + (1.0 / (40.0 * left) - 1.0 / 40.0) / strength)!r} days"


_FEW = {"value": 0.5, "because": "equal to defect_removal"}
_LATE = {"fidelity": 0.98}
_CORE: Mapping[str, Tree] = {
    "verification": {},
    "engineering": _row({"defects_per_item": 0.04}, "engineering", "verification"),
}


def _edges(bench: Bench) -> Mapping[str, tuple[Tree, int]]:
    """Every lever of the other side by what it moves, and how many facts an item then needs."""
    return {
        "contracts (tests)": ({}, 1),
        "contracts (what is written)": (
            _between(
                "contracts",
                {"fidelity": 0.999, "contract_tests": None},
                {"assumption_accuracy": 0},
                fidelity=0.99,
                assumption_accuracy=0.5,
            ),
            40,
        ),
        "ownership": (
            _between("ownership", {"owned": 0.95, "limbo": None}, boundary_work=0.4, owned=_FEW),
            1,
        ),
        "acceptance": (
            _between("acceptance", {"readback": 0.95}, _LATE, fidelity=0.99, readback=_FEW),
            40,
        ),
        "accountability (joint looks)": (
            _between("accountability", {"sync_every": _cadence(bench), "shared_context": None}),
            1,
        ),
        "accountability (shared context)": (
            _between(
                "accountability",
                {"shared_context": 0.95, "sync_every": None},
                _LATE,
                fidelity=0.99,
                shared_context=_FEW,
            ),
            40,
        ),
    }


def _every_lever(bench: Bench) -> Iterator[Check]:
    """Yield one check a pair of levers, one of each side, with the same to give."""
    n = 150
    edges = _edges(bench)
    for core, inside in _CORE.items():
        for edge, (between, facts) in edges.items():
            if not inside and not between:
                continue  # neutral as it is shipped
            work = {"work": {"change": {"facts": facts}}}
            scenario = bench.scenario("neutral", inside, between, work)
            margin = LEAN * _prevented(bench, scenario, n)
            yield _check(
                bench,
                f"neutral: {core} less {edge}",
                Target(value=0.0, low=0.0, high=0.0, margin=margin),
                _difference(bench, scenario, n),
                scenario=f"neutral, with {core} and {edge} to be bought",
            )


def _mirror(bench: Bench) -> Check:
    n = 300
    lopsided, mirror = (
        _difference(bench, bench.scenario(name), n) for name in ("lopsided", "mirror")
    )
    return _check(
        bench,
        "mirror: the same difference with the other sign",
        Target(
            value=-lopsided.best,
            low=-lopsided.high,
            high=-lopsided.low,
            margin=LEAN * abs(lopsided.best),
        ),
        mirror,
        scenario="mirror, held against lopsided with its sign turned",
    )


def _halved(tree: Mapping[str, Any], team: str) -> dict[str, Any]:
    """A tree in which a team is two, each with half the people and half the items."""
    rest = {name: entry for name, entry in tree["teams"].items() if name != team}
    people = int(tree["defaults"]["team"]["people"])
    whole = dict(tree["teams"][team])
    halves = {team + half: {**whole, "people": people // 2} for half in _HALVES}
    work = {}
    for kind, entry in tree["work"].items():
        rate = float(entry["arrivals"].split(" ")[0])
        for half in _HALVES:
            work[kind + half] = {
                **entry,
                "arrivals": f"{rate / 2.0} per week",
                "route": _renamed_in(entry["route"], {team: team + half}),
            }
    return {
        **tree,
        "teams": {**rest, **halves},
        "work": work,
        "boundaries": None,
    }


def _renamed_in(value: Any, names: Mapping[str, str]) -> Any:
    """A tree with other names for teams, in keys, in values and in boundaries."""
    if isinstance(value, Mapping):
        return {_renamed_in(key, names): _renamed_in(item, names) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed_in(item, names) for item in value]
    if not isinstance(value, str):
        return value
    if " -> " in value:
        return " -> ".join(_renamed_in(part, names) for part in value.split(" -> "))
    return names.get(value, value)


def _alike(
    bench: Bench, name: str, one: Scenario, other: Scenario, n: int, told: str
) -> Iterator[Check]:
    """Yield one check a plan: the other organisation fails as often as the one."""
    for plan in ("today", *one.arms):
        whole, found = (
            mean_estimate(latent(bench.rows(each, n, plan)[1], 100.0)) for each in (one, other)
        )
        yield _check(
            bench,
            f"{name}, {plan}",
            Target(value=whole.best, low=whole.low, high=whole.high, margin=ALIKE * whole.best),
            found,
            scenario=told,
        )


def _split(bench: Bench) -> Iterator[Check]:
    one = bench.scenario("neutral")
    other = Scenario.from_tree(_without_nulls(_halved(one.tree, "Build")))
    told = "neutral, Build split in two halves of half the people and half the work"
    yield from _alike(bench, "a split team fails as often", one, other, 300, told)


def _without_nulls(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if value is not None}


def _renamed(bench: Bench) -> Iterator[Check]:
    one = bench.scenario(
        "typical-company",
        {"arms": dict.fromkeys(("half and half", "own the release", "build it and run it"))},
    )
    names = {name: f"Team {index}" for index, name in enumerate(one.teams, start=1)}
    other = Scenario.from_tree(_renamed_in(one.tree, names))
    told = "typical-company, every team renamed, so every draw is another"
    yield from _alike(bench, "renamed teams fail as often", one, other, 300, told)


def free_parameters() -> dict[str, dict[str, int]]:
    """
    How many numbers each side has: all of its own, and those that decide how often it fails.

    More numbers are more freedom to fit, so a reader is told; they are counted in the register.
    """
    numbers = [parameter for parameter in REGISTER.values() if parameter.is_number]
    return {
        side: {
            "all": sum(parameter.key.startswith(section) for parameter in numbers),
            "errors": sum(parameter.errors == side for parameter in numbers),
        }
        for side, section in (("core", "team."), ("edge", "boundary."))
    }
