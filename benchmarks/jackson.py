"""The table of the network: edgewise through its public way in against C and other simulators."""

from __future__ import annotations

from pathlib import Path

from benchmarks.in_c import addressed, plain
from benchmarks.network import Contender, edgewise, exact_lead_time, scratch
from benchmarks.peers import PEERS
from benchmarks.ratio import Line, in_turns, over

_AIMS = {
    "reference": "at least 100",
    "addressed C": "at least 0.7",
    "Ciw": "at least 140",
}
_NOTES = {
    "plain C": "queues only, luck by turn: no facts, copies, crossings or outcomes to look at",
    "addressed C": "every number of every row equal to the kernel's, in every round",
}


def network(quick: bool) -> list[Line]:
    """Who finishes how many visits a second, and that all simulate the same."""
    horizon, rounds = (300.0, 2) if quick else (2000.0, 7)
    with scratch() as folder:
        contenders, missing = _contenders(horizon, Path(folder))
        found = in_turns({name: each.rate for name, each in contenders.items()}, rounds)
    lines = [
        Line(
            what=f"edgewise, compiled / {contenders[name].name}",
            readings=over(found["compiled"], rates),
            unit="times",
            aim=_AIMS.get(name, ""),
            note=_NOTES.get(name, ""),
        )
        for name, rates in found.items()
        if name != "compiled"
    ]
    if "SimPy" in found:
        lines.append(_events(contenders["reference"], contenders["SimPy"]))
    nanoseconds = tuple(1e9 / rate for rate in found["compiled"])
    lines.append(Line(what="edgewise, compiled: a visit", readings=nanoseconds, unit="ns"))
    return [*lines, *_leads(contenders), *missing]


def _contenders(horizon: float, folder: Path) -> tuple[dict[str, Contender], list[Line]]:
    """Return who can run here by name, and a line for each who cannot."""
    makers = {
        "compiled": lambda: edgewise("compiled", horizon, 100),
        "addressed C": lambda: addressed(horizon, 100, folder),
        "plain C": lambda: plain(horizon, 100, folder),
        "reference": lambda: edgewise("reference", horizon / 2, 1),
        **{name: lambda make=make: make(horizon / 2) for name, make in PEERS.items()},
    }
    found, missing = {}, []
    for name, make in makers.items():
        try:
            found[name] = make()
        except (ImportError, OSError) as error:
            missing.append(Line(what=name, readings=(), note=f"not measured: {error}"))
    return found, missing


def _events(reference: Contender, simpy: Contender) -> Line:
    return Line(
        what="edgewise, reference / SimPy, by events",
        readings=over(reference.events, simpy.events),
        unit="times",
        aim="at least 0.4",
        note="rows of the log against events that SimPy scheduled; all luck is addressed",
    )


def _leads(contenders: dict[str, Contender]) -> list[Line]:
    exact = exact_lead_time()
    return [
        Line(
            what=f"{each.name}: mean lead time / exact",
            readings=tuple(lead / exact for lead in each.leads),
            note="that all simulate the same",
        )
        for each in contenders.values()
    ]
