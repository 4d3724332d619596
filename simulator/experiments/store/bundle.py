"""Bundles on disk: the rows of many small requests that were asked together, in one file."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np

from simulator.experiments.store.shelf import AlteredError
from simulator.measures.tally import Tally

__all__ = ["Bundles", "Key"]

Key = tuple[str, int, int]
"""The id of a plan's rows, the first replication, and how many."""

_DIGEST = "digest"


class Bundles:
    """Files of small requests, each named by the hash of what was asked.

    A plausible world asks for a handful of replications of each plan: a file each would be
    hundreds, so what was asked together lies together.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, keys: Sequence[Key]) -> Path:
        """Return where the rows of these requests are kept."""
        text = json.dumps([list(key) for key in keys])
        return self.folder / f"bundle-{hashlib.sha256(text.encode()).hexdigest()[:32]}.npz"

    def read(self, keys: Sequence[Key]) -> list[Tally] | None:
        """Return the rows of these requests, None where they are not kept.

        AlteredError when the file is torn or does not hold what was written.
        """
        path = self.path(keys)
        if not path.exists():
            return None
        names = [field.name for field in fields(Tally)]
        try:
            with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
                rows = [
                    Tally(**{name: file[f"{index}.{name}"] for name in names})
                    for index in range(len(keys))
                ]
                digest = str(file[_DIGEST])
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise AlteredError(f"{path} is torn: it cannot be read whole") from error
        lengths = [len(tally.sums) for tally in rows]
        if digest != _hash(keys, rows) or lengths != [key[2] for key in keys]:
            raise AlteredError(f"{path} was altered: its rows are not those that were written")
        return rows

    def put(self, keys: Sequence[Key], rows: Sequence[Tally]) -> None:
        """Keep the rows of these requests; the file appears only when it is whole."""
        path = self.path(keys)
        self.folder.mkdir(parents=True, exist_ok=True)
        arrays = {
            f"{index}.{name}": array
            for index, tally in enumerate(rows)
            for name, array in vars(tally).items()
        }
        content = io.BytesIO()
        np.savez_compressed(
            content, allow_pickle=False, **arrays, **{_DIGEST: np.array(_hash(keys, rows))}
        )
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        part.write_bytes(content.getvalue())
        part.replace(path)


def _hash(keys: Sequence[Key], rows: Sequence[Tally]) -> str:
    digest = hashlib.sha256(json.dumps([list(key) for key in keys]).encode())
    for tally in rows:
        for name, array in sorted(vars(tally).items()):
            whole = np.ascontiguousarray(array)
            digest.update(f"\n{name} {whole.dtype.str} {whole.shape}\n".encode())
            digest.update(whole.tobytes())
    return digest.hexdigest()
