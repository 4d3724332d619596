"""The lists work, boundaries and plans as mappings by kind, ``A -> B`` and name; former keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.scenario.tree import Fault, Path, Tree, quoted

__all__ = ["ARROW", "Normal", "normalise"]

ARROW = " -> "
IDENTITY = {"work": ("kind",), "boundaries": ("from", "to"), "arms": ("name",)}


@dataclass(frozen=True, slots=True)
class Normal:
    """A tree without lists of entries, the faults met, and the new place of each old path."""

    tree: Tree
    faults: list[Fault] = field(default_factory=list)
    renamed: dict[Path, Path] = field(default_factory=dict)

    def place(self, path: Path) -> Path:
        """The path in the normal tree of a path of the tree as written."""
        new: Path = ()
        for part in path:
            new = self.renamed.get((*new, part), (*new, part))
        return new


def normalise(tree: Mapping[str, Any]) -> Normal:
    """The tree with its three lists, and those of every ``change``, as mappings.

    A key that has a better name stands under that one.
    """
    normal = Normal(dict(tree))
    _sections(normal.tree, (), normal)
    _lesson(normal)
    return normal


def _lesson(normal: Normal) -> None:
    """Put what a workshop says it teaches, as files once did, where every file says it."""
    shop = normal.tree.get("workshop")
    if not isinstance(shop, dict) or "teaches" not in shop:
        return
    normal.tree["workshop"] = {key: of for key, of in shop.items() if key != "teaches"}
    if "teaches" not in normal.tree:
        normal.tree["teaches"] = {"says": shop["teaches"]}
        normal.renamed["workshop", "teaches"] = ("teaches", "says")


def _sections(tree: Tree, prefix: Path, normal: Normal) -> None:
    for section, names in IDENTITY.items():
        if isinstance(tree.get(section), list):
            tree[section] = _from_list(tree[section], (*prefix, section), names, normal)
        elif isinstance(tree.get(section), dict):
            tree[section] = _from_mapping(tree[section], (*prefix, section), names, normal)
    if isinstance(tree.get("arms"), dict):
        _changes(tree["arms"], tree["arms"].keys(), (*prefix, "arms"), normal)
    if isinstance(tree.get("events"), list):
        tree["events"] = list(tree["events"])
        _changes(tree["events"], range(len(tree["events"])), (*prefix, "events"), normal)


def _changes(holders: Any, keys: Any, prefix: Path, normal: Normal) -> None:
    for key in keys:
        holder = holders[key]
        if isinstance(holder, dict) and isinstance(holder.get("change"), dict):
            change = dict(holder["change"])
            holders[key] = {**holder, "change": change}
            _sections(change, (*prefix, key, "change"), normal)


def _from_list(entries: list[Any], prefix: Path, names: tuple[str, ...], normal: Normal) -> Tree:
    mapping: Tree = {}
    for index, entry in enumerate(entries):
        path = (*prefix, index)
        if not isinstance(entry, dict):
            allowed = f"a mapping with {' and '.join(names)}"
            normal.faults.append(Fault(path, quoted(entry), allowed))
            continue
        wrong = [name for name in names if not isinstance(entry.get(name), str)]
        for name in wrong:
            found = quoted(entry.get(name))
            normal.faults.append(Fault((*path, name), found, "a name"))
        key = ARROW.join(str(entry.get(name)) for name in names)
        if not wrong and key in mapping:
            normal.faults.append(Fault(path, f"{quoted(key)} twice", "every entry once"))
        elif not wrong:
            mapping[key] = {name: entry[name] for name in entry if name not in names}
            normal.renamed[path] = (*prefix, key)
    return mapping


def _from_mapping(
    entries: Mapping[str, Any], prefix: Path, names: tuple[str, ...], normal: Normal
) -> Tree:
    mapping: Tree = {}
    for key, entry in entries.items():
        mapping[key] = entry
        if not isinstance(entry, dict) or not set(names) & set(entry):
            continue
        parts = str(key).split(ARROW) if len(names) > 1 else [key]
        for name, part in zip(names, parts, strict=False):
            if name in entry and entry[name] != part:
                found, allowed = quoted(entry[name]), f"{quoted(part)}, as its key says"
                normal.faults.append(Fault((*prefix, key, name), found, allowed))
        mapping[key] = {name: entry[name] for name in entry if name not in names}
    return mapping
