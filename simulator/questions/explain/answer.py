"""One failure's life, and what each lever would have changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

from simulator.questions.answered import Answered
from simulator.questions.asking import HERE, Engine, Means, Option, Seed, Worlds, question
from simulator.questions.notebook import paragraphs, tables
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.failure.explanation import Explanation as Explained
    from simulator.present.document import Document

__all__ = ["Explanation", "explain"]


def _item(text: str) -> tuple[str, int]:
    """Return a kind of work and a number; refuses anything else (ValueError)."""
    kind, colon, number = text.rpartition(":")
    if not colon or not number.isdecimal():
        raise ValueError(
            f"found {text!r}; allowed: a kind of work and a number, such as feature:12"
        )
    return kind, int(number)


@dataclass(frozen=True, kw_only=True)
class Explanation(Answered):
    """One failure of one run: what `edgewise explain` prints."""

    explained: Explained

    @property
    def text(self) -> str:
        """The story, to be read aloud; a paragraph a line."""
        from simulator.questions.explain.story import tell

        return "\n".join(tell(self.explained))

    @property
    def what_if(self) -> tuple[str, ...]:
        """A sentence a lever: whether the change would have failed with it at its ceiling."""
        from simulator.questions.explain import words

        return words.what_if(self.explained)

    def frame(self) -> DataFrame:
        """Return the life as rows: time [working days], lane (a place), what, text."""
        from simulator.questions.explain.story import timeline

        return timeline(self.explained)

    def checks(self) -> DataFrame:
        """Return every event with what could have noticed it: chance, draw, waits; see the docs."""
        return self.explained.frame()

    def counterfactuals(self) -> DataFrame:
        """Return what became of the failure with each lever at its ceiling, a row a lever."""
        import pandas as pd

        return pd.DataFrame([asdict(row) for row in self.explained.counterfactuals])

    def year(self) -> DataFrame:
        """Return how many failures would be gone, new or not known under each lever.

        Refuses when no years were asked for (ValueError).
        """
        if self.explained.year is None:
            raise ValueError("no years were asked for: explain(..., years=1)")
        return self.explained.year.frame()

    def failures(self) -> DataFrame:
        """Return all failures of the run, those that teach most first."""
        import pandas as pd

        return pd.DataFrame(
            [{**asdict(row), "side": row.side} for row in self.explained.failures]
        ).drop(columns="error")

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise explain --format json` prints, as plain values."""
        from simulator.questions.explain.story import as_json

        return as_json(self.explained)

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.explain.words import shown

        return shown(self.explained)

    def __repr__(self) -> str:
        failure = self.explained.story.failure
        name = "external" if failure.kind is None else f"{failure.kind}:{failure.arrival}"
        return f"Explanation({name!r}, origin={failure.origin!r}, blamed={failure.blamed!r})"

    def _repr_html_(self) -> str:
        from simulator.questions.explain import words
        from simulator.questions.explain.story import tell

        found = self.explained
        year = [words.year_words(found.year)] if found.year else []
        return (
            paragraphs(*tell(found), title=found.program.scenario.name)
            + tables((words.levers_table(found),))
            + paragraphs(*year)
            + tables(words.explanation_tables(found))
            + paragraphs(words.chosen(found))
        )


@question
def explain(
    source: Source,
    plan: Annotated[str, Option(help="Which plan to look into.", plan=True)] = "today",
    *,
    replication: Annotated[int, Option(help="Which run.", low=0)] = 0,
    failure: Annotated[
        int | None, Option(help="Which failure, by its number in --list.", low=1)
    ] = None,
    item: Annotated[
        tuple[str, int] | None,
        Option(help="The failure of this change.", word="KIND:NUMBER", read=_item),
    ] = None,
    years: Annotated[
        int,
        Option(
            help="Runs over which all failures are counted under each lever; 0: none.",
            low=0,
            high=10_000,
            names=("-n", "--replications"),
        ),
    ] = 1,
    worlds: Worlds = 200,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Explanation:
    """Tell one failure's life, and what each lever would have changed under the same luck.

    Without --failure or --item the failure that teaches most is told: of those repaired before
    the end whose change arrived after the warm-up, first those of the cause that the file
    `teaches`, then the serious ones (P1, P2), those blamed on the wrong team, those born
    between teams, those whose lost fact has a name, the longest chain (teams that built on it
    plus teams it was passed on to), the earliest. That is a choice for a room, not a sample; --list
    shows them all in this order. Where teams work side by side, one way is told. It is told in
    the company most like yours, of all that the file's ranges and records leave possible the one
    nearest to their mean.

    Each lever is put to its ceiling everywhere from day 0, followed with its own adherence, and
    the whole run is simulated again.

    Raises
    ------
    ValueError
        For what does not exist, and for `failure` and `item` together.

    Examples
    --------
    edgewise explain strong-cores-fragile-edges
    edgewise explain typical-company --list
    """
    from simulator.experiments.best_rule import planned_program
    from simulator.experiments.engine import log_of
    from simulator.methods.failure.explanation import explain as explained
    from simulator.methods.middle import most_like

    if failure is not None and item is not None:
        raise ValueError("found failure and item; allowed: one of them")
    scenario, run = organisation_of(source).scenario, means.runner(seed, engine)
    with means.progress("plausible organisations", worlds) as step:
        like = most_like(scenario, run, worlds=worlds, progress=step)
    found = planned_program(scenario, plan, run, like)
    total = max(1, years) * len(scenario.levers)
    with means.progress("running again under each lever", total) as step:
        told = explained(
            found,
            lambda plan, seed, number: log_of(plan, seed, number, engine),
            seed=seed,
            replication=replication,
            number=failure,
            item=item,
            years=years,
            most_like=like is not None,
            progress=step,
        )
    return Explanation(explained=told)
