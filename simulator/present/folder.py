"""The folder that a run leaves: manifest, scenario as resolved, summary, tidy tables."""

from __future__ import annotations

import hashlib
import json
import math
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from simulator.files.write import text_of
from simulator.scenario.scenario import Scenario

__all__ = [
    "FolderError",
    "as_text",
    "check",
    "claim",
    "content_id",
    "default_folder",
    "plain",
    "read_manifest",
    "write",
    "write_bytes",
]

_ROWS = "replications"
"""Rows are known by their own content: a run that has kept some and nothing else may go on."""


class FolderError(ValueError):
    """A results folder that holds something else."""


def as_text(value: object) -> str:
    """Return plain values as JSON text: sorted by insertion, NaN as null, one final newline."""
    return json.dumps(plain(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def plain(value: object) -> Any:
    """Return plain values as JSON has them: NaN and infinities as None."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def content_id(scenario: Scenario, **what: object) -> str:
    """Return the SHA-256 of a resolved scenario and of what was asked of it, as hex digits."""
    text = json.dumps({"scenario": text_of(scenario), **what}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def default_folder(stem: str, command: str, content: str) -> Path:
    """Return `results/<name>-<command>-<first 8 digits of the content's id>` in this folder."""
    return Path("results") / f"{stem}-{command}-{content[:8]}"


def check(folder: Path, content: str) -> None:
    """Refuse a folder that holds anything but this content (FolderError); nothing is written."""
    manifest = folder / "manifest.json"
    if manifest.exists():
        if read_manifest(folder).get("content") != content:
            raise FolderError(
                f"{folder} holds the results of something else; choose another --out or remove it"
            )
    elif folder.exists() and any(path.name != _ROWS for path in folder.iterdir()):
        raise FolderError(f"{folder} is not empty and not a results folder; choose another --out")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a results folder; FolderError where there is none to be read."""
    try:
        found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FolderError(f"{folder} has no manifest.json that can be read") from error
    if not isinstance(found, dict):
        raise FolderError(f"{folder} has no manifest.json that can be read")
    return found


def claim(
    folder: Path,
    *,
    command: str,
    content: str,
    scenario: Scenario | None,
    seed: int | None,
    made: Mapping[str, Any] | None = None,
    replications: int | None = None,
) -> None:
    """Write what a folder is for: the manifest and the scenario; refuses as `check` does.

    `made` says how: engine, plans. `replications` is None until an answer stands beside it. What
    is made of records alone has neither scenario nor seed.
    """
    check(folder, content)
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "content": content,
        "command": command,
        "seed": seed,
        "replications": replications,
        **(made or {}),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("edgewise", "numpy", "numba", "simpy")},
        },
    }
    if scenario is not None:
        write_bytes(folder / "scenario.yaml", text_of(scenario).encode())
    write_bytes(folder / "manifest.json", as_text(manifest).encode())


def write(
    folder: Path,
    *,
    command: str,
    content: str,
    scenario: Scenario | None,
    summary: Mapping[str, Any],
    made: Mapping[str, Any] | None = None,
) -> None:
    """Write how an answer was made, and its numbers as JSON; refuses as `check` does."""
    manifest: dict[str, Any] = {
        "command": command,
        "content": content,
        "scenario": scenario,
        "seed": summary.get("seed"),
        "made": made,
    }
    claim(folder, **manifest)
    write_bytes(folder / "summary.json", as_text(summary).encode())
    claim(folder, **manifest, replications=summary.get("replications"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file so that it is never there in part."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
