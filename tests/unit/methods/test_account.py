"""The account finds what was planted, adds up, and knows what needs both sides."""

import math
from collections import Counter
from typing import Any

import numpy as np
import pytest

from simulator.engines.compiled.engine import simulate
from simulator.engines.log import Flag, Happening
from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.runner import Runner
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.measures.outcomes import OUTCOMES
from simulator.mechanisms.incidents import MECHANISMS
from simulator.methods.accounts import players as account_players
from simulator.methods.accounts.account import STEPS, Account, Part, account
from simulator.methods.accounts.perfect import BAD_FIX, Cell, by_place, cells, perfect, sides
from simulator.model.plain import plain
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Estimate
from tests.properties.runs import plan_of
from tests.properties.samples import company
from tests.unit.methods.linear import BETWEEN, INSIDE, linear, part, tree
from tests.unit.methods.spenders import chain, culprit_team

PARTS = ("core", "edge", "interaction", "external")


def accounted(scenario: Scenario, n: int = 6, seed: int = 1, plan: str = "today") -> Account:
    return account(scenario, Runner(seed=seed), plan=plan, replications=range(n))


def named(parts: tuple[Part, ...], name: str) -> Part:
    return next(each for each in parts if each.name == name)


def z(found: Estimate, value: float) -> float:
    """How many standard errors an estimate lies from a value."""
    return (found.best - value) / ((found.high - found.low) / 3.92)


def interacting() -> dict[str, Any]:
    """Mistakes between teams never show, but B finds them and A's rework makes new ones."""
    found = part(tree(), "defaults", "team", defects_per_item=0, catches_misunderstandings=1)
    found = part(found, "incidents", bad_fix=0.5, manifest={"lost": 0, "drift": 0, "unowned": 0})
    return part(found, boundaries=[{**found["boundaries"][0], "contract_tests": 0}])


@pytest.mark.parametrize("plan", ["today", "inside", "between"])
def test_the_four_parts_add_up_to_the_failures_of_the_plan(plan: str) -> None:
    scenario = Scenario.from_tree(part(tree(), external={"rate": "1 per week", "resolver": "A"}))
    found = plain(accounted(scenario, plan=plan))
    total = sum(found[name]["best"] for name in PARTS)
    assert total == pytest.approx(found["total"]["best"], abs=1e-12)
    program = program_for(scenario, plan)
    above, below = OUTCOMES["failures"].fraction(program, Runner(seed=1)(program, range(6)))
    assert total == pytest.approx(above.sum() / below.sum(), abs=1e-12)


@pytest.mark.parametrize("name", ["typical-company", "reorganisation"])
def test_every_split_adds_up_to_all_that_is_not_external(name: str) -> None:
    found = accounted(load(shipped()[name]), 3)
    whole = found.sides.total.best - found.sides.external.best
    for parts in (found.by_mechanism, found.by_place, found.by_category):
        assert math.fsum(each.share.best for each in parts) == pytest.approx(whole, abs=1e-9)
        born = math.fsum(each.born.best for each in parts)
        external = found.sides.external.best
        assert born == pytest.approx(found.sides.total.best - external, rel=0.05)


def test_a_planted_culprit_is_found_and_nobody_else_is_suspected() -> None:
    lossy = {"from": "B", "to": "C", "fidelity": 0.5, "shared_context": 0, "readback": 0}
    fine = {"fidelity": 1, "owned": 1, "changes_per_week": 0}
    found = accounted(
        Scenario.from_tree(
            part(
                part(tree(), "defaults", "team", defects_per_item=0),
                work=[{"kind": "change", "arrivals": "20 per week", "facts": 2,
                       "route": ["A", "B", "C"]}],
                teams={"A": {}, "B": {}, "C": {}},
                boundaries=[{"from": "A", "to": "B", **fine}, {**fine, **lossy}],
            )
        )
    )  # fmt: skip
    total = found.sides.total.best
    assert total > 5.0
    assert found.sides.share.best == pytest.approx(1.0)
    for each in (*found.by_place, *found.by_mechanism):
        mine = total if each.name in ("B -> C", "lost") else 0.0
        assert each.share.best == pytest.approx(mine, abs=1e-9), each.name
        assert each.gone.best == pytest.approx(mine, abs=1e-9), each.name
        assert each.born.best == pytest.approx(mine, abs=1e-9), each.name


