"""Break-evens are where the algebra says, mirrored where the sides are, and never invented."""

import math

import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.runner import Runner
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.methods.accounts.perfect import sides
from simulator.methods.turns.boundary_share import tilt_of, tilted
from simulator.methods.turns.breakeven import (
    FACTORS,
    Breakeven,
    Turning,
    boundary_share_turn,
    breakeven,
    crossed,
    followed,
    priced,
)
from simulator.methods.turns.turning_point import NEVER, OPEN, TURNS
from simulator.model.plain import plain
from simulator.scenario.scenario import Scenario
from tests.unit.methods.linear import (
    BETWEEN,
    CORE_CUT,
    EDGE_CUT,
    GAIN,
    INSIDE,
    linear,
    part,
    tree,
)

FACTOR_NAMES = ("price_ratio", "ceiling", "adherence", "boundaries", "core_strength")


def handovers() -> float:
    """How many handovers in the place of one make both plans prevent the same, by bisection."""

    def difference(number: float) -> float:
        between = BETWEEN * (1.0 - 0.95**number) / 0.05
        return float(between * 0.9 * (1.0 - math.exp(-1.0 / number)) - INSIDE * CORE_CUT)

    low, high = 0.3, 1.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if difference(middle) < 0.0 else (low, middle)
    return low


BY_HAND = {
    "boundary_share": CORE_CUT / (CORE_CUT + EDGE_CUT),
    "price_ratio": -1.0 / math.log(1.0 - INSIDE * CORE_CUT / (BETWEEN * 0.9)),
    "ceiling": INSIDE * CORE_CUT / (BETWEEN * EDGE_CUT),
    "adherence": INSIDE * CORE_CUT / (BETWEEN * EDGE_CUT),
    "boundaries": handovers(),
    "core_strength": BETWEEN * EDGE_CUT / (INSIDE * CORE_CUT),
}


@pytest.fixture(scope="module")
def found() -> Breakeven:
    return breakeven(linear(), Runner(seed=1), replications=range(40))


def z(turning: Turning, value: float) -> float:
    """How many standard errors a root lies from a value, its interval being 95 %."""
    return (turning.turn.factor - value) / error_of(turning)


@pytest.mark.parametrize("what", list(BY_HAND))
def test_a_break_even_is_where_the_algebra_says(found: Breakeven, what: str) -> None:
    turning, value = found.factor(what), BY_HAND[what]
    assert turning.turn.verdict == TURNS
    # the standard error is below a fourteenth: a fault of a quarter is noticed
    assert (turning.turn.high - turning.turn.low) / 3.92 < 0.07 * value
    assert abs(z(turning, value)) < 3.0, (turning.turn.factor, value)


def test_the_algebra_is_that_of_the_file() -> None:
    program = program_for(linear(), "between")
    assert program.edge_practices["strength"][0, 0] == pytest.approx(GAIN)
    assert program_for(linear(), "inside").team_practices["strength"][0, 1] == pytest.approx(GAIN)
    four = sides(program_for(linear()), Runner(seed=1), range(40), "expected_failures")
    assert four.share.best == pytest.approx(BETWEEN / (INSIDE + BETWEEN), rel=0.03)


def test_who_is_better_is_named_on_either_side(found: Breakeven) -> None:
    assert found.difference.high < 0.0
    sides_of = {each.what: (each.below, each.above) for each in found.factors}
    assert sides_of["boundary_share"] == ("inside", "between")
    assert sides_of["price_ratio"] == ("between", "inside")
    assert sides_of["core_strength"] == ("between", "inside")
    assert found.spends == ("core", "edge")
    assert [each["what"] for each in plain(found)["factors"]] == list(BY_HAND)


def test_the_tilt_moves_the_share_and_keeps_the_total() -> None:
    program, run, numbers = program_for(linear()), Runner(seed=2), range(30)
    today = sides(program, run, numbers, "expected_failures")
    tilt = tilt_of(program, today)
    for share in (0.2, 0.5, 0.8):
        there = sides(tilted(program, *tilt.factors(share)), run, numbers, "expected_failures")
        assert there.share.best == pytest.approx(share, abs=1e-6)
        assert there.total.best == pytest.approx(today.total.best, rel=1e-6)
    low, high = tilt.searched
    assert 0.0 < low < 0.02
    assert 0.95 < high < 1.0


