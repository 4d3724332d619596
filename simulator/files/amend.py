"""Plans put into a scenario file, whose comments and order stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from simulator.files import disk
from simulator.files.read import load, load_text
from simulator.files.write import flow

__all__ = ["add_plans"]

_ARMS = re.compile(r"^arms:[ \t]*(#.*)?$", re.MULTILINE)
_ENTRY = re.compile(r"^([ \t]*)(- |\S)", re.MULTILINE)


def add_plans(path: str | PathLike[str], plans: Mapping[str, Mapping[str, Any]]) -> None:
    """Write these plans into a file behind its own; the file is read again before it is written.

    Refuses a plan that is there already, and plans that stand on one line (ValueError); refuses
    what the file could not be read with (ScenarioError).
    """
    text = Path(path).read_text("utf-8")
    there = [name for name in plans if name in load(path).arms]
    if there:
        raise ValueError(f'{path}: found a plan "{there[0]}" already; allowed: every name once')
    new = _with(text, plans)
    if new is None:
        said = "; ".join(f"{flow(name)}: {flow(dict(of))}" for name, of in plans.items())
        raise ValueError(f"{path}: arms: found plans on one line; write them by hand: {said}")
    load_text(new, str(path), Path(path))
    disk.write(path, new.encode())


def _with(text: str, plans: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the text with the plans behind its own; None where those stand on one line."""
    found = _ARMS.search(text)
    if found is None:
        if re.search(r"^arms:", text, re.MULTILINE):
            return None
        entries = "".join(f"  {flow(name)}: {flow(dict(of))}\n" for name, of in plans.items())
        return f"{text.rstrip()}\n\narms:\n{entries}"
    end = _end(text, found.end())
    first = _ENTRY.search(text, found.end() + 1, end)
    indent, listed = (first[1], first[2] == "- ") if first else ("  ", False)
    entries = "".join(
        f"{indent}- {flow({'name': name, **of})}\n"
        if listed
        else f"{indent}{flow(name)}: {flow(dict(of))}\n"
        for name, of in plans.items()
    )
    before = text[:end].rstrip("\n")
    return f"{before}\n{entries}{text[len(before) + 1 :]}"


def _end(text: str, start: int) -> int:
    """Return where the block ends: before the next line that is no entry of it."""
    rest = re.compile(r"^(?![ \t\n#-])(?=.)", re.MULTILINE).search(text, start + 1)
    return rest.start() if rest else len(text)
