"""The long table that every log becomes: its fields, and how other tools call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from simulator.files.cells import heading

__all__ = ["CASE_FIELDS", "FIELDS", "MEANINGS", "MISSING", "TIMES", "Field", "first_known",
           "known_headings"]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of the long table: what it means, and the column names that stand for it.

    The first of `names` that a log has is taken; all are written as `heading` gives them.
    """

    meaning: str
    names: tuple[str, ...]


FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    {
        "case": Field(
            meaning="what is passed on: a ticket, an incident, a permit",
            names=("case concept name", "case id", "caseid", "case", "number", "incident number",
                   "issue key", "key", "ticket id", "ticket", "incident id", "documentkey",
                   "document key", "task", "issue", "incident", "id"),
        ),
        "timestamp": Field(
            meaning="when it happened",
            names=("time timestamp", "timestamp", "event time", "sys updated at", "sys updated on",
                   "updated at", "updated on", "updated", "change date", "changed at", "changed",
                   "sys created on", "created at", "created", "start", "start time", "date",
                   "datetime", "time"),
        ),
        "team": Field(
            meaning="the team that has it, or that acted",
            names=("team", "assignment group", "org group", "assigned group", "assigned team",
                   "support group", "owner group", "owning team", "group", "department", "squad",
                   "queue"),
        ),
        "person": Field(
            meaning="who has it, or who acted; counted, never kept",
            names=("assigned to", "org resource", "assignee", "resource", "person", "actor", "user",
                   "author", "agent"),
        ),
        "activity": Field(
            meaning="what happened, or the state it is in",
            names=("incident state", "state", "status", "activity", "concept name", "event",
                   "action", "type"),
        ),
        "lifecycle": Field(
            meaning="whether an activity is assigned, started or completed",
            names=("lifecycle transition", "lifecycle", "transition"),
        ),
        "unit": Field(
            meaning="a coarser level: the department or unit of the team",
            names=("unit", "org unit", "business unit", "division", "tribe"),
        ),
        "priority": Field(meaning="how urgent it is", names=("priority", "severity", "urgency")),
        "category": Field(
            meaning="what kind of ticket it is",
            names=("category", "issue type", "issuetype", "component", "service"),
        ),
        "cause": Field(
            meaning="why it failed, as somebody marked it",
            names=("cause", "root cause", "cause code"),
        ),
        "reassignment_count": Field(
            meaning="how often the tool itself counted a re-assignment",
            names=("reassignment count", "reassignments"),
        ),
        "reopen_count": Field(
            meaning="how often the tool itself counted a reopening",
            names=("reopen count", "reopened count", "reopens"),
        ),
        "sla_met": Field(
            meaning="whether the agreed time was kept",
            names=("sla met", "made sla", "sla"),
        ),
        "opened": Field(
            meaning="when the case was opened", names=("opened at", "opened", "case created")
        ),
        "resolved": Field(
            meaning="when the case was resolved",
            names=("resolved at", "resolutiondate", "resolution date", "resolved", "closed at"),
        ),
        "field": Field(
            meaning="which field was changed, where a row tells one change",
            names=("fieldname", "field name", "field", "definition"),
        ),
        "old": Field(
            meaning="the value before a change",
            names=("oldvalue", "old value", "fromstring", "from", "old"),
        ),
        "new": Field(
            meaning="the value after a change",
            names=("newvalue", "new value", "tostring", "to", "value", "new"),
        ),
        "end": Field(meaning="when an interval ended", names=("end", "end time")),
    }
)  # fmt: skip
"""Every field of a log by its name in a mapping file."""

CASE_FIELDS: Final = ("priority", "category", "cause", "reassignment_count", "reopen_count",
                      "sla_met", "opened", "resolved")  # fmt: skip
"""The fields that belong to a case: what its last row says counts."""
TIMES: Final = ("timestamp", "opened", "resolved", "end")
MISSING: Final = ("", "?", "-", "EMPTY", "UNKNOWN", "NULL", "None", "N/A", "n/a", "nan")
"""What stands for nothing unless a mapping file says otherwise."""
MEANINGS: Final = ("queue", "work", "outside", "done")
"""What a status may mean: waits, is worked on, waits for somebody outside, is done."""


def first_known(field: str, columns: Iterable[str]) -> list[str]:
    """Return the columns that may stand for a field, the likeliest first."""
    known = FIELDS[field].names
    found = [column for column in columns if heading(column) in known]
    return sorted(found, key=lambda column: known.index(heading(column)))


def known_headings(columns: Iterable[str] = ()) -> frozenset[str]:
    """Return by which headings the header of a log is known, these columns among them."""
    fields = (name for field in FIELDS.values() for name in field.names)
    return frozenset((*fields, *map(heading, columns)))
