"""What incidents take [days]: triage and repair."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.jit import kernel
from simulator.engines.compiled.memory import common, error, incident, team_now
from simulator.engines.compiled.practice import followed, overhead, pace
from simulator.engines.program import layout
from simulator.mechanisms.incidents import repair_time, triage_time
from simulator.mechanisms.luck import Purpose, uniform
from simulator.mechanisms.team import mean_triage


@kernel
def recovery(s: Any, error_slot: int, team: int) -> float:
    """Return g now of the recovery practice if `team` follows it in this incident."""
    luck = uniform(error(s, error_slot).key, Purpose.RESPONSE_ADHERENCE, 0)
    return followed(s, team, layout.RECOVERY, luck)


@kernel
def triage(s: Any, slot: int) -> float:
    """Return the service of a triage by the team that has just been paged."""
    failure = incident(s, slot)
    team, row = failure.team, team_now(s, failure.team)
    g = recovery(s, failure.error, team)
    days = triage_time(error(s, failure.error).key, failure.attempt, mean_triage(row, g))
    days += overhead(s, team, layout.RECOVERY) * g
    return days * pace(s, team)


@kernel
def repair(s: Any, slot: int) -> float:
    """Return the service of a repair by the resolver."""
    failure, now = incident(s, slot), common(s)
    wrong = error(s, failure.error)
    days = repair_time(wrong.key, now.repair_effort, now.repair_growth, wrong.depth)
    return days * pace(s, failure.team)
