"""What `explain` returns: one failure's life, and what each lever would have changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from simulator.api.notebook import paragraphs, shown
from simulator.methods.failure.explanation import Explanation as Explained
from simulator.questions.explain import words
from simulator.questions.explain.story import as_json, tell, timeline

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Explanation"]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One failure of one run: what `edgewise explain` prints."""

    explained: Explained

    @property
    def text(self) -> str:
        """The story, to be read aloud; a paragraph a line."""
        return "\n".join(tell(self.explained))

    @property
    def what_if(self) -> tuple[str, ...]:
        """A sentence a lever: whether the change would have failed with it at its ceiling."""
        return words.what_if(self.explained)

    def frame(self) -> DataFrame:
        """Return the life as rows: time [working days], lane (a place), what, text."""
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
        return as_json(self.explained)

    def __repr__(self) -> str:
        failure = self.explained.story.failure
        name = "external" if failure.kind is None else f"{failure.kind}:{failure.arrival}"
        return f"Explanation({name!r}, origin={failure.origin!r}, blamed={failure.blamed!r})"

    def _repr_html_(self) -> str:
        found = self.explained
        year = [words.year_words(found.year)] if found.year else []
        return (
            paragraphs(*tell(found), title=found.plan.scenario.name)
            + shown((words.levers_table(found),))
            + paragraphs(*year)
            + shown(words.explanation_tables(found))
            + paragraphs(words.chosen(found))
        )
