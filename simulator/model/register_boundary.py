"""The parameters of boundaries."""

from typing import Final

from simulator.model.parameter import Parameter

__all__ = ["BOUNDARY"]

HOSPITALS = (
    "judgement for software; per handover in hospitals 0.791 with notes [pothier-2005] to 0.998 "
    "by a printed sheet [bhabra-2007]"
)
JEONG = "judgement; 37-44 % of bug reports are re-assigned [jeong-2009], often usefully [guo-2011]"
XAVIER = "2.54 % of clients are hit by a breaking change [xavier-2017]"
RAEMAEKERS = "judgement; one in three releases breaks an interface [raemaekers-2017]"
IPASS = "judgement; 31 % of hospital handoffs before training [ipass-2023]"

BOUNDARY: Final = (
    Parameter(
        key="boundary.carries",
        meaning="What changes hands: requirements, deployment, configuration, approval, ...",
        unit="a text",
        default="work",
    ),
    Parameter(
        key="boundary.fidelity",
        meaning="Chance that a fact is conveyed",
        unit="probability",
        low=0,
        high=1,
        default=0.95,
        better="more",
        source=HOSPITALS,
    ),
    Parameter(
        key="boundary.shared_context",
        meaning="Chance that the receiver knows an unsaid fact anyway",
        unit="probability",
        low=0,
        high=1,
        default=0.3,
        better="more",
    ),
    Parameter(
        key="boundary.readback",
        meaning="Chance that the receiver notices a gap and asks",
        unit="probability",
        low=0,
        high=1,
        default=0.2,
        better="more",
        source=IPASS,
    ),
    Parameter(
        key="boundary.assumption_accuracy",
        meaning="Chance that an unnoticed gap is filled with the right assumption",
        unit="probability",
        low=0,
        high=1,
        default=0.6,
        better="more",
    ),
    Parameter(
        key="boundary.lapse",
        meaning="Chance that a whole handoff is poor",
        unit="probability",
        low=0,
        high=1,
        default=0,
        better="less",
    ),
    Parameter(
        key="boundary.lapse_fidelity",
        meaning="Chance that a fact is conveyed in a poor handoff",
        unit="probability",
        low=0,
        high=1,
        default=0.5,
        better="more",
    ),
    Parameter(
        key="boundary.owned",
        meaning="Chance that somebody owns the crossing",
        unit="probability",
        low=0,
        high=1,
        default=0.8,
        better="more",
        source=JEONG,
    ),
    Parameter(
        key="boundary.owner",
        meaning="Who does the boundary work of an owned crossing",
        unit="from, to or a team's name",
        default="from",
    ),
    Parameter(
        key="boundary.limbo",
        meaning="Mean wait when nobody takes the item over",
        unit="duration",
        low=0,
        default="2 days",
        better="less",
        source="judgement; triage of a re-assigned incident up to 10 times longer [chen-2019]",
    ),
    Parameter(
        key="boundary.boundary_work",
        meaning="Chance that the crossing needs work that belongs to neither team",
        unit="probability",
        low=0,
        high=1,
        default=0.2,
        better="less",
    ),
    Parameter(
        key="boundary.boundary_effort",
        meaning="Work of an owned crossing that needs boundary work",
        unit="duration",
        low=0,
        default="2 h",
        better="less",
    ),
    Parameter(
        key="boundary.changes_per_week",
        meaning="Changes a week of what both sides rely on",
        unit="number",
        low=0,
        default=0.2,
        better="less",
        source=RAEMAEKERS,
    ),
    Parameter(
        key="boundary.sync_every",
        meaning="Time between two joint looks; a change is known at the next one",
        unit="duration or never",
        low=0,
        default="40 days",
        better="less",
        source="judgement; 28.9 % of projects have a stale document now [tan-2024]",
    ),
    Parameter(
        key="boundary.exposure",
        meaning="Chance that an unknown change concerns an item",
        unit="probability",
        low=0,
        high=1,
        default=0.025,
        better="less",
        status="measured",
        source=XAVIER,
    ),
    Parameter(
        key="boundary.contract_tests",
        meaning="Chance that a test of the agreement catches an unknown change",
        unit="probability",
        low=0,
        high=1,
        default=0.1,
        better="more",
    ),
    Parameter(
        key="boundary.handoff_effort",
        meaning="The sender's work on one crossing",
        unit="duration",
        low=0,
        default="1 h",
        better="less",
    ),
    Parameter(
        key="boundary.readback_effort",
        meaning="The receiver's work on one crossing",
        unit="duration",
        low=0,
        default="0.25 h",
        better="less",
        source="judgement; 12.8 s for one short message [barenfanger-2004]",
    ),
    Parameter(
        key="boundary.question_effort",
        meaning="Work of one question on each side",
        unit="duration",
        low=0,
        default="1 h",
        better="less",
    ),
    Parameter(
        key="boundary.delay",
        meaning="Fixed wait of every crossing",
        unit="duration",
        low=0,
        default="0 days",
        better="less",
    ),
    Parameter(
        key="boundary.opens_every",
        meaning="Crossings happen at multiples of this time only: release train, change board",
        unit="duration",
        low=0,
        default="0 days",
        better="less",
    ),
)
