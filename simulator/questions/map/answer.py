"""Where either side wins over any two parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from simulator.model.plain import plain
from simulator.questions.answered import Answered
from simulator.questions.asking import (
    HERE,
    Engine,
    Means,
    Option,
    Outcome,
    Replications,
    Seed,
    Worlds,
    question,
)
from simulator.questions.budget import budget as budget_option
from simulator.questions.budget import person_days
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.atlas.atlas import Atlas as Found
    from simulator.methods.remarks.remarks import Remarks
    from simulator.present.document import Document

__all__ = ["Atlas", "atlas"]


def _point(text: str) -> tuple[float, float]:
    """Return the two numbers of a point; refuses anything else (ValueError)."""
    parts = text.split(",")
    try:
        x, y = (float(part.strip().removesuffix("x").removesuffix("%")) for part in parts)
    except ValueError:
        raise ValueError(f"found {text!r}; allowed: two numbers such as 30,0.85") from None
    return x, y


@dataclass(frozen=True, kw_only=True)
class Atlas(Answered):
    """Where either side averts more over two parameters: what `edgewise map` prints."""

    found: Found
    point: tuple[float, float] | None = None
    remarks: Remarks | None = None

    def at(self, x: float, y: float) -> str:
        """Return the cell that holds a point as a sentence; refuses a point off the map."""
        from simulator.questions.map.words import read_out

        return read_out(self.found, x, y)

    def frame(self) -> DataFrame:
        """Return one row a cell: x, y, edges_minus_cores, low, high, n, side, verdict."""
        import pandas as pd

        return pd.DataFrame(self.document().frames["cells"])

    def contour(self) -> DataFrame:
        """Return where neither side is ahead: along which axis, at what of the other, where."""
        import pandas as pd

        columns = ["along", "at", "best", "low", "high"]
        return pd.DataFrame(self.document().frames.get("contour", []), columns=columns)

    def __repr__(self) -> str:
        found = self.found
        return f"Atlas({found.x.key!r}, {found.y.key!r}, cells={found.across})"

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.map.words import shown

        return shown(self.found, self.point, self.remarks)

    def as_json(self) -> dict[str, Any]:
        """Return the map by its keys, and `remarks`, those of `compare`."""
        values: dict[str, Any] = plain(self.found)
        return {**values, "remarks": plain(self.remarks)}


@question
def atlas(
    source: Source,
    x: Annotated[
        str,
        Option(
            help="What is drawn across; 0.5x..2x are factors on what the file says.",
            word="KEY=LOW..HIGH",
        ),
    ] = "boundary share=5..65",
    y: Annotated[
        str, Option(help="What is drawn up.", word="KEY=LOW..HIGH")
    ] = "core quality=0.5..0.97",
    *,
    cells: Annotated[int, Option(help="Cells along each side.")] = 12,
    budget: Annotated[
        float | str,
        budget_option("What either plan spends a year on its side: person-days, people or money."),
    ] = 600.0,
    outcome: Outcome = None,
    at: Annotated[
        tuple[float, float] | None,
        Option(help="Read out the cell of this point.", word="X,Y", read=_point, kept=False),
    ] = None,
    replications: Replications = 32,
    worlds: Worlds = 200,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Atlas:
    """Draw where either side wins over any two parameters of FILE, and where it cannot be told.

    A parameter is a key of the file: boundary.fidelity (everywhere), teams.Platform.people (one
    place), lever.scale=0.5x..2x (factors), pressure; or "boundary share", or "core quality". A map
    that was broken off goes on where it was. What is too small to matter is so by what `compare`
    goes by.

    Raises
    ------
    ValueError
        For a parameter that does not exist, an empty range, a negative budget, a file without a
        lever on each side, and no replications.

    Examples
    --------
    edgewise map typical-company
    edgewise map typical-company --x boundary.fidelity=0.8..0.99 --y lever.scale=0.5x..2x
    """
    from simulator.measures.outcomes import aim_of
    from simulator.methods.atlas.atlas import atlas as drawn
    from simulator.methods.judging import decision
    from simulator.methods.progress import WHOLE

    scenario, run = organisation_of(source).scenario, means.runner(seed, engine)
    outcome = aim_of(scenario, outcome).name
    with means.progress("plausible organisations", worlds) as step:
        judged = decision(scenario, run, seed=seed, worlds=worlds, outcome=outcome, progress=step)
    with means.progress("drawing the map", WHOLE) as step:
        found = drawn(
            scenario,
            run,
            x=x,
            y=y,
            cells=cells,
            budget=person_days(scenario, budget),
            outcome=outcome,
            replications=replications,
            matters=judged.matters,
            like=judged.most_like,
            progress=step,
        )
    return Atlas(found=found, point=at, remarks=judged.remarks)
