"""What hypothesis may write into a random organisation: the values of its parts, for each key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

Tree = dict[str, Any]

PROBABILITIES = st.sampled_from((0.0, 0.05, 0.3, 0.5, 0.8, 0.95, 1.0))
LIKELY = st.sampled_from((0.5, 0.8, 0.95, 1.0))


def durations(*days: float) -> st.SearchStrategy[str]:
    """Return a strategy for a duration, written as a file writes it."""
    return st.sampled_from([f"{day} days" for day in days])


def some(fields: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Tree]:
    """Return a strategy for a mapping with any of `fields`."""
    return st.fixed_dictionaries({}, optional=dict(fields))


def efforts() -> st.SearchStrategy[Tree]:
    """Return a strategy for the effort of a team."""
    return st.fixed_dictionaries(
        {
            "mean": durations(0.1, 0.4, 1.0),
            "cv": st.sampled_from((0.0, 0.8)),
            "shape": st.sampled_from(("lognormal", "exponential", "constant")),
        }
    )


TEAM = {
    "people": st.sampled_from((1, 2, 3, 4, 0.5, 1.5)),
    "makes": st.sampled_from(("code", "configuration", "ownership")),
    "defects_per_item": st.sampled_from((0.0, 0.5, 2.0)),
    "defect_removal": PROBABILITIES,
    "fix_effort": durations(0.0, 0.1),
    "catches_defects": PROBABILITIES,
    "catches_misunderstandings": PROBABILITIES,
    "rollback": PROBABILITIES,
}

FACTS_OF_A_BOUNDARY = {
    "fidelity": LIKELY,
    "shared_context": PROBABILITIES,
    "readback": PROBABILITIES,
    "assumption_accuracy": PROBABILITIES,
    "lapse": st.sampled_from((0.0, 0.1, 0.5)),
    "lapse_fidelity": st.sampled_from((0.0, 0.5)),
}

BOUNDARY = {
    **FACTS_OF_A_BOUNDARY,
    "carries": st.sampled_from(("requirements", "deployment", "code")),
    "owned": PROBABILITIES,
    "limbo": durations(0.0, 1.0),
    "boundary_work": PROBABILITIES,
    "boundary_effort": durations(0.0, 0.2),
    "changes_per_week": st.sampled_from((0.0, 1.0, 5.0)),
    "sync_every": st.sampled_from(("0 days", "5 days", "40 days", "300 days", "never")),
    "exposure": st.sampled_from((0.0, 0.03, 0.2)),
    "contract_tests": PROBABILITIES,
    "handoff_effort": durations(0.0, 0.05),
    "readback_effort": durations(0.0, 0.05),
    "question_effort": durations(0.0, 0.1),
    "delay": durations(0.0, 0.5),
    "opens_every": durations(0.0, 1.0, 3.0),
}

SEVERITY = st.fixed_dictionaries(
    {name: st.sampled_from((0.0, 0.1, 1.0)) for name in ("P1", "P2", "P3")}
    | {"P4": st.sampled_from((0.1, 1.0))}
)

INCIDENTS = {
    "manifest": st.one_of(
        st.sampled_from((0.0, 0.3, 1.0)),
        some({"defect": PROBABILITIES, "lost": PROBABILITIES, "unowned": PROBABILITIES}),
    ),
    "latency": durations(0.0, 1.0, 10.0),
    "severity": SEVERITY,
    "escalation": st.sampled_from((0.5, 1.0, 2.0)),
    "triage_effort": durations(0.0, 0.1, 0.5),
    "repair_effort": durations(0.0, 0.3, 1.0),
    "repair_growth": st.sampled_from((0.0, 0.3)),
    "rework_share": st.sampled_from((0.0, 0.3)),
    "traceable": PROBABILITIES,
    "bad_fix": st.sampled_from((0.0, 0.1, 0.4)),
    "rollback_duration": durations(0.0, 0.1, 2.0),
    "blames": st.sampled_from(("last", "resolver")),
    "pages": st.sampled_from(("last", "resolver", "drawn")),
}

CEILINGS: Mapping[str, tuple[Tree, ...]] = {
    "engineering": ({"defects_per_item": "0.3 of base"}, {"defects_per_item": 0.1}),
    "verification": ({"defect_removal": 0.98}, {"defect_removal": 0.4}),
    "contracts": ({"fidelity": 0.99, "contract_tests": 0.9}, {"contract_tests": 0.6}),
    "ownership": ({"owned": 0.98, "limbo": "0.2 days"}, {"owned": 1.0}),
    "acceptance": ({"readback": 0.9},),
    "accountability": ({"sync_every": "5 days", "shared_context": 0.7}, {"sync_every": "0 days"}),
    "integration": ({"catches_defects": 0.5, "catches_misunderstandings": 0.5},),
    "recovery": ({"rollback": 0.95, "triage_effort": "0.3 h", "traceable": 0.9},),
    "people": ({"people": "1.5 of base"},),
}
AT_TEAMS = ("engineering", "verification", "integration", "recovery", "people")
SIDES = {
    "core": ("engineering", "verification"),
    "edge": ("contracts", "ownership", "acceptance", "accountability"),
}
