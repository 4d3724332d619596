"""The interview: what is asked, what an answer may be, and the file that comes of it."""

from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.files.read import load_text
from simulator.files.write import text_of
from simulator.interview import replies as read
from simulator.interview.draft import boundary, draft, effort, external, nothing_known
from simulator.interview.interview import BUSIEST, canonical, questions
from simulator.interview.routes import crossings, fitted, suggested
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import weekly_items
from simulator.stats.intervals import wilson

RAW = {
    "name": 'Acme: "one" & Söhne',
    "teams": "Product 6\nApplication, 16\nPlatform: 8\nOperations\t5\nSupport ?",
    "handovers": "Product > Application\nApplication > Platform\nPlatform > Operations\n"
    "Support > Application\nApplication > Operations",
    "pass: Product > Application": "8",
    "pass: Support > Application": "2",
    "pass: Application > Operations": "6",
    "same name: Application > Platform": "5",
    "last: Application > Platform": "2",
    "changes": "520",
    "failed": "10 %",
    "serious": "12",
    "restore": "3",
    "busy": "7",
    "causes": "9 7 3 6",
    "budget": "600",
}


def answered(**changes: str) -> dict[str, str]:
    """What is kept when these answers are given and all others are taken as they are offered."""
    raw, answers = {**RAW, **changes}, dict[str, str]()
    while left := [each for each in questions(answers) if each.key not in answers]:
        text = raw.get(left[0].key, left[0].offer or "don't know")
        answers[left[0].key] = canonical(left[0], text, answers)
    return answers


def written(**changes: str) -> Scenario:
    return load_text(draft(answered(**changes)))


def test_a_draft_loads_without_problems_and_round_trips() -> None:
    scenario = written()
    assert scenario.name == RAW["name"]
    assert load_text(text_of(scenario)) == scenario
    assert list(scenario.arms) == ["inside teams first", "between teams first", "half and half"]


def test_last_years_changes_arrive_and_the_records_stand_in_observed() -> None:
    scenario = written()
    rates = [kind.rate.value for kind in scenario.work.values() if kind.rate is not None]
    assert 260.0 * sum(rates) == pytest.approx(520.0, rel=1e-3)
    seen = scenario.observed
    assert seen is not None
    assert seen.failed_changes is not None
    assert (seen.failed_changes.value, seen.failed_changes.n) == (0.1, 520)
    assert seen.causes is not None
    assert seen.causes.cannot_tell is not None
    assert seen.causes.cannot_tell.value == 6
    assert seen.restore_p50 is not None
    assert seen.restore_p50.value == 3 / 8


def test_the_ways_fit_the_counts_of_ten() -> None:
    items = weekly_items(written())
    assert items["Product -> Application"] == pytest.approx(8.0, rel=1e-3)
    assert items["Support -> Application"] == pytest.approx(2.0, rel=1e-3)
    assert items["Application -> Operations"] == pytest.approx(6.0, rel=1e-3)


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
    owned = written().boundaries["Application -> Platform"].owned
    known = wilson(5, 10)
    assert owned.value == 0.5
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
    scenario = written()
    asked, not_known = (scenario.boundaries[f"{a} -> Platform"] if a == "Application"
                        else scenario.boundaries["Platform -> Operations"]
                        for a in ("Application", ""))  # fmt: skip
    assert width(not_known.fidelity) > width(asked.fidelity)
    assert not_known.fidelity.because == "not known"
    assert not_known.fidelity.value == Scenario.from_tree(BARE).boundaries["A -> B"].fidelity.value


BARE: dict[str, Any] = {
    "version": 1,
    "external": "none",
    "name": "Bare",
    "horizon": "50 days",
    "work": {"change": {"arrivals": "1 per week", "facts": 3, "route": ["A", "B"]}},
    "teams": {"A": {}, "B": {}},
    "boundaries": [],
    "defaults": {"boundary": {}},
}


