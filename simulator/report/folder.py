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
from simulator.model.scenario import Scenario

__all__ = ["FolderError", "as_text", "content_id", "default_folder", "write"]


class FolderError(ValueError):
    """A results folder that holds something else."""


def as_text(value: object) -> str:
    """Return plain values as JSON text: sorted by insertion, NaN as null, one final newline."""
    return json.dumps(_plain(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
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


def write(
    folder: Path,
    *,
    command: str,
    content: str,
    scenario: Scenario,
    summary: Mapping[str, Any],
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
) -> None:
    """Write a results folder whole; refuses a folder that holds other content (FolderError)."""
    manifest = folder / "manifest.json"
    if manifest.exists():
        known = json.loads(manifest.read_text(encoding="utf-8")).get("content")
        if known != content:
            raise FolderError(
                f"{folder} holds the results of something else; choose another --out or remove it"
            )
    elif folder.exists() and any(folder.iterdir()):
        raise FolderError(f"{folder} is not empty and not a results folder; choose another --out")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.yaml").write_text(text_of(scenario), encoding="utf-8")
    (folder / "summary.json").write_text(as_text(summary), encoding="utf-8")
    for name, rows in tables.items():
        _parquet(folder / f"{name}.parquet", rows)
    manifest.write_text(
        as_text(
            {
                "content": content,
                "command": command,
                "seed": summary["seed"],
                "replications": summary["replications"],
                "versions": {
                    "python": platform.python_version(),
                    **{name: version(name) for name in ("edgewise", "numpy", "numba", "simpy")},
                },
            }
        ),
        encoding="utf-8",
    )


def _parquet(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), path)
