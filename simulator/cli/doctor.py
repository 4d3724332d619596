"""`edgewise doctor`, and the line of `edgewise --version`."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import click

__all__ = ["doctor", "version_line"]

EXTRAS = {"logs": "reads event logs", "dask": "several machines"}
"""What may be installed beside the plain edgewise, and what for."""
_NEED = re.compile(r"([\w.-]+)[^;]*?>=([\d.]+)")
_EXTRA = re.compile(r"extra == ['\"](\w+)['\"]")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line: what was looked at, whether answers can do with it, and what was found."""

    what: str
    fine: bool
    found: str


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="What is printed.",
)
def doctor(form: str) -> None:
    """Tell what is installed, what compiles, and where caches lie; one line each.

    Ends with exit code 1 where something needs to be mended, which its line says. Compiles the
    engine where that was not done yet, which takes some seconds.

    \b
    Example:  edgewise doctor
              edgewise doctor --format json
    """  # noqa: D301 - click reads the mark as an escape
    import json

    from simulator.cli.columns import print_columns, print_json

    found = list(_findings())
    if form == "json":
        print_json(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    else:
        rows = [(each.what, "yes" if each.fine else "NO", each.found) for each in found]
        print_columns(("what", "fine", "found"), rows)
    if not all(each.fine for each in found):
        raise SystemExit(1)


def version_line() -> str:
    """Return the version of edgewise, the engine that runs here, and what compiles it."""
    from simulator.engines.compiled.requirements import obstacle

    why = obstacle()
    engine = (
        f"compiled engine, numba {_version('numba')}"
        if why is None
        else f"reference engine, as {why}"
    )
    return f"edgewise {_version('edgewise')} ({engine}, Python {platform.python_version()})"


def _findings() -> Iterator[Finding]:
    where = Path(__file__).parents[1]
    yield Finding(what="edgewise", fine=True, found=f"{_version('edgewise')} in {where}")
    machine = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Finding(what="Python", fine=sys.version_info >= (3, 11), found=f"{machine}, {sys.prefix}")
    yield from _packages()
    yield _seen("engine", _engine)
    yield _seen("page", _page)
    yield _seen("machine code", _code)
    yield _seen("store", _store)
    yield _seen("browser", _browser)
    yield Finding(what="encoding", fine=True, found=f"{sys.stdout.encoding}")


def _packages() -> Iterator[Finding]:
    lines = [(_NEED.match(line), _EXTRA.search(line)) for line in requires("edgewise") or ()]
    listed = [(need[1], need[2], extra and extra[1]) for need, extra in lines if need]
    for extra in (None, *EXTRAS):
        of_extra = [(name, least) for name, least, its in listed if its == extra]
        told = [f"{name} {_version(name) or 'missing'}" for name, _ in of_extra]
        missing = [name for name, least in of_extra if not _at_least(_version(name), least)]
        advice = f"; pip install 'edgewise[{extra}]'" if extra else "; install edgewise again"
        yield Finding(
            what=f"extra {extra} ({EXTRAS[extra]})" if extra else "needed",
            fine=not missing or extra is not None,
            found=", ".join(told) + (advice if missing else ""),
        )


def _seen(what: str, look: Callable[[], str]) -> Finding:
    """Return what a look found; where it cannot be had, why."""
    try:
        return Finding(what=what, fine=True, found=look())
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        return Finding(what=what, fine=False, found=f"{error}")


def _engine() -> str:
    from simulator.experiments.engine import prepare, resolved

    said: list[str] = []
    prepare("auto", said.append)
    return "compiled, ready to run" if resolved("auto") == "compiled" else " ".join(said)


def _page() -> str:
    from simulator.engines.compiled.requirements import obstacle

    if (why := obstacle()) is not None:
        return f"edgewise page cannot write pages that simulate here, as {why}"
    from simulator.engines.compiled.webassembly import module

    return f"simulates, by {len(module()) / 1024:.0f} kB of WebAssembly"


def _code() -> str:
    from simulator.engines.user_cache import user_folder

    held = [file for file in user_folder().glob("kernel-*/**/*") if file.is_file()]
    return f"{user_folder()}{os.sep}kernel-*, {_megabytes(held)}"


def _store() -> str:
    from simulator.experiments.store.place import VARIABLE, private, store_folder

    folder = store_folder()
    private(folder)
    named = f", named by {VARIABLE}" if os.environ.get(VARIABLE) else ""
    return f"{folder}, {_megabytes(each for each in folder.iterdir() if each.is_file())}{named}"


def _browser() -> str:
    import webbrowser

    try:
        return f"{getattr(webbrowser.get(), 'name', 'the system one')}"
    except webbrowser.Error:
        return "none that `edgewise open` could start; pages open in any current one"


def _megabytes(files: Iterable[Path]) -> str:
    return f"{sum(each.stat().st_size for each in files) / 1024**2:.0f} MB"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _at_least(found: str | None, least: str) -> bool:
    def numbers(text: str) -> list[int]:
        return [int(each) for each in re.findall(r"\d+", text)[:3]]

    return found is not None and numbers(found) >= numbers(least)
