"""What a question may be asked of: a file, a shipped scenario's name, or a loaded organisation."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from simulator.api.organisation import Organisation
from simulator.files.read import load as read
from simulator.files.shipped import shipped

__all__ = ["Source", "load", "organisation_of"]

Source = str | PathLike[str] | Organisation
"""A scenario file, the name of a shipped scenario, or what `load` returned."""


def load(file: str | PathLike[str]) -> Organisation:
    """Return the organisation of a scenario file, or of a shipped scenario's name.

    ScenarioError (a ValueError) with every problem of the file at once, OSError where it cannot be
    opened.
    """
    known, path = shipped(), Path(file)
    if not path.exists() and str(file) in known:
        path = known[str(file)]
    return Organisation(file=str(file), scenario=read(path))


def organisation_of(source: Source) -> Organisation:
    """Return the organisation that a source names, or the source itself where it is one.

    Refuses what `load` refuses.
    """
    return source if isinstance(source, Organisation) else load(source)
