"""What the columns of a log mean: read from a mapping file, guessed, and written as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from os import PathLike
from types import MappingProxyType
from typing import Any, Final

from simulator.files import disk
from simulator.files.compose import MOST_BYTES, UnreadableError, compose
from simulator.logs.faults import LogError, fault, listed
from simulator.logs.fields import FIELDS, MEANINGS, MISSING
from simulator.scenario.shape import nearest
from simulator.scenario.tree import Stray, quoted

__all__ = ["DATES", "SHAPES", "LogMap", "mapping_of", "read_mapping"]

SHAPES: Final = ("states", "changes", "intervals")
"""A row tells how a case stands, one change of one field, or how long one field had one value."""
DATES: Final = ("year first", "day first", "month first", "seconds", "milliseconds",
                "spreadsheet days")  # fmt: skip
SIDES: Final = ("inside", "between", "neither")
MEANS: Final = ("owner", "actor")
_EMPTY: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class LogMap:
    """What a log's columns mean.

    `columns` says which column stands for which of `FIELDS`; `statuses` which activities mean
    queue, work, outside or done; `team_means` whether a row's team owns the case from then on, or
    did what the row tells; `units` is a coarser level by team, `teams` a team by person; `fields`
    says how the values of column `field` call a field, where a row tells one change. `window` is
    what is counted, from (inclusive) to (exclusive). `out_of_order` is the share of steps that may
    go back in time;
    `hours_per_day` is how much time by the log's clock is one working day (168 hours are five);
    `causes` are the words of a side of failures. What is None or empty is guessed.
    """

    source: str = ""
    shape: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    dates: str | None = None
    missing: tuple[str, ...] = MISSING
    statuses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    team_means: str | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    window: tuple[datetime, datetime] | None = None
    out_of_order: float = 0.1
    hours_per_day: float = 33.6
    causes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def with_columns(self, **columns: str) -> LogMap:
        """Return the same mapping with more columns told."""
        return replace(self, columns={**self.columns, **columns})

    def text(self) -> str:
        """Return the mapping as a file that `read_mapping` reads back as the same."""
        from simulator.files.draft import flow

        lines = [f"{key}: {flow(value)}" for key, value in self._told()]
        return "\n".join(lines) + "\n"

    def _told(self) -> Iterator[tuple[str, Any]]:
        for key in ("source", "shape", "columns", "delimiter", "encoding", "sheet", "dates",
                    "missing", "statuses", "team_means", "units", "teams", "fields"):  # fmt: skip
            value = getattr(self, key)
            if value:
                yield key, value
        if self.window is not None:
            yield "window", tuple(each.isoformat(" ") for each in self.window)
        yield "out_of_order", self.out_of_order
        yield "hours_per_day", self.hours_per_day
        if self.causes:
            yield "causes", self.causes


def read_mapping(path: str | PathLike[str]) -> LogMap:
    """Return the mapping of a file; LogError with every problem, OSError if it cannot be opened."""
    content = disk.read(path, MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise fault(str(path), f"more than {MOST_BYTES // 1000} kB", "a smaller mapping file")
    try:
        return mapping_of(content.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError:
        raise fault(str(path), "bytes that are no UTF-8", "a mapping file in UTF-8") from None


def mapping_of(text: str, name: str) -> LogMap:
    """Return the mapping of a text; LogError with a line for every problem."""
    try:
        composed = compose(text)
    except UnreadableError as error:
        raise fault(f"{name}:{error.line}", error.found, error.allowed) from None
    told: dict[str, Any] = {}
    problems = [
        f"{name}:{line}: found {each.found}; allowed {each.allowed}"
        for line, each in composed.faults
    ]
    for key, node in composed.tree.items():
        line = composed.lines.get((key,), (1, 1))[0]
        try:
            told[key] = _READERS[key](node)
        except KeyError:
            close = nearest(key, _READERS)
            hint = f"; did you mean {close}?" if close else ""
            problems.append(
                f"{name}:{line}: found the key {quoted(key)}; allowed {', '.join(_READERS)}{hint}"
            )
        except _NotAllowedError as error:
            problems.append(f"{name}:{line}: {key}: found {error.found}; allowed {error.allowed}")
    if problems:
        raise LogError(problems)
    return LogMap(**told)


class _NotAllowedError(Exception):
    def __init__(self, found: str, allowed: str) -> None:
        self.found, self.allowed = found, allowed
        super().__init__(found)


def _text(node: Any) -> str:
    if isinstance(node, str | int | float) and not isinstance(node, bool):
        return str(node)
    raise _NotAllowedError(quoted(node), "a text")


def _word(*allowed: str) -> Callable[[Any], str]:
    def read(node: Any) -> str:
        if node not in allowed:
            raise _NotAllowedError(quoted(node), ", ".join(allowed))
        return str(node)

    return read


def _dates(node: Any) -> str:
    if node in DATES or (isinstance(node, str) and "%" in node):
        return str(node)
    raise _NotAllowedError(quoted(node), f"{', '.join(DATES)}, or a format such as %d.%m.%Y %H:%M")


def _delimiter(node: Any) -> str:
    if not isinstance(node, str) or len(node) != 1:
        raise _NotAllowedError(quoted(node), "one sign, such as , or ;")
    return node


def _texts(node: Any) -> tuple[str, ...]:
    if not isinstance(node, list):
        node = [node]
    return tuple(map(_text, node))


def _table(node: Any) -> dict[str, str]:
    if not isinstance(node, dict):
        raise _NotAllowedError(quoted(node), "a mapping from name to name")
    return {key: _text(value) for key, value in node.items()}


def _by_word(*allowed: str) -> Callable[[Any], dict[str, tuple[str, ...]]]:
    def read(node: Any) -> dict[str, tuple[str, ...]]:
        if not isinstance(node, dict) or set(node) - set(allowed):
            raise _NotAllowedError(quoted(node), f"lists under {', '.join(allowed)}")
        return {key: _texts(value) for key, value in node.items()}

    return read


def _by_field(node: Any) -> dict[str, str]:
    found = _table(node)
    strange = [key for key in found if key not in FIELDS]
    if strange:
        raise _NotAllowedError(listed(strange), ", ".join(FIELDS))
    return found


def _window(node: Any) -> tuple[datetime, datetime]:
    try:
        # a date without quotes is one to readers of YAML
        texts = (each.words.removeprefix("the date ") if isinstance(each, Stray) else each
                 for each in node)  # fmt: skip
        first, last = (datetime.fromisoformat(str(each)) for each in texts)
    except (TypeError, ValueError):
        raise _NotAllowedError(quoted(node), "two dates such as [2026-01-01, 2026-07-01]") from None
    if not first < last or first.tzinfo or last.tzinfo:
        raise _NotAllowedError(quoted(node), "an earlier and a later date without time zone")
    return first, last


def _share(node: Any) -> float:
    if isinstance(node, bool) or not isinstance(node, int | float) or not 0.0 <= node <= 1.0:
        raise _NotAllowedError(quoted(node), "a share from 0 to 1")
    return float(node)


def _hours(node: Any) -> float:
    if isinstance(node, bool) or not isinstance(node, int | float) or not 1.0 <= node <= 168.0:
        raise _NotAllowedError(quoted(node), "hours by the log's clock, from 1 to 168")
    return float(node)


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "source": _text,
        "shape": _word(*SHAPES),
        "columns": _by_field,
        "delimiter": _delimiter,
        "encoding": _text,
        "sheet": _text,
        "dates": _dates,
        "missing": _texts,
        "statuses": _by_word(*MEANINGS),
        "team_means": _word(*MEANS),
        "units": _table,
        "teams": _table,
        "fields": _by_field,
        "window": _window,
        "out_of_order": _share,
        "hours_per_day": _hours,
        "causes": _by_word(*SIDES),
    }
)
