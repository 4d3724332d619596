"""The shapes of a file's values: how one value is read, and its JSON schema."""

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Protocol

from simulator.model.outcome import HEADLINE, OUTCOME_ROWS, OutcomeRow
from simulator.model.parameter import Parameter
from simulator.model.quantity import Quantity
from simulator.model.units import UNITS, comma, money
from simulator.scenario.tree import Drawn, Fault, Path, dotted, quoted

__all__ = ["INVALID", "Number", "Reading", "Shape", "Text", "Word", "Words", "name_fault"]

INVALID = object()
RANGE_KEYS = ("value", "low", "high", "because")
MOST_VARIED = 0.7
"""The most that a number may differ between places (standard deviation of a logarithm)."""
_MOST_YEARS = 100.0
Schema = dict[str, Any]
_MORE: Mapping[str, Schema] = {
    "n": {"type": "integer", "minimum": 1},
    "years": {"type": "number", "exclusiveMinimum": 0, "maximum": _MOST_YEARS},
    "varies": {"type": "number", "minimum": 0, "maximum": MOST_VARIED},
}
Known = Mapping[Path, tuple[Any, Any]]


@dataclass(slots=True)
class Reading:
    """The state of one walk over a tree: the faults found, and where each value was written.

    `known` is what mappings of a tree like this one were found to say, by path: where the very same
    mapping stands there again, it is not read again. `found` is what this walk adds. `outcome` is
    what the file is about, None where it names what does not exist. `price` is the stated price
    of a person-day and its currency, None where the file has no prices.
    """

    overlay: Mapping[Path, Path] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    nameless: bool = False
    known: Known = field(default_factory=dict)
    found: dict[Path, tuple[Any, Any]] = field(default_factory=dict)
    outcome: OutcomeRow | None = OUTCOME_ROWS[HEADLINE]
    price: tuple[float, str] | None = None

    def in_money(self, node: Any) -> float:
        """The person-days that a sum of money pays for; NaN where it is none, or has no price."""
        found = money(node)
        if found is None or self.price is None or found[1] != self.price[1]:
            return math.nan
        return found[0] / self.price[0] if self.price[0] > 0.0 else math.nan

    def fault(
        self,
        path: Path,
        found: str,
        allowed: str,
        hint: str | None = None,
        at_key: bool = False,
    ) -> Any:
        """INVALID, with a fault noted."""
        self.faults.append(Fault(path, found, allowed, hint, at_key))
        return INVALID

    def again(self, node: Any, path: Path) -> Any:
        """What a mapping says that was read before, None when it was not."""
        before, values = self.known.get(path, (None, None))
        return values if before is node else None

    def written(self, path: Path) -> Path:
        """The path where the value at this path was written, empty for the register's own."""
        if self.nameless:
            return ()
        if self.overlay:
            for length in range(len(path), 0, -1):
                origin = self.overlay.get(path[:length])
                if origin is not None:
                    return origin + path[length:]
        return path