def test_nothing_but_teams_still_gives_a_file_that_loads_with_wide_ranges() -> None:
    answers = {"name": "Bare", "teams": "A 3\nB ?", "handovers": "don't know"}
    scenario = load_text(draft(answers))
    assert scenario.observed is None
    (kind,) = scenario.work.values()
    assert kind.route == (("A",), ("B",))
    assert kind.rate is not None
    assert kind.rate.high == pytest.approx(3.0 * kind.rate.value, rel=1e-3)
    assert width(scenario.teams["B"].people) == 6
    assert scenario.external is not None
    assert scenario.external.rate.because == (
        "not known; failed changes not known, one in ten taken; judgement"
    )


def test_side_by_side_teams_and_their_lateral_handover_are_kept() -> None:
    scenario = written(routes="8: Product > Application + Platform > Operations\n2: Support > "
                       "Application > Operations")  # fmt: skip
    (first, second) = scenario.work.values()
    assert first.route == (("Product",), ("Application", "Platform"), ("Operations",))
    assert second.route[0] == ("Support",)
    assert scenario.boundaries["Application -> Platform"].listed
    text = draft(answered(routes="8: Product > Application > Operations"))
    assert "Ticked, but on none of the ways above" in text


def test_only_the_ten_busiest_handovers_are_asked_about() -> None:
    names = [f"T{number}" for number in range(6)]
    ticks = "\n".join(f"{a} > {b}: {9 - abs(i - j)}" for i, a in enumerate(names)
                      for j, b in enumerate(names) if i < j)  # fmt: skip
    answers = {"name": "N", "teams": "\n".join(f"{name} 3" for name in names), "handovers": ticks}
    asked = [each.key for each in questions(answers) if each.key.startswith("pass: ")]
    assert len(asked) == BUSIEST
    assert "pass: T0 > T5" not in asked
    assert "pass: T0 > T1" in asked


def test_ways_cover_every_handover_and_pass_no_team_twice() -> None:
    edges = {("A", "B"): 1.0, ("B", "C"): 1.0, ("C", "A"): 1.0, ("B", "D"): 3.0, ("E", "D"): 1.0}
    ways = suggested(edges, {})
    covered = {edge for _, way in ways for edge in crossings(way)}
    assert covered == set(edges)
    assert all(len(set(way)) == len(way) for _, way in ways)
    assert sum(share for share, _ in ways) == pytest.approx(1.0)
    assert ways == suggested(dict(reversed(edges.items())), {})


def test_shares_that_counts_leave_open_are_equal_and_contradictions_are_met_halfway() -> None:
    ways = ((("A",), ("B",), ("D",)), (("A",), ("C",), ("D",)))
    assert fitted(ways, {}) == pytest.approx([0.5, 0.5])
    assert fitted(ways, {("A", "B"): 0.7}) == pytest.approx([0.7, 0.3], abs=1e-3)
    assert fitted(ways, {("A", "B"): 0.7, ("A", "C"): 0.7}) == pytest.approx([0.5, 0.5], abs=1e-3)


