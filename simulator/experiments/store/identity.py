"""What a replication is known by: the content that decides its rows, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
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

_TEAMS = (TEAM_LEVERS, layout.TEAM_MOVES)
_EDGES = (EDGE_LEVERS, layout.EDGE_MOVES)
_Moves = tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]


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


def _bought(table: Table, practices: Table, moves: _Moves) -> Table:
    """Return the table with the ceilings of practices that nobody bought put at the base."""
    levers, moved = moves
    own = table.copy()
    for column, lever in enumerate(levers):
        idle = practices["strength"][:, column] == 0.0
        for key in moved[lever]:
            own[f"{key}_top"][:, idle] = own[key][:, idle]
    return own


def _followed(practices: Table) -> Table:
    own = practices.copy()
    own[own["strength"] == 0.0] = np.zeros(1, own.dtype)[0]
    return own


def _begun(starts: Floats, practices: Table) -> Floats:
    own = starts.copy()
    own[:, ~(practices["strength"] > 0.0).any(axis=0)] = 0.0
    return own
