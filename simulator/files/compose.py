"""From the text of one file to a plain tree that remembers its lines.

Nothing is constructed and nothing is expanded before it is counted: the tree is built from the
parser's events, so that a bomb of aliases or of brackets costs no more than its own text.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from simulator.files.scalar import plain
from simulator.scenario.tree import Fault, Path, Tree, clipped, quoted

__all__ = ["MOST_BYTES", "Composed", "UnreadableError", "compose"]

MOST_BYTES: Final = 256_000
MOST_NODES: Final = 10_000
MOST_DEPTH: Final = 20
Line = tuple[int, int]


class UnreadableError(ValueError):
    """A text of which no tree can be made: the line, what was found, what is allowed."""

    def __init__(self, line: int, found: str, allowed: str) -> None:
        self.line, self.found, self.allowed = line, found, allowed
        super().__init__(f"line {line}: found {found}; allowed {allowed}")


@dataclass(slots=True, eq=False)
class Node:
    """A value of the file: its line, its size and depth with aliases expanded, its children."""

    line: int
    value: object = None
    entries: dict[str, tuple[int, "Node"]] | None = None
    items: list["Node"] | None = None
    size: int = 1
    depth: int = 1
    open: bool = True
    key: tuple[int, "Node"] | None = None
    merges: bool = False
    strange: list[tuple[str | None, Fault]] = field(default_factory=list)

    def adopt(self, child: "Node") -> None:
        """Take a finished child in: a key, the value of the waiting key, or an item."""
        self.size += child.size
        self.depth = max(self.depth, child.depth + 1)
        if self.size > MOST_NODES:
            raise UnreadableError(1, f"more than {MOST_NODES:,} values", "a smaller file")
        if self.items is not None:
            self.items.append(child)
        elif self.key is None:
            self.key = (child.line, child)
        else:
            self._enter(*self.key, child)
            self.key = None

    def _enter(self, line: int, key: "Node", child: "Node") -> None:
        entries = self.entries if self.entries is not None else {}
        name = key.value
        if not isinstance(name, str):
            found = quoted(name) if key.entries is None and key.items is None else "a collection"
            shown = found.strip("'")
            self._note(shown, line, f"the key {found}", "a text as key, in quotes if need be")
        elif key.merges:
            self._note(name, line, "a merge key", "extends, or the keys themselves")
        elif name in entries:
            self._note(name, line, "the key a second time", "every key once")
        else:
            entries[name] = (line, child)

    def _note(self, name: str, line: int, found: str, allowed: str) -> None:
        self.strange.append((name, Fault((line,), found, allowed)))


@dataclass(frozen=True, slots=True)
class Composed:
    """A tree, the lines of keys and values by path, the faults of the YAML itself, the tags."""

    tree: Tree
    lines: dict[Path, Line]
    faults: list[tuple[int, Fault]]
    tagged: set[Path] = field(default_factory=set)


def compose(text: str) -> Composed:
    """The tree of a YAML 1.2 text; UnreadableError where there is none."""
    root = _root(_events(text), text)
    if root is None:
        raise UnreadableError(1, "an empty file", "a mapping of a scenario's keys")
    if root.entries is None:
        found = "a list" if root.items is not None else quoted(root.value)
        raise UnreadableError(root.line, found, "a mapping of a scenario's keys")
    composed = Composed({}, {}, [])
    composed.tree.update(_plain(root, (), composed))
    return composed


def _events(text: str) -> Iterator[Event]:
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        found = clipped(error.problem or "a mistake").replace("\n", " ")
        raise UnreadableError(
            mark.line + 1 if mark else 1, f"no YAML: {found}", "YAML 1.2"
        ) from None
    except YAMLError as error:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) + 1
        raise UnreadableError(line, "a control character", "YAML 1.2 in UTF-8") from None
    except (ValueError, IndexError, TypeError, KeyError, AttributeError, RecursionError):
        # the parser has escapes and marks it does not expect itself
        raise UnreadableError(1, "no YAML", "YAML 1.2") from None


def _root(events: Iterator[Event], text: str) -> Node | None:
    stack: list[Node] = []
    anchors: dict[str, Node] = {}
    root: Node | None = None
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent):
            _check_start(event, root, text)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            done = stack.pop()
            done.open = False
            if stack:
                stack[-1].adopt(done)
        elif isinstance(event, AliasEvent):
            stack[-1].adopt(_alias(event, anchors, line, len(stack)))
        elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            node = _node(event, line, len(stack))
            root = root or node
            if event.anchor is not None:
                anchors[event.anchor] = node
            if not isinstance(event, ScalarEvent):
                stack.append(node)
            elif stack:
                stack[-1].adopt(node)
    return root


def _check_start(event: DocumentStartEvent, root: Node | None, text: str) -> None:
    line = event.start_mark.line + 1
    if root is not None:
        raise UnreadableError(line, "a second document", "one document")
    for number, written in enumerate(text.splitlines()[:line], start=1):
        if written.startswith("%"):
            raise UnreadableError(number, "a directive", "YAML 1.2 without directives")


def _alias(event: AliasEvent, anchors: dict[str, Node], line: int, depth: int) -> Node:
    name = quoted(event.anchor)
    node = anchors.get(event.anchor)
    if node is None:
        raise UnreadableError(line, f"the alias {name} of nothing", "an alias of an anchor above")
    if node.open:
        raise UnreadableError(line, f"the anchor {name} inside itself", "anchors without cycles")
    if depth + node.depth > MOST_DEPTH:
        raise UnreadableError(line, f"more than {MOST_DEPTH} levels", "a flatter file")
    return node


def _node(
    event: ScalarEvent | MappingStartEvent | SequenceStartEvent, line: int, depth: int
) -> Node:
    if depth >= MOST_DEPTH:
        raise UnreadableError(line, f"more than {MOST_DEPTH} levels", "a flatter file")
    node = Node(line)
    if isinstance(event, MappingStartEvent):
        node.entries = {}
    elif isinstance(event, SequenceStartEvent):
        node.items = []
    else:
        node.open = False
        # letters composed: a file from another system may spell the same name in other signs
        text = unicodedata.normalize("NFC", event.value)
        node.value = text if event.style else plain(text)
        # in quotes it is a name like any other
        node.merges = not event.style and event.value == "<<"
    if event.tag is not None:
        fault = Fault((line,), f"the tag {quoted(event.tag)}", "a value without a tag")
        node.strange.append((None, fault))
    return node


def _plain(node: Node, path: Path, composed: Composed) -> Any:
    """The node as plain values; lines and faults are noted by path."""
    composed.lines.setdefault(path, (node.line, node.line))
    for name, fault in node.strange:
        place = path if name is None else (*path, name)
        line = fault.path[0]
        told = Fault(place, fault.found, fault.allowed)
        if name is None:
            composed.tagged.add(path)
        composed.faults.append((line if isinstance(line, int) else 1, told))
    if node.entries is not None:
        values: Tree = {}
        for name, (line, child) in node.entries.items():
            composed.lines[(*path, name)] = (line, child.line)
            values[name] = _plain(child, (*path, name), composed)
        return values
    if node.items is not None:
        return [_plain(item, (*path, index), composed) for index, item in enumerate(node.items)]
    return node.value
