"""From latent error to repair: chances, severities, clocks, bounces, rollbacks, bad fixes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from simulator.engines.log import EventLog, Happening
from simulator.engines.program.compilation import Program
from simulator.measures.tally import STRUCK, Sum, Tally, TeamSum
from simulator.stats.closed import bounces, expected_severity, severity_shares
from tests.verification.support import (
    NEVER,
    Measure,
    Sample,
    Tree,
    at_once,
    counted,
    days,
    logged,
    organisation,
    ratio,
    run,
    tallied,
    verify,
)

CHAIN = ["A", "B", "C", "D", "E", "F"]
DEFECT, LOST, DRIFT, UNOWNED = range(4)


def struck(mechanism: int) -> Measure:
    """Failures of one root mechanism as they struck, bad fixes among them, per released item."""
    return counted(lambda _, tally: (tally.blame[:, mechanism, 0], tally.sums[:, Sum.RELEASED]))


def bad_fixes(mechanism: int) -> Measure:
    """Failures that are bad fixes of one root mechanism, per released item."""

    def fraction(_: Program, tally: Tally) -> Sample:
        return tally.failures[:, :, mechanism, 1].sum(axis=1), tally.sums[:, Sum.RELEASED]

    return counted(fraction)


def grades(_: Program, log: EventLog) -> Sequence[float]:
    """How many failures there were of P1 to P4, before the horizon and after it."""
    rows = log.events[np.isin(log.events["event"], [Happening.FAILED, Happening.AFTER_HORIZON])]
    return [float((rows["a"] == grade).sum()) for grade in (1, 2, 3, 4)]


def faulty(route: Sequence[object], first: Tree, incidents: Tree, items: int = 30) -> Tree:
    """A route whose first team makes all defects, and what becomes of them."""
    return organisation(
        {
            "horizon": "3000 days",
            "teams": {str(route[0]): {"defects_per_item": 10, **first}},
            "incidents": {"manifest": 1, "latency": NEVER, **incidents},
        },
        route,
        items=at_once(items),
    )


EVERYTHING_WRONG: Tree = {
    "fidelity": 0,
    "owned": 0,
    "boundary_work": 1,
    "changes_per_week": 0.5,
    "exposure": 1,
}


@pytest.mark.parametrize(
    ("name", "mechanism", "number"),
    [("defect", DEFECT, 5.0), ("lost", LOST, 8.0), ("drift", DRIFT, 26.0), ("unowned", UNOWNED, 1)],
)
def test_each_mechanism_manifests_with_its_own_chance(
    name: str, mechanism: int, number: float
) -> None:
    def tree(chance: float) -> Tree:
        others = dict.fromkeys(("defect", "lost", "drift", "unowned"), 0.3)
        return organisation(
            {
                "defaults": {
                    "boundary": EVERYTHING_WRONG,
                    "team": {"effort": {"mean": "1e-9 days"}},
                },
                "teams": {"A": {"defects_per_item": 5}},
                "incidents": {"manifest": {**others, name: chance}, "latency": NEVER},
            },
            ["A", "B"],
            items=at_once(1 if name == "drift" else 40),
            facts=8,
        )

    verify(
        tree,
        struck(mechanism),
        lambda chance: number * chance,
        {"chance": 0.9},
        replications=6000 if name == "drift" else 600,
    )


@pytest.mark.parametrize("grade", [0, 1, 2, 3])
def test_severities_have_the_shares_of_their_weights(grade: int) -> None:
    def tree(weight: float) -> Tree:
        weights = dict.fromkeys(("P1", "P2", "P3", "P4"), 1.0)
        weights[f"P{grade + 1}"] = weight
        return faulty(["A"], {"defects_per_item": 40}, {"severity": weights}, 50)

    def share(program: Program, log: EventLog) -> tuple[float, float]:
        found = grades(program, log)
        return found[grade], sum(found)

    verify(
        tree,
        logged(share),
        lambda weight: weight / (3 + weight),
        {"weight": 3.0},
        replications=250,
    )


@pytest.mark.parametrize("depth", [0, 1, 4, 8])
def test_every_team_that_built_on_an_error_raises_the_odds_of_a_bad_failure(depth: int) -> None:
    weights = {"P1": 1, "P2": 1, "P3": 1, "P4": 3}

    def tree(escalation: float) -> Tree:
        route: Sequence[object] = ["A", *(f"T{number}" for number in range(depth))]
        return faulty(route, {}, {"severity": weights, "escalation": escalation})

    def worth(program: Program, log: EventLog) -> tuple[float, float]:
        found = grades(program, log)
        return 3 * found[0] + 2 * found[1] + found[2], sum(found)

    verify(
        tree,
        logged(worth),
        lambda escalation: float(
            severity_shares(list(weights.values()), escalation, depth) @ [3, 2, 1, 0]
        ),
        {"escalation": 1.2},
        replications=300,
        faults=["escalation"] if depth == 8 else [],
    )


def test_errors_of_different_depth_escalate_each_by_its_own() -> None:
    def tree(escalation: float) -> Tree:
        made = faulty(CHAIN, {}, {"severity": {"P1": 1, "P4": 1}, "escalation": escalation})
        made["teams"] = {name: {"defects_per_item": 5} for name in CHAIN}
        return made

    def bad(program: Program, log: EventLog) -> tuple[float, float]:
        found = grades(program, log)
        return found[0], sum(found)

    verify(
        tree,
        logged(bad),
        lambda escalation: expected_severity([1, 0, 0, 0], [1, 0, 0, 1], escalation, [1 / 6] * 6),
        {"escalation": 1.5},
        replications=600,
    )


def test_a_failure_shows_an_exponential_time_after_release() -> None:
    def wait(_: Program, log: EventLog) -> tuple[float, float]:
        events = log.events
        rows = events[np.isin(events["event"], [Happening.FAILED, Happening.AFTER_HORIZON])]
        return float(rows["value"].sum()), float(len(rows))

    # half of them before the horizon, half after: both are logged with their time
    verify(
        lambda latency: faulty(["A"], {}, {"latency": days(latency)}, 10) | {"horizon": "30 days"},
        logged(wait),
        lambda latency: latency,
        {"latency": 43.0},
        replications=1400,
    )


def test_a_change_has_failed_if_a_counted_failure_shows_in_time() -> None:
    def tree(chance: float, latency: float, within: float) -> Tree:
        return organisation(
            {
                "horizon": "5 days",
                "failure": {"counts": ["P1", "P3"], "within": days(within)},
                "defaults": {"boundary": {"boundary_work": 1, "owned": 0}},
                "incidents": {
                    "manifest": chance,
                    "latency": days(latency),
                    "severity": {"P1": 6, "P2": 1, "P3": 2, "P4": 1},
                },
            },
            ["A", "B"],
            items=at_once(400),
        )

    for measured in (Sum.FAILED_CHANGES, Sum.EXPECTED_FAILED):
        verify(
            tree,
            ratio(measured),
            lambda chance, latency, within: chance * 0.8 * (1 - math.exp(-within / latency)),
            {"chance": 0.95, "latency": 60.0, "within": 60.0},
            replications=1000,
        )


def test_a_change_with_several_failures_counts_once() -> None:
    made = faulty(["A"], {"defects_per_item": 50}, {"severity": {"P1": 1}, "latency": "1 day"})
    tally = tallied(made)
    assert tally.sums[Sum.FAILED_CHANGES] == tally.sums[Sum.RELEASED] == 30
    assert tally.failures.sum() > 1000
    assert tally.kind_sums[0].tolist() == [30, 30]


SOON: Tree = {"latency": "1 h", "manifest": 1}


def test_an_outage_lasts_until_it_is_triaged_and_repaired() -> None:
    def tree(triage: float, repair: float) -> Tree:
        clocks = {"triage_effort": days(triage), "repair_effort": days(repair)}
        return faulty(["A"], {}, {**SOON, **clocks})

    verify(
        lambda triage: tree(triage, 0.0),
        ratio(Sum.RESTORE_TIME, Sum.RESTORED),
        lambda triage: triage,
        {"triage": 0.5},
        replications=400,
    )
    verify(
        lambda repair: tree(0.0, repair),
        ratio(Sum.RESTORE_TIME, Sum.RESTORED),
        lambda repair: repair,
        {"repair": 0.5},
        replications=400,
    )


def test_a_repair_takes_longer_for_every_team_that_built_on_the_error() -> None:
    verify(
        lambda growth: faulty(
            CHAIN, {}, {**SOON, "repair_effort": "0.5 days"} | {"repair_growth": growth}
        ),
        ratio(Sum.RESTORE_TIME, Sum.RESTORED),
        lambda growth: 0.5 * (1 + 5 * growth),
        {"growth": 2.0},
        replications=500,
    )


def test_a_rollback_ends_the_outage_unless_the_repair_is_sooner() -> None:
    def tree(rollback: float, duration: float = 0.1) -> Tree:
        clocks = {"repair_effort": "1 day", "rollback_duration": days(duration)}
        return faulty(["A"], {"rollback": rollback}, {**SOON, **clocks})

    verify(
        tree,
        ratio(Sum.RESTORE_TIME, Sum.RESTORED),
        lambda rollback, duration: 1 - rollback + rollback * (1 - math.exp(-duration)),
        {"rollback": 0.95, "duration": 0.4},
        replications=400,
    )
    verify(
        tree,
        ratio(Sum.ROLLED_BACK, Sum.INCIDENTS),
        lambda rollback: rollback,
        {"rollback": 0.9},
        replications=100,
    )


@pytest.mark.parametrize("senders", [1, 2])
def test_a_rollback_runs_everywhere_only_if_every_crossing_to_the_last_step_was_owned(
    senders: int,
) -> None:
    def tree(owned: float) -> Tree:
        made = faulty(["A", CHAIN[1 : 1 + senders], "Z"], {"defects_per_item": 2}, SOON)
        made["teams"]["Z"] = {"rollback": 0.7}
        # the crossings before the last do not matter
        made["defaults"]["boundary"] = {**made["defaults"]["boundary"], "owned": owned}
        made["boundaries"] = [{"from": "A", "to": name, "owned": 0.2} for name in ("B", "C")]
        made["teams"]["C"] = {}
        return made

    def partly(_: Program, tally: Tally) -> Sample:
        done = tally.sums[:, [Sum.ROLLED_BACK, Sum.ROLLED_BACK_PARTLY]].sum(axis=1)
        return tally.sums[:, Sum.ROLLED_BACK_PARTLY], done

    verify(
        tree,
        counted(partly),
        lambda owned: 1 - owned**senders,
        {"owned": 0.9},
        replications=1600,
    )


def test_a_partial_rollback_leaves_the_outage_to_the_repair() -> None:
    made = faulty(["A", "Z"], {}, {**SOON, "rollback_duration": "0.01 days"})
    made["incidents"]["repair_effort"] = "10 days"
    made["teams"]["Z"] = {"rollback": 1}
    made["boundaries"] = [{"from": "A", "to": "Z", "owned": 0}]
    events = run(made)[1].events
    restored = events[events["event"] == Happening.RESTORED]
    assert not (events["event"] == Happening.ROLLED_BACK).any()
    assert (events["event"] == Happening.ROLLBACK_PARTIAL).sum() == len(restored) > 200
    assert (restored["a"] == 0).all()


@pytest.mark.parametrize(
    ("origin", "traceable"), [(0, 0.9), (2, 0.9), (4, 0.9), (5, 0.5), (0, 0.0), (0, 1.0)]
)
def test_an_incident_bounces_up_the_route_unless_the_defect_is_traceable(
    origin: int, traceable: float
) -> None:
    def tree(traceable: float) -> Tree:
        made = faulty(CHAIN, {"defects_per_item": 0}, {**SOON, "traceable": traceable})
        made["teams"][CHAIN[origin]] = {"defects_per_item": 5}
        return made

    verify(
        tree,
        ratio(Sum.PASSED_ON, Sum.INCIDENTS),
        lambda traceable: bounces(CHAIN, CHAIN[origin], traceable),
        {"traceable": traceable},
        replications=200,
        faults=["traceable"] if origin in (0, 2) and traceable == 0.9 else [],
    )


@pytest.mark.parametrize(
    ("owner", "resolver"), [("from", "B"), ("to", "C"), ("F", "F"), ("X", "X"), ("A", "A")]
)
def test_an_edge_error_goes_to_the_owner_if_owned_else_up_the_route_to_the_sender(
    owner: str, resolver: str
) -> None:
    def tree(owned: float) -> Tree:
        made = faulty(CHAIN, {"defects_per_item": 0}, {**SOON, "traceable": 0})
        made["boundaries"] = [
            {"from": "B", "to": "C", "fidelity": 0, "owned": owned, "owner": owner}
        ]
        made["teams"]["X"] = {}
        return made

    verify(
        tree,
        ratio(Sum.PASSED_ON, Sum.INCIDENTS),
        lambda owned: (
            owned * bounces(CHAIN, resolver, 1.0) + (1 - owned) * bounces(CHAIN, "B", 0.0)
        ),
        {"owned": 0.8},
        replications=600,
    )


def test_a_group_is_passed_in_name_order_and_its_first_member_is_paged() -> None:
    made = faulty(["A", ["D", "C"], ["Z", "Y"]], {"defects_per_item": 3}, {**SOON, "traceable": 0})
    program, log = run(made)
    events = log.events
    paged = events[events["event"] == Happening.PAGED]
    names = np.array(list(program.scenario.teams))
    for error in np.unique(paged["error"]):
        assert names[paged["place"][paged["error"] == error]].tolist() == list("YZCDA")


def passes(pages: str, place: int, direct: float) -> float:
    """How often an incident is passed on that the team at a place of the reversed chain repairs.

    By lot each team of the chain is paged first as often; if that is not the resolver, the way up
    the route begins at its end and leaves the drawn team out.
    """
    teams = len(CHAIN)
    if pages == "last":
        return bounces(CHAIN, CHAIN[teams - 1 - place], direct)
    if pages == "resolver":
        return 0.0
    others = (teams - 1) / teams
    return others * direct + (1 - direct) * (others * (place + 1) - place / teams)


@pytest.mark.parametrize("pages", ["last", "resolver", "drawn"])
@pytest.mark.parametrize("place", [0, 2, 5])
def test_who_is_paged_first_decides_how_often_an_incident_is_passed_on(
    place: int, pages: str
) -> None:
    def tree(traceable: float) -> Tree:
        made = faulty(
            CHAIN, {"defects_per_item": 0}, {**SOON, "traceable": traceable, "pages": pages}
        )
        made["teams"][CHAIN[len(CHAIN) - 1 - place]] = {"defects_per_item": 5}
        return made

    verify(
        tree,
        ratio(Sum.PASSED_ON, Sum.INCIDENTS),
        lambda traceable: passes(pages, place, traceable),
        {"traceable": 0.4},
        replications=200,
        faults=[],
    )


def paged_of(made: Tree) -> dict[tuple[int, ...], str]:
    """The teams paged for each error, by the lost fact that it is."""
    program, log = run(made)
    events, names = log.events, list(program.scenario.teams)
    born = events[events["event"] == Happening.BORN]
    paged = events[events["event"] == Happening.PAGED]
    return {
        (int(row["item"]), int(row["b"])): "".join(
            names[team] for team in paged["place"][paged["error"] == row["error"]]
        )
        for row in born
    }


def drawn(route: str) -> dict[tuple[int, ...], str]:
    """Whom a route pages for facts that A -> B loses, unowned, where the first is drawn."""
    made = faulty(["A", "B"], {"defects_per_item": 0}, {**SOON, "pages": "drawn"})
    made["work"]["k0"].update(route=list(route), facts=5)
    made["teams"] = {name: {} for name in route}
    made["boundaries"] = [{"from": "A", "to": "B", "fidelity": 0, "owned": 0}]
    return paged_of(made)


def test_whoever_is_drawn_is_drawn_by_name_and_paged_once() -> None:
    before = drawn("ABCDE")
    assert len(before) == 150
    assert {way[0] for way in before.values()} == set("ABCDE")
    for way in before.values():
        walk = "EDCBA".replace(way[0], "")
        assert way[1:] == ("" if way[0] == "A" else walk)
    # a team that is dropped leaves the lots of all others, and one that is added takes its own
    after, more = drawn("ABCE"), drawn("ABXCDE")
    for error, way in before.items():
        assert after[error][0] == way[0] or way[0] == "D"
        assert more[error][0] in (way[0], "X")


def test_a_rollback_is_that_of_the_last_team_whoever_is_paged_first() -> None:
    for pages in ("resolver", "drawn"):
        made = faulty(CHAIN, {"defects_per_item": 3}, {**SOON, "pages": pages})
        made["teams"]["F"] = {"rollback": 1}
        program, log = run(made)
        undone = log.events[log.events["event"] == Happening.ROLLED_BACK]
        assert len(undone) > 50
        assert set(undone["place"]) == {list(program.scenario.teams).index("F")}


def test_an_event_may_change_who_is_paged_first() -> None:
    made = faulty(["A", "B"], {"defects_per_item": 5}, {**SOON, "latency": "100 days"})
    made["events"] = [{"at": "100 days", "change": {"incidents": {"pages": "resolver"}}}]
    _, log = run(made)
    paged = log.events[(log.events["event"] == Happening.PAGED) & (log.events["a"] == 0)]
    early = paged["time"] < 100.0
    assert early.any()
    assert not early.all()
    assert set(paged["place"][early]) == {1}
    assert set(paged["place"][~early]) == {0}


def test_a_resolver_off_the_route_is_paged_past_the_first_step() -> None:
    # a sender always stands on the route; of a bad fix of X (owner) the defect is X's
    made = faulty(CHAIN, {"defects_per_item": 0}, {**SOON, "traceable": 0, "bad_fix": 0.9})
    made["boundaries"] = [{"from": "B", "to": "C", "fidelity": 0, "owner": "X"}]
    made["teams"]["X"] = {}
    program, log = run(made)
    events = log.events
    names = np.array(list(program.scenario.teams))
    failed = events[(events["event"] == Happening.FAILED) & (events["c"] == 1)]
    assert len(failed) > 10
    for error in failed["error"]:
        paged = events[(events["event"] == Happening.PAGED) & (events["error"] == error)]
        assert names[paged["place"]].tolist() == [*reversed(CHAIN), "X"]
        assert paged["a"].tolist() == list(range(7))


@pytest.mark.parametrize("mechanism", [DEFECT, LOST])
def test_bad_fixes_follow_each_other_as_a_geometric_series(mechanism: int) -> None:
    def tree(chance: float, bad_fix: float) -> Tree:
        made = faulty(["A", "B"], {}, {**SOON, "bad_fix": bad_fix})
        made["incidents"]["manifest"] = {"defect": chance, "lost": 1}
        if mechanism == LOST:
            made["teams"]["A"] = {}
            made["boundaries"] = [{"from": "A", "to": "B", "fidelity": 0}]
            made["work"]["k0"]["facts"] = 10
        return made

    # a root of mechanism defect shows with the same chance as its bad fixes
    def exact(chance: float, bad_fix: float) -> float:
        roots = 10 * chance if mechanism == DEFECT else 10.0
        return roots * bad_fix / (1 - bad_fix * chance)

    verify(
        tree,
        bad_fixes(mechanism),
        lambda chance, bad_fix: exact(chance, bad_fix) * chance,
        {"chance": 0.9, "bad_fix": 0.8},
        replications=200,
    )


def external(rate: float, **more: object) -> Tree:
    """Externals resolved by B; an organisation with a little other work."""
    return organisation(
        {
            "horizon": "200 days",
            "warm_up": "100 days",
            "external": {
                "rate": f"{5 * rate} per week",
                "resolver": "B",
                "severity": {"P1": 0, "P2": 4, "P3": 0, "P4": 1},
            },
            "incidents": {"triage_effort": "4 h", "repair_effort": "8 h", "repair_growth": 9},
            **more,
        },
        ["A", "B"],
        items=at_once(1, 150.0),
    )


def test_externals_come_at_their_rate_with_their_severities_and_spare_the_rest() -> None:
    def serious(_: Program, tally: Tally) -> Sample:
        return tally.incidents[:, STRUCK, :, :2].sum(axis=(1, 2)), np.full(len(tally.sums), 100.0)

    verify(external, counted(serious), lambda rate: 0.8 * rate, {"rate": 5.0}, replications=400)
    tally = tallied(external(5.0))
    assert tally.sums[Sum.PASSED_ON] == tally.sums[Sum.ROLLED_BACK] == 0
    assert tally.failures.sum() == tally.failures[-1, 4, 0] == tally.kinds[-1]
    assert tally.sums[Sum.ATTRIBUTED] == 0


def test_an_external_incident_takes_one_triage_and_one_repair_of_its_resolver() -> None:
    def busy(_: Program, tally: Tally) -> Sample:
        work = tally.teams[:, 1, [TeamSum.TRIAGE, TeamSum.REPAIR]].sum(axis=1)
        return work, np.full(len(work), 100.0)

    verify(external, counted(busy), lambda rate: rate * (0.5 + 1), {"rate": 5.0}, replications=600)
    teams = tallied(external(5.0)).teams
    assert teams[0, 6:8].tolist() == [0, 0]
    assert teams[1, 6:8] == pytest.approx([250, 500], rel=0.2)


def test_bad_fixes_of_externals_are_external_and_belong_to_no_change() -> None:
    def outside(_: Program, tally: Tally) -> Sample:
        return tally.failures[:, -1, 4, 1], tally.failures[:, -1, 4, 0]

    def tree(bad_fix: float) -> Tree:
        made = external(5.0)
        made["incidents"] = {**made["incidents"], "bad_fix": bad_fix, "manifest": 1} | {
            "latency": "1 min",
            "repair_effort": "1 min",
            "triage_effort": "0 h",
        }
        return made

    verify(
        tree,
        counted(outside),
        lambda bad_fix: bad_fix / (1 - bad_fix),
        {"bad_fix": 0.8},
        replications=60,
    )
    tally = tallied(tree(0.5))
    assert tally.failures[:-1].sum() == tally.sums[Sum.FAILED_CHANGES] == 0
    assert tally.kinds[:-1].sum() == 0


def blamed(blames: str, **incidents: object) -> Tree:
    """One error of each kind at a known place of a chain; defects of B, C -> D loses facts."""
    made = faulty(["A", "B", "C", "D"], {"defects_per_item": 0}, {"blames": blames, **incidents})
    made["teams"]["B"] = {"defects_per_item": 3}
    made["teams"]["D"] = {"defects_per_item": 1}
    made["boundaries"] = [
        {"from": "A", "to": "B", "fidelity": 0, "owner": "to"},
        {"from": "C", "to": "D", "boundary_work": 1, "owned": 0, "owner": "B"},
    ]
    return made


def test_misattribution_on_a_chain_is_what_a_hand_counts() -> None:
    tally = tallied(blamed("last"))
    defects = tally.failures[:4, DEFECT, 0]
    # D is blamed for all: wrongly for the defects of B and the fact lost at A -> B, whose owner
    # is B; rightly for its own, and as a side of C -> D, though C would have to repair it
    rows = tally.blame
    assert rows[DEFECT] == pytest.approx(
        [defects.sum(), defects[1], defects[1], 0.75 * defects.sum()]
    )
    assert rows[LOST] == pytest.approx([30, 30, 30, 0.5 * 30])
    assert rows[UNOWNED] == pytest.approx([30, 0, 30, 0.25 * 30])
    assert rows[DRIFT].sum() == 0
    total = rows.sum(axis=0)
    columns = [Sum.ATTRIBUTED, Sum.MISATTRIBUTED, Sum.NOT_THE_RESOLVER, Sum.RANDOM_BLAME]
    assert tally.sums[columns] == pytest.approx(total)


def test_blaming_the_resolver_is_never_a_misattribution() -> None:
    rows = tallied(blamed("resolver")).blame
    assert rows[:, 0].sum() > 90
    assert rows[:, 1:3].sum() == 0


def test_a_bad_fix_is_attributed_to_its_root() -> None:
    made = blamed("last", bad_fix=0.9, latency="1 h")
    made["teams"]["B"] = made["teams"]["D"] = {}
    rows = tallied(made).blame
    # bad fixes of B (owner of A -> B) and of C (sender of C -> D) count as lost and unowned
    assert rows[DEFECT].sum() == 0
    assert rows[LOST, 0] > 100
    assert rows[LOST, 1] == rows[LOST, 0]
    assert rows[UNOWNED, 0] > 100
    assert rows[UNOWNED, 1] == 0
    # and when the resolver is blamed it is the one who repairs the bad fix: C stands at C -> D
    made["incidents"]["blames"] = "resolver"
    assert tallied(made).blame[:, 1].sum() == 0
