"""Teams, the boundaries between them, and the work that flows through both."""

from typing import Annotated, ClassVar, Final, Literal

from simulator.model.frozen import Measured
from simulator.model.parameter import Parameter, duration, number, probability
from simulator.model.quantity import Quantity

__all__ = ["Boundary", "Effort", "Team", "WorkKind"]

JONES: Final = "tests alone seldom remove more than 85 % [jones]"
HOSPITALS: Final = (
    "judgement for software; per handover in hospitals 0.791 with notes [pothier-2005] to 0.998 "
    "by a printed sheet [bhabra-2007]"
)
JEONG: Final = (
    "judgement; 37-44 % of bug reports are re-assigned [jeong-2009], often usefully [guo-2011]"
)
XAVIER: Final = "2.54 % of clients are hit by a breaking change [xavier-2017]"
RAEMAEKERS: Final = "judgement; one in three releases breaks an interface [raemaekers-2017]"
IPASS: Final = "judgement; 31 % of hospital handoffs before training [ipass-2023]"


MOST_STARTING: Final = 100_000
"""More items than any queue of a readable file holds; each is set down one by one."""


class WorkKind(Measured):
    """One kind of work; ``rate`` is per working day, ``schedule`` in working days.

    ``titles`` are what its items may be called in stories.
    """

    section: ClassVar[str] = "work"

    kind: str
    luck: str
    rate: Annotated[
        Quantity | None,
        Parameter(
            key="arrivals",
            meaning="How many items of this kind arrive (Poisson); or a schedule of times",
            unit="rate",
            low=0,
        ),
    ]
    schedule: Annotated[
        tuple[float, ...] | None,
        duration(meaning="A time at which an item of this kind arrives"),
    ]
    facts: Annotated[
        Quantity,
        Parameter(
            meaning="Pieces of information an item needs to be right",
            unit="whole number",
            low=1,
            high=64,
            better="less",
        ),
    ]
    size_cv: Annotated[
        Quantity,
        number(
            meaning="Spread of item sizes: one lognormal factor on effort and defects",
            default=0,
        ),
    ]
    starts_with: Annotated[
        Quantity,
        Parameter(
            meaning="Items on their way before day 0, spread over the route as a long run would",
            unit="whole number",
            low=0,
            high=MOST_STARTING,
            default=0,
            better="less",
        ),
    ]
    fact_names: tuple[str, ...]
    titles: tuple[str, ...]
    route: tuple[tuple[str, ...], ...]


class Effort(Measured):
    """The distribution of work on one item of size 1 [working days]."""

    section: ClassVar[str] = "team.effort"

    mean: Annotated[
        Quantity,
        duration(
            meaning="Mean work on one item of size 1", above=True, default="2 days", better="less"
        ),
    ]
    cv: Annotated[
        Quantity,
        number(
            meaning="Coefficient of variation of effort; used only with lognormal",
            default=0.8,
            better="less",
        ),
    ]
    shape: Annotated[
        Literal["lognormal", "exponential", "constant"],
        Parameter(
            meaning="Distribution of effort",
            unit="lognormal, exponential or constant",
            default="lognormal",
        ),
    ]


class Team(Measured):
    """People with a queue."""

    section: ClassVar[str] = "team"

    name: str
    luck: str
    people: Annotated[
        Quantity,
        Parameter(
            meaning="People who serve the team's queue; 1.5 are two at 3/4 of the speed",
            unit="number",
            low=0,
            above=True,
            shuts=True,
            default=5,
            better="more",
            bought_with="people",
            ceiling="1.5 of base",
        ),
    ]
    effort: Effort
    makes: Annotated[
        str,
        Parameter(
            meaning="What the team's own errors are called: code, requirements, configuration, ...",
            unit="a text",
            default="code",
        ),
    ]
    defects_per_item: Annotated[
        Quantity,
        number(
            meaning="Mean number of defects made in one item of size 1",
            default=0.5,
            better="less",
            source="judgement; 3.35 defects per function point [jones], no size of an item is "
            "known",
            errors="core",
            bought_with="engineering",
            ceiling="0.3 of base",
            reached="judgement; 40 to 90 % fewer defects [nagappan-tdd-2008]",
        ),
    ]
    defect_removal: Annotated[
        Quantity,
        probability(
            meaning="Share of its own defects that the team removes before handing over",
            default=0.85,
            better="more",
            status="measured",
            source=JONES,
            errors="core",
            bought_with="verification",
            ceiling=0.98,
            reached="judgement; a stack of reviews and tests [mcconnell-2004]",
        ),
    ]
    fix_effort: Annotated[
        Quantity,
        duration(
            meaning="Mean work to remove one of its own defects", default="2 h", better="less"
        ),
    ]
    catches_defects: Annotated[
        Quantity,
        probability(
            meaning="Chance that the team finds an inherited defect",
            default=0.15,
            better="more",
            source="judgement; integration test alone 35 % [mcconnell-2004]",
            bought_with="integration",
            ceiling=0.5,
        ),
    ]
    catches_misunderstandings: Annotated[
        Quantity,
        probability(
            meaning="Chance that the team finds an inherited lost, outdated or unowned error",
            default=0.05,
            better="more",
            source="judgement, and the one structural claim of the model",
            bought_with="integration",
            ceiling=0.5,
        ),
    ]
    rollback: Annotated[
        Quantity,
        probability(
            meaning="Chance that the team, as the last of a route, can roll a change back",
            default=0.7,
            better="more",
            bought_with="recovery",
            ceiling=0.95,
        ),
    ]


