"""The shapes with a form of their own: routes, arrivals, manifestation, changes."""

from dataclasses import replace
from typing import Any

from simulator.model.incident import MECHANISMS
from simulator.model.register import REGISTER
from simulator.scenario.mappings import Record
from simulator.scenario.shape import (
    INVALID,
    Number,
    Reading,
    Schema,
    Text,
    nearest,
    no_unknown_keys,
)
from simulator.scenario.tree import Drawn, Path, is_quantity, quoted

__all__ = ["EQUAL", "Arrivals", "Flag", "Manifest", "Raw", "Reviewed", "Route"]

EQUAL = "equal"
NOTHING = "none"


class Flag:
    """True or false."""

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The boolean, or INVALID with a fault noted."""
        if isinstance(node, bool):
            return node
        return reading.fault(path, quoted(node), "true or false")

    def schema(self) -> Schema:
        """The JSON schema: a boolean."""
        return {"type": "boolean"}


class Raw:
    """A mapping kept as it is; it is checked where it is applied."""

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The mapping, or INVALID with a fault noted."""
        if isinstance(node, dict):
            return node
        return reading.fault(path, quoted(node), "a mapping of what changes")

    def schema(self) -> Schema:
        """The JSON schema: any object."""
        return {"type": "object"}


class Route:
    """A list of steps, each a team or a parallel group of teams."""

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The steps as tuples of names, or INVALID with a fault noted."""
        if not isinstance(node, list) or not node:
            found = "an empty list" if node == [] else quoted(node)
            return reading.fault(path, found, "a list of teams and groups of teams")
        steps = [self._step(step, (*path, index), reading) for index, step in enumerate(node)]
        for index in range(1, len(steps)):
            if INVALID in (steps[index], steps[index - 1]):
                continue
            twice = sorted(set(steps[index]) & set(steps[index - 1]))
            if twice:
                found = f"{quoted(twice[0])} in two neighbouring steps"
                steps[index] = reading.fault((*path, index), found, "another team")
        return INVALID if INVALID in steps else tuple(steps)

    def _step(self, node: Any, path: Path, reading: Reading) -> Any:
        if not isinstance(node, list):
            name = Text().read(node, path, reading)
            return INVALID if name is INVALID else (name,)
        if not node:
            return reading.fault(path, "an empty group", "a team or a group of teams")
        names = [Text().read(name, (*path, index), reading) for index, name in enumerate(node)]
        if INVALID in names:
            return INVALID
        for index, name in enumerate(names):
            if name in names[:index]:
                found = f"{quoted(name)} twice in one group"
                return reading.fault((*path, index), found, "each team once")
        return tuple(sorted(names))

    def schema(self) -> Schema:
        """The JSON schema: a list of texts and lists of texts."""
        name = {"type": "string", "minLength": 1}
        group = {"type": "array", "items": name, "minItems": 1, "uniqueItems": True}
        return {"type": "array", "items": {"anyOf": [name, group]}, "minItems": 1}


class Arrivals:
    """A rate, or a schedule of times."""

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """``{rate}`` or ``{schedule}``, or INVALID with a fault noted."""
        if isinstance(node, dict) and not is_quantity(node) and "schedule" in node:
            read = Record("arrivals", {"schedule": _Schedule()}).read(node, path, reading)
            return read if read.get("schedule", INVALID) is not INVALID else INVALID
        rate = Number(REGISTER["work.arrivals"]).read(node, path, reading)
        return INVALID if rate is INVALID else {"rate": rate}

    def schema(self) -> Schema:
        """The JSON schema: a rate, or an object with a schedule."""
        times = {"type": "array", "items": Number(REGISTER["work.schedule"]).scalar_schema()}
        schedule = {
            "type": "object",
            "properties": {"schedule": times},
            "required": ["schedule"],
            "additionalProperties": False,
        }
        return {"anyOf": [*Number(REGISTER["work.arrivals"]).schema()["anyOf"], schedule]}


class _Schedule:
    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        if not isinstance(node, list):
            return reading.fault(path, quoted(node), "a list of times such as 1 day, 2.5 days")
        times = Number(REGISTER["work.schedule"])
        read: list[float] = []
        for index, item in enumerate(node):
            if isinstance(item, dict):
                reading.fault((*path, index), "a mapping", times.parameter.allowed)
                return INVALID
            time = times.read(item, (*path, index), reading)
            if time is INVALID:
                return INVALID
            if read and time.value < read[-1]:
                found = f"{quoted(item)} after a later time"
                return reading.fault((*path, index), found, "times in increasing order")
            read.append(time.value)
        return tuple(read)

    def schema(self) -> Schema:
        return {"type": "array"}


class Manifest:
    """One probability for all mechanisms, or one for some of them."""

    def __init__(self) -> None:
        number = Number(REGISTER["incidents.manifest"])
        self.one = number
        self.each = Record("manifest", dict.fromkeys(MECHANISMS, number))

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """Mechanism -> Quantity, or INVALID with a fault noted; the reason for ``equal`` beside."""
        if isinstance(node, dict) and not is_quantity(node):
            return self.each.read(node, path, reading)
        reason = None
        written = node.written if isinstance(node, Drawn) else node
        if isinstance(written, dict) and written.get(EQUAL) is not None:
            reason = Text().read(written[EQUAL], (*path, EQUAL), reading)
            written = {key: value for key, value in written.items() if key != EQUAL}
            node = replace(node, written=written) if isinstance(node, Drawn) else written
        quantity = self.one.read(node, path, reading)
        if INVALID in (quantity, reason):
            return INVALID
        read = dict.fromkeys(MECHANISMS, quantity)
        return read if reason is None else {**read, EQUAL: reason}

    def schema(self) -> Schema:
        """The JSON schema: a number, or an object by mechanism."""
        number, ranged = self.one.schema()["anyOf"]
        said = {**ranged["properties"], EQUAL: {"type": "string", "minLength": 1}}
        return {"anyOf": [number, {**ranged, "properties": said}, self.each.schema()]}


class WholeNumber:
    """A whole number from `least` on, up to `most` where there is an end."""

    def __init__(self, least: int, most: int | None = None) -> None:
        self.least, self.most = least, most

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The number, or INVALID with a fault noted."""
        if type(node) is int and self.least <= node <= (node if self.most is None else self.most):
            return node
        ends = f"from {self.least} to {self.most}" if self.most else f", {self.least} or more"
        return reading.fault(path, quoted(node), f"a whole number{' ' if self.most else ''}{ends}")

    def schema(self) -> Schema:
        """The JSON schema: an integer between the ends."""
        most = {} if self.most is None else {"maximum": self.most}
        return {"type": "integer", "minimum": self.least, **most}


