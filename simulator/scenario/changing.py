"""The scenario of a plan: its change carried out on the tree, words first, then the rest over it.

Any number of a change may be `1.4x` of what the file says there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from simulator.model.lever import LEVERS
from simulator.model.register import REGISTER, lever_row
from simulator.scenario.redrawing import WORDS, Move, redrawn
from simulator.scenario.tree import (
    Drawn,
    Fault,
    Path,
    Tree,
    is_quantity,
    leaves,
    lookup,
    merge,
    put,
    quoted,
)

__all__ = ["Changed", "changed", "multiple"]

_MULTIPLE: Final = re.compile(r" *([0-9]+(?:\.[0-9]+)?) *[x×] *")
_LEADING: Final = re.compile(
    r"([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)(.*)", re.DOTALL
)
_SECTIONS: Final[Mapping[str, str]] = {"teams": "team", "boundaries": "boundary"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A tree with a plan's change in it.

    `copied` maps a place to the one before the change that says what stands there now, `given` a
    place to the path of the change that says it. `times` are the multiples by place, each with what
    it is a multiple of. `faults` are at paths of the change.
    """

    tree: Tree
    copied: Mapping[Path, Path] = field(default_factory=dict)
    given: Mapping[Path, Path] = field(default_factory=dict)
    times: Mapping[Path, tuple[str, Any]] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    faults: tuple[Fault, ...] = ()


def multiple(text: object) -> Decimal | None:
    """The factor of a text such as ``1.4x``; None where it is none."""
    match = _MULTIPLE.fullmatch(text) if isinstance(text, str) else None
    return None if match is None else Decimal(match[1])


def changed(tree: Tree, change: Mapping[str, Any]) -> Changed:
    """The tree of a plan; where a change has words the tree must be without faults."""
    first = redrawn(tree, change)
    rest: Tree = {key: of for key, of in change.items() if key not in WORDS}
    copied, given = dict(first.copied), dict(first.given)
    times, faults = {}, list(first.faults)
    for path in leaves(rest):
        factor = multiple(lookup(rest, path))
        if factor is None:
            given[path] = path
            continue
        of, base = _base(first.tree, path)
        now = _times(base, factor)
        if now is None:
            said = "nothing there" if base is None else quoted(base)
            found = f"{quoted(lookup(rest, path))} of {said}"
            faults.append(Fault(path, found, "a multiple of a number that the file gives"))
            continue
        times[path] = (lookup(rest, path), base)
        rest = put(rest, path, now)
        if of != path:
            copied[path] = _before(of, first.copied)
    return Changed(
        tree=merge(first.tree, rest),
        copied=copied,
        given=given,
        times=times,
        moves=tuple(first.moves),
        faults=tuple(faults),
    )


def _before(path: Path, copied: Mapping[Path, Path]) -> Path:
    for length in range(len(path), 0, -1):
        if path[:length] in copied:
            return copied[path[:length]] + path[length:]
    return path


def _base(tree: Tree, path: Path) -> tuple[Path, Any]:
    """What a file says at a path, and where: there, in its defaults, or by the register."""
    for where in _layers(path):
        found = lookup(tree, where)
        if found is not None:
            return where, found
    return path, _of_register(path)


def _layers(path: Path) -> Iterator[Path]:
    yield path
    if path[0] in _SECTIONS and len(path) > 2:
        yield ("defaults", _SECTIONS[str(path[0])], *path[2:])


def _of_register(path: Path) -> Any:
    parts = [str(part) for part in path]
    if parts[0] == "levers" and len(parts) > 2 and parts[1] in LEVERS:
        return lookup(lever_row(parts[1], shipped=True), path[2:])
    if parts[0] == "defaults":
        parts = parts[1:]
    elif parts[0] in {"work", *_SECTIONS}:
        parts = [_SECTIONS.get(parts[0], "work"), *parts[2:]]
    elif len(parts) == 1:
        parts = ["scenario", *parts]
    known = REGISTER.get(".".join(parts))
    return None if known is None else known.default


def _times(leaf: Any, factor: Decimal) -> Any:
    """A number times a factor in the form that it was written in, None where it is no number.

    In decimals, so that it is the number that would be written by hand.
    """
    if isinstance(leaf, Drawn):
        written = _times(leaf.written, factor)
        return None if written is None else Drawn(written, leaf.value * float(factor))
    if is_quantity(leaf):
        found = {
            key: _times(of, factor) if key in {"value", "low", "high"} and of is not None else of
            for key, of in leaf.items()
        }
        return (
            None
            if None
            in (
                found[key]
                for key in ("value", "low", "high")
                if key in leaf and leaf[key] is not None
            )
            else found
        )
    if isinstance(leaf, str):
        match = _LEADING.fullmatch(leaf.strip())
        return None if match is None else f"{_product(match[1], factor)!r}{match[2]}"
    if isinstance(leaf, int | float) and not isinstance(leaf, bool):
        return _product(repr(leaf), factor)
    return None


def _product(number: str, factor: Decimal) -> float:
    return float(Decimal(number) * factor)