class Boundary(Measured):
    """A directed place where work changes hands; ``owner`` is a team's name.

    ``listed`` says that the file names it, so that it is also a lateral of two group members.
    """

    section: ClassVar[str] = "boundary"

    name: str
    source: str
    target: str
    luck: str
    listed: bool
    carries: Annotated[
        str,
        Parameter(
            meaning="What changes hands: requirements, deployment, configuration, approval, ...",
            unit="a text",
            default="work",
        ),
    ]
    fidelity: Annotated[
        Quantity,
        probability(
            meaning="Chance that a fact is conveyed",
            default=0.95,
            better="more",
            source=HOSPITALS,
            errors="edge",
            bought_with="contracts",
            ceiling=0.99,
            reached="judgement; a printed sheet held 0.998 [bhabra-2007]",
        ),
    ]
    shared_context: Annotated[
        Quantity,
        probability(
            meaning="Chance that the receiver knows an unsaid fact anyway",
            default=0.3,
            better="more",
            errors="edge",
            bought_with="accountability",
            ceiling=0.7,
        ),
    ]
    readback: Annotated[
        Quantity,
        probability(
            meaning="Chance that the receiver notices a gap and asks",
            default=0.2,
            better="more",
            source=IPASS,
            errors="edge",
            bought_with="acceptance",
            ceiling=0.9,
            reached="judgement; 0.83 was reached [ipass-2023]",
        ),
    ]
    assumption_accuracy: Annotated[
        Quantity,
        probability(
            meaning="Chance that an unnoticed gap is filled with the right assumption",
            default=0.6,
            better="more",
            errors="edge",
        ),
    ]
    lapse: Annotated[
        Quantity,
        probability(
            meaning="Chance that a whole handoff is poor", default=0, better="less", errors="edge"
        ),
    ]
    lapse_fidelity: Annotated[
        Quantity,
        probability(
            meaning="Chance that a fact is conveyed in a poor handoff",
            default=0.5,
            better="more",
            errors="edge",
        ),
    ]
    owned: Annotated[
        Quantity,
        probability(
            meaning="Chance that somebody owns the crossing",
            default=0.8,
            better="more",
            source=JEONG,
            errors="edge",
            bought_with="ownership",
            ceiling=0.98,
        ),
    ]
    owner: Annotated[
        str,
        Parameter(
            meaning="Who does the boundary work of an owned crossing",
            unit="from, to or a team's name",
            default="from",
        ),
    ]
    limbo: Annotated[
        Quantity,
        duration(
            meaning="Mean wait when nobody takes the item over",
            default="2 days",
            better="less",
            source="judgement; triage of a re-assigned incident up to 10 times longer [chen-2019]",
            bought_with="ownership",
            ceiling="0.2 days",
        ),
    ]
    boundary_work: Annotated[
        Quantity,
        probability(
            meaning="Chance that the crossing needs work that belongs to neither team",
            default=0.2,
            better="less",
            errors="edge",
        ),
    ]
    boundary_effort: Annotated[
        Quantity,
        duration(
            meaning="Work of an owned crossing that needs boundary work",
            default="2 h",
            better="less",
        ),
    ]
    changes_per_week: Annotated[
        Quantity,
        number(
            meaning="Changes a week of what both sides rely on",
            default=0.2,
            better="less",
            source=RAEMAEKERS,
            errors="edge",
        ),
    ]
    sync_every: Annotated[
        Quantity,
        Parameter(
            meaning="Time between two joint looks; a change is known at the next one",
            unit="duration or never",
            low=0,
            default="40 days",
            better="less",
            source="judgement; 28.9 % of projects have a stale document now [tan-2024]",
            errors="edge",
            bought_with="accountability",
            ceiling="5 days",
        ),
    ]
    exposure: Annotated[
        Quantity,
        probability(
            meaning="Chance that an unknown change concerns an item",
            default=0.025,
            better="less",
            status="measured",
            source=XAVIER,
            errors="edge",
        ),
    ]
    contract_tests: Annotated[
        Quantity,
        probability(
            meaning="Chance that a test of the agreement catches an unknown change",
            default=0.1,
            better="more",
            errors="edge",
            bought_with="contracts",
            ceiling=0.9,
        ),
    ]
    handoff_effort: Annotated[
        Quantity,
        duration(meaning="The sender's work on one crossing", default="1 h", better="less"),
    ]
    readback_effort: Annotated[
        Quantity,
        duration(
            meaning="The receiver's work on one crossing",
            default="0.25 h",
            better="less",
            source="judgement; 12.8 s for one short message [barenfanger-2004]",
        ),
    ]
    question_effort: Annotated[
        Quantity,
        duration(meaning="Work of one question on each side", default="1 h", better="less"),
    ]
    delay: Annotated[
        Quantity,
        duration(meaning="Fixed wait of every crossing", default="0 days", better="less"),
    ]
    opens_every: Annotated[
        Quantity,
        duration(
            meaning="Crossings happen at multiples of this time only: release train, change board",
            default="0 days",
            better="less",
        ),
    ]
