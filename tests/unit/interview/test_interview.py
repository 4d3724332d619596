"""The interview: what is asked, what an answer may be, and the file that comes of it."""

from contextlib import suppress
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.api import new, simulate
from simulator.files.interview_answers import load
from simulator.files.read import load_text
from simulator.files.write import text_of
from simulator.interview import replies as read
from simulator.interview import teams as who
from simulator.interview.draft import draft
from simulator.interview.heard import BUSIEST, Heard
from simulator.interview.interview import (
    AnswersError,
    canonical,
    completed,
    questions,
    read_back,
)
from simulator.interview.judgement import (
    boundary,
    effort,
    external,
    in_proportion,
    nothing_known,
    wider,
)
from simulator.interview.routes import crossings, suggested
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import weekly_items
from simulator.stats.intervals import wilson

GIVEN: dict[str, Any] = {
    "name": 'Acme: "one" & Söhne',
    "teams": {"Product": 6, "Application": 16, "Platform": 8, "Operations": 5, "Support": "?"},
    "live": 4,
    "ways": "feature 8: 1 2+3 4\nfix: 5 2 4",
    "Product > Application": "8 written",
    "Application > Operations": "5 2",
    "changes": "10 per week",
    "failed": "10 %",
    "serious": 12,
    "restore": "3",
    "busy": 7,
    "causes": "9 7 3 6",
    "getting better": "9 1",
    "budget": "3 people",
    "day": "900 €",
    "failure": "50,000",
    "worth": 6,
}
"""All that can be answered of a company of five teams."""


def written(**changes: Any) -> Scenario:
    return load_text(draft(completed({**GIVEN, **changes})))


def told(quantity: Quantity | None) -> tuple[float, str | None]:
    assert quantity is not None
    return quantity.value, quantity.because


def test_a_draft_loads_without_problems_and_round_trips() -> None:
    scenario = written()
    assert scenario.name == GIVEN["name"]
    assert load_text(text_of(scenario)) == scenario
    assert list(scenario.arms) == ["inside teams first", "between teams first", "half and half"]


def test_every_answer_lands_in_the_file_with_its_reason() -> None:
    scenario = written()
    mine = "your answer"
    assert told(scenario.teams["Product"].people) == (6.0, mine)
    assert told(scenario.teams["Support"].people) == (5.0, "not known")
    feature, fix = scenario.work["feature"], scenario.work["fix"]
    assert feature.route == (("Product",), ("Application", "Platform"), ("Operations",))
    assert fix.route == (("Support",), ("Application",), ("Operations",))
    assert feature.rate is not None
    assert fix.rate is not None
    assert feature.rate.value + fix.rate.value == pytest.approx(10.0 / 5.0, rel=1e-3)
    assert feature.rate.because == "changes of last year, 8 of ten on this way"
    places = scenario.boundaries
    assert told(places["Product -> Application"].owned)[0] == 0.8
    assert told(places["Product -> Application"].fidelity)[0] == 0.95
    assert "your last handover: written" in str(places["Product -> Application"].fidelity.because)
    assert told(places["Application -> Operations"].owned)[0] == 0.5
    assert places["Support -> Application"].owned.because == "not known"
    seen = scenario.observed
    assert seen is not None
    assert seen.causes is not None
    assert told(seen.changes) == (2.0, mine)
    assert told(seen.failed_changes) == (0.1, mine)
    assert told(seen.serious_per_year) == (12.0, mine)
    assert told(seen.restore_p50) == (0.375, mine)
    assert told(seen.improvement_inside) == (0.9, mine)
    counts = (seen.causes.inside, seen.causes.between, seen.causes.neither, seen.causes.cannot_tell)
    assert [each and each.value for each in counts] == [9, 7, 3, 6]
    costs = scenario.costs
    assert costs is not None
    assert (told(costs.person_day), costs.currency) == ((900.0, mine), "€")
    often = scenario.incidents.severity
    serious = sum(often[name].value * costs.incident[name].value for name in ("P1", "P2"))
    assert serious / (often["P1"].value + often["P2"].value) == pytest.approx(50_000, rel=1e-3)
    assert scenario.worth is not None
    assert (scenario.worth.amount, scenario.worth.per) == (6.0, "failed changes a year")
    assert "inside teams first: {spend: {core: 3 people}}" in draft(completed(GIVEN))


