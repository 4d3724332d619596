"""The parameters of work and of teams."""

from typing import Final

from simulator.model.parameter import Parameter

__all__ = ["TEAM", "WORK"]

JONES = "tests alone seldom remove more than 85 % [jones]"

WORK: Final = (
    Parameter(
        key="work.arrivals",
        meaning="How many items of this kind arrive (Poisson); or a schedule of times",
        unit="rate",
        low=0,
    ),
    Parameter(
        key="work.schedule",
        meaning="A time at which an item of this kind arrives",
        unit="duration",
        low=0,
    ),
    Parameter(
        key="work.facts",
        meaning="Pieces of information an item needs to be right",
        unit="whole number",
        low=1,
        high=64,
        better="less",
    ),
    Parameter(
        key="work.size_cv",
        meaning="Spread of item sizes: one lognormal factor on effort and defects",
        unit="number",
        low=0,
        default=0,
    ),
)

TEAM: Final = (
    Parameter(
        key="team.people",
        meaning="People who serve the team's queue",
        unit="whole number",
        low=1,
        default=5,
        better="more",
    ),
    Parameter(
        key="team.effort.mean",
        meaning="Mean work on one item of size 1",
        unit="duration",
        low=0,
        above=True,
        default="2 days",
        better="less",
    ),
    Parameter(
        key="team.effort.cv",
        meaning="Coefficient of variation of effort; used only with lognormal",
        unit="number",
        low=0,
        default=0.8,
        better="less",
    ),
    Parameter(
        key="team.effort.shape",
        meaning="Distribution of effort",
        unit="lognormal, exponential or constant",
        default="lognormal",
    ),
    Parameter(
        key="team.makes",
        meaning="What the team's own errors are called: code, requirements, configuration, ...",
        unit="a text",
        default="code",
    ),
    Parameter(
        key="team.defects_per_item",
        meaning="Mean number of defects made in one item of size 1",
        unit="number",
        low=0,
        default=0.5,
        better="less",
        source="judgement; 3.35 defects per function point [jones], no size of an item is known",
    ),
    Parameter(
        key="team.defect_removal",
        meaning="Share of its own defects that the team removes before handing over",
        unit="probability",
        low=0,
        high=1,
        default=0.85,
        better="more",
        status="measured",
        source=JONES,
    ),
    Parameter(
        key="team.fix_effort",
        meaning="Mean work to remove one of its own defects",
        unit="duration",
        low=0,
        default="2 h",
        better="less",
    ),
    Parameter(
        key="team.catches_defects",
        meaning="Chance that the team finds an inherited defect",
        unit="probability",
        low=0,
        high=1,
        default=0.15,
        better="more",
        source="judgement; integration test alone 35 % [mcconnell-2004]",
    ),
    Parameter(
        key="team.catches_misunderstandings",
        meaning="Chance that the team finds an inherited lost, outdated or unowned error",
        unit="probability",
        low=0,
        high=1,
        default=0.05,
        better="more",
        source="judgement, and the one structural claim of the model",
    ),
    Parameter(
        key="team.rollback",
        meaning="Chance that the team, as the last of a route, can roll a change back",
        unit="probability",
        low=0,
        high=1,
        default=0.7,
        better="more",
    ),
)
