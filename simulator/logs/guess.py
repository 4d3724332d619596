"""What a log's columns probably mean, what is not sure, and the usual exports by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from simulator.logs.faults import fault, listed
from simulator.logs.fields import FIELDS, first_known
from simulator.logs.mapping import LogMap
from simulator.logs.raw import Raw

__all__ = ["PRESETS", "Doubt", "guessed", "spoken"]


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something about a log that was guessed: the key of the mapping, what was taken, and why.

    `choices` is what else it could be; the first is what was taken.
    """

    key: str
    told: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Preset:
    """An export of a known tool: the columns that give it away, and what they mean there.

    `documented` says that the names come from the tool's documentation, and that no real export
    was read.
    """

    name: str
    needs: frozenset[str]
    shape: str
    columns: Mapping[str, tuple[str, ...]]
    team_means: str = "owner"
    documented: bool = False


_TICKETS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "queue": ("new", "open", "to do", "backlog", "triggered", "triage", "unassigned", "queued",
                  "trigger_log_entry"),
        "work": ("active", "in progress", "work in progress", "assigned", "acknowledged", "doing",
                 "in review", "acknowledge_log_entry"),
        "outside": ("awaiting user info", "awaiting problem", "awaiting vendor",
                    "awaiting evidence", "awaiting caller", "awaiting change", "on hold", "pending",
                    "waiting for customer", "waiting for support", "blocked"),
        "done": ("resolved", "closed", "done", "completed", "resolve_log_entry", "cancelled",
                 "canceled"),
    }
)  # fmt: skip
"""What the usual words of tickets mean (judgement), in lower case."""


def _columns(**columns: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key: tuple(names.split("|")) for key, names in columns.items()})


PRESETS: Final = (
    Preset(
        name="ServiceNow sys_audit",
        needs=frozenset({"documentkey", "fieldname", "newvalue"}),
        shape="changes",
        columns=_columns(case="documentkey", timestamp="sys_created_on|sys_created_at",
                         field="fieldname", old="oldvalue", new="newvalue", person="user"),
        documented=True,
    ),
    Preset(
        name="ServiceNow metric_instance",
        needs=frozenset({"definition", "value", "start", "end"}),
        shape="intervals",
        columns=_columns(case="id|inc_number|number|task", timestamp="start", end="end",
                         field="definition", new="value"),
        documented=True,
    ),
    Preset(
        name="ServiceNow audit export",
        needs=frozenset({"number", "assignment_group"}),
        shape="states",
        columns=_columns(case="number", timestamp="sys_updated_at|sys_updated_on",
                         team="assignment_group", person="assigned_to",
                         activity="incident_state|state", priority="priority", category="category",
                         reassignment_count="reassignment_count", reopen_count="reopen_count",
                         sla_met="made_sla", opened="opened_at", resolved="resolved_at"),
    ),
    Preset(
        name="Jira issue history",
        needs=frozenset({"Issue Key", "Field", "New value"}),
        shape="changes",
        columns=_columns(case="Issue Key", timestamp="Created|Date", person="Author",
                         field="Field", old="Old value", new="New value", priority="Priority",
                         category="Issue Type", opened="Case created",
                         resolved="Resolution date"),
        documented=True,
    ),
    Preset(
        name="PagerDuty log entries",
        needs=frozenset({"Incident", "Created at", "Team", "Type"}),
        shape="states",
        columns=_columns(case="Incident", timestamp="Created at", team="Team", person="Assignee",
                         activity="Type", category="Service"),
        documented=True,
    ),
    Preset(
        name="GitHub issue events",
        needs=frozenset({"Issue", "Created at", "Event"}),
        shape="states",
        columns=_columns(case="Issue", timestamp="Created at", team="Team", person="Assignee",
                         activity="Event"),
        documented=True,
    ),
    Preset(
        name="Statuspage incidents",
        needs=frozenset({"Incident", "Created at", "Status", "Opened"}),
        shape="states",
        columns=_columns(case="Incident", timestamp="Created at", activity="Status",
                         priority="Severity", opened="Opened", resolved="Resolved"),
        documented=True,
    ),
)  # fmt: skip
"""The exports that are known by their columns, the first that fits is taken."""
_TEAM_FIELDS: Final = ("assignment_group", "assignment group", "team", "group", "squad")
_STATE_FIELDS: Final = ("incident_state", "state", "status", "incident state")


_SEEN: Final = 200_000
"""How many rows are looked at to guess what words mean."""


def guessed(raw: Raw) -> tuple[LogMap, tuple[Doubt, ...]]:
    """Return a mapping in which nothing that is needed is left open, and what of it is a guess.

    Refuses a column that is not there, and a log without a case, a time or any team (LogError).
    """
    told = raw.told
    strange = [name for name in told.columns.values() if name not in raw.columns]
    if strange:
        raise fault(f"{raw.file}: columns", listed(strange), listed(raw.columns))
    preset = _preset(raw)
    doubts = [Doubt(key=key, told=text.strip())
              for key, _, text in (each.partition(":") for each in raw.unsure)]  # fmt: skip
    found = _with_columns(raw, told, preset, doubts)
    source = told.source or (preset.name if preset else raw.source)
    if preset and preset.documented:
        text = f"{preset.name}: columns by documentation; no real export of it was read here"
        doubts.append(Doubt(key="source", told=text))
    found = replace(found, source=source)
    _need(raw, found)
    if found.shape != "states":
        found = replace(found, fields=_fields(raw, found, doubts))
    elif "team" not in found.columns and not found.teams:
        raise _no_team(raw)
    if not found.statuses:
        found = replace(found, statuses=_statuses(raw, found, doubts))
    return replace(found, team_means=found.team_means or _means(found, preset, doubts)), tuple(
        doubts
    )


