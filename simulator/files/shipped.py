"""The scenarios that travel with the package."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

__all__ = ["shipped"]


@cache
def shipped() -> Mapping[str, Path]:
    """The paths of the shipped scenarios by name, in name order."""
    package = Path(str(files("simulator")))
    # a wheel carries them inside the package; in a checkout they stand beside it
    for folder in (package / "_scenarios", package.parent / "scenarios"):
        if folder.is_dir():
            return MappingProxyType({path.stem: path for path in sorted(folder.glob("*.yaml"))})
    return MappingProxyType({})
