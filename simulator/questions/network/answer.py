"""Who hands to whom in an event log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from simulator.questions.answered import Answered
from simulator.questions.asking import HERE, Means, Option, question
from simulator.questions.records import Log, MapFile, told_by

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.logs.network import Network as Found
    from simulator.present.document import Document

__all__ = ["Network", "network"]

_PARTS = 6


@dataclass(frozen=True, kw_only=True)
class Network(Answered):
    """The handoffs of a log at one level: what `edgewise network` prints."""

    found: Found

    def frame(self) -> DataFrame:
        """Return one row a boundary: handoffs, their fates, detour and pickup wait [hours]."""
        return self._kept("boundaries").set_index(["source", "target"])

    def teams(self) -> DataFrame:
        """Return one row a team: cases, handoffs in and out, how often it only passed on."""
        return self._kept("teams").set_index("team")

    def cases(self) -> DataFrame:
        """Return the cases by their number of handoffs, with their time to resolve [hours]."""
        return self._kept("cases").set_index("handoffs")

    def __repr__(self) -> str:
        return f"Network({self.found.file!r}, handoffs={self.found.handoffs})"

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.network.words import shown

        return shown(self.found)


@question
def network(
    log: Log,
    *,
    mapping: MapFile = None,
    level: Annotated[
        str,
        Option(help="Count between teams, or between units of teams.", choices=("team", "unit")),
    ] = "team",
    means: Means = HERE,
) -> Network:
    """Tell who hands to whom in LOG, what is kept, passed on or sent back, and what goes with it.

    LOG is CSV, XLSX, Parquet, XES or an export of ServiceNow, Jira, PagerDuty or GitHub. What its
    columns mean is guessed and shown; a mapping file says it (docs/logs.md).

    Raises
    ------
    ValueError
        For a log or a mapping file that cannot be understood, with every problem.

    Examples
    --------
    edgewise network incidents.csv
    edgewise network incidents.csv.gz --map incidents.mapping.yaml --level unit
    """
    from simulator.logs.log import log_of
    from simulator.logs.network import network as counted

    with (
        means.progress("reading", _PARTS) as step,
        log_of(log, told_by(mapping)) as ordered,
    ):
        return Network(found=counted(ordered, level, step))
