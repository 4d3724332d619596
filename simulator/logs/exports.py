"""JSON exports of tickets and incidents as rows of text: Jira, PagerDuty, GitHub, Statuspage."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from simulator.logs.faults import fault
from simulator.logs.staged import Staged
from simulator.logs.unpacking import stream

__all__ = ["read_json"]

_MOST: Final = 512 * 1024**2
Rows = Iterator[dict[str, str]]


def read_json(path: Path, staged: Staged) -> str:
    """Stage the events of a JSON export, and return of which tool it is.

    Knows Jira's issues with a changelog, PagerDuty's log entries, GitHub's issue events,
    Statuspage's incidents, and a plain list of flat rows. Refuses anything else (LogError).
    """
    tree = _loaded(path)
    for tool, key, rows in _TOOLS:
        found = tree.get(key) if isinstance(tree, dict) else tree
        if isinstance(found, list) and found and all(map(_is_mapping, found)):
            told = list(rows(found))
            if told:
                for row in told:
                    staged.add(row)
                staged.flush()
                return tool
    raise fault(str(path), "JSON of none of the known exports",
                "Jira issues with their changelog, PagerDuty log entries, GitHub issue events, "
                "or a list of flat rows; else CSV")  # fmt: skip


def _loaded(path: Path) -> Any:
    with stream(path) as source:
        content = source.read(_MOST + 1)
        while len(content) <= _MOST and (piece := source.read()):
            content += piece
    if len(content) > _MOST:
        raise fault(str(path), f"more than {_MOST / 1e6:,.0f} MB of JSON", "CSV or Parquet")
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise fault(str(path), "no whole JSON", "a whole export") from None


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


def _text(value: Any) -> str:
    """Return a value as a cell: the name of what has one."""
    if isinstance(value, dict):
        names = (value.get(key) for key in ("displayName", "summary", "name", "value", "login"))
        return next((name for name in names if isinstance(name, str)), "")
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _of(node: Any, *keys: str) -> Any:
    for key in keys:
        node = node.get(key) if isinstance(node, dict) else None
    return node


def _jira(issues: list[Mapping[str, Any]]) -> Rows:
    for issue in issues:
        histories = _of(issue, "changelog", "histories")
        if not isinstance(histories, list):
            continue
        fields = _of(issue, "fields") or {}
        case = {
            "Issue Key": _text(issue.get("key")),
            "Priority": _text(fields.get("priority")),
            "Issue Type": _text(fields.get("issuetype")),
            "Case created": _text(fields.get("created")),
            "Resolution date": _text(fields.get("resolutiondate")),
        }
        yield {**case, "Created": case["Case created"], "Field": "created", "Old value": "",
               "New value": case["Issue Key"]}  # fmt: skip
        for history in sorted(
            filter(_is_mapping, histories), key=lambda each: _text(each.get("created"))
        ):
            for item in filter(_is_mapping, history.get("items") or ()):
                yield {
                    **case,
                    "Created": _text(history.get("created")),
                    "Author": _text(history.get("author")),
                    "Field": _text(item.get("field")),
                    "Old value": _text(item.get("fromString")),
                    "New value": _text(item.get("toString")),
                }


def _pagerduty(entries: list[Mapping[str, Any]]) -> Rows:
    for entry in entries:
        if "incident" in entry and "type" in entry:
            yield {
                "Incident": _text(_of(entry, "incident", "id")),
                "Created at": _text(entry.get("created_at")),
                "Team": _text(entry.get("teams")),
                "Assignee": _text(entry.get("assignees") or entry.get("agent")),
                "Type": _text(entry.get("type")).removesuffix("_reference"),
                "Service": _text(entry.get("service")),
            }


def _github(events: list[Mapping[str, Any]]) -> Rows:
    for event in events:
        number = _of(event, "issue", "number")
        if "event" in event and number is not None:
            label = _text(_of(event, "label", "name"))
            team = label.split(":", maxsplit=1)[1].strip() if label.startswith("team:") else ""
            yield {
                "Issue": _text(number),
                "Created at": _text(event.get("created_at")),
                "Team": team if event["event"] == "labeled" else "",
                "Assignee": _text(event.get("assignee")),
                "Event": _text(event.get("event")),
            }


def _statuspage(incidents: list[Mapping[str, Any]]) -> Rows:
    for incident in incidents:
        updates = incident.get("incident_updates")
        for update in filter(_is_mapping, updates if isinstance(updates, list) else ()):
            yield {
                "Incident": _text(incident.get("id")),
                "Created at": _text(update.get("created_at")),
                "Status": _text(update.get("status")),
                "Severity": _text(incident.get("impact")),
                "Opened": _text(incident.get("created_at")),
                "Resolved": _text(incident.get("resolved_at")),
            }


def _flat(rows: list[Mapping[str, Any]]) -> Rows:
    for row in rows:
        yield {str(name): _text(value) for name, value in row.items()}


_TOOLS: Final[tuple[tuple[str, str, Callable[[list[Mapping[str, Any]]], Rows]], ...]] = (
    ("Jira changelog", "issues", _jira),
    ("PagerDuty log entries", "log_entries", _pagerduty),
    ("Statuspage incidents", "incidents", _statuspage),
    ("GitHub issue events", "", _github),
    ("a list of rows", "", _flat),
)
"""Which key of an export holds its rows; a list at the top is tried for those without a key."""
