"""Small organisations for the properties that need many replications, and a z of two samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.model.lever import LEVERS

Tree = dict[str, Any]

TEAMS = ("Plan", "Build", "Configure", "Release")
BOUNDARIES = (
    "Plan -> Build",
    "Plan -> Configure",
    "Build -> Configure",
    "Build -> Release",
    "Configure -> Release",
    "Release -> Build",
    "Build -> Plan",
)


def two_sample_z(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the difference of two means over its standard error; 0 when nothing varies."""
    difference = float(np.mean(ours)) - float(np.mean(theirs))
    error = math.hypot(
        float(np.std(ours, ddof=1)) / math.sqrt(len(ours)),
        float(np.std(theirs, ddof=1)) / math.sqrt(len(theirs)),
    )
    return (
        difference / error
        if error > 0.0
        else math.copysign(math.inf, difference) * (difference != 0.0)
    )


def diamond() -> Tree:
    """Return four teams in a diamond, in which everything goes wrong often."""
    return {
        "version": 1,
        "name": "Diamond",
        "horizon": "40 days",
        "warm_up": "0 days",
        "pressure": 1,
        "work": [
            {
                "kind": "change",
                "arrivals": "8 per week",
                "facts": 6,
                "size_cv": 0.5,
                "route": ["Plan", ["Build", "Configure"], "Release"],
            }
        ],
        "defaults": {
            "team": {
                "people": 4,
                "effort": {"mean": "1 days", "cv": 0.8},
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
                "limbo": "1 days",
                "boundary_work": 0.5,
                "changes_per_week": 3,
                "sync_every": "20 days",
                "exposure": 0.05,
                "contract_tests": 0.2,
            },
        },
        "teams": {name: {} for name in ("Plan", "Build", "Configure", "Release")},
        "boundaries": [{"from": "Build", "to": "Configure"}],
        "incidents": {"manifest": 0.3, "latency": "5 days", "bad_fix": 0.1, "rework_share": 0.3},
        "external": {"rate": "2 per week", "resolver": "Release"},
        "arms": [],
    }


def company() -> Tree:
    """Return four teams with every mechanism at work, no two places alike, and a shock.

    The plan `all` buys something of every lever; what was bought grows and fades.
    """
    return {
        "version": 1,
        "name": "Company",
        "horizon": "25 days",
        "pressure": 1.5,
        "work": [
            {
                "kind": "change",
                "arrivals": "8 per week",
                "facts": 12,
                "size_cv": 0.5,
                "route": ["Plan", ["Build", "Configure"], "Release"],
            },
            {
                "kind": "fix",
                "arrivals": "5 per week",
                "facts": 3,
                "route": ["Release", "Build", "Plan"],
            },
        ],
        "teams": {name: _team(0.04 * n) for n, name in enumerate(TEAMS)},
        "boundaries": [_boundary(name, 0.03 * n) for n, name in enumerate(BOUNDARIES)],
        "incidents": {
            "manifest": 0.6,
            "latency": "2 days",
            "severity": {"P1": 0.2, "P2": 0.3, "P3": 0.3, "P4": 0.2},
            "escalation": 1.5,
            "traceable": 0.5,
            "bad_fix": 0.2,
        },
        "external": {"rate": "2 per week", "resolver": "Build"},
        "levers": {
            name: {
                "scale": "30 person-days per place",
                "ramp": "8 days",
                "fade": "15 days",
                "adherence": 0.7,
            }
            | ({"ceiling": {"traceable": 0.9, "rollback": 0.95}} if name == "recovery" else {})
            for name in LEVERS
        },
        "arms": [
            {
                "name": "all",
                "spend": dict.fromkeys(LEVERS, "90 person-days"),
                "stops": "18 days",
            }
        ],
        "events": [
            {
                "at": "12 days",
                "change": {
                    "pressure": 3,
                    "teams": {"Configure": {"people": 2, "rollback": 0.9, "defect_removal": 0.7}},
                    "boundaries": [{"from": "Build", "to": "Release", "fidelity": 0.8}],
                },
                "resets": ["contracts", "verification"],
            }
        ],
    }


def _team(more: float) -> Tree:
    return {
        "people": 1 if more == 0.08 else 2,
        "effort": {"mean": f"{0.3 + more} days", "cv": 0.8},
        "defects_per_item": 1.2 + more,
        "defect_removal": 0.5 + more,
        "catches_defects": 0.3 + more,
        "catches_misunderstandings": 0.2 + more,
        "rollback": 0.5 + more,
    }


def _boundary(name: str, more: float) -> Tree:
    source, target = name.split(" -> ")
    return {
        "from": source,
        "to": target,
        "owner": "to" if more == 0.0 else "Configure",
        "fidelity": 0.6 + more,
        "shared_context": 0.2 + more,
        "readback": 0.25 + more,
        "assumption_accuracy": 0.3 + more,
        "lapse": 0.2 + more,
        "lapse_fidelity": 0.3 + more,
        "owned": 0.5 + more,
        "limbo": f"{0.3 + more} days",
        "boundary_work": 0.5,
        "changes_per_week": 2 + more,
        "sync_every": f"{20 + 10 * more} days",
        "exposure": 0.1 + more,
        "contract_tests": 0.3 + more,
    }
