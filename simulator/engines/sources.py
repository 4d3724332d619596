"""The source files that something is run by, found by following their imports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

__all__ = ["PLAN_MAKERS", "digest", "reached"]

PACKAGE = Path(__file__).parents[1]
PLAN_MAKERS = (
    "simulator.engines.program.compilation",
    "simulator.engines.program.routes",
    "simulator.model.register",
)
"""They only make a plan and name its columns: whoever runs it reads its arrays, whose columns and
values have a hash of their own."""

_IMPORT = re.compile(r"^from (simulator[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_COMMENT = re.compile(r"#[^\n]*")


def reached(*entries: str, package: Path = PACKAGE) -> tuple[Path, ...]:
    """Return the files of the entry modules and of all they import, but for the makers of plans.

    Imports inside a function are not followed: they choose what else to run, and that is an entry
    of its own. Refuses an entry that is no module (ValueError).
    """
    found: dict[str, Path] = {}
    left = list(entries)
    while left:
        name = left.pop()
        if name in found or name in PLAN_MAKERS:
            continue
        path = _file(name, package)
        if path is None:
            raise ValueError(f"there is no module {name}")
        found[name] = path
        left += (each for each in _imported(path) if _file(each, package))
    return tuple(sorted(found.values()))


@cache
def digest(*entries: str, package: Path = PACKAGE) -> str:
    """Return the SHA-256, in hex digits, of the files reached, the same for all line endings."""
    whole = sha256()
    for path in reached(*entries, package=package):
        whole.update(path.relative_to(package).as_posix().encode() + b"\0")
        whole.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return whole.hexdigest()


def _imported(path: Path) -> Iterator[str]:
    """Yield the modules a file imports, and each name of them, which may be a module as well."""
    for module, names in _IMPORT.findall(path.read_text("utf-8")):
        yield module
        for name in _COMMENT.sub("", names).strip("() \n").split(","):
            if name.strip():
                yield f"{module}.{name.split()[0]}"


def _file(name: str, package: Path) -> Path | None:
    path = package.joinpath(*name.split(".")[1:])
    for file in (path.with_suffix(".py"), path / "__init__.py"):
        if file.is_file():
            return file
    return None
