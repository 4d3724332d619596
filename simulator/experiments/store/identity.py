"""What a replication is known by: the content that decides its rows, and nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from functools import cache
from typing import Any

import numpy as np

from simulator.engines.program import layout
from simulator.engines.program.compilation import Program, Table
from simulator.engines.program.routes import Routes
from simulator.experiments.engine import resolved, sources
from simulator.measures.tally import Floats
from simulator.model.lever import EDGE_LEVERS, TEAM_LEVERS

__all__ = ["engine_id", "program_id"]

_Moved = tuple[tuple[str, ...], ...]
_TEAMS: _Moved = tuple(layout.TEAM_MOVES[lever] for lever in TEAM_LEVERS)
_EDGES: _Moved = tuple(layout.EDGE_MOVES[lever] for lever in EDGE_LEVERS)
"""What each lever moves, in the order of the columns of practices."""


def program_id(program: Program) -> str:
    """Return the SHA-256, in hex digits, of everything a replication of `plan` depends on.

    That is the organisation as the plan resolves it and its practice levels by time, taken from the
    arrays that the engines read, and what counts as a failed change and who is blamed. Plans, names
    that stand in no address, costs, `matters`, `observed` and `because` are not among it, nor is a
    lever of which nothing was bought.
    """
    structure = program.structure
    digest = hashlib.sha256()
    rule = {
        "counts": sorted(structure.failure.counts),
        "within": program.within,
        "blames": structure.incidents.blames,
        "horizon": program.horizon,
        "warm_up": program.warm_up,
        "stops": program.stops if bool(program.bought) else None,
    }
    digest.update(json.dumps(rule, sort_keys=True).encode())
    for name, array in sorted(_arrays(program).items()):
        whole = np.ascontiguousarray(array)
        digest.update(f"\n{name} {_columns(whole.dtype)} {whole.shape}\n".encode())
        digest.update(whole.tobytes())
    return digest.hexdigest()


def engine_id(engine: str) -> str:
    """Return what an engine is known by: its name and the hash of all that its rows come from.

    One engine never answers for the other, nor for itself when its sources have changed.
    """
    name = resolved(engine)
    return f"{name}-{sources(name)}"


@cache
def _columns(dtype: np.dtype[Any]) -> str:
    return f"{dtype.descr}"


def _arrays(program: Program) -> dict[str, np.ndarray[Any, Any]]:
    found = {field.name: getattr(program, field.name) for field in fields(Program)}
    found |= {field.name: getattr(program.routes, field.name) for field in fields(Routes)}
    found["teams"] = _bought(program.teams, program.team_practices, _TEAMS)
    found["edges"] = _bought(program.edges, program.edge_practices, _EDGES)
    found["team_practices"] = _followed(program.team_practices)
    found["edge_practices"] = _followed(program.edge_practices)
    found["team_starts"] = _begun(program.team_starts, program.team_practices)
    found["edge_starts"] = _begun(program.edge_starts, program.edge_practices)
    return {name: array for name, array in found.items() if isinstance(array, np.ndarray)}


def _bought(table: Table, practices: Table, moved: _Moved) -> Table:
    """Return the table with the ceilings of practices that nobody bought put at the base."""
    base, top, lever = _columns_moved(table.dtype, moved)
    own = table.copy()
    words = own.view(np.int64).reshape(*own.shape, len(own.dtype.names or ()))  # one a column
    idle = (practices["strength"] == 0.0)[:, lever]
    words[..., top] = np.where(idle, words[..., base], words[..., top])
    return own


@cache
def _columns_moved(
    dtype: np.dtype[np.void], moved: _Moved
) -> tuple[list[int], list[int], list[int]]:
    """Return what levers move: the columns of the base, of the ceiling, and the lever's number."""
    names = list(dtype.names or ())
    keys = [(key, number) for number, each in enumerate(moved) for key in each]
    base = [names.index(key) for key, _ in keys]
    return base, [names.index(f"{key}_top") for key, _ in keys], [number for _, number in keys]


def _followed(practices: Table) -> Table:
    own = practices.copy()
    own[own["strength"] == 0.0] = np.zeros(1, own.dtype)[0]
    return own


def _begun(starts: Floats, practices: Table) -> Floats:
    own = starts.copy()
    own[:, ~(practices["strength"] > 0.0).any(axis=0)] = 0.0
    return own
