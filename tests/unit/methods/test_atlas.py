"""Maps are mirrored where organisations are, refuse what cannot be drawn, and go on when killed."""

import json
import math
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest

from simulator.experiments.campaign import StoppedError
from simulator.experiments.runner import Runner
from simulator.experiments.store.identity import engine_id
from simulator.experiments.store.keeping import contents
from simulator.experiments.store.store import Store
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.methods.allocation.duel import BETWEEN, INSIDE
from simulator.methods.atlas.atlas import IMPOSSIBLE, Atlas, atlas
from simulator.methods.atlas.axes import axis_of, known_keys, spelt_out
from simulator.methods.atlas.contour import contour, crossings
from simulator.model.plain import plain
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import merge
from tests.unit.methods.spenders import chain

USUAL: dict[str, Any] = {
    "x": "boundary share=5..65",
    "y": "core quality=0.5..0.97",
    "cells": 12,
    "budget": 600.0,
    "outcome": "expected_failures",
    "replications": 32,
}
SMALL = {**USUAL, "y": "pressure=0..1", "cells": 3, "budget": 100.0}


def mirrored(name: str) -> Atlas:
    tree = merge(load(shipped()[name]).tree, {"horizon": "140 days", "external": "none"})
    scenario = Scenario.from_tree(tree)
    return atlas(
        scenario,
        Runner(seed=4),
        **USUAL
        | {"x": "boundary share=10..90", "y": "lever.scale=0.5x..2x", "cells": 3}
        | {"replications": 16},
    )


def test_mirrored_organisations_have_mirrored_maps() -> None:
    one, other = mirrored("lopsided"), mirrored("mirror")
    turned = {(cell.column, cell.row): cell for cell in other.cells}
    gaps = []
    for cell in one.cells:
        twin = turned[2 - cell.column, cell.row]
        wide = math.hypot(
            *((each.difference.high - each.difference.low) / 2 for each in (cell, twin))
        )
        gaps.append((cell.difference.best + twin.difference.best) / wide)
        if {cell.region, twin.region} <= {INSIDE, BETWEEN}:
            assert {cell.region, twin.region} == {INSIDE, BETWEEN}
    assert max(map(abs, gaps)) < 1.6, gaps
    assert one.at(20, 1).region == INSIDE
    assert one.at(90, 1).region == BETWEEN


def test_more_failures_between_never_speak_for_inside() -> None:
    found = mirrored("lopsided")
    for row in range(3):
        line = [cell.difference.best for cell in found.cells if cell.row == row]
        assert line == sorted(line, reverse=True)


def test_an_axis_reads_a_key_its_units_its_places_and_its_factors() -> None:
    full = spelt_out(chain())
    assert axis_of("boundary.fidelity = 0.8 .. 0.9", full).origins == {
        "defaults.boundary.fidelity": 0.98
    }
    one = axis_of("teams.B.people=2..9", full)
    assert (one.origins, one.low, one.high) == ({"teams.B.people": 6.0}, 2.0, 9.0)
    factor = axis_of("lever.scale=0.5x..2x", full)
    assert factor.factor
    assert factor.values(2.0) == {"levers.verification.scale": 10.0, "levers.contracts.scale": 10.0}
    assert factor.centres(2) == pytest.approx((0.5**0.5, 2.0**0.5))
    assert axis_of("team.effort.mean=4 h..2 days", full).low == 0.5
    assert full.in_world(axis_of("pressure=0..4", full).values(3.0)).pressure.value == 3.0
    assert spelt_out(chain()) == chain()