class OrNone:
    """A record, or the word `none` for that there is nothing of it."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The values of the record, NOTHING, or INVALID with a fault noted."""
        if node == NOTHING:
            return NOTHING
        if isinstance(node, str):
            allowed = f"none, or a mapping with the keys of {self.record.what}"
            return reading.fault(path, quoted(node), allowed)
        return self.record.read(node, path, reading)

    def schema(self) -> Schema:
        """The JSON schema: an object, or the word."""
        return {"anyOf": [{"enum": [NOTHING]}, self.record.schema()]}


class Reviewed:
    """What reviewed failures were caused by: counts, `published` shares alone, or `none`."""

    words = ("published", "none")

    def __init__(self, counts: Record) -> None:
        self.counts = counts

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The counts and the prior they start from, or INVALID with a fault noted."""
        said = node.get("value") if isinstance(node, dict) and is_quantity(node) else node
        if isinstance(node, dict) and said is node:
            counts = self.counts.read(node, path, reading)
            return INVALID if counts is INVALID else {**counts, "prior": "published"}
        reason = None
        if isinstance(node, dict):
            no_unknown_keys(node, ("value", "because"), path, reading)
            if node.get("because") is not None:
                reason = Text().read(node["because"], (*path, "because"), reading)
        if not isinstance(said, str) or said not in self.words:
            allowed = "counts such as {inside: 18, between: 2, neither: 5}, published or none"
            return reading.fault(path, quoted(said), allowed, nearest(said, self.words))
        return INVALID if reason is INVALID else {"prior": said, "because": reason}

    def schema(self) -> Schema:
        """The JSON schema: a word, a word with its reason, or an object of counts."""
        word: Schema = {"enum": list(self.words)}
        reasoned = {
            "type": "object",
            "properties": {"value": word, "because": {"type": "string"}},
            "required": ["value"],
            "additionalProperties": False,
        }
        return {"anyOf": [word, reasoned, self.counts.schema()]}