def test_what_is_not_known_of_money_is_the_examples_and_says_so() -> None:
    costs = written(**dict.fromkeys(("budget", "day", "failure"), "?")).costs
    assert costs is not None
    assert told(costs.person_day) == (800.0, "the example's, since you do not know")
    assert told(costs.incident["P1"]) == (50_000.0, "the example's, since you do not know")
    yen = written(budget="?", day="80000 JPY", failure="?").costs
    assert yen is not None
    assert yen.incident["P1"].value == 100.0 * 50_000.0


def test_new_work_fills_the_time_that_was_told_less_repairs() -> None:
    scenario = written()
    for name, weekly in weekly_items(scenario).items():
        if name in scenario.teams:
            team = scenario.teams[name]
            load = weekly * team.effort.mean.value / (5.0 * team.people.value)
            assert load == pytest.approx(0.7 * 0.8, rel=0.01)
            assert team.effort.mean.high is not None
            assert load * team.effort.mean.high / team.effort.mean.value < 0.8


def test_a_count_of_ten_has_wilsons_range_and_says_so() -> None:
    owned = written().boundaries["Application -> Operations"].owned
    known = wilson(5, 10)
    assert owned.low == pytest.approx(known.low, abs=1e-3)
    assert owned.high == pytest.approx(known.high, abs=1e-3)
    assert owned.because is not None
    assert "judgement" in owned.because


def width(quantity: Any) -> float:
    return float(quantity.high - quantity.low)


def test_what_is_not_known_is_wider_than_any_answer() -> None:
    unknown = nothing_known()
    for last in read.LAST:
        for name, guess in boundary(None, last).items():
            assert width(unknown[name]) > width(guess), (last, name)
    for count in range(11):
        assert width(unknown["owned"]) > width(boundary(count, None)["owned"])
    places = written().boundaries
    assert width(places["Support -> Application"].fidelity) > width(
        places["Product -> Application"].fidelity
    )


def test_less_trust_allows_for_more_and_moves_no_value() -> None:
    before = written()
    for trust, moved in (
        ("1", ("boundaries", "Product -> Application", "fidelity")),
        ("2", ("teams", "Product", "defects_per_item")),
    ):
        after = written(trust=trust)
        kind, place, name = moved
        was, is_ = (getattr(getattr(each, kind)[place], name) for each in (before, after))
        assert is_.value == was.value
        assert is_.low < was.low
        assert is_.high > was.high
        assert is_.because.endswith("trusted least, so more is allowed")
    seen, plain = written(trust="count").observed, before.observed
    assert seen is not None
    assert plain is not None
    assert seen.model_error.value > plain.model_error.value
    assert told(seen.failed_changes) == told(plain.failed_changes)
    for guess in nothing_known().values():
        assert float(wider(guess).low or 0.0) >= 0.0
        assert float(wider(guess).high or 0.0) <= 1.0


def test_nothing_but_teams_still_gives_a_file_that_loads_with_wide_ranges() -> None:
    scenario = load_text(draft(completed({"name": "Bare", "teams": "A 3\nB ?"})))
    assert scenario.observed is not None
    assert scenario.observed.failed_changes is None
    (kind,) = scenario.work.values()
    assert kind.route == (("A",), ("B",))
    assert kind.rate is not None
    assert kind.rate.high == pytest.approx(3.0 * kind.rate.value, rel=1e-3)
    assert width(scenario.teams["B"].people) == 6
    assert scenario.worth is None
    assert scenario.external is not None
    assert scenario.external.rate.because == (
        "not known; failed changes not known, one in ten taken; judgement"
    )


NINE = ("Product", "Web", "Mobile", "Core", "DBA", "Platform", "Security", "SRE", "Support")


def test_a_company_of_nine_teams_is_asked_at_most_24_questions_and_one_on_trust() -> None:
    raw = {"name": "N", "teams": "\n".join(f"{each} 5" for each in NINE), "live": "8"}
    for ways in ("1 2+3 4 5+6 7 8\n9 4 8\n6 7 8", "1 2 3 4 5 6 7 8", "1+2+3 4+5+6 7+9 8"):
        asked = questions(completed({**raw, "ways": ways}))
        assert len(asked) <= 24
        assert len([each for each in asked if " > " in each.key]) <= BUSIEST


