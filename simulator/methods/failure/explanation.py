"""One failure explained: its life, what each lever would have changed, the whole year beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.engines.program.compilation import Program
from simulator.methods.failure.counterfactual import (
    Counterfactual,
    Simulate,
    Year,
    counterfactual,
    rerun,
    year,
)
from simulator.methods.failure.lifetime import story
from simulator.methods.failure.record import Failure, Record
from simulator.methods.failure.story import Story
from simulator.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Explanation", "explain", "instructive", "lesson"]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One failure of one run of a plan.

    `failures` are all failures of that run, most instructive first; `chosen` says that nobody
    asked for this one; `year` is None when it was not asked for. `most_like` says that the plan is
    run in the organisation most like the user's, not as the file is written.
    """

    program: Program
    seed: int
    replication: int
    chosen: bool
    story: Story
    failures: tuple[Failure, ...]
    counterfactuals: tuple[Counterfactual, ...]
    year: Year | None
    most_like: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the explanation by its keys in JSON, times in working days."""
        return {
            "scenario": self.program.scenario.name,
            "arm": self.program.plan,
            "most_like": self.most_like,
            "seed": self.seed,
            "replication": self.replication,
            "story": self.story,
            "counterfactuals": self.counterfactuals,
            "year": self.year,
        }

    def frame(self) -> pd.DataFrame:
        """Return the events of the story, one row each; see `Story.frame`."""
        return self.story.frame()


def instructive(failures: Sequence[Failure], cause: str | None = None) -> tuple[Failure, ...]:
    """Return failures in the order in which they teach most.

    First those that were repaired before the end and are counted (their change arrived after the
    warm-up); of these those of the `cause` (a mechanism) that the file teaches; then the serious
    ones (P1, P2); then those blamed on the wrong team; then those born between teams; then those
    whose lost fact has a name; then the longest chain (teams that built on it, and teams it was
    passed on to); then the earliest.
    """
    return tuple(
        sorted(
            failures,
            key=lambda failure: (
                not (failure.repaired and failure.counted),
                cause is not None and failure.mechanism != cause,
                not failure.serious,
                not failure.misattributed,
                failure.side != "edge",
                failure.mechanism == "lost" and failure.fact is None,
                -(failure.depth + failure.passed_on),
                failure.number,
            ),
        )
    )


def lesson(scenario: Scenario) -> str | None:
    """Return the cause of failures (a mechanism) that a file says it teaches, if it does."""
    return None if scenario.teaches is None else scenario.teaches.cause


def explain(
    program: Program,
    simulate: Simulate,
    *,
    seed: int,
    replication: int = 0,
    number: int | None = None,
    item: tuple[str, int] | None = None,
    years: int = 1,
    most_like: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Explanation:
    """Return one failure of a run of `plan` explained; each lever runs the whole run again.

    Parameters
    ----------
    plan, simulate, seed, replication
        What was run, and how.
    number, item
        Which failure: by its number (1 is the first that showed), or the most instructive one of
        an item (kind, arrival number); neither: the most instructive one of the run.
    years
        How many runs, from `replication` on, the count over all failures covers; 0: none.
    most_like
        Whether the plan is that of the organisation most like the user's.
    progress
        Told 1 after each run that was simulated again.

    Refuses a number or an item that has no failure, and a run without failures (ValueError).
    """
    base = Record(program, simulate(program, seed, replication))
    failures = instructive(base.told, lesson(program.scenario))
    failure = _asked(base, failures, number, item)
    done = progress or (lambda _: None)

    def again(of: Record, lever: str) -> Record:
        found = rerun(of, lever, simulate)
        done(1)
        return found

    levers = tuple(program.scenario.levers)
    first = {lever: again(base, lever) for lever in levers}
    whole = None
    if years > 0:
        others = [
            Record(program, simulate(program, seed, number))
            for number in range(replication + 1, replication + years)
        ]
        whole = year(
            (base, *others), lambda of, lever: first[lever] if of is base else again(of, lever)
        )
    return Explanation(
        program=program,
        seed=seed,
        replication=replication,
        chosen=number is None and item is None,
        story=story(base, failure),
        failures=failures,
        counterfactuals=tuple(
            counterfactual(base, failure, lever, simulate, first[lever]) for lever in levers
        ),
        year=whole,
        most_like=most_like,
    )


def _asked(
    base: Record,
    failures: tuple[Failure, ...],
    number: int | None,
    item: tuple[str, int] | None,
) -> Failure:
    """Return the failure that is asked for."""
    if not failures:
        raise ValueError(
            f"nothing failed in replication {base.log.replication} of {base.program.plan!r}; "
            "try another replication or seed"
        )
    if number is not None:
        found = [failure for failure in failures if failure.number == number]
        if not found:
            raise ValueError(f"there is no failure {number}; allowed: 1 to {len(failures)}")
        return found[0]
    if item is None:
        return failures[0]
    if item[0] not in base.program.scenario.work:
        kinds = ", ".join(base.program.scenario.work)
        raise ValueError(f"there is no kind of work {item[0]!r}; allowed: {kinds}")
    if item not in base.items:
        last = max((n for kind, n in base.items if kind == item[0]), default=-1)
        raise ValueError(
            f"{item[0]} {item[1]} did not arrive in this run; allowed: {item[0]} 0 to {last}"
        )
    own = [failure for failure in failures if (failure.kind, failure.arrival) == item]
    if not own:
        raise ValueError(f"{item[0]} {item[1]} did not fail in this run; --list shows what did")
    return own[0]
