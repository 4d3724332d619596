"""Places that are too many are kept batch by batch, and answers say the same."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.batch import batches, shaped, tables
from simulator.experiments.campaign import Campaign
from simulator.experiments.design import Design
from simulator.experiments.engine import tallies
from simulator.experiments.kept import Kept
from simulator.experiments.provenance import Provenance
from simulator.experiments.runner import Runner
from simulator.experiments.store.keeping import contents
from simulator.experiments.store.store import Store
from simulator.experiments.verify import Again, verify
from simulator.measures import splits
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import PLACES, Pooled, Tally, is_pooled
from simulator.methods.accounts.account import account
from simulator.scenario.scenario import Scenario
from tests.unit.experiments.company import ENGINE, program, scenario

N = 60


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the one boundary of the small organisation be too many."""
    monkeypatch.setattr("simulator.measures.tally._MOST_APART", 0)


@pytest.fixture(scope="module")
def apart() -> Tally:
    """The rows with all places kept apart, before any test pools them."""
    return tallies(program(), 1, range(N), ENGINE)


def of(numbers: Sequence[int], ours: Program | None = None) -> Pooled:
    """The rows of the small organisation, pooled."""
    found = tallies(ours or program(), 1, numbers, ENGINE)
    assert isinstance(found, Pooled)
    return found


def same(a: Tally, b: Tally) -> bool:
    """Whether two pooled tallies hold the same numbers, to the last bit."""
    return all(np.array_equal(part, getattr(b, name)) for name, part in vars(a).items())


def web(teams: int) -> Scenario:
    """So many teams, each with a boundary to each other that work crosses."""
    names = [f"T{number:02}" for number in range(teams)]
    strides = [[names[stride * at % teams] for at in range(teams)] for stride in range(1, teams)]
    return Scenario.from_tree(
        {
            "version": 1,
            "external": "none",
            "name": "Web",
            "horizon": "5 days",
            "work": {
                f"kind {n}": {"arrivals": "1 per week", "facts": 3, "route": route}
                for n, route in enumerate(strides)
            },
            "teams": {name: {"people": 2} for name in names},
            "boundaries": {f"{a} -> {b}": {} for a in names for b in names if a != b},
        }
    )


def test_above_two_hundred_boundaries_a_row_no_longer_grows_with_them() -> None:
    few, more = (program_for(web(teams)) for teams in (13, 17))
    assert (is_pooled(few), is_pooled(more)) == (False, True)
    rows = of(range(2), more)
    assert rows.edges.shape[0] == 1
    assert sum(table.size for table in tables(rows)) < 2 * sum(
        getattr(rows, name).size + rows.squares.size for name in PLACES
    )


@pytest.mark.usefixtures("many")
def test_every_outcome_and_split_is_that_of_rows_kept_apart(apart: Tally) -> None:
    ours, rows = program(), of(range(N))
    assert rows.sizes == (25, 25, 10)
    for outcome in OUTCOMES.values():
        for mine, known in zip(
            outcome.fraction(ours, rows), outcome.fraction(ours, apart), strict=True
        ):
            assert mine == pytest.approx(known, rel=1e-12)
    for split in (splits.teams, splits.boundaries, splits.retention, splits.rolled_clean):
        assert flat(split(ours, rows)) == pytest.approx(flat(split(ours, apart)), rel=1e-12)
    assert flat(splits.failures_by(ours, rows)) == pytest.approx(
        flat(splits.failures_by(ours, apart)), rel=1e-12
    )
    for name in ("teams", "edges", "failures"):
        assert rows.squared(name) == pytest.approx((getattr(apart, name) ** 2).sum(axis=0))


def flat(found: Any) -> list[float]:
    """All numbers of nested mappings and lists."""
    if isinstance(found, float):
        return [found]
    values = found.values() if hasattr(found, "values") else found
    return [number for value in values for number in flat(value)]


@pytest.mark.usefixtures("many")
def test_tables_give_back_the_rows_they_were_made_of() -> None:
    rows = of(range(10, N))
    assert rows.sizes == (15, 25, 10)
    assert same(shaped(program(), tables(rows)), rows)


@pytest.mark.usefixtures("many")
def test_the_ends_of_the_band_are_near_those_of_rows_kept_apart(apart: Tally) -> None:
    for mine, known in zip(
        splits.retention_ends(of(range(N)), 1), splits.retention_ends(apart, 1), strict=True
    ):
        assert mine == pytest.approx(known, abs=0.004)
    assert splits.retention_ends(of(range(N)), 0) == (1.0, 1.0)


def test_what_starts_where_has_the_same_best_value_and_nearly_the_same_interval(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = []
    for most in (200, 0):
        monkeypatch.setattr("simulator.measures.tally._MOST_APART", most)
        whole = account(scenario(), Runner(seed=1, engine="compiled"), replications=range(30))
        found.append((*whole.by_mechanism, *whole.by_place, *whole.by_category))
    for known, mine in zip(*found, strict=True):
        assert mine.share.best == pytest.approx(known.share.best, rel=1e-9, abs=1e-9)
        assert mine.born.best == pytest.approx(known.born.best, rel=1e-12)
        width, ours = (part.born.high - part.born.low for part in (known, mine))
        # sums and squares do not tell a few events, whose interval is wider than Student's t
        assert 0.6 * width <= ours <= 1.25 * width or mine.born.best == 0.0


@pytest.mark.usefixtures("many")
def test_rows_are_kept_extended_and_cut_at_batches_only(tmp_path: Path) -> None:
    ran: list[int] = []
    for n in (40, 60, 40, 60):
        store = Store(tmp_path, seed=1, engine="e")
        kept = Kept(store)
        design = Design(programs={"today": program()}, seed=1, replications=n, engine=ENGINE)
        campaign = Campaign(design, kept=kept)
        ran.append(campaign.left)
        assert same(campaign.run()["today"], of(range(n)))
        kept.close()
    assert ran == [40, 35, 0, 0]
    held, damaged = contents(store.folder)
    assert not damaged
    assert [each.programs for each in held] == [1]


@pytest.mark.usefixtures("many")
def test_a_sample_that_is_run_again_is_identical() -> None:
    ours = scenario()
    runner = Runner(seed=1, engine=ENGINE, provenance=Provenance(ours))
    runner.carry_out({"today": program_for(ours)}, 40)
    again = Again.of({"seed": 1, **runner.made()})
    (check,) = verify(ours, again, size=2, sample_seed=3)
    assert check.identical
    assert check.again == (0, 25)


def test_batches_part_where_the_same_numbers_always_part() -> None:
    assert batches(0, 60) == [(0, 25), (25, 50), (50, 60)]
    assert batches(30, 40) == [(30, 40)]
    assert batches(25, 50) == [(25, 50)]
    assert batches(7, 7) == []


@pytest.mark.usefixtures("many")
def test_the_band_of_one_replication_is_its_share(apart: Tally) -> None:
    share = apart.retention[0, 1, 0] / apart.retention[0, 1, 1]
    assert splits.retention_ends(of(range(1)), 1) == (share, share)