def test_only_handovers_on_the_ways_are_asked_about_and_others_may_be_told() -> None:
    raw = {"name": "N", "teams": "\n".join(f"{each} 5" for each in NINE), "live": "8"}
    ways = {**raw, "ways": "fast 9: 1 2+3 4 5+6 7 8\nslow 1: 9 1 6 8"}
    asked = {each.key for each in questions(completed(ways)) if " > " in each.key}
    assert "Security > SRE" in asked
    assert "Support > Product" not in asked
    more = completed({**ways, "Support -> Product": "4 told"})
    assert load_text(draft(more)).boundaries["Support -> Product"].owned.value == 0.4
    with pytest.raises(AnswersError, match="SRE > Product: found an answer to no question"):
        completed({**ways, "SRE > Product": "4 told"})


@pytest.mark.parametrize(
    ("text", "team", "size"),
    [
        ("Support 12 people", "Support", 12),
        ("Support, 12 people", "Support", 12),
        ("Support (12)", "Support", 12),
        ("Support: 12 FTE", "Support", 12),
        ("Support\t12", "Support", 12),
        ("Tier 2 12", "Tier 2", 12),
        ("Support ?", "Support", None),
        ("Support", "Support", None),
    ],
)
def test_a_team_is_read_with_its_head_count(text: str, team: str, size: int | None) -> None:
    assert who.teams(f"{text}\nSRE 5") == {team: size, "SRE": 5}
    assert who.teams("SRE 5, Support 12") == {"SRE": 5, "Support": 12}


def test_teams_are_read_back() -> None:
    answers = completed({"name": "N", "teams": "Support 12 people\nSRE ?"})
    question = questions(answers)[1]
    assert read_back(question, answers) == "Support, 12 people; SRE, size not known. 2 teams."


def test_ways_are_echoed_as_sentences() -> None:
    answers = completed({**GIVEN, "ways": "2: 5 2 4\n1 2+3 4"})
    (question,) = [each for each in questions(answers) if each.key == "ways"]
    support, product = read_back(question, answers).splitlines()
    assert support == (
        "2 of ten changes (change from Support) pass Support, then Application, then Operations, "
        "where it goes live."
    )
    assert product == (
        "8 of ten changes (change from Product) pass Product, then Application and Platform side "
        "by side, then Operations, where it goes live."
    )


@pytest.mark.parametrize(
    "text",
    ["fix 3: 5 2 4", "3 of 10 fix: 5, 2, 4", "fix 3/10: Support > Application -> Operations",
     "fix 3:Support>2>4", "3 fix: Support Application Operations"],
)  # fmt: skip
def test_a_way_may_be_typed_in_many_ways(text: str) -> None:
    names = list(GIVEN["teams"])
    fix, _ = who.ways(f"{text}\nother: 1 2 4", names, ("Operations",))
    assert (fix.name, fix.share) == ("fix", 0.3)
    assert fix.steps == (("Support",), ("Application",), ("Operations",))


def test_suggested_ways_end_where_changes_go_live_and_none_goes_back_through_everything() -> None:
    names = ["Product", "Core", "Platform", "SRE", "Support"]
    edges = dict.fromkeys(pairwise(names), 1.0)
    edges |= {("Support", "Product"): 1.0, ("Support", "Core"): 2.0}
    ways = suggested(edges, names, ("SRE",))
    assert [way for _, way in ways] == [(("Product",), ("Core",), ("Platform",), ("SRE",))]
    # who hears of failures and has work of its own takes the shortest way
    del edges["SRE", "Support"]
    del edges["Support", "Product"]
    found = [way for _, way in suggested(edges, names, ("SRE",))]
    assert (("Support",), ("Core",), ("Platform",), ("SRE",)) in found
    assert all(len({team for step in way for team in step}) == len(way) for way in found)
    covered = {edge for way in found for edge in crossings(way)}
    assert covered == set(edges)


def test_a_matrix_gives_teams_ways_and_who_works_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "teams.csv"
    path.write_text(";A;B;C\nA;;x;3\nB;;;2\nC;;;\n")
    names, handed = who.matrix(str(path))
    assert names == ("A", "B", "C")
    assert handed == {("A", "B"): 1.0, ("A", "C"): 3.0, ("B", "C"): 2.0}
    raw = {"name": "N", "teams": [f"{name} 2" for name in names], "handed": f"file {path}"}
    offered = Heard(completed(raw)).offered
    assert [way.steps for way in offered] == [(("A",), ("C",)), (("A",), ("B",), ("C",))]
    beside = load_text(draft(completed({**raw, "ways": "1+2 3"})))
    assert beside.boundaries["A -> B"].listed
    path.write_text("case;team\n1;A\n2;B\n")
    with pytest.raises(ValueError, match="allowed the same teams down the side"):
        who.matrix(str(path))


