"""One failure's life as a page to hand on: the story, its timeline, what each lever would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from simulator.methods.failure.explanation import Explanation
from simulator.present.document import Shown, View
from simulator.questions.explain import whatif
from simulator.questions.explain.figure import TIMELINE
from simulator.questions.explain.story import tell, timeline

__all__ = ["shown"]

_Rows = list[Mapping[str, Any]]
_QUESTION = "What happened, and who could have known?"
_TITLE = "Where it was made, who built on it, when it showed"


def shown(explanation: Explanation) -> Shown:
    """Return an explanation ready to be kept; its headline is the story's last paragraph."""
    *paragraphs, closing = tell(explanation)
    again = (whatif.AGAIN, *whatif.what_if(explanation)) if explanation.counterfactuals else ()
    year = () if explanation.year is None else (whatif.year_words(explanation.year),)
    frame = timeline(explanation)
    return Shown(
        name=explanation.plan.scenario.name,
        question=_QUESTION,
        headline=closing,
        lines=(*paragraphs, *again, *year),
        tables=whatif.explanation_tables(explanation),
        views=(View(drawing=TIMELINE, frame=frame, title=_TITLE, told=closing),),
        footer=whatif.chosen(explanation),
        frames={"events": cast("_Rows", explanation.frame().to_dict("records"))},
    )
