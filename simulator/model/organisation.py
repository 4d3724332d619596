"""Teams, the boundaries between them, and the work that flows through both."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from simulator.model.frozen import Measured
from simulator.model.quantity import Quantity

__all__ = ["Boundary", "Effort", "Team", "WorkKind"]


class WorkKind(Measured):
    """One kind of work; ``rate`` is per working day, ``schedule`` in working days."""

    section: ClassVar[str] = "work"
    written_as: ClassVar[Mapping[str, str]] = {"rate": "arrivals"}

    kind: str
    luck: str
    rate: Quantity | None
    schedule: tuple[float, ...] | None
    facts: Quantity
    size_cv: Quantity
    fact_names: tuple[str, ...]
    route: tuple[tuple[str, ...], ...]


class Effort(Measured):
    """The distribution of work on one item of size 1 [working days]."""

    section: ClassVar[str] = "team.effort"

    mean: Quantity
    cv: Quantity
    shape: Literal["lognormal", "exponential", "constant"]


class Team(Measured):
    """People with a queue."""

    section: ClassVar[str] = "team"

    name: str
    luck: str
    people: Quantity
    effort: Effort
    makes: str
    defects_per_item: Quantity
    defect_removal: Quantity
    fix_effort: Quantity
    catches_defects: Quantity
    catches_misunderstandings: Quantity
    rollback: Quantity


class Boundary(Measured):
    """A directed place where work changes hands; ``owner`` is a team's name.

    ``listed`` says that the file names it, so that it is also a lateral of two group members.
    """

    section: ClassVar[str] = "boundary"
    written_as: ClassVar[Mapping[str, str]] = {"source": "from", "target": "to"}

    name: str
    source: str
    target: str
    luck: str
    carries: str
    owner: str
    listed: bool
    fidelity: Quantity
    shared_context: Quantity
    readback: Quantity
    assumption_accuracy: Quantity
    lapse: Quantity
    lapse_fidelity: Quantity
    owned: Quantity
    limbo: Quantity
    boundary_work: Quantity
    boundary_effort: Quantity
    changes_per_week: Quantity
    sync_every: Quantity
    exposure: Quantity
    contract_tests: Quantity
    handoff_effort: Quantity
    readback_effort: Quantity
    question_effort: Quantity
    delay: Quantity
    opens_every: Quantity