@pytest.mark.parametrize(
    ("key", "text", "told_"),
    [
        ("teams", "Product 6", "found 1 teams; allowed 2 to 40, one a line"),
        ("teams", "A 1\na 2", "found the team 'a' twice; allowed once each"),
        ("teams", "A 0\nB 2", "found '0' people in 'A'; allowed 1 to 10,000, or ?"),
        ("live", "9", "found the team '9'; allowed 1 to 5, or its name"),
        ("live", "Operation", "found the team 'Operation'; allowed *mean Operations?"),
        ("ways", "1 2 5", "found a way that ends at Support, where nothing goes live; allowed *"),
        ("ways", "1 1 4", "found a team twice in one step or in two steps *"),
        ("ways", "4", "found no way that passes two teams; allowed lines such as 1 3+4 5"),
        ("ways", "10: 1 4\n2 4", "found 10 of ten changes, and more ways; allowed ten in all"),
        ("ways", "a 5: 1 4\na 5: 2 4", "found two ways called 'a'; allowed a name once"),
        ("Product > Application", "11", "found '11'; allowed 0 to 10, or don't know"),
        (
            "Product > Application",
            "4 sung",
            "found '4 sung'; allowed 0 to 10, then tested, *such as 4 told*",
        ),
        ("changes", "99999999999", "found '99999999999'; allowed a number such as 700, *"),
        ("changes", "0", "found '0'; allowed 1 or more, or don't know"),
        ("changes", "90000", "found '90000', more than 500 a person; allowed changes, *"),
        ("changes", "7,5", "found '7,5'; allowed a point, not a comma: 7.5"),
        ("failed", "900", "found '900', more than all changes; allowed as many as that"),
        ("restore", "soon", "found 'soon'; allowed 3 h, 2 days or don't know"),
        ("restore", "2,5 h", "found '2,5 h'; allowed a point, not a comma: 2.5 h"),
        ("causes", "1 2", "found '1 2'; allowed four counts (inside, between, neither, *"),
        ("getting better", "9 4", "found '9 4'; allowed days inside and days between, *"),
        ("budget", "nothing", "found 'nothing'; allowed 600 person-days, 3 people, *"),
        ("day", "800 EUR a day", "found '800 EUR a day'; allowed a sum such as 800 *"),
        ("failure", "5 USD", "found '5 USD'; allowed a sum in €, as before"),
        ("worth", "0", "found '0'; allowed more than 0, or don't know"),
        ("name", "a\nb", "found 'a\\nb'; allowed a name without control characters"),
        ("name", "don't know", "found 'don't know'; allowed a name"),
    ],
)
def test_an_answer_that_cannot_be_understood_is_refused_in_one_line(
    key: str, text: str, told_: str
) -> None:
    answers = completed(GIVEN)
    (question,) = [each for each in questions(answers) if each.key == key]
    with pytest.raises(ValueError, match="found") as caught:
        canonical(question, text, answers)
    assert fnmatchcase(str(caught.value), told_), str(caught.value)


def test_all_problems_of_a_mapping_are_told_at_once() -> None:
    with pytest.raises(AnswersError) as caught:
        completed({"teams": {"A": 1, "B": 2}, "busy": True, "changes": "many"})
    assert [each.partition(":")[0] for each in caught.value.problems] == ["busy", "name", "changes"]


def test_answers_that_are_kept_are_read_as_they_were() -> None:
    once = completed(GIVEN)
    assert completed(once) == once
    for question in questions(once):
        assert canonical(question, once[question.key], once) == once[question.key]


def test_effort_and_what_happens_anyway_come_from_counts() -> None:
    # 10 people, 5 changes a week, all days but the fifth for repairs: 8 days each
    assert effort(10, 5.0, 10).value == f"{0.8 * 10 * 0.95:.3g} days"
    # changes that nobody works on still take some time, and those of last year did go live
    least, most = effort(10, 5.0, 0).low, effort(10, 5.0, 8).high
    assert (least, most) == (f"{8 * 0.05:.3g} days", f"{8 * 0.85:.3g} days")
    found = external(10.0, (0.1, 520), {"inside": 3, "between": 0, "neither": 1, "cannot_tell": 9})
    # one failed change a week besides a quarter that is neither: a third of one
    assert found.value == "0.333 per week"
    assert found.because == "1 of 4 reviewed failures were neither; judgement"


