"""Names to letters: a result that can be shown without telling whose it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulator.questions.compare.result import Result

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["lettered", "letters"]


def letters(result: Result) -> dict[str, str]:
    """Return the letter of every team, by the order of their names: Team A, Team B, ..."""
    shape = result.frames["organisation"]
    teams = sorted(map(str, shape.loc[shape["what"] == "team", "name"]))
    return {name: f"Team {_letter(index)}" for index, name in enumerate(teams)}


def lettered(result: Result) -> Result:
    """Return the result with every team's name replaced, also inside sentences and reasons.

    The scenario file itself is not part of it; its name and the plans' names stay, but for team
    names in them.
    """
    change = _replacer(letters(result))
    frames = {name: _frame(frame, change) for name, frame in result.frames.items()}
    summary = _tree(json.loads(json.dumps(result.summary)), change)
    manifest = {**result.manifest, "command": change(str(result.manifest.get("command", "")))}
    return replace(result, frames=frames, summary=summary, manifest=manifest)


def _letter(index: int) -> str:
    text = ""
    while index >= 0:
        index, digit = divmod(index, 26)
        text = chr(ord("A") + digit) + text
        index -= 1
    return text


def _replacer(known: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that replaces whole names, the longest first."""
    names = sorted(known, key=len, reverse=True)
    if not names:
        return lambda text: text
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    return lambda text: pattern.sub(lambda found: known[found.group()], text)


def _frame(frame: DataFrame, change: Callable[[str], str]) -> DataFrame:
    changed = frame.copy()
    for column in changed.columns:
        values = list(changed[column])
        if any(isinstance(value, str) for value in values):
            changed[column] = [change(v) if isinstance(v, str) else v for v in values]
    return changed


def _tree(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {change(key): _tree(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_tree(item, change) for item in value]
    return change(value) if isinstance(value, str) else value
