"""One file and everything it extends, merged into one tree that remembers its lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Final

from simulator.files.compose import MOST_BYTES, Line, UnreadableError, compose
from simulator.files.disk import read
from simulator.files.problem import Problem, ScenarioError
from simulator.files.shipped import shipped
from simulator.scenario.entries import normalise
from simulator.scenario.shape import nearest
from simulator.scenario.tree import Fault, Path, Tree, clipped, merge, quoted, shown

__all__ = ["Source", "decoded", "found_beside", "source", "text_of"]

LONGEST_CHAIN: Final = 20
WHOLE: Final = "file"


@dataclass(slots=True)
class Source:
    """A merged tree, the file and line each path was written at, and the problems so far.

    ``order`` gives the files in the order of reading, the one asked for first; nothing more is
    said about what stands below a path of ``settled``.
    """

    tree: Tree = field(default_factory=dict)
    places: dict[Path, tuple[str, Line]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    settled: set[Path] = field(default_factory=set)

    def tells(self, fault: Fault) -> bool:
        """Whether a fault is news: not below a path of which enough was said."""
        prefixes = (fault.path[:length] for length in range(len(fault.path) + 1))
        return not any(prefix in self.settled for prefix in prefixes)

    def problem(self, fault: Fault) -> Problem:
        """The fault at the line of its place, or of the nearest place above it."""
        file, line = self._place(fault)
        hint = None if fault.hint is None else clipped(fault.hint)
        return Problem(file, line, shown(fault.path), fault.found, fault.allowed, hint)

    def _place(self, fault: Fault) -> tuple[str, int]:
        for length in range(len(fault.path), 0, -1):
            place = self.places.get(fault.path[:length])
            if place is not None:
                file, (key_line, value_line) = place
                exact = length == len(fault.path) and not fault.at_key
                return file, value_line if exact else key_line
        return self.order[0], 1


def text_of(path: FilePath, name: str) -> str:
    """The text of a file; ScenarioError when it is too big or no UTF-8, OSError as it comes."""
    return decoded(read(path, MOST_BYTES + 1), name)


def decoded(content: bytes, name: str) -> str:
    """The text of some bytes; ScenarioError when they are too many or no UTF-8."""
    if len(content) > MOST_BYTES:
        allowed = f"at most {MOST_BYTES // 1000} kB"
        raise _whole(name, 1, f"more than {MOST_BYTES // 1000} kB", allowed)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _whole(name, line, "bytes that are no UTF-8", "a text in UTF-8") from None


def source(text: str, name: str, path: FilePath | None) -> Source:
    """The source of a text with all it extends; ScenarioError where no tree can be made.

    ``path`` is None for a text without a folder of its own, which may extend shipped
    scenarios only.
    """
    merged = Source()
    layers: list[tuple[Tree, dict[Path, tuple[str, Line]]]] = []
    read: list[FilePath] = []
    while True:
        merged.order.append(name)
        if path is not None:
            read.append(path.resolve())
        tree, places, base = _one(text, name, merged)
        layers.append((tree, places))
        if base is None:
            break
        found = found_beside(base, path)
        again = found is not None and found.resolve() in read
        if found is None or again or len(layers) > LONGEST_CHAIN:
            merged.problems.append(_no_base(base, name, places, again))
            break
        inside = path is not None and found.parent == path.parent and base not in shipped()
        name = str(FilePath(name).with_name(str(base))) if inside else found.name
        path = found
        text = text_of(path, name)
    for tree, places in reversed(layers):
        merged.tree.pop("teaches", None)  # of another organisation
        merged.tree = merge(merged.tree, tree)
        merged.places.update(places)
    return merged


def _one(text: str, name: str, merged: Source) -> tuple[Tree, dict[Path, tuple[str, Line]], object]:
    try:
        composed = compose(text)
    except UnreadableError as error:
        raise ScenarioError(
            [*merged.problems, Problem(name, error.line, WHOLE, error.found, error.allowed)]
        ) from None
    normal = normalise(composed.tree)
    places: dict[Path, tuple[str, Line]] = {}
    for path, line in composed.lines.items():
        if path:
            places[path] = places[normal.place(path)] = (name, line)
    own = Source(places=places, order=[name])
    merged.problems += [
        Problem(name, line, shown(normal.place(fault.path)), fault.found, fault.allowed)
        for line, fault in composed.faults
    ]
    merged.settled |= {normal.place(path) for path in composed.tagged}
    merged.problems += [own.problem(fault) for fault in normal.faults]
    base = normal.tree.pop("extends", None)
    return normal.tree, places, base


def found_beside(base: object, path: FilePath | None) -> FilePath | None:
    """Where a shipped scenario, or a file of the same folder as `path`, lies; None for others."""
    if not isinstance(base, str):
        return None
    if base in shipped():
        return shipped()[base]
    if path is None or "/" in base or "\\" in base or not base.endswith((".yaml", ".yml")):
        return None
    beside = path.parent / base
    try:
        inside = beside.is_file() and beside.resolve().parent == path.parent.resolve()
    except (OSError, ValueError):
        return None
    return beside if inside else None


def _no_base(
    base: object, name: str, places: Mapping[Path, tuple[str, Line]], again: bool
) -> Problem:
    line = places[("extends",)][1][1]
    if again:
        found = f"{quoted(base)}, which extends this file"
        return Problem(name, line, "extends", found, "scenarios without a cycle")
    allowed = "a file of the same folder, such as base.yaml, or a shipped scenario"
    return Problem(name, line, "extends", quoted(base), allowed, nearest(base, shipped()))


def _whole(name: str, line: int, found: str, allowed: str) -> ScenarioError:
    return ScenarioError([Problem(name, line, WHOLE, found, allowed)])