def test_where_a_chance_would_pass_one_the_share_is_still_met() -> None:
    program = program_for(Scenario.from_tree(part(tree(), "incidents", manifest=0.9)))
    four = sides(program, Runner(seed=2), range(10), "expected_failures")
    tilt = tilt_of(program, four)
    for share in (0.1, 0.9):
        inside, between = tilt.factors(share)
        assert max(inside, between) == pytest.approx(1.0 / 0.9)
        there = sides(tilted(program, inside, between), Runner(seed=2), range(10),
                      "expected_failures")  # fmt: skip
        assert there.share.best == pytest.approx(share, abs=1e-6)


def test_the_mirrored_organisation_turns_at_the_mirrored_place(found: Breakeven) -> None:
    mirrored = part(tree(), "defaults", "team", defects_per_item=0.125)
    mirrored = part(mirrored, "levers", "verification", ceiling={"defect_removal": 0.95})
    mirrored = part(mirrored, "levers", "contracts",
                    ceiling={"contract_tests": 0.9, "fidelity": 1})  # fmt: skip
    edge = {**mirrored["boundaries"][0], "exposure": 0.04}
    other = boundary_share_turn(
        linear(**{**mirrored, "boundaries": [edge]}), Runner(seed=1), replications=range(40)
    )
    assert abs(z(other.share, 1.0 - BY_HAND["boundary_share"])) < 3.0
    assert abs(z(other.price, 1.0 / BY_HAND["price_ratio"])) < 3.0
    assert (other.share.above, other.price.above) == ("between", "inside")
    one = found.factor("boundary_share").turn
    assert abs(one.factor + other.share.turn.factor - 1.0) < 0.5 * (one.high - one.low)


def test_intervals_of_break_evens_cover() -> None:
    scenario, covered = linear(horizon="70 days"), 0
    for seed in range(30):
        turn = boundary_share_turn(scenario, Runner(seed=seed), replications=range(12)).share.turn
        low = turn.low if math.isfinite(turn.low) else 0.0
        high = turn.high if math.isfinite(turn.high) else 1.0
        covered += low <= BY_HAND["boundary_share"] <= high
    # 95 % of 30 is 28.5; below 24 has a chance of 0.0003, a half width cut in half covers 20
    assert covered >= 24


@pytest.mark.parametrize("outcome", ["failures", "change_failure_rate"])
def test_other_outcomes_turn_near_the_same_share(outcome: str) -> None:
    turn = boundary_share_turn(linear(), Runner(seed=1), replications=range(40), outcome=outcome)
    assert abs(z(turn.share, BY_HAND["boundary_share"])) < 3.5


def test_where_only_one_side_fails_nothing_turns() -> None:
    clean = [{**tree()["boundaries"][0], "changes_per_week": 0}]
    found = breakeven(linear(boundaries=clean), Runner(seed=1), replications=range(10))
    share = found.factor("boundary_share")
    assert share.turn.verdict == NEVER
    assert share.better == "inside"
    assert {found.factor(name).turn.verdict for name in FACTOR_NAMES} == {NEVER}


def test_the_files_own_records_stand_beside_the_share() -> None:
    causes = {"inside": 9, "between": 7, "neither": 3, "cannot_tell": 6}
    run, numbers = Runner(seed=1), range(2)
    found = breakeven(linear(observed={"causes": causes}), run, replications=numbers)
    assert found.counted is not None
    assert (found.counted.best, found.counted.n) == (7 / 19, 19)
    assert breakeven(linear(), run, replications=numbers).counted is None


def test_a_plan_against_today_turns_nowhere_if_it_can_only_help() -> None:
    found = breakeven(linear(), Runner(seed=1), plans=("today", "between"), replications=range(8))
    assert found.factor("price_ratio").turn.verdict == NEVER
    assert found.factor("price_ratio").better == "between"
    assert found.spends == ("mixed", "edge")


@pytest.mark.parametrize("name", FACTOR_NAMES)
def test_a_factor_of_one_changes_nothing_and_no_chance_leaves_its_bounds(name: str) -> None:
    program = program_for(load(shipped()["typical-company"]), "half and half")
    factor = FACTORS[name]
    same = factor.change(program, 1.0)
    for table in ("teams", "edges", "team_practices", "edge_practices"):
        before, after = getattr(program, table), getattr(same, table)
        for column in before.dtype.names:
            assert after[column] == pytest.approx(before[column], abs=1e-12), column
    for end in factor.searched:
        edges = factor.change(program, end).edges
        for column in ("fidelity", "fidelity_top", "owned", "owned_top", "exposure", "lapse",
                       "boundary_work", "contract_tests_top", "readback_top"):  # fmt: skip
            assert (edges[column] >= 0.0).all(), column
            assert (edges[column] <= 1.0).all(), column


