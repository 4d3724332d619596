"""One comparison as it is shown and kept: numbers, frames, sentences; made, written, read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.methods.comparison import Comparison
from simulator.present import captions, turns, words
from simulator.present.bought import example_prices
from simulator.present.dial import DIAL_COLUMNS, dial_view, told_of, turn_marks
from simulator.present.folder import FolderError, as_text, read_manifest
from simulator.questions.compare.frames import COLUMNS, frames_of
from simulator.scenario.scenario import Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Result"]

FRAMES = (*COLUMNS, "parameters", "organisation", "turns", "told")


@dataclass(frozen=True, kw_only=True)
class Result:
    """A comparison ready to be shown.

    `summary` is what `compare --format json` prints, `manifest` how it was made, `frames` the tidy
    tables by name; the frame `told` holds the sentences (columns `what` and `text`).
    """

    summary: Mapping[str, Any]
    manifest: Mapping[str, Any]
    frames: Mapping[str, DataFrame]

    @classmethod
    def of(cls, comparison: Comparison, manifest: Mapping[str, Any]) -> Result:
        """Return a comparison with everything that is shown of it."""
        import pandas as pd

        frames = frames_of(comparison)
        frames["organisation"] = pd.DataFrame(_organisation(comparison.scenario))
        frames["turns"] = _turns(comparison)
        frames["told"] = pd.DataFrame(_told(comparison), columns=["what", "text"])
        summary = json.loads(as_text(comparison.as_json()))
        return cls(summary=summary, manifest=manifest, frames=frames)

    @classmethod
    def read(cls, folder: Path) -> Result:
        """Return what a results folder holds; FolderError where it is not a whole comparison."""
        import pandas as pd

        manifest = read_manifest(folder)
        try:
            summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
            frames = {name: pd.read_parquet(folder / f"{name}.parquet") for name in FRAMES}
        except (OSError, ValueError) as error:
            raise FolderError(f"{folder} does not hold a whole comparison") from error
        return cls(summary=summary, manifest=manifest, frames=frames)

    def write(self, folder: Path) -> None:
        """Write every frame as Parquet: the same bytes for the same frame."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        for name, frame in self.frames.items():
            table = pa.Table.from_pandas(frame, preserve_index=False)
            pq.write_table(table.replace_schema_metadata(None), folder / f"{name}.parquet")

    def told(self, what: str) -> list[str]:
        """Return the sentences of one kind, such as `headline`; none where there are none."""
        told = self.frames["told"]
        texts = [str(text) for text in told.loc[told["what"] == what, "text"]]
        names = [name for name in self.sides if words.place(name) != name.replace(" -> ", " → ")]
        for name in sorted(names, key=len, reverse=True):
            texts = [text.replace(name, words.place(name)) for text in texts]
        return texts

    @property
    def sides(self) -> dict[str, str]:
        """What each plan spends on, plans in their order, `today` first."""
        found = self.frames["outcomes"].drop_duplicates("arm")
        return dict(zip(map(str, found["arm"]), map(str, found["side"]), strict=True))

    @property
    def n(self) -> int:
        """How many replications each plan was run for."""
        return int(self.summary["replications"])

    @property
    def stamp(self) -> str:
        """The words for prices that are not the reader's own, or nothing."""
        return next(iter(self.told("stamp")), "")

    @property
    def name(self) -> str:
        """The scenario's name."""
        return str(self.summary["scenario"])


def _told(comparison: Comparison) -> list[tuple[str, str]]:
    scenario, answers = comparison.scenario, comparison.answers
    days = answers["today"].plan.horizon - answers["today"].plan.warm_up
    rows = [
        ("question", scenario.question or scenario.name),
        ("headline", words.headline(comparison)),
        ("verdict", words.verdict(comparison)),
        *(("uncertainty", line) for line in words.uncertainties(comparison)),
        ("footer", words.footer(comparison)),
        ("window", f"{days:g}"),
        *((f"effort {name}", words.effort(a.person_days, a)) for name, a in answers.items()),
    ]
    if example_prices(scenario):
        rows.append(("stamp", captions.EXAMPLE_PRICES))
    if scenario.costs is not None:
        rows.append(("currency", scenario.costs.currency))
    if comparison.turns is not None:
        marks = turn_marks(comparison.turns.share, comparison.turns.boundary_share)
        rows += [("turn", turns.title(comparison.turns)), ("turn told", told_of(marks))]
    return rows


def _turns(comparison: Comparison) -> DataFrame:
    """Return the marks of the dial: where the answer turns, today, and the published shares."""
    import pandas as pd

    found = comparison.turns
    if found is None:
        return pd.DataFrame(columns=list(DIAL_COLUMNS), dtype=object)
    marks = turn_marks(found.share, found.boundary_share)
    ahead = [f"{arm} is ahead" for arm in (found.share.below, found.share.above)]
    return dial_view(marks, title="", told="", below=ahead[0], above=ahead[1]).frame


def _organisation(scenario: Scenario) -> list[dict[str, Any]]:
    """Return teams with how far along the work they stand, and the boundaries between them."""
    layer: dict[str, int] = {}
    for kind in scenario.work.values():
        first: dict[str, int] = {}
        for index, step in enumerate(kind.route):
            for team in step:
                first.setdefault(team, index)
        for team, index in first.items():
            layer[team] = max(index, layer.get(team, 0))
    last = max(layer.values(), default=-1) + 1
    teams = [
        {"what": "team", "name": name, "layer": layer.get(name, last), "source": "", "target": ""}
        for name in scenario.teams
    ]
    boundaries = [
        {
            "what": "boundary",
            "name": name,
            "layer": -1,
            "source": boundary.source,
            "target": boundary.target,
        }
        for name, boundary in scenario.boundaries.items()
    ]
    return [*teams, *boundaries]