class Shape(Protocol):
    """What may stand in one place of a file."""

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The value read, or INVALID with a fault noted."""

    def schema(self) -> Schema:
        """The JSON schema of the place."""


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known word most like this one, None when none is."""
    if not isinstance(word, str):
        return None
    close = get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def alternatives(words: Sequence[str]) -> str:
    """The words as a choice: ``one, two or three``."""
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the register, alone or with its range."""

    parameter: Parameter

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The Quantity, or INVALID with a fault noted."""
        if isinstance(node, Drawn):
            quantity = self.read(node.written, path, reading)
            rounds = self.parameter.unit == "whole number"
            return replace(quantity, value=round(node.value) * 1.0 if rounds else node.value)
        origin = dotted(reading.written(path))
        if not isinstance(node, dict):
            value = self._scalar(node, path, reading)
            return INVALID if value is None else Quantity(value=value, origin=origin)
        sound = no_unknown_keys(node, self._keys(), path, reading)
        if node.get("value") is None:
            return reading.fault((*path, "value"), "nothing", self.parameter.allowed)
        numbers = {
            key: self._scalar(node[key], (*path, key), reading, finite=key != "value")
            for key in RANGE_KEYS[:3]
            if node.get(key) is not None
        }
        said = {
            "because": _because(node, path, reading),
            "n": _count(node, self.parameter.counted, path, reading),
            "varies": _varies(node, path, reading),
        }
        if not sound or None in numbers.values() or INVALID in said.values():
            return INVALID
        quantity = Quantity(**numbers, **said, origin=origin)  # type: ignore[arg-type]
        return quantity if _ordered(quantity, node, path, reading) else INVALID

    def _keys(self) -> tuple[str, ...]:
        varies = ("varies",) if self.parameter.of_a_place else ()
        return (*RANGE_KEYS, *filter(None, [self.parameter.counted]), *varies)

    def _scalar(
        self, node: Any, path: Path, reading: Reading, finite: bool = False
    ) -> float | None:
        try:
            value = self.parameter.reads.parse(node)
        except (ValueError, TypeError):
            value = reading.in_money(node) if self.parameter.unit == "person-days" else math.nan
        if self.parameter.admits(value) and not (finite and math.isinf(value)):
            return value
        if value == 0.0 and self.parameter.shuts and _in_event(reading.written(path)):
            return value
        allowed = self.parameter.instead_of(value)
        if self.parameter.unit == "person-days" and money(node) is not None:
            payable = (
                f"money in {reading.price[1]}" if reading.price else "money once costs are given"
            )
            allowed = f"{allowed}, people, or {payable}"
        reading.fault(path, quoted(node), _instead(node, self.parameter.unit) or allowed)
        return None

    def schema(self) -> Schema:
        """The JSON schema: a number or text, or a mapping with its range."""
        scalar = self.scalar_schema()
        ranged = {
            "type": "object",
            "properties": {
                "value": scalar,
                "low": scalar,
                "high": scalar,
                "because": {"type": "string"},
                **{key: _MORE[key] for key in self._keys() if key in _MORE},
            },
            "required": ["value"],
            "additionalProperties": False,
        }
        default = {} if self.parameter.default is None else {"default": self.parameter.default}
        return {"description": self.parameter.meaning, **default, "anyOf": [scalar, ranged]}

    def scalar_schema(self) -> Schema:
        """The JSON schema of the number alone."""
        parameter = self.parameter
        if parameter.reads.pattern is not None:
            return {"type": "string", "pattern": parameter.reads.pattern}
        schema: Schema = {"type": "integer" if parameter.unit == "whole number" else "number"}
        if parameter.low is not None:
            schema["exclusiveMinimum" if parameter.above else "minimum"] = parameter.low
        schema["exclusiveMaximum" if parameter.below else "maximum"] = parameter.most
        return schema


def _instead(node: Any, unit: str) -> str | None:
    """What to write in place of a comma or a percentage, None where it is neither."""
    if unit == "probability" and isinstance(node, str):
        with suppress(ValueError):
            return f"a probability: {UNITS['%'].parse(node) / 100.0:g}"
    return comma(node)


def _in_event(origin: Path) -> bool:
    """Whether what is written there is the change of an event, of the file or of a plan."""
    return "events" in {*origin[:1], *origin[3:4]}


def _because(node: Mapping[str, Any], path: Path, reading: Reading) -> Any:
    reason = node.get("because")
    return None if reason is None else Text().read(reason, (*path, "because"), reading)


def _count(node: Mapping[str, Any], key: str | None, path: Path, reading: Reading) -> Any:
    count = None if key is None else node.get(key)
    if count is None or key is None or (type(count) is int and count >= 1):
        return count
    if key == "years":
        return _within(count, (*path, key), _MOST_YEARS, reading, above=True)
    return reading.fault((*path, key), quoted(count), "a whole number, 1 or more")


def _varies(node: Mapping[str, Any], path: Path, reading: Reading) -> Any:
    spread = node.get("varies")
    return None if spread is None else _within(spread, (*path, "varies"), MOST_VARIED, reading)


def _within(found: Any, path: Path, most: float, reading: Reading, above: bool = False) -> Any:
    number = isinstance(found, int | float) and not isinstance(found, bool)
    if number and 0.0 <= found <= most and not (above and found == 0.0):
        return float(found)
    least = "above 0 and at most" if above else "from 0 to"
    return reading.fault(path, quoted(found), f"a number {least} {most:g}")