def test_dearer_levers_buy_what_less_money_would() -> None:
    spend = [{"name": "less", "spend": {"edge": "50 person-days"}}]
    program, half = program_for(linear(), "between"), program_for(linear(arms=spend), "less")
    assert priced(program, 2.0).edge_practices["strength"] == pytest.approx(
        half.edge_practices["strength"]
    )
    core = program_for(linear(), "inside")
    assert priced(core, 0.5).team_practices["strength"][0, 1] == pytest.approx(1 - math.exp(-0.5))


@pytest.mark.parametrize("factor", [0.5, 0.9, 1.0, 1.1, 1.4, 3.0])
def test_one_side_at_a_time_follows_less_of_its_practices(factor: float) -> None:
    for plan, practices, share in (
        ("between", "edge_practices", min(1.0, factor)),
        ("inside", "team_practices", min(1.0, 1.0 / factor)),
    ):
        program = program_for(linear(), plan)
        own, less = (getattr(each, practices)["adherence"] for each in (
            program, followed(program, factor)))  # fmt: skip
        assert (own > 0.0).any()
        assert less == pytest.approx(share * own)


def test_two_handovers_lose_what_two_in_a_row_lose() -> None:
    edge = {**tree()["boundaries"][0], "fidelity": 0.9, "boundary_work": 0.3, "owned": 0.8}
    program = program_for(linear(boundaries=[edge]))
    twice = crossed(program, 2.0).edges
    assert twice["fidelity"] == pytest.approx(0.81)
    assert twice["boundary_work"] == pytest.approx(1.0 - 0.7**2)
    # nobody's job: needed and not owned in one of two tries
    nobody = twice["boundary_work"] * (1.0 - twice["owned"])
    assert nobody == pytest.approx(1.0 - (1.0 - 0.3 * 0.2) ** 2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"plans": ("inside",)}, "between two different plans; allowed: today, inside, between"),
        ({"plans": ("inside", "inside")}, "between two different plans"),
        ({"plans": ("inside", "x")}, "there is no plan 'x'; allowed: today, inside, between"),
        ({"outcome": "near_misses"}, "'near_misses' has no better side.*allowed: change_failure"),
        ({"replications": range(0)}, "found 0 replications"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_line(
    options: dict[str, object], message: str
) -> None:
    asked = {"replications": range(2), **options}
    with pytest.raises(ValueError, match=message):
        breakeven(linear(), Runner(seed=1), **asked)  # type: ignore[arg-type]


def test_the_shipped_pair_turns_at_mirrored_shares_whatever_the_seed() -> None:
    found = {}
    for name in ("lopsided", "mirror"):
        tree = {**load(shipped()[name]).tree, "horizon": "160 days"}
        for seed in (0, 7):
            found[name, seed] = boundary_share_turn(
                Scenario.from_tree(tree), Runner(seed=seed), replications=range(40)
            ).share
    for seed in (0, 7):
        one, other = found["lopsided", seed], found["mirror", seed]
        error = math.hypot(error_of(one), error_of(other))
        # a fault of 5 % of the share is noticed
        assert error < 0.025 / 1.96
        assert abs(one.turn.factor + other.turn.factor - 1.0) < 3.0 * error
        assert (one.above, one.below) == (other.above, other.below)
    for name in ("lopsided", "mirror"):
        one, other = found[name, 0], found[name, 7]
        assert one.turn.factor != other.turn.factor
        error = math.hypot(error_of(one), error_of(other))
        assert abs(one.turn.factor - other.turn.factor) < 3.0 * error


def error_of(turning: Turning) -> float:
    """Return the standard error of a root, its interval being 95 %."""
    return (turning.turn.high - turning.turn.low) / 3.92


def test_where_it_cannot_be_told_whether_it_turns_no_plan_is_the_better_one() -> None:
    spend = {"core": "200 person-days"}
    same = [{"name": "a", "spend": spend}, {"name": "b", "spend": spend}]
    found = breakeven(linear(arms=same), Runner(seed=1), replications=range(4))
    assert {each.turn.verdict for each in found.factors} == {OPEN}
    assert {each.better for each in found.factors} == {""}
