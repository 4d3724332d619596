"""The simulator held against everything at once: the answer behind `edgewise validate`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from simulator.engines.program.compilation import Program
from simulator.experiments.runner import Runner
from simulator.validation.approval import approval
from simulator.validation.bench import Bench
from simulator.validation.check import GROUPS, RULE, Check, Verdict
from simulator.validation.documents import documents
from simulator.validation.exact import closed_forms
from simulator.validation.flow import flow
from simulator.validation.handovers import handovers
from simulator.validation.identities import identities
from simulator.validation.ipass import ipass, power
from simulator.validation.level import free_parameters, level
from simulator.validation.nulls import nulls
from simulator.validation.practices import practices
from simulator.validation.shares import published_shares
from simulator.validation.structural import structural

__all__ = ["CHECKS", "USUAL", "Validation", "validate"]

USUAL = 100
"""The number of replications at which every check runs with its own usual number."""

CHECKS = 122
"""How many checks there are, for a bar; a test counts them."""

_Room = Callable[[Bench], Iterator[Check]]
_ROOMS: dict[str, tuple[_Room, ...]] = {
    "exact": (closed_forms, identities),
    "level": (level,),
    "published": (
        handovers,
        practices,
        ipass,
        published_shares,
        flow,
        documents,
        approval,
    ),
    "structural": (structural,),
    "counter-evidence": (nulls,),
    "power": (power,),
}


@dataclass(frozen=True, kw_only=True)
class Validation:
    """Every check, in the order of the groups."""

    seed: int
    replications: int
    checks: tuple[Check, ...]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that must agree and do not: the product is broken."""
        return tuple(check for check in self.checks if check.must and check.verdict != "agrees")

    def count(self, verdict: Verdict, checks: Iterable[Check] | None = None) -> int:
        """How many of the checks (all unless told) have this verdict."""
        return sum(check.verdict == verdict for check in checks or self.checks)

    def of(self, group: str) -> tuple[Check, ...]:
        """The checks of one group."""
        return tuple(check for check in self.checks if check.group == group)

    def as_json(self) -> dict[str, object]:
        """Return the validation by its keys in JSON."""
        verdicts: tuple[Verdict, ...] = get_args(Verdict)
        return {
            "scenario": "the shipped scenarios, as each row says",
            "seed": self.seed,
            "replications": self.replications,
            "holds": not self.failed,
            "rule": RULE,
            "counts": {
                **{str(verdict): self.count(verdict) for verdict in verdicts},
                "tested": sum(check.standing == "tested" for check in self.checks),
                "fitted": sum(bool(check.fitted) for check in self.checks),
                "must": sum(check.must for check in self.checks),
                "must_not_agreeing": len(self.failed),
            },
            "groups": {name: len(self.of(name)) for name in GROUPS if self.of(name)},
            "free_parameters": free_parameters(),
            "checks": self.checks,
        }


def validate(
    run: Runner,
    *,
    replications: int = USUAL,
    groups: Iterable[str] = tuple(GROUPS),
    alter: Callable[[Program], Program] = lambda program: program,
    progress: Callable[[int], None] = lambda _: None,
) -> Validation:
    """
    The simulator held against closed forms, its own symmetry, and published figures.

    Parameters
    ----------
    run
        Simulates; its seed is that of every row.
    replications
        Factor on every check's own number, in per cent: 100 is the usual size.
    groups
        Which of `GROUPS`; all unless told. An unknown one is refused.
    alter
        Changes every plan before it runs: breaks the engine's input on purpose.
    progress
        Told of each check that is made.
    """
    wanted = list(dict.fromkeys(groups))
    unknown = [group for group in wanted if group not in GROUPS]
    if unknown or not wanted:
        named = ", ".join(map(repr, unknown)) or "none"
        raise ValueError(f"groups: found {named}; allowed: {', '.join(GROUPS)}")
    if replications < 1:
        raise ValueError(f"replications are at least 1, not {replications}")
    bench = Bench(run=run, effort=replications / USUAL, alter=alter)
    checks = []
    for group in GROUPS:
        for room in _ROOMS[group] if group in wanted else ():
            for check in room(bench):
                checks.append(check)
                progress(1)
    return Validation(seed=run.seed, replications=replications, checks=tuple(checks))