def test_the_file_of_answers_in_the_manual_is_one_and_no_key_is_left_out(tmp_path: Path) -> None:
    page = Path(__file__).parents[3].joinpath("docs", "your-organisation.md").read_text("utf-8")
    block = page.split("```yaml\n", 1)[1].split("```", 1)[0]
    file = tmp_path / "larkspur.answers.yaml"
    file.write_text(block, "utf-8")
    answers = completed(load(file))
    assert load_text(draft(answers)).work["fix"].route == (("Backend",), ("Ops",))
    keys = {each.key for each in questions(answers) if " > " not in each.key}
    assert [key for key in sorted(keys) if key not in block and f"`{key}`" not in page] == []


def test_what_is_not_known_is_said_back_too() -> None:
    answers = completed({**GIVEN, "serious": "?", "busy": 7})
    said = {each.key: read_back(each, answers) for each in questions(answers)}
    assert (said["serious"], said["busy"]) == ("Not known.", "")


def test_a_team_is_not_parted_from_its_number() -> None:
    (live,) = [each for each in questions(completed(GIVEN)) if each.key == "live"]
    assert "2\u00a0Application  3\u00a0Platform" in live.ask


def test_one_person_is_no_people() -> None:
    assert read.budget("1 person") == "1 person"
    assert read.budget("3 people") == "3 people"
    assert written(budget="1 person").question == "Where should the next 1 person go?"


def test_what_goes_with_a_change_takes_no_longer_beside_it_than_usual() -> None:
    assert in_proportion("boundary", 2.0) == in_proportion("team", 5.0) == {}
    found = in_proportion("boundary", 0.5)
    assert {name: each.value for name, each in found.items()} == {
        "handoff_effort": "0.25 h",
        "readback_effort": "0.062 h",
        "question_effort": "0.25 h",
        "boundary_effort": "0.5 h",
    }
    small = written(changes=9_000, busy=8)
    # 5 people at Operations, 173 changes a week: 0.8 x 0.8 of an hour and a quarter of a day
    edge, team = small.boundaries["Platform -> Operations"], small.teams["Operations"]
    assert team.effort.mean.value == pytest.approx(0.0924, rel=0.01)
    assert edge.handoff_effort.value == pytest.approx(0.0924 / 2.0 / 8.0, rel=0.03)
    assert team.fix_effort.value == pytest.approx(0.0924 / 2.0 * 0.25, rel=0.03)
    assert "in proportion" in str(edge.handoff_effort.because)


def test_teams_of_many_small_changes_are_as_busy_as_was_told() -> None:
    small = new(
        {
            "name": "Larkspur",
            "teams": {"App": 5, "Backend": 6, "Ops": 3},
            "live": 3,
            "ways": "1 2 3",
            "changes": "50 per week",
            "busy": 8,
        }
    )
    today = simulate(small.organisation(), plan="today", replications=4).as_json()
    busy = {name: team["utilisation"] for name, team in today["teams"].items()}
    assert all(0.65 < share < 0.88 for share in busy.values()), busy


def test_a_tally_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pm.csv").write_text("rater 1\ninside\nbetween\nbetween\ncannot tell\n")
    assert read.causes("file pm.csv") == {
        "inside": 1, "between": 2, "neither": 0, "cannot_tell": 1
    }  # fmt: skip
    assert read.causes("published") is None


def test_answers_that_no_longer_fit_bring_no_questions_that_lead_nowhere() -> None:
    answers = {**completed(GIVEN), "teams": "Design 3\nRun 4"}
    assert [each.key for each in questions(answers)] == ["name", "teams", "live"]
    assert [each.key for each in questions({"name": "A", "teams": "x"})] == ["name", "teams"]


NAMES = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters='>,;:+"?()='),
    min_size=1,
    max_size=9,
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(NAMES, min_size=3, max_size=5, unique_by=str.lower), NAMES)
def test_whatever_teams_are_called_the_draft_loads_or_the_name_is_refused(
    names: list[str], name: str
) -> None:
    raw = {
        "name": name,
        "teams": "\n".join(f"{each} 4" for each in names),
        "handed": f"{names[0]} > {names[1]}, {names[2]}\n{names[1]} > {names[2]}: 3",
    }
    answers = dict[str, str]()
    with suppress(ValueError):
        answers = completed(raw)
    if not answers:
        # some names are refused: not, of all names, those that people give their teams
        assert not all(each.isalnum() and not each.isdecimal() for each in (*names, name))
        return
    scenario = load_text(draft(answers))
    assert scenario.name == answers["name"]
    assert set(scenario.teams) == set(names)
    assert load_text(text_of(scenario)) == scenario