@pytest.mark.parametrize("name", ["typical-company", "telephone-game", "twelve-teams"])
def test_every_key_that_is_offered_can_be_moved(name: str) -> None:
    full = spelt_out(load(shipped()[name]))
    for key in known_keys(full)[3::7]:
        if not key.endswith(("people", "sync_every")):
            full.in_world(axis_of(f"{key}=0.9x..1x", full).values(0.95))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("boundary.fidelty=0.8..0.9", "did you mean boundary.fidelity?"),
        ("teams.Bee.people=2..3", "did you mean teams.B.people?"),
        ("boundary.fidelity=0.9..0.8", "the range 0.9..0.8 is empty"),
        ("boundary.fidelity=0.9..0.9", "the range 0.9..0.9 is empty"),
        ("boundary.fidelity=0.9..1.9", "found 1.9; allowed: a probability from 0 to 1"),
        ("team.effort.mean=1..2", "found '1'; allowed: a duration such as 3 days"),
        ("boundary.sync_every=5 days..never", "allowed"),
        ("external.rate=0.5x..2x", "there is no parameter 'external.rate'"),
        ("boundary share=0..50", "allowed: per cent between 0 and 100"),
        ("=HYPERLINK(1)", "allowed: KEY=low..high"),
        ("fidelity", "allowed: KEY=low..high"),
    ],
)
def test_what_is_no_axis_is_refused_in_one_line(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"allowed|mean|empty") as error:
        axis_of(text, spelt_out(chain()))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_two_axes_over_one_number_and_a_map_of_one_side_are_refused() -> None:
    run = Runner(seed=1)
    with pytest.raises(ValueError, match="move the same number"):
        atlas(chain(), run, **USUAL | {"x": "team.people=2..9", "y": "teams.B.people=2..9"})
    alone = chain(levers={"contracts": None})
    with pytest.raises(ValueError, match="no lever between teams"):
        atlas(alone, run, **USUAL | {"x": "team.people=2..9", "y": "pressure=0..1"})
    with pytest.raises(ValueError, match="--cells: found 1"):
        atlas(chain(), run, **USUAL | {"cells": 1})
    perfect = chain(defaults={"boundary": {"fidelity": 1.0}})
    with pytest.raises(ValueError, match="all failures start on one side"):
        atlas(perfect, run, **USUAL | {"y": "pressure=0..1", "cells": 2})


def test_a_share_that_cannot_be_reached_has_no_verdict() -> None:
    outside = {"external": {"rate": "1 per week", "resolver": "C"}}
    found = atlas(chain(**outside), Runner(seed=1), **SMALL | {"x": "boundary share=5..95"})
    last = [cell for cell in found.cells if cell.column == 2]
    assert {cell.verdict for cell in last} == {IMPOSSIBLE}
    assert json.loads(json.dumps(plain(found)))["cells"][0]["verdict"] != IMPOSSIBLE


def test_a_map_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    how = {**SMALL, "x": "boundary.fidelity=0.6..0.99", "replications": 12}
    whole = atlas(chain(), Runner(seed=1), **how)
    stop, seen = Event(), []

    def step(count: int) -> None:
        seen.append(count)
        if sum(seen) > 15:
            stop.set()

    store = opened(tmp_path)
    with pytest.raises(StoppedError):
        atlas(chain(), Runner(seed=1, store=store, stop=stop), progress=step, **how)
    store.close()
    before = held(tmp_path)
    assert before >= 4
    store = opened(tmp_path)
    again = atlas(chain(), Runner(seed=1, store=store), **how)
    store.close()
    assert again.as_json() == whole.as_json()
    goes_on = held(tmp_path)
    assert goes_on > before
    fresh = opened(tmp_path / "fresh")
    atlas(chain(), Runner(seed=1, store=fresh), **how)
    fresh.close()
    assert goes_on == held(tmp_path / "fresh")


def opened(folder: Path) -> Store:
    """A store in a folder."""
    return Store(folder, seed=1, engine=engine_id("auto"))


def held(folder: Path) -> int:
    """How many replications a store holds, those that were run twice counted twice."""
    (only,), _ = contents(folder / "rows")
    return only.replications


def test_a_contour_is_read_between_the_middles_with_its_ends() -> None:
    best = np.array([3.0, 1.0, -1.0, -3.0])
    table = np.stack([best, best - 1.0, best + 1.0], axis=1)
    (found,) = crossings((0.0, 1.0, 2.0, 3.0), table)
    assert (found.low, found.best, found.high) == (1.0, 1.5, 2.0)
    (other,) = crossings((0.0, 1.0, 2.0, 3.0), np.stack([-best, -best - 1, -best + 1], axis=1))
    assert (other.low, other.best, other.high) == (1.0, 1.5, 2.0)
    wide = np.stack([best, best - 9.0, best + 9.0], axis=1)
    assert math.isnan(crossings((0.0, 1.0, 2.0, 3.0), wide)[0].low)
    flat = np.zeros((2, 2, 3)) + 1.0
    assert contour((0.0, 1.0), (0.0, 1.0), flat) == ()