def test_causes_that_do_not_meet_are_additive_and_have_the_size_known_by_hand() -> None:
    found = accounted(linear(), 40)
    assert found.sides.interaction.best == pytest.approx(0.0, abs=1e-9)
    for estimate, value in ((found.sides.core_alone, INSIDE), (found.sides.edge_alone, BETWEEN)):
        assert (estimate.high - estimate.low) / 3.92 < 0.04 * value
        assert abs(z(estimate, value)) < 3.0
    for each in (*found.by_place, *found.by_mechanism):
        assert each.gone.best == pytest.approx(each.share.best, abs=1e-9)
        assert each.born.best == pytest.approx(each.share.best, abs=1e-9)


def test_causes_that_only_fail_together_are_interaction_and_halved() -> None:
    found = accounted(Scenario.from_tree(interacting()))
    four = found.sides
    total = four.total.best
    assert four.core_alone.best == four.edge_alone.best == 0.0
    assert four.interaction.best == total > 1.0
    assert four.core_shapley.best == pytest.approx(four.edge_shapley.best)
    drift, fixes = (named(found.by_mechanism, name) for name in ("drift", BAD_FIX))
    assert drift.share.best == pytest.approx(0.5 * total)
    assert fixes.share.best == pytest.approx(0.5 * total)
    assert drift.gone.best == pytest.approx(total)
    assert drift.born.best == 0.0
    assert fixes.born.best == pytest.approx(total)


def test_mirrored_organisations_have_mirrored_accounts() -> None:
    run = Runner(seed=1)
    one, other = (
        sides(program_for(load(shipped()[name])), run, range(50)) for name in ("lopsided", "mirror")
    )
    for mine, theirs in (
        (one.core_alone, other.edge_alone),
        (one.edge_alone, other.core_alone),
    ):
        spread = math.hypot(mine.high - mine.low, theirs.high - theirs.low) / 3.92
        assert spread < 0.06 * mine.best
        assert abs(mine.best - theirs.best) / spread < 3.0
    assert one.core_alone.best > 2.0 * one.edge_alone.best
    assert abs(one.interaction.best) < 0.02 * one.total.best


def test_what_was_bought_cannot_undo_perfection_in_any_epoch() -> None:
    found = part(tree(), "levers", "contracts", ceiling={"contract_tests": 0, "fidelity": 0})
    found = part(found, "levers", "contracts", may_harm=True)
    worse = {"defaults": {"team": {"defects_per_item": 3}, "boundary": {"exposure": 1}}}
    scenario = Scenario.from_tree(part(found, events=[{"at": "60 days", "change": worse}]))
    for plan in ("inside", "between"):
        program = program_for(scenario, plan)
        clean = perfect(program, cells(program))
        tally = Runner(seed=1)(clean, range(2))
        assert tally.failures.sum() == 0.0
        assert tally.sums.sum() > 0.0
        assert Runner(seed=1)(program, range(2)).failures.sum() > 0.0
    assert perfect(program, ()) is program


@pytest.mark.parametrize("plan", ["today", "all"])
def test_a_perfect_place_never_makes_that_mistake_and_the_others_still_do(plan: str) -> None:
    program = plan_of(company(), plan)
    whole = births(program)
    for cell in cells(program):
        left = births(perfect(program, [cell]))
        assert whole[cell] > 0, cell
        assert left[cell] == 0, cell
        # rework and load differ, so the others are near what they were and not the same
        assert left.total() == pytest.approx(whole.total() - whole[cell], rel=0.25)


def births(program: Program) -> Counter[Cell]:
    """Return how many mistakes of each cell were made in four runs."""
    found: Counter[Cell] = Counter()
    for replication in range(4):
        rows = simulate(program, 1, replication).events
        for row in rows[rows["event"] == Happening.BORN]:
            mechanism = MECHANISMS[row["a"]]
            where = program.scenario.teams if mechanism == "defect" else program.scenario.boundaries
            if mechanism != "external":
                found[(BAD_FIX, "") if row["c"] else (mechanism, tuple(where)[row["place"]])] += 1
    return found


