"""The register: every parameter with meaning, unit, range, default, status and source."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from simulator.model.parameter import Parameter
from simulator.model.register_boundary import BOUNDARY
from simulator.model.register_incident import COSTS, EXTERNAL, INCIDENTS, OBSERVED
from simulator.model.register_practice import PLANS, PRACTICES
from simulator.model.register_team import TEAM, WORK

__all__ = ["REGISTER", "Parameter"]

SCENARIO = (
    Parameter(
        key="scenario.horizon", meaning="How long is simulated", unit="duration", low=0, above=True
    ),
    Parameter(
        key="scenario.warm_up",
        meaning="The first part of the run, not counted",
        unit="duration",
        low=0,
        default="0 days",
    ),
    Parameter(
        key="scenario.matters",
        meaning="The smallest difference in failed changes per 100 that anyone cares about",
        unit="failed changes per 100",
        low=0,
        default="0 failed changes per 100",
    ),
    Parameter(
        key="scenario.pressure",
        meaning="How strongly a loaded team cuts corners: factor on the odds of failing",
        unit="number",
        low=0,
        default=0,
        better="less",
        status="borrowed",
        source="stress multipliers, 2 high and 5 extreme [spar-h]; the mapping is judgement",
    ),
    Parameter(
        key="failure.counts",
        meaning="Severities that make a released change a failed change",
        unit="a list of P1, P2, P3, P4",
        default="[P1, P2, P3]",
    ),
    Parameter(
        key="failure.within",
        meaning="Time after release within which a failure counts against its change",
        unit="duration",
        low=0,
        default="90 days",
    ),
)

REGISTER: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        parameter.key: parameter
        for parameter in (
            *SCENARIO,
            *WORK,
            *TEAM,
            *BOUNDARY,
            *INCIDENTS,
            *EXTERNAL,
            *OBSERVED,
            *COSTS,
            *PRACTICES,
            *PLANS,
        )
    }
)
