"""Plain trees of scenario files: paths, faults, merging, lists into mappings."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = [
    "Drawn",
    "Fault",
    "Path",
    "Stray",
    "Tree",
    "TreeError",
    "dotted",
    "is_quantity",
    "leaves",
    "merge",
    "path_of",
    "put",
    "quoted",
]

Path: TypeAlias = tuple[str | int, ...]
Tree: TypeAlias = dict[str, Any]

LONGEST_QUOTE = 40
_PLAIN_PART = re.compile(r'[^."\[\]]+')
_PART = re.compile(r'("(?:[^"\\]|\\.)*"|[^."\[\]]+)|\[([0-9]+)\]|(\.)')


@dataclass(frozen=True, slots=True)
class Stray:
    """A scalar no key allows, such as a date, in the words of a message."""

    words: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A number as written, and the value it has in one world [internal unit]."""

    written: Any
    value: float


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a tree: where, what was found, what is allowed, the nearest known key."""

    path: Path
    found: str
    allowed: str
    hint: str | None = None
    at_key: bool = False

    def __str__(self) -> str:
        """The mistake in one line, without file and line."""
        hint = "" if self.hint is None else f"; did you mean {clipped(self.hint)}?"
        return f"{shown(self.path)}: found {self.found}; allowed {self.allowed}{hint}"


class TreeError(ValueError):
    """A tree that is no scenario, with every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def dotted(path: Path) -> str:
    """The path as one key, such as ``events[0].change``; ``path_of`` turns it back."""
    return _joined(path, lambda part: part)


def shown(path: Path) -> str:
    """The path as messages show it: no part longer than 40 characters, no control characters."""
    return _joined(path, clipped) or "file"


def _joined(path: Path, dress: Any) -> str:
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
            continue
        dressed = dress(part)
        plain = _PLAIN_PART.fullmatch(dressed)
        text += ("." if text else "") + (dressed if plain else json.dumps(dressed))
    return text


def path_of(key: str) -> Path:
    """The path that ``dotted`` made this key from."""
    parts: list[str | int] = []
    for name, index, _ in _PART.findall(key):
        if index:
            parts.append(int(index))
        elif name:
            parts.append(json.loads(name) if name.startswith('"') else name)
    return tuple(parts)


def clipped(text: str) -> str:
    """The text in printable characters, 40 at most."""
    shortened = text[: LONGEST_QUOTE + 1]
    safe = "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in shortened
    )
    return safe if len(safe) <= LONGEST_QUOTE else safe[: LONGEST_QUOTE - 3] + "..."


def quoted(value: object) -> str:
    """What was found, in the words of a message, never longer than 40 characters of the file."""
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"'{clipped(value)}'"
    if isinstance(value, int | float):
        large = isinstance(value, int) and abs(value) >= 10**18
        return "a very large number" if large else f"{value}"
    if isinstance(value, Stray):
        return clipped(value.words)
    names = {"dict": "a mapping", "list": "a list"}
    kind = type(value).__name__
    return names.get(kind, f"a {kind}")


def is_quantity(value: object) -> bool:
    """Whether a mapping is one number with its range: ``{value: ..., low: ..., high: ...}``."""
    return isinstance(value, dict) and "value" in value and not isinstance(value["value"], dict)


def merge(base: Mapping[str, Any], override: Mapping[str, Any]) -> Tree:
    """A new tree: the override key by key over the base, at every depth.

    A mapping with ``value`` on either side is replaced whole, null removes, lists are replaced.
    A null with nothing to remove stays, so that it can remove a default.
    """
    merged = dict(base)
    for key, value in override.items():
        below = merged.get(key)
        if value is None and below is not None:
            del merged[key]
        elif (
            isinstance(value, dict)
            and isinstance(below, dict)
            and not (is_quantity(value) or is_quantity(below))
        ):
            merged[key] = merge(below, value)
        else:
            merged[key] = value
    return merged


def leaves(tree: Mapping[str, Any], prefix: Path = ()) -> Iterator[Path]:
    """The paths of everything that a merge would replace whole."""
    for key, value in tree.items():
        if isinstance(value, dict) and not is_quantity(value):
            yield from leaves(value, (*prefix, key))
        else:
            yield (*prefix, key)


def lookup(tree: Any, path: Path) -> Any:
    """What stands at a path, None where nothing does."""
    for part in path:
        if isinstance(tree, dict):
            tree = tree.get(part)
        elif isinstance(tree, list) and isinstance(part, int) and part < len(tree):
            tree = tree[part]
        else:
            return None
    return tree


def put(tree: Any, path: Path, leaf: object) -> Any:
    """A new tree with this leaf at an existing path; what the path does not touch is shared."""
    if not path:
        return leaf
    first, rest = path[0], path[1:]
    copy: Any = list(tree) if isinstance(tree, list) else dict(tree)
    copy[first] = put(tree[first], rest, leaf)
    return copy