def test_a_boundary_that_loses_nothing_has_no_poor_handoffs() -> None:
    program = plan_of(company())
    boundaries = tuple(program.scenario.boundaries)
    for at, boundary in enumerate(boundaries):
        rows = simulate(perfect(program, [("lost", boundary)]), 1, 0).events
        crossed = rows[rows["event"] == Happening.CROSSED]
        lapsed = set(crossed["place"][(crossed["d"] & Flag.LAPSED) > 0].tolist())
        assert lapsed == set(range(len(boundaries))) - {at}


def test_sampled_orders_agree_with_all_coalitions(monkeypatch: pytest.MonkeyPatch) -> None:
    found = part(interacting(), "defaults", "team", defects_per_item=0.2)
    scenario = Scenario.from_tree(part(found, "incidents", manifest=0.5))
    monkeypatch.setattr(account_players, "EXACT", 20)
    whole = accounted(scenario, 40)
    monkeypatch.setattr(account_players, "EXACT", 0)
    some = accounted(scenario, 40)
    assert whole.sampled == {"mechanism": 0, "place": 0, "category": 0}
    assert some.sampled == {"mechanism": 40, "place": 40, "category": 40}
    for mine, theirs in zip(some.by_place, whole.by_place, strict=True):
        error = (mine.share.high - mine.share.low) / 3.92
        assert abs(mine.share.best - theirs.share.best) <= 2.5 * error + 1e-9, mine.name
    whole_fix = named(whole.by_place, BAD_FIX).share.best
    assert whole_fix > 1.0


def test_intervals_cover_what_is_known_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_players, "EXACT", 0)
    program, inside = program_for(linear(horizon="70 days")), 0
    for seed in range(40):
        run, numbers = Runner(seed=seed), range(10)
        found = sides(program, run, numbers)
        share = account_players.shares(program, by_place(program), run, numbers, found).values[
            "A -> B"
        ]
        inside += share.low <= BETWEEN <= share.high
    # 95 % of 40 is 38; below 33 has a chance of 0.003, a half width cut in half covers 67 %
    assert inside >= 33


def test_nothing_seen_is_not_nothing_where_it_can_happen_and_nothing_where_it_cannot() -> None:
    scenario = chain(boundaries={"A -> B": {"fidelity": 0.9999}, "B -> C": {"fidelity": 1.0}})
    found = accounted(scenario, 12)
    rare, never = (named(found.by_place, name).born for name in ("A -> B", "B -> C"))
    assert (rare.best, never.best, never.high) == (0.0, 0.0, 0.0)
    assert rare.high > 0.0


def test_nothing_is_left_to_nobody_where_a_boundary_needs_no_work() -> None:
    places = {"fidelity": 1.0, "owned": 0.5}
    found = accounted(
        chain(
            boundaries={
                "A -> B": {**places, "boundary_work": 0.0},
                "B -> C": {**places, "boundary_work": 1e-9},
            }
        ),
        12,
    )
    never, rare = (named(found.by_place, name).born for name in ("A -> B", "B -> C"))
    assert (never.best, never.high, rare.best) == (0.0, 0.0, 0.0)
    assert rare.high > 0.0


def test_all_failures_are_those_of_a_comparison_with_the_same_interval() -> None:
    scenario = culprit_team()
    program, numbers = program_for(scenario), range(12)
    found = sides(program, Runner(seed=1), numbers)
    tally = Runner(seed=1)(program, numbers)
    assert found.total == OUTCOMES["failures"].estimate(program, tally)
    gone = account_players.gone_without(program, by_place(program), Runner(seed=1), numbers)
    assert gone["B"].low > 0.0


def test_a_plan_that_does_not_exist_or_releases_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no plan 'x'; allowed: today, inside, between"):
        accounted(linear(), plan="x")
    with pytest.raises(ValueError, match="under today nothing is released from day 20"):
        accounted(linear(horizon="21 days", work=[{"kind": "change", "facts": 1,
                  "arrivals": {"schedule": ["20.9 days"]}, "route": ["A", "B"]}]), 1)  # fmt: skip
    with pytest.raises(ValueError, match="found 0 replications"):
        accounted(linear(), 0)


def test_progress_is_told_of_every_step_and_one_replication_has_no_interval() -> None:
    steps: list[int] = []
    found = account(linear(), Runner(seed=1), replications=range(1), progress=steps.append)
    assert sum(steps) == STEPS
    assert np.isnan(found.sides.total.low)