@pytest.mark.parametrize(
    "matrix",
    [
        ",Product,Application,Platform\nProduct,,x,\nApplication,,,12\n",
        "from/to;Product;Application;Platform\nproduct;;X;0\nAPPLICATION;no;;12\n",
        "Product > Application\nApplication -> Platform: 12",
        "Product > Application; Application > Platform: 12",
    ],
)
def test_a_matrix_may_be_pasted_or_ticked(matrix: str) -> None:
    found = read.handovers(matrix, ["Product", "Application", "Platform"])
    assert found == {("Product", "Application"): 1.0, ("Application", "Platform"): 12.0}


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("teams", "Product 6", "found 1 teams; allowed 2 to 40, one a line"),
        ("teams", "A 1\na 2", "found the team 'a' twice; allowed once each"),
        ("teams", "A 0\nB 2", "found '0' people in 'A'; allowed 1 to 10,000, or ?"),
        ("handovers", "Product > Plattform", "found the team 'Plattform'; allowed *Platform?"),
        ("handovers", "Product > Product", "found Product > Product; allowed a handover *"),
        ("handovers", ",Product\nSupport,=1", "matrix:2: Product: found '=1'; allowed an *"),
        (
            "handovers",
            ",Product\nProduct,often",
            "matrix:2: Product: found 'often'; allowed an x, *",
        ),
        ("handovers", "file none.csv", "none.csv cannot be read (No such file or directory)"),
        ("pass: Product > Application", "11", "found '11'; allowed 0 to 10, or don't know"),
        ("last: Product > Application", "sung", "found 'sung'; allowed 1 written and tested, *"),
        ("routes", "Product > Product", "found a team twice in one step or in two steps *"),
        ("routes", "Product", "found no way that passes two teams; allowed lines such as 7: *"),
        ("changes", "99999999999", "found '99999999999'; allowed a number, 0 or more, *"),
        ("changes", "0", "found '0'; allowed 1 or more, or don't know"),
        ("changes", "90000", "found '90000', more than 500 a person; allowed changes, *"),
        ("failed", "900", "found '900', more than all changes; allowed as many as that"),
        ("restore", "soon", "found 'soon'; allowed 3 h, 2 days or don't know"),
        ("causes", "1 2", "found '1 2'; allowed four counts (inside, between, neither, *"),
        ("name", "a\nb", "found 'a\\nb'; allowed a name without control characters"),
        ("name", "don't know", "found 'don't know'; allowed a name"),
    ],
)
def test_an_answer_that_cannot_be_understood_is_refused_in_one_line(
    key: str, text: str, told: str
) -> None:
    answers = answered()
    (question,) = [each for each in questions(answers) if each.key == key]
    with pytest.raises(ValueError, match=r"found|cannot be read") as caught:
        canonical(question, text, answers)
    assert fnmatchcase(str(caught.value), told), str(caught.value)


def test_effort_and_what_happens_anyway_come_from_counts() -> None:
    # 10 people, 5 changes a week, all days but the fifth for repairs: 8 days each
    assert effort(10, 5.0, 10).value == f"{0.8 * 10 * 0.95:.3g} days"
    found = external(10.0, (0.1, 520), {"inside": 3, "between": 0, "neither": 1, "cannot_tell": 9})
    # one failed change a week besides a quarter that is neither: a third of one
    assert found.value == "0.333 per week"
    assert found.because == "1 of 4 reviewed failures were neither; judgement"


def test_a_matrix_and_a_tally_may_stand_in_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("who.csv").write_text("\ufeff;Product;Run\nProduct;;x\n", encoding="utf-8")
    found = read.handovers("file who.csv", ["Product", "Run"])
    assert found == {("Product", "Run"): 1.0}
    Path("pm.csv").write_text("rater 1\ninside\nbetween\nbetween\ncannot tell\n")
    assert read.causes("file pm.csv") == {
        "inside": 1, "between": 2, "neither": 0, "cannot_tell": 1
    }  # fmt: skip
    Path("pm.csv").write_text("rater 1\n=1\n")
    with pytest.raises(ValueError, match=r"pm.csv:2: rater 1: found '=1'"):
        read.causes("file pm.csv")


def test_answers_that_no_longer_fit_bring_no_questions_that_lead_nowhere() -> None:
    answers = {**answered(), "teams": "Design 3\nRun 4"}
    assert [each.key for each in questions(answers)] == ["name", "teams", "handovers"]
    assert [each.key for each in questions({"name": "A", "teams": "x"})] == ["name", "teams"]


NAMES = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters='>,;:+"?'),
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
        "handovers": f"{names[0]} > {names[1]}, {names[2]}\n{names[1]} > {names[2]}: 3",
    }
    answers = dict[str, str]()
    with suppress(ValueError):
        while left := [each for each in questions(answers) if each.key not in answers]:
            text = raw.get(left[0].key, left[0].offer or "don't know")
            answers[left[0].key] = canonical(left[0], text, answers)
    if "budget" not in answers:
        # some names are refused: not, of all names, those that people give their teams
        assert not all(each.isalnum() and not each.isdecimal() for each in (*names, name))
        return
    scenario = load_text(draft(answers))
    assert scenario.name == answers["name"]
    assert set(scenario.teams) == set(names)
    assert load_text(text_of(scenario)) == scenario