def _preset(raw: Raw) -> Preset | None:
    there = set(raw.columns)
    return next((each for each in PRESETS if each.needs <= there), None)


def _with_columns(raw: Raw, told: LogMap, preset: Preset | None, doubts: list[Doubt]) -> LogMap:
    """Return the mapping with a column for every field that one is found for."""
    columns = dict(told.columns)
    shape = told.shape or (preset.shape if preset else None)
    if shape is None:
        changes = all(first_known(key, raw.columns) for key in ("field", "new"))
        shape = "changes" if changes and not first_known("team", raw.columns) else "states"
    skipped = {"field", "old", "new", "end"} if shape == "states" else {"team", "activity"}
    for key in FIELDS:
        if key in columns or key in skipped:
            continue
        named = [name for name in (preset.columns.get(key, ()) if preset else ())
                 if name in raw.columns]  # fmt: skip
        taken = set(columns.values())
        possible = named or [name for name in first_known(key, raw.columns) if name not in taken]
        if not possible:
            continue
        columns[key] = possible[0]
        if not named and len(possible) > 1:
            doubts.append(Doubt(key=key, told=f"the column {possible[0]}", choices=tuple(possible)))
    return replace(told, columns=columns, shape=shape)


def _need(raw: Raw, found: LogMap) -> None:
    for key in ("case", "timestamp"):
        if key not in found.columns:
            raise fault(f"{raw.file}: {key}", f"no column for {FIELDS[key].meaning}; the columns "
                        f"are {listed(raw.columns)}",
                        f"columns: {{{key}: NAME}} in a mapping file")  # fmt: skip
    if found.teams and "person" not in found.columns:
        raise fault(f"{raw.file}: teams", "teams of persons, but no column for persons",
                    "columns: {person: NAME} in the mapping file")  # fmt: skip


def _no_team(raw: Raw) -> Exception:
    return fault(
        f"{raw.file}: team",
        f"no team anywhere: no column of {listed(raw.columns)} is called like one",
        "columns: {team: NAME} in a mapping file, or {person: NAME} and teams: {PERSON: TEAM}",
    )


def _values(raw: Raw, column: str) -> list[str]:
    """Return the commonest values of a column."""
    from simulator.logs.raw import cited, rows_of

    name = cited(column)
    query = (
        f"SELECT v, count(*) n FROM (SELECT CAST({name} AS VARCHAR) v FROM {raw.relation} "
        f"LIMIT {_SEEN}) WHERE v IS NOT NULL GROUP BY v ORDER BY n DESC, v LIMIT 200"
    )
    return [str(value) for value, _ in rows_of(raw.database, query)]


def _fields(raw: Raw, found: LogMap, doubts: list[Doubt]) -> Mapping[str, str]:
    """Return how the values of the field column call team and state; refuses none for a team."""
    values = _values(raw, found.columns["field"]) if "field" in found.columns else []
    fields = dict(found.fields)
    for key, known in (("team", _TEAM_FIELDS), ("activity", _STATE_FIELDS)):
        some = [
            value for value in values if value.lower().removesuffix(" duration").strip() in known
        ]
        if key not in fields and some:
            fields[key] = some[0]
            doubts.append(Doubt(key=f"fields: {key}", told=some[0], choices=tuple(some)))
    if "team" not in fields and not found.teams:
        told = f"no team anywhere: the fields that change are {listed(values)}"
        raise fault(f"{raw.file}: team", told, "fields: {team: NAME} in a mapping file")
    return fields


def _statuses(raw: Raw, found: LogMap, doubts: list[Doubt]) -> Mapping[str, tuple[str, ...]]:
    """Return which states mean what, by the usual words of tickets."""
    column = found.columns.get("activity" if found.shape == "states" else "new")
    if column is None:
        return {}
    values = _values(raw, column)
    known = {
        meaning: tuple(sorted(value for value in values if value.strip().lower() in words))
        for meaning, words in _TICKETS.items()
    }
    some = {meaning: words for meaning, words in known.items() if words}
    if found.shape == "states" and some:
        left = [value for value in values if not any(value in words for words in some.values())]
        told = "; ".join(f"{meaning}: {', '.join(words)}" for meaning, words in some.items())
        rest = f"; of no meaning: {listed(left)}" if left else ""
        doubts.append(Doubt(key="statuses", told=f"{told}{rest}"))
    return some


def _means(found: LogMap, preset: Preset | None, doubts: list[Doubt]) -> str:
    if preset is not None:
        return preset.team_means
    actor = found.source == "XES" or "lifecycle" in found.columns
    means = "actor" if actor else "owner"
    doubts.append(
        Doubt(key="team_means", told=means, choices=(means, "owner" if actor else "actor"))
    )
    return means


def spoken(doubts: tuple[Doubt, ...]) -> Iterator[str]:
    """Yield each doubt as a line."""
    for doubt in doubts:
        others = ", ".join(doubt.choices[1:])
        yield f"{doubt.key}: {doubt.told}" + (f" (or {others})" if others else "")
