"""The parameters of incidents, external incidents, records and costs."""

from typing import Final

from simulator.model.parameter import Parameter

__all__ = ["COSTS", "EXTERNAL", "INCIDENTS", "MECHANISMS", "OBSERVED", "SEVERITIES"]

SEVERITIES: Final = ("P1", "P2", "P3", "P4")
MECHANISMS: Final = ("defect", "lost", "drift", "unowned")
JEONG = "judgement; 56-63 % of bug reports are not re-assigned [jeong-2009]"
MIXES = "judgement; 15-40 % of mixes are neither code nor boundary [ghosh-2022] [gunawi-2016]"
_SHARES = {"incidents": (0.08, 0.17, 0.35, 0.40), "external": (0.15, 0.25, 0.3, 0.3)}


def _weights(section: str, whose: str) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            key=f"{section}.severity.{severity}",
            meaning=f"Weight of {severity} among {whose}",
            unit="number",
            low=0,
            default=share,
        )
        for severity, share in zip(SEVERITIES, _SHARES[section], strict=True)
    )


INCIDENTS: Final = (
    Parameter(
        key="incidents.manifest",
        meaning="Chance that a latent error becomes a failure; may differ by mechanism",
        unit="probability",
        low=0,
        high=1,
        default=0.1,
        better="less",
        source="judgement, equal for all mechanisms",
    ),
    Parameter(
        key="incidents.latency",
        meaning="Mean time from release to failure",
        unit="duration",
        low=0,
        default="20 days",
    ),
    *_weights("incidents", "failures"),
    Parameter(
        key="incidents.escalation",
        meaning="Factor on the odds of worse severities for each team that built on the error",
        unit="number",
        low=0,
        above=True,
        default=1,
        better="less",
    ),
    Parameter(
        key="incidents.triage_effort",
        meaning="Mean work of one paged team to understand an incident",
        unit="duration",
        low=0,
        default="1 h",
        better="less",
    ),
    Parameter(
        key="incidents.repair_effort",
        meaning="Mean work to repair an error nobody has built on",
        unit="duration",
        low=0,
        default="4 h",
        better="less",
    ),
    Parameter(
        key="incidents.repair_growth",
        meaning="Growth of repair work for each team that built on the error",
        unit="number",
        low=0,
        default=0.3,
        better="less",
    ),
    Parameter(
        key="incidents.rollback_duration",
        meaning="Time a rollback takes to end an outage",
        unit="duration",
        low=0,
        default="1 h",
        better="less",
    ),
    Parameter(
        key="incidents.rework_share",
        meaning="Rework of one found error as a share of the item's effort",
        unit="number",
        low=0,
        default=0.3,
        better="less",
    ),
    Parameter(
        key="incidents.traceable",
        meaning="Chance that a defect is traced straight to the team that can repair it",
        unit="probability",
        low=0,
        high=1,
        default=0.6,
        better="more",
        source=JEONG,
    ),
    Parameter(
        key="incidents.bad_fix",
        meaning="Chance that a repair or rework makes a new defect",
        unit="probability",
        low=0,
        high=1,
        below=True,
        default=0.07,
        better="less",
        source="judgement; 0.65 of 4.00 defects per function point are bad fixes [jones]",
    ),
    Parameter(
        key="incidents.blames",
        meaning="Whom the organisation blames: the last team of the route or the resolver",
        unit="last or resolver",
        default="last",
    ),
)

EXTERNAL: Final = (
    Parameter(
        key="external.rate",
        meaning="Incidents that would have happened anyway",
        unit="rate",
        low=0,
        default="0.5 per week",
        better="less",
        source=MIXES,
    ),
    Parameter(
        key="external.resolver",
        meaning="The team that handles external incidents",
        unit="a team's name",
        default="the team paged by the first kind of work",
    ),
    *_weights("external", "external incidents"),
)

OBSERVED: Final = (
    Parameter(key="observed.changes", meaning="Released changes, from records", unit="rate", low=0),
    Parameter(
        key="observed.failed_changes",
        meaning="Share of changes that failed, from records; n is the number of changes",
        unit="probability",
        low=0,
        high=1,
    ),
    Parameter(
        key="observed.serious_per_year",
        meaning="P1 and P2 incidents a year, from records",
        unit="number",
        low=0,
    ),
    Parameter(
        key="observed.restore_p50",
        meaning="Median time to restore, from records",
        unit="duration",
        low=0,
    ),
    *(
        Parameter(
            key=f"observed.causes.{cause}",
            meaning=f"Reviewed failures whose cause was {words}",
            unit="number",
            low=0,
        )
        for cause, words in (
            ("inside", "inside a team"),
            ("between", "between teams"),
            ("neither", "neither"),
            ("cannot_tell", "not to be told"),
        )
    ),
)

COSTS: Final = (
    Parameter(
        key="costs.person_day",
        meaning="Price of a person-day [currency]",
        unit="number",
        low=0,
        default=800,
        better="less",
    ),
    *(
        Parameter(
            key=f"costs.incident.{severity}",
            meaning=f"Price of one {severity} failure [currency]",
            unit="number",
            low=0,
            default=price,
            better="less",
        )
        for severity, price in zip(SEVERITIES, (50000, 12000, 2000, 300), strict=True)
    ),
    Parameter(
        key="costs.delay_per_item_day",
        meaning="Price of one day of lead time of one item [currency]",
        unit="number",
        low=0,
        default=100,
        better="less",
    ),
    Parameter(
        key="costs.currency", meaning="The currency of all prices", unit="a text", default="EUR"
    ),
)
