"""Small organisations for the properties that need many replications, and a z of two samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

Tree = dict[str, Any]


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