def _ordered(quantity: Quantity, node: Any, path: Path, reading: Reading) -> bool:
    if quantity.low is not None and quantity.low > quantity.value:
        allowed = f"at most the value, {quoted(node['value'])}"
        reading.fault((*path, "low"), quoted(node["low"]), allowed)
        return False
    if quantity.high is not None and quantity.high < quantity.value:
        allowed = f"at least the value, {quoted(node['value'])}"
        reading.fault((*path, "high"), quoted(node["high"]), allowed)
        return False
    return True


def no_unknown_keys(
    node: Mapping[Any, Any], known: Iterable[str], path: Path, reading: Reading
) -> bool:
    """Whether every key is known; a fault is noted for each that is not."""
    names = tuple(known)
    unknown = [key for key in node if key not in names]
    listed = ", ".join(names) if len(names) <= 12 else f"{', '.join(names[:12])}, ..."
    for key in unknown:
        place = (*path, key if isinstance(key, str) else str(key))
        reading.fault(place, "an unknown key", f"the keys {listed}", nearest(key, names), True)
    return not unknown


@dataclass(frozen=True, slots=True)
class Text:
    """A text; a line is one without breaks."""

    line: bool = False

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The text, or INVALID with a fault noted."""
        if not isinstance(node, str) or not node.strip():
            return reading.fault(path, quoted(node), "a text")
        fault = text_fault(node, breaks="" if self.line else "\n\t")
        return node if fault is None else reading.fault(path, quoted(node), fault)

    def schema(self) -> Schema:
        """The JSON schema: a text that is not empty."""
        return {"type": "string", "minLength": 1}


def text_fault(text: str, breaks: str = "") -> str | None:
    """What a text must be instead, None when it is fine; ``breaks`` are allowed."""
    if text.isprintable():
        return None
    barred = {"Cc", "Cs", "Zl", "Zp"}
    if any(unicodedata.category(char) in barred and char not in breaks for char in text):
        return "a text without control characters"
    return None


def name_fault(name: str) -> str | None:
    """What a name must be instead, None when it is fine."""
    if not name.strip():
        return "a name that is not empty"
    if text_fault(name) is not None:
        return "a name without control characters"
    if " -> " in name:
        return "a name without ' -> '"
    return "a name other than from and to" if name in {"from", "to"} else None


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few words."""

    choices: tuple[str, ...]
    default: str | None = None

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The word, or INVALID with a fault noted."""
        if isinstance(node, str) and node in self.choices:
            return node
        hint = nearest(node, self.choices)
        return reading.fault(path, quoted(node), alternatives(self.choices), hint)

    def schema(self) -> Schema:
        """The JSON schema: one of the words."""
        default = {} if self.default is None else {"default": self.default}
        return {"enum": list(self.choices), **default}


@dataclass(frozen=True, slots=True)
class Words:
    """A list of texts, or of words each given once."""

    choices: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The words as a tuple, or INVALID with a fault noted."""
        many = len(node) if isinstance(node, list) else -1
        if not self.least <= many <= (many if self.most is None else self.most):
            found = "an empty list" if node == [] else quoted(node)
            return reading.fault(path, found, f"a list of {self._what()}")
        shape = Word(self.choices) if self.choices else Text(line=True)
        words: list[Any] = []
        for index, item in enumerate(node):
            word = shape.read(item, (*path, index), reading)
            if self.choices and word is not INVALID and word in words:
                reading.fault((*path, index), f"{quoted(word)} twice", "each once")
            words.append(word)
        return INVALID if INVALID in words else tuple(words)

    def _what(self) -> str:
        if self.choices:
            return ", ".join(self.choices)
        return "texts" if self.most is None else f"{self.most} texts"

    def schema(self) -> Schema:
        """The JSON schema: a list of the words."""
        item: Schema = {"enum": list(self.choices)} if self.choices else {"type": "string"}
        most = {} if self.most is None else {"maxItems": self.most}
        return {"type": "array", "items": item, "minItems": self.least, **most}
