"""A scenario as resolved, written as a file that can be read again."""

import json
import math
import re
from collections.abc import Iterator
from os import PathLike
from typing import Any, Final

from simulator.files import disk
from simulator.files.complete import complete
from simulator.files.scalar import in_quotes, plain
from simulator.model.units import UNITS, money
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import Drawn, is_quantity

__all__ = ["flow", "text_of", "write"]

_SAFE = re.compile(r"(?:[0-9]+(?:\.[0-9]+)? (?=[a-z]))?[A-Za-z][A-Za-z0-9 _/().>-]*(?<! )")
# texts here, booleans to readers of YAML 1.1
_OLD_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off"})
_WITH_UNIT = re.compile(r"\S+ (.+)")
_RATE_DAYS: Final = {"per week": 5.0, "per month": 260.0 / 12.0, "per year": 260.0}


def text_of(scenario: Scenario) -> str:
    """The text of a scenario with every default written out.

    Read again it gives the same scenario; values drawn for a world stand as values. The order of
    the file it came from leaves no trace, but for the order of plans and shocks. Meant for the
    scenario with all its plans, not for what ``for_arm`` makes of it.
    """
    return "\n".join(_block(complete(scenario), "", ())) + "\n"


def write(scenario: Scenario, path: str | PathLike[str]) -> None:
    """Write the text of a scenario to a file, over what was there."""
    disk.write(path, text_of(scenario).encode())


def flow(node: Any) -> str:
    """The text of a name, a number or a part of a tree, on one line."""
    return _flow(node, ())


def _block(node: dict[str, Any], indent: str, path: tuple[str, ...]) -> Iterator[str]:
    for key, value in node.items():
        name, inner = _text(key), (*path, key)
        if isinstance(value, dict) and value and not _flat(value):
            yield f"{indent}{name}:"
            yield from _block(value, f"{indent}  ", inner)
        else:
            yield f"{indent}{name}: {_flow(value, inner)}"


def _flat(node: dict[str, Any]) -> bool:
    """Whether a mapping reads well on one line."""
    return is_quantity(node) or all(not isinstance(of, dict | list | Drawn) for of in node.values())


def _flow(value: Any, path: tuple[str, ...]) -> str:
    if isinstance(value, Drawn):
        return _flow(_drawn(value, path), path)
    if isinstance(value, dict):
        entries = (f"{_text(key)}: {_flow(of, (*path, key))}" for key, of in value.items())
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(of, path) for of in value) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return _text(value) if isinstance(value, str) else repr(value)


def _text(text: str) -> str:
    """The text, in quotes unless every reader takes it for a text without."""
    if _SAFE.fullmatch(text) and isinstance(plain(text), str) and text.lower() not in _OLD_WORDS:
        return text
    return in_quotes(text)


def _drawn(drawn: Drawn, path: tuple[str, ...]) -> Any:
    """The value of a world in the unit its number was written in."""
    written = drawn.written if isinstance(drawn.written, dict) else {"value": drawn.written}
    whole = path[-1] in {"facts", "starts_with"}
    value: Any = round(drawn.value) if whole else _in_unit(drawn.value, written["value"])
    return {**written, "value": value} if len(written) > 1 else value


def _in_unit(value: float, written: object) -> Any:
    if not isinstance(written, str):
        return value
    match = _WITH_UNIT.fullmatch(written)
    unit = match[1].strip() if match else "days"
    if unit in _RATE_DAYS:
        return _rate(value, unit)
    if unit in {"people", "person"} or money(written) is not None:
        return f"{value!r} person-days"
    if unit.startswith(("person-day", "failed", "of ")):
        return f"{value!r} {unit}"
    return "never" if math.isinf(value) else f"{value!r} days"


def _rate(value: float, unit: str) -> str:
    """The rate in its unit, to the last bit where some decimal reads back as the same."""
    middle = value * _RATE_DAYS[unit]
    near = (middle, math.nextafter(middle, 0.0), math.nextafter(middle, math.inf))
    exact = [of for of in near if UNITS["rate"].parse(f"{of!r} {unit}") == value]
    return f"{(exact or near)[0]!r} {unit}"
