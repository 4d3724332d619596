"""A log as a scenario: what is measured is what stands in the log, and the rest says judgement."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from simulator.api import Imported, import_log
from simulator.files.read import load_text
from simulator.logs.draft import CANNOT, HERE
from simulator.logs.faults import LogError
from simulator.logs.holdout import holdout
from simulator.logs.log import log_of
from simulator.logs.mapping import LogMap
from simulator.logs.organisation import organisation
from tests.unit.logs.made import as_csv, shared

WEEKS, A_WEEK = 24, 15
STATES = "case,timestamp,team,assignee,state,cause"


def desk(path: Path, weeks: int = WEEKS) -> Path:
    """Write a log of `weeks` whole weeks: 15 cases a week, two ways, one in five sent back."""
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    lines = [STATES]
    for number in range((weeks + 2) * A_WEEK):
        at = begin + timedelta(hours=number * 168 / A_WEEK)
        teams = ["Desk", "Ops"] if number % 3 else ["Desk"]
        if number % 5 == 0 and len(teams) > 1:
            teams = ["Desk", "Ops", "Desk", "Ops"]
        states = [*["Active"] * len(teams), "Resolved"]
        if number % 10 == 0:
            states += ["Active", "Resolved"]
        teams += [teams[-1]] * (len(states) - len(teams))
        for hour, (team, state) in enumerate(zip(teams, states, strict=True)):
            when = at + timedelta(hours=6 * hour)
            cause = ("bug", "handover", "?")[number % 3]
            lines.append(f"{number},{when:%Y-%m-%d %H:%M},{team},p{number % 4},{state},{cause}")
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    path = desk(tmp_path_factory.mktemp("log") / "our-desk.csv")
    told = LogMap(causes={"inside": ("bug",), "between": ("handover",)})
    return import_log(path, mapping=told, holdout=True)


def test_ways_arrivals_people_and_bounces_are_those_of_the_log(found: Imported) -> None:
    seen = found.log.organisation
    assert seen.weeks.count == WEEKS
    assert {kind.route: round(kind.arrivals.best) for kind in seen.kinds} == {
        ("Desk", "Ops"): 10, ("Desk",): 5,
    }  # fmt: skip
    assert {each.name: each.people and each.people.best for each in seen.staff} == {
        "Desk": 4.0, "Ops": 4.0,
    }  # fmt: skip
    ahead = next(each for each in seen.crossings if each.source == "Desk")
    assert (ahead.bounced, ahead.n) == (48, 288)
    assert ahead.kept.low < 1.0 - 48 / 288 < ahead.kept.high
    assert ahead.lay is not None
    assert ahead.lay.best == pytest.approx(6 / 33.6)


def test_the_scenario_can_be_read_and_every_number_of_the_log_says_so(found: Imported) -> None:
    scenario = load_text(found.text)
    assert scenario.name == "our desk"
    assert CANNOT.split(":")[0] in " ".join(found.text.replace("#", " ").split())
    measured = re.findall(r"(\w+): \{value:[^}]*" + HERE + r"[^}]*n = [\d,]+", found.text)
    assert sorted(measured) == ["arrivals", "arrivals", "limbo", "owned", "people", "people"]
    for name, value in (("fidelity", 0.478), ("readback", 0.0)):
        quantity = getattr(scenario.boundaries["Desk -> Ops"], name)
        assert quantity.low == value
        assert HERE not in (quantity.because or "")
    assert scenario.teams["Ops"].defects_per_item.low == 0.1


def test_what_filled_a_range_is_no_record_as_well(found: Imported) -> None:
    observed = load_text(found.text).observed
    assert observed is not None
    assert observed.changes is None
    assert observed.failed_changes is not None
    assert observed.failed_changes.n == WEEKS * A_WEEK
    assert observed.failed_changes.value == pytest.approx(0.1)
    assert observed.causes is not None
    assert observed.causes.inside is not None
    assert observed.causes.inside.value == WEEKS * A_WEEK / 3


def test_the_first_part_tells_the_rest_of_a_log_that_stays_as_it_is(found: Imported) -> None:
    judged = found.log.judged
    assert judged is not None
    assert (judged.first.count, judged.rest.count) == (16, 8)
    assert judged.cases == 8 * A_WEEK
    assert all(each.covered for each in judged.forecasts)
    assert {"handovers a case", "share sent straight back"} <= {e.name for e in judged.forecasts}
    assert list(found.judged()["better"]) == [each.better for each in judged.forecasts]


def test_a_log_that_changes_is_not_told_by_its_first_part(tmp_path: Path) -> None:
    lines = desk(tmp_path / "a.csv").read_text().splitlines()
    changed = [line for line in lines if line == STATES or line.split(",")[1] < "2026-04-25" or
               ",Desk," in line]  # fmt: skip
    (tmp_path / "b.csv").write_text("\n".join(changed) + "\n")
    with log_of(tmp_path / "b.csv") as log:
        judged = holdout(log)
    first = judged.forecasts[0]
    assert not first.covered
    assert first.score > 20 * (first.observed - first.ours.high)


def test_starts_and_ends_tell_effort_and_how_many_work_at_once(tmp_path: Path) -> None:
    generator = np.random.default_rng(3)
    rows = []
    for case in range(400):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=4 * case)
        hours = 3.0 + 2.0 * generator.random()
        for state, when in (("assign", at), ("start", at + timedelta(hours=1)),
                            ("complete", at + timedelta(hours=1 + hours))):  # fmt: skip
            rows.append({"case": f"{case}", "time": f"{when:%Y-%m-%d %H:%M:%S}", "team": "A",
                         "activity": "work", "lifecycle": state})  # fmt: skip
    with log_of(as_csv(rows, tmp_path / "log.csv"), LogMap(hours_per_day=8.0)) as log:
        [team] = organisation(log).staff
    assert team.effort is not None
    assert team.effort.low < 0.5 < team.effort.high
    assert team.effort.best == pytest.approx(0.5, abs=0.02)
    assert team.people is not None
    assert team.people.best == 2


def test_days_only_and_too_few_weeks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="whole weeks with as many cases as usual"):
        import_log(desk(tmp_path / "short.csv", weeks=2))
    text = desk(tmp_path / "log.csv").read_text()
    (tmp_path / "days.csv").write_text(re.sub(r" \d\d:\d\d", "", text))
    with pytest.raises(LogError, match="times of days only"):
        import_log(tmp_path / "days.csv")


def test_the_long_table_holds_no_person_unless_it_is_asked_for(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    path = desk(tmp_path / "log.csv")
    import_log(path, events=str(tmp_path / "plain.parquet"))
    kept = import_log(path, events=str(tmp_path / "kept.parquet"), keep_persons=True)
    plain = pq.read_table(tmp_path / "plain.parquet")
    assert "person" not in plain.column_names
    persons = set(pq.read_table(tmp_path / "kept.parquet")["person"].to_pylist())
    assert len(persons) == 4
    assert not persons & {"p0", "p1", "p2", "p3"}
    assert "still personal data" in " ".join(kept.document().lines)
    again = import_log(tmp_path / "plain.parquet")
    assert again.log.organisation.kinds == kept.log.organisation.kinds


def test_many_teams_and_ways_are_taken_together_and_said() -> None:
    path = shared("servicenow_incident_event_log.csv.zip")
    if path is None:
        return
    found = import_log(path)
    seen = found.log.organisation
    assert seen.weeks.words == "2016-03-03 to 2016-06-01, 13 weeks"
    assert sum(kind.cases for kind in seen.kinds) == seen.cases - seen.without_team == 23_288
    assert len(seen.staff) == 12
    assert "other ways" in found.text
    assert load_text(found.text).observed is not None
