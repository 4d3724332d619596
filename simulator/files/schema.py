"""The JSON schema of scenario files, for editors; the reader's own checks go further."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from simulator.scenario.layout import layout

__all__ = ["schema"]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SHORTEST_SHARED: Final = 120
Schema = dict[str, Any]


def schema() -> Schema:
    """The JSON schema of a scenario file, what it repeats told once under ``$defs``."""
    record = layout()
    whole = record.schema()
    base = {"type": "string", "description": "Another scenario; only what differs stands here"}
    whole["properties"] = {
        "version": whole["properties"]["version"],
        "extends": base,
        **whole["properties"],
    }
    whole["anyOf"] = [{"required": ["extends"]}, {"required": list(record.required)}]
    return {
        "$schema": DIALECT,
        "title": "A scenario of edgewise",
        **_shared(whole),
    }


def _shared(whole: Schema) -> Schema:
    """The schema with every long part that occurs twice moved to ``$defs``."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}

    def count(part: Schema, name: str) -> None:
        text = json.dumps(part)
        counts[text] += 1
        names.setdefault(text, name)
        if counts[text] == 1:
            for key, child in _parts(part, name):
                count(child, key)

    count(whole, "scenario")
    repeated = [text for text, times in counts.items() if times > 1]
    taken: dict[str, str] = {}
    for text in repeated:
        if len(text) >= SHORTEST_SHARED:
            name = names[text]
            same = sum(other.split("-")[0] == name for other in taken.values())
            taken[text] = f"{name}-{same + 1}" if same else name

    def point(part: Schema, name: str) -> Schema:  # noqa: ARG001 the walk passes names
        text = json.dumps(part)
        return {"$ref": f"#/$defs/{taken[text]}"} if text in taken else _rebuilt(part, point)

    defs = {taken[text]: _rebuilt(json.loads(text), point) for text in taken}
    return {**_rebuilt(whole, point), "$defs": dict(sorted(defs.items()))}


def _parts(part: Schema, name: str) -> Iterator[tuple[str, Schema]]:
    for key, child in part.get("properties", {}).items():
        yield key, child
    for key in ("items", "additionalProperties"):
        if isinstance(part.get(key), dict):
            yield name, part[key]
    for child in part.get("anyOf", []):
        yield name, child


def _rebuilt(part: Schema, point: Callable[[Schema, str], Schema]) -> Schema:
    """The part with each of its own parts replaced."""
    new = dict(part)
    if "properties" in part:
        new["properties"] = {key: point(of, key) for key, of in part["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(part.get(key), dict):
            new[key] = point(part[key], key)
    if "anyOf" in part:
        new["anyOf"] = [point(of, "anyOf") for of in part["anyOf"]]
    return new
