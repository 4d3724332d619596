"""What a programme at handovers should leave, said before it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Annotated, Any

from simulator.model.plain import plain
from simulator.questions.answered import Answered
from simulator.questions.asking import HERE, Engine, Means, Option, Seed, question

if TYPE_CHECKING:
    from simulator.methods.before_after import Prediction as Found
    from simulator.present.document import Document

__all__ = ["Prediction", "predict"]


@dataclass(frozen=True, kw_only=True)
class Prediction(Answered):
    """Prediction, interval, what was seen, verdict: what `edgewise predict` prints."""

    found: Found

    @property
    def verdict(self) -> str:
        """Whether what was seen was predicted: agrees, inconclusive, disagrees, not seen yet."""
        return self.found.verdict

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise predict --format json` prints, as plain values."""
        found = self.found
        values: dict[str, Any] = plain(
            {
                **vars(found),
                "study": found.study.model_dump(),
                "score": found.score,
                "naive_score": found.naive_score,
                "verdict": found.verdict,
            }
        )
        return values

    def __repr__(self) -> str:
        return f"Prediction({self.found.study.study!r}, {self.found.verdict!r})"

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.predict.words import shown

        return shown(self.found)


@question
def predict(
    file: str | PathLike[str],
    *,
    organisations: Annotated[
        int,
        Option(help="Organisations drawn over the study's ranges.", low=10, high=10_000),
    ] = 100,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Prediction:
    """Predict what a programme at handovers leaves, and hold it against what was seen.

    STUDY.yaml has counts and units before and after, how often the practice was followed, the
    share of the events that handovers begin, and what a followed handover still gets wrong. The
    events after are never looked at; leave them out to predict before you see. Shipped:
    ipass-2014 and mueller-2016.

    Raises
    ------
    ValueError
        For a file that is no study, with every problem.

    Examples
    --------
    edgewise predict mueller-2016
    edgewise predict our-programme.yaml --organisations 500
    """
    from simulator.files.study import study_of
    from simulator.methods.before_after import predict as predicted

    study = study_of(file)
    with means.progress("organisations over the study's ranges", organisations) as step:
        found = predicted(
            study,
            means.runner(seed, engine),
            seed=seed,
            organisations=organisations,
            progress=step,
        )
    return Prediction(found=found)
