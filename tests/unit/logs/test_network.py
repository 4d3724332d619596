"""A log as a network: counted by hand, and two real logs to the last digit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator.logs.log import log_of
from simulator.logs.mapping import LogMap
from simulator.logs.network import Network, _standardised, network
from tests.unit.logs.made import as_csv, as_parquet, as_xes, as_xlsx, events, handed_on, shared


def counted(path: Path, told: LogMap | None = None, level: str = "team") -> Network:
    with log_of(path, told) as log:
        return network(log, level)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return counted(as_csv(events(), tmp_path_factory.mktemp("log") / "log.csv"))


def test_runs_handoffs_and_fates_are_those_counted_one_by_one(found: Network) -> None:
    runs = handed_on(events()).values()
    steps = [(a, b, rest) for each in runs
             for a, b, rest in zip(each, each[1:], [each[i + 2:] for i in range(len(each))],
                                   strict=False)]  # fmt: skip
    assert found.handoffs == len(steps) > 50
    assert found.fates == {
        "kept": sum(not rest for _, _, rest in steps),
        "bounced": sum(rest[:1] == [a] for a, _, rest in steps),
        "forwarded": sum(bool(rest) and rest[0] != a for a, _, rest in steps),
    }
    by_edge = {(edge.source, edge.target): edge.n for edge in found.edges}
    assert by_edge == {pair: sum((a, b) == pair for a, b, _ in steps) for pair in by_edge}
    assert sum(by_edge.values()) == len(steps)
    assert [each.cases for each in found.buckets] == [
        sum(min(5, max(0, len(each) - 1)) == n for each in runs) for n in range(6)
    ]
    further = sum(edge.further * edge.n for edge in found.edges)
    assert further == pytest.approx(sum(len(rest) for _, _, rest in steps))


def test_missing_words_are_never_a_team(found: Network) -> None:
    assert {place.name for place in found.teams} == {"Desk", "Net; work", "Ops", 'Apps "old"'}
    assert sum(place.handed for place in found.teams) == found.handoffs
    assert sum(place.received for place in found.teams) == found.handoffs


@pytest.mark.parametrize("write", [as_parquet, as_xes, as_xlsx])
def test_the_same_events_in_another_format_give_the_same_network(
    found: Network, tmp_path: Path, write: object
) -> None:
    assert callable(write)
    ending = {as_parquet: "parquet", as_xes: "xes", as_xlsx: "xlsx"}[write]
    path = write(events(), tmp_path / f"log.{ending}")
    twin = counted(path, LogMap(team_means="actor"))
    bare = [repr(replace(each, file="", source="", guesses=())) for each in (found, twin)]
    assert bare[0] == bare[1]


def test_waits_of_an_owner_lie_inside_the_run_and_of_an_actor_before_it(tmp_path: Path) -> None:
    rows = [("1", "2026-01-05 08:00", "A"), ("1", "2026-01-05 09:00", "B"),
            ("1", "2026-01-05 12:00", "B"), ("1", "2026-01-06 12:00", "A")]  # fmt: skip
    path = tmp_path / "log.csv"
    path.write_text("case,time,team\n" + "".join(",".join(row) + "\n" for row in rows))
    owner = counted(path, LogMap(team_means="owner"))
    actor = counted(path, LogMap(team_means="actor"))
    wait = {(each.source, each.target): each for each in owner.edges}
    assert (wait["A", "B"].wait, wait["A", "B"].waits, wait["B", "A"].waits) == (3.0, 1, 0)
    assert {(each.source, each.wait) for each in actor.edges} == {("A", 1.0), ("B", 24.0)}
    assert wait["A", "B"].bounced == wait["B", "A"].kept == 1
    assert wait["A", "B"].detour == 27.0
    holds = {place.name: place.hold for place in owner.teams}
    assert holds == {"A": 0.5, "B": 27.0}


def test_reopening_is_told_apart_from_handing_over(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "case,timestamp,team,state\n1,2026-01-05 08:00,A,New\n1,2026-01-05 09:00,B,Active\n"
        "1,2026-01-05 10:00,B,Resolved\n1,2026-01-05 11:00,A,Active\n1,2026-01-05 12:00,A,Closed\n"
        "2,2026-01-05 08:00,A,New\n2,2026-01-05 09:00,A,Closed\n"
    )
    found = counted(path)
    assert (found.handoffs, found.later, found.reopenings, found.open) == (2, 1, 1, 0)
    shares = [each.reopened and (each.reopened.best, each.reopened.n) for each in found.buckets]
    assert shares == [(0.0, 1), (1.0, 1), None, None, None, None]


def test_reciprocity_is_the_share_that_is_answered(tmp_path: Path) -> None:
    ways = ["AB", "AB", "AB", "BA", "AC"]
    rows = [f"{case},2026-01-05 0{hour}:00,{team}" for case, way in enumerate(ways)
            for hour, team in enumerate(way)]  # fmt: skip
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["case,timestamp,team", *rows]) + "\n")
    assert counted(path).reciprocity == pytest.approx(2 / 5)


def test_at_the_same_mix_of_tickets_each_kind_counts_as_often_as_in_all() -> None:
    """Kind a: four cases of 1 h without a handover, one of 2 h with; b: one of 9 h, four of 8 h."""
    bucket = np.array([0, 0, 0, 0, 1, 0, 1, 1, 1, 1])
    hours = np.array([1.0, 1.0, 1.0, 1.0, 2.0, 9.0, 8.0, 8.0, 8.0, 8.0])
    weights, compared = _standardised(bucket, hours, np.array([*"aaaaabbbbb"]))
    assert compared == 1.0
    assert weights.tolist() == [1.25, 1.25, 1.25, 1.25, 5.0, 5.0, 1.25, 1.25, 1.25, 1.25]
    odd = np.array([*"aaaaabbbbc"])
    assert _standardised(bucket, hours, odd)[1] == pytest.approx(0.9)


def test_coarser_levels_have_their_own_handoffs(tmp_path: Path) -> None:
    path = as_csv(events(), tmp_path / "log.csv")
    told = LogMap(units={"Desk": "Front", "Net; work": "Back", "Ops": "Back", 'Apps "old"': "Back"})
    teams, units = counted(path, told), counted(path, told, "unit")
    assert {place.name for place in units.teams} == {"Front", "Back"}
    assert teams.coarser["unit"] == (units.handoffs, units.fates["bounced"])
    assert units.handoffs < teams.handoffs


def test_the_service_desk_log_gives_its_figures_to_the_last_digit() -> None:
    path = shared("servicenow_incident_event_log.csv.zip")
    if path is None:
        return
    found = counted(path)
    assert (found.rows, found.cases) == (141_712, 24_918)
    assert (found.handoffs, round(found.mean, 4)) == (19_087, 0.7660)
    assert (found.median, found.p90, found.p99, found.most) == (0, 2, 7, 25)
    assert [each.cases for each in found.buckets] == [15_343, 5_312, 2_020, 1_040, 530, 673]
    assert (found.ping_pong, found.ping_pong_cases) == (3_675, 2_216)
    assert found.fates == {"kept": 9_575, "forwarded": 5_837, "bounced": 3_675}
    assert len(found.edges) == 1_060
    hours = [round(each.hours, 2) for each in found.buckets]
    assert hours == [1.22, 35.38, 118.78, 162.96, 197.70, 318.87]
    missed = [each.sla_missed and round(each.sla_missed.best, 4) for each in found.buckets]
    assert missed == [0.2583, 0.4234, 0.6069, 0.6663, 0.7509, 0.8707]
    assert sum(each.cases - each.timed for each in found.buckets) == 1_556
    busiest = [(edge.source[6:], edge.target[6:], edge.n) for edge in found.edges[:5]]
    assert busiest == [("20", "70", 1_088), ("70", "39", 1_060), ("70", "20", 1_056),
                       ("70", "25", 456), ("39", "70", 433)]  # fmt: skip


def test_the_permit_log_gives_its_figures_to_the_last_digit() -> None:
    path = shared("permit_receipt.xes.gz")
    if path is None:
        return
    found = counted(path)
    assert (found.rows, found.cases) == (8_577, 1_434)
    assert (found.handoffs, round(found.mean, 4)) == (3_853, 2.6869)
    assert (found.median, found.p90, found.p99, found.most) == (3, 4, 7, 15)
    assert [each.cases for each in found.buckets] == [180, 93, 203, 670, 203, 85]
    assert (found.ping_pong, found.ping_pong_cases, len(found.edges)) == (165, 103, 33)
