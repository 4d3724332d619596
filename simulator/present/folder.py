"""The folder that a run leaves: manifest, scenario as resolved, summary, tidy tables."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from simulator.files import disk
from simulator.files.hold import Hold
from simulator.files.write import text_of
from simulator.model.plain import plain
from simulator.scenario.scenario import Scenario

__all__ = [
    "FORM",
    "FolderError",
    "altered",
    "as_text",
    "check",
    "check_whole",
    "content_id",
    "default_folder",
    "read_manifest",
    "write",
    "written",
]

FORM = 2
"""Folders of version 0.1 had no number: they held rows, and no hashes of their files."""
_MANIFEST = "manifest.json"
_ASIDE = ".part-"


class FolderError(ValueError):
    """A results folder that holds something else."""


def as_text(value: object) -> str:
    """Return plain values as JSON text: sorted by insertion, NaN as null, one final newline."""
    return json.dumps(plain(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def content_id(scenario: Scenario, **what: object) -> str:
    """Return the SHA-256 of a resolved scenario and of what was asked of it, as hex digits."""
    text = json.dumps({"form": FORM, "scenario": text_of(scenario), **what}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def default_folder(stem: str, command: str, content: str) -> Path:
    """Return `results/<name>-<command>-<first 8 digits of the content's id>` in this folder."""
    return Path("results") / f"{stem}-{command}-{content[:8]}"


def check(folder: Path, content: str) -> None:
    """Refuse a folder that holds anything but this content (FolderError); nothing is written."""
    disk.room_for_folder(folder)
    if (folder / _MANIFEST).exists():
        if read_manifest(folder).get("content") != content:
            raise FolderError(
                f"{folder} holds the results of something else; choose another --out or remove it"
            )
    elif folder.exists() and any(not each.name.startswith(_ASIDE) for each in folder.iterdir()):
        raise FolderError(f"{folder} is not empty and not a results folder; choose another --out")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a results folder; FolderError where there is none to be read."""
    try:
        found = json.loads(disk.read(folder / _MANIFEST))
    except (OSError, ValueError) as error:
        raise FolderError(f"{folder} has no manifest.json that can be read") from error
    if not isinstance(found, dict):
        raise FolderError(f"{folder} has no manifest.json that can be read")
    if "form" not in found and "content" in found:
        raise FolderError(
            f"{folder} is a results folder of version 0.1, which is not read any more; its command "
            f"makes a new one: {found.get('command')}"
        )
    return found


def altered(folder: Path, names: Collection[str] | None = None) -> list[str]:
    """Return which files of a results folder are not what its manifest says, or are not there.

    All of them are looked at, or those of `names` that it lists.
    """
    listed: Mapping[str, str] = read_manifest(folder).get("files") or {}
    return [
        name
        for name, digest in listed.items()
        if (names is None or name in names) and _digest(folder / name) != digest
    ]


def check_whole(folder: Path) -> None:
    """Refuse a folder whose numbers are not those of its manifest (FolderError)."""
    manifest = read_manifest(folder)
    numbers = [name for name in manifest.get("files") or {} if name.endswith((".json", ".parquet"))]
    bad = altered(folder, numbers)
    if bad:
        raise FolderError(
            f"{folder / bad[0]} is not what was written there; the same command writes it again: "
            f"{manifest.get('command')}"
        )


@contextmanager
def written(folder: Path, content: str | None = None) -> Iterator[Path]:
    """Yield an empty folder to write in; what is in it is in `folder` once the body is done.

    Files come whole and one by one, the manifest first with the SHA-256 of every file, so that a
    stop at any moment leaves a folder that the same command fills again; several processes may
    write the same. Refuses what `check` refuses; without `content` the folder must hold results.
    """
    if content is None:
        read_manifest(folder)
    else:
        check(folder, content)
        folder.mkdir(parents=True, exist_ok=True)
    aside, hold = _aside(folder)
    try:
        yield aside
        with Hold(folder) as own:
            own.wait()
            if content is not None:
                check(folder, content)
            _publish(aside, folder)
    except OSError as error:
        error.filename = f"{folder}"  # the place that was asked for, and none beside it
        raise
    finally:
        rmtree(aside, ignore_errors=True)
        hold.end()
        with suppress(OSError):
            folder.rmdir()  # where nothing was written


def _aside(folder: Path) -> tuple[Path, Hold]:
    """Return a new folder to write in, held, with those away whose processes are no more."""
    with Hold(folder) as own:
        own.wait()
        for left in folder.glob(f"{_ASIDE}*"):
            with suppress(OSError), Hold(left) as hold:
                if hold.alone():
                    rmtree(left, ignore_errors=True)
        aside = Path(mkdtemp(prefix=_ASIDE, dir=folder))
        hold = Hold(aside)
        hold.share()
        return aside, hold


def _publish(aside: Path, folder: Path) -> None:
    new = {
        path.relative_to(aside).as_posix(): _digest(path)
        for path in sorted(aside.rglob("*"))
        if path.is_file() and path.name != _MANIFEST
    }
    whole = (aside / _MANIFEST).exists()
    manifest = read_manifest(aside if whole else folder)
    old = (read_manifest(folder).get("files") or {}) if (folder / _MANIFEST).exists() else {}
    stale = [name for name in old if name not in new] if whole and not _same(old, new) else []
    kept = {name: digest for name, digest in old.items() if name not in stale}
    manifest["files"] = dict(sorted({**kept, **new}.items()))
    (aside / _MANIFEST).write_bytes(as_text(manifest).encode())
    for name in stale:
        (folder / name).unlink(missing_ok=True)
    for name in (_MANIFEST, *new):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (aside / name).replace(folder / name)


def _same(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Return whether nothing changes, so that what was drawn of the same numbers may stay."""
    return all(old.get(name) == digest for name, digest in new.items())


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def write(
    folder: Path,
    *,
    command: str,
    content: str,
    scenario: Scenario | None,
    summary: Mapping[str, Any],
    made: Mapping[str, Any] | None = None,
) -> None:
    """Write how an answer was made, and its numbers as JSON.

    `made` says how: engine and programs. What is made of records alone has no scenario.
    """
    manifest = {
        "form": FORM,
        "content": content,
        "command": command,
        "seed": summary.get("seed"),
        "replications": summary.get("replications"),
        **(made or {}),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("edgewise", "numpy", "numba", "simpy")},
        },
    }
    (folder / _MANIFEST).write_bytes(as_text(manifest).encode())
    (folder / "summary.json").write_bytes(as_text(summary).encode())
    if scenario is not None:
        (folder / "scenario.yaml").write_bytes(text_of(scenario).encode())
