"""The shapes of mappings: records with known keys, tables with names as keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.scenario.shape import (
    INVALID,
    Number,
    Reading,
    Schema,
    Shape,
    name_fault,
    no_unknown_keys,
)
from simulator.scenario.tree import Path, quoted

__all__ = ["REMOVED", "Listed", "Record", "Table", "layered"]

REMOVED = object()


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys."""

    what: str
    fields: Mapping[str, Shape]
    required: tuple[str, ...] = ()

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The values read by key, without the invalid ones; INVALID when it is no mapping."""
        if not isinstance(node, dict):
            return reading.fault(path, quoted(node), f"a mapping with the keys of {self.what}")
        if (before := reading.again(node, path)) is not None:
            return before
        no_unknown_keys(node, self.fields, path, reading)
        self._check_required(node, path, reading)
        values: dict[str, Any] = {}
        for key, shape in self.fields.items():
            if key not in node:
                continue
            if node[key] is None:
                if key not in self.required:
                    values[key] = REMOVED
                continue
            value = shape.read(node[key], (*path, key), reading)
            if value is not INVALID:
                values[key] = value
        reading.found[path] = (node, values)
        return values

    def _check_required(self, node: Mapping[str, Any], path: Path, reading: Reading) -> None:
        for key in self.required:
            if node.get(key) is None:
                shape = self.fields[key]
                allowed = f"a value, which {self.what} needs"
                if isinstance(shape, Number):
                    allowed = shape.parameter.allowed
                reading.fault((*path, key), "nothing", allowed)

    def schema(self) -> Schema:
        """The JSON schema: an object closed to other keys."""
        return {
            "type": "object",
            "properties": {
                key: shape.schema() if key in self.required else nullable(shape.schema())
                for key, shape in self.fields.items()
            },
            "additionalProperties": False,
        }


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from names to records.

    ``listed`` names the keys of the list form; ``bare`` says whether a null that removes nothing
    is passed over.
    """

    what: str
    entry: Shape
    name: Callable[[str], str | None] = name_fault
    listed: tuple[str, ...] = ()
    least: int = 0
    bare: bool = True

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The entries read by name; INVALID when it is no mapping."""
        if not isinstance(node, dict):
            kind = "a list or a mapping" if self.listed else "a mapping"
            return reading.fault(path, quoted(node), f"{kind} of {self.what}")
        if (before := reading.again(node, path)) is not None:
            return before
        entries: dict[str, Any] = {}
        for name, child in node.items():
            fault = self.name(name) if isinstance(name, str) else "a name"
            if fault is not None:
                entries[str(name)] = {}
                reading.fault((*path, str(name)), quoted(name), fault, None, True)
            elif child is not None:
                value = self.entry.read(child, (*path, name), reading)
                entries[name] = {} if value is INVALID else value
            elif not self.bare:
                entries[name] = {}
                reading.fault((*path, name), "nothing", "a mapping; {} takes the defaults")
        if len(entries) < self.least:
            reading.fault(path, "nothing", f"at least one of {self.what}")
        reading.found[path] = (node, entries)
        return entries

    def schema(self) -> Schema:
        """The JSON schema: an object, or a list whose entries name themselves."""
        entry = self.entry.schema()
        table: Schema = {"type": "object", "additionalProperties": nullable(entry)}
        if not self.listed:
            return table
        names = {name: {"type": "string", "minLength": 1} for name in self.listed}
        item = {**entry, "properties": {**names, **entry["properties"]}}
        return {"anyOf": [{"type": "array", "items": item}, table]}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of records."""

    what: str
    entry: Record
    empty: tuple[Any, ...] = field(default=())

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The records read, in the order of the file; INVALID when it is no list."""
        if not isinstance(node, list):
            return reading.fault(path, quoted(node), f"a list of {self.what}")
        return [self.entry.read(child, (*path, index), reading) for index, child in enumerate(node)]

    def schema(self) -> Schema:
        """The JSON schema: a list."""
        return {"type": "array", "items": self.entry.schema()}


def nullable(schema: Schema) -> Schema:
    """The schema that also allows null, which removes what stood there."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    return {**schema, "type": [schema["type"], "null"]} if "type" in schema else schema


def layered(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """Later values over earlier ones, key by key at every depth; REMOVED takes away."""
    merged: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            if isinstance(value, dict):
                below = merged.get(key)
                merged[key] = layered(below, value) if isinstance(below, dict) else layered(value)
            elif value is REMOVED:
                merged.pop(key, None)
            else:
                merged[key] = value
    return merged
