"""Every shipped scenario shows what it says it teaches: outcome, headline and story, at n = 20."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import pytest

from simulator import api
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.mechanisms.incidents import MECHANISMS
from simulator.methods.failure.explanation import lesson
from simulator.present.document import Document
from simulator.validation.level import BETWEEN, INSIDE

N = 20
INSIDE_FIRST, BETWEEN_FIRST, HALF = "inside teams first", "between teams first", "half and half"
BOARD, REVIEW = "weekly board", "review inside"
SURE = ("better", "likely")
WORLDS = 200
"""How many organisations are drawn where nobody says."""


class Shown(NamedTuple):
    """A scenario compared at n = 20."""

    answer: Any
    document: Document

    def level(self, plan: str, outcome: str = "change_failure_rate") -> float:
        return float(self.answer.plans()[outcome][plan])

    def of_100(self, *mechanisms: str) -> float:
        """Return how many of 100 failures today have these causes, bad fixes with their root."""
        by = self.answer.compared.answers["today"].tally.failures.sum(axis=(0, 1, 3))
        return float(100.0 * by[[MECHANISMS.index(name) for name in mechanisms]].sum() / by.sum())

    def says(self, *texts: str) -> bool:
        """Whether the headline names these, as a plan is named."""
        return all(f'"{text}"' in self.document.headline for text in texts)

    @property
    def recommended(self) -> str:
        return str(self.answer.compared.judgement.recommended)

    def verdict(self, plan: str, against: str) -> str:
        return str(self.answer.compared.judgement.of(plan, against).verdict)


@cache
def shown(name: str, worlds: int = 0) -> Shown:
    """Return a shipped scenario compared, with every number as it stands or over its ranges."""
    answer = api.compare(name, replications=N, worlds=worlds, turns=False)
    return Shown(answer, answer.document())


def api_drift(found: Shown) -> None:
    assert found.of_100("drift") >= 25
    assert found.of_100("drift") > max(found.of_100("lost"), found.of_100("unowned"))
    assert found.says("meet more often")
    assert found.level("meet more often") < found.level("better services")


def bug_tossing(found: Shown) -> None:
    names, today, defects = "names on handovers", "today", "fewer defects"
    assert found.says(names)
    assert "hours until 9 in 10 failures are restored" in " ".join(found.document.known.split())
    assert found.level(names, "restore_p90") < found.level(today, "restore_p90") - 1
    assert found.level(names, "restore_p90") < found.level(defects, "restore_p90") - 1


def change_board(found: Shown) -> None:
    board = "weekly board"
    assert found.says("review inside")
    assert found.level(board, "lead_time") > found.level("today", "lead_time") + 3
    assert "too small" in found.verdict(board, "today")
    assert found.level("review inside", "lead_time") < found.level("today", "lead_time") + 0.5
    told = " ".join(found.document.lines)
    assert f'With "{board}" a change takes 15 days instead of 11, and nothing is prevented' in told


def mixes(found: Shown) -> None:
    assert found.says(INSIDE_FIRST)
    gaps = {
        name: shown(name).level(BETWEEN_FIRST) - shown(name).level(INSIDE_FIRST)
        for name in ("incident-mix", "defect-mix")
    }
    assert gaps["incident-mix"] > 1.5 * gaps["defect-mix"] > 0
    for name, size in (("incident-mix", "much"), ("defect-mix", "little")):
        assert shown(name).document.name.endswith(f"inside first by {size}")


def ipass(found: Shown) -> None:
    programme, today = "handoff programme", "today"
    fall = 1 - found.level(programme, "failures") / found.level(today, "failures")
    assert 0.15 < fall < 0.27
    assert found.says("half of each")
    outside = [
        found.answer.compared.answers[plan].tally.failures.sum(axis=(0, 1, 3))[-1]
        for plan in (today, programme)
    ]
    assert outside[0] == pytest.approx(outside[1], rel=0.02)


def lopsided(found: Shown) -> None:
    assert found.says(INSIDE)
    assert found.verdict(INSIDE, BETWEEN) == "better"


def microservices(found: Shown) -> None:
    assert found.of_100("drift") >= 25
    assert found.of_100("drift") > found.of_100("lost")
    assert found.says(HALF)
    assert found.level(HALF) < min(found.level(INSIDE_FIRST), found.level(BETWEEN_FIRST))


def mirror(found: Shown) -> None:
    assert found.says(BETWEEN)
    assert found.verdict(BETWEEN, INSIDE) == "better"


def neutral(found: Shown) -> None:
    assert found.document.headline == "Spend it on whichever is easier to start."
    assert found.verdict(BETWEEN, INSIDE) == "too small"


def nursing_chain(found: Shown) -> None:
    assert found.says("printed sheet")
    assert found.level("today", "retention") < 5
    assert found.level("printed sheet", "retention") > 95


def reorganisation(found: Shown) -> None:
    rows = found.answer.course()
    rows = rows[(rows["plan"] == HALF) & (rows["outcome"] == "change_failure_rate")]
    course = rows["middle"].to_numpy(float)
    assert found.says(HALF)
    worst = rows.iloc[int(course.argmax())]
    assert 140.0 <= worst["end"] <= 240.0, "between the shock of day 140 and the recovery"
    before, after = course[:4].mean(), course[9:].mean()
    assert course.max() > 1.25 * before
    assert before < after < 0.5 * (before + course.max())
    assert "at worst" in found.document.figures["course"].title


def strong_cores(found: Shown) -> None:
    assert found.says(BETWEEN_FIRST)
    assert found.level(BETWEEN_FIRST) < 0.72 * found.level("today")
    assert found.level(INSIDE_FIRST) > 0.95 * found.level("today")


def surgical_checklist(found: Shown) -> None:
    today = found.level("today")
    assert found.level("checklist with training") < 0.68 * today
    assert found.level("checklist by order") > 0.97 * today
    assert found.says("checklist with training")


def telephone_game(found: Shown) -> None:
    back, names = "read it back", list(found.answer.compared.answers)
    assert found.says(back)
    assert found.level("today", "retention") < 55
    assert max(names, key=lambda plan: found.level(plan, "retention")) == back
    lines = list(dict.fromkeys(found.document.figures["retention"].frame["kind"]))
    assert lines == ["order", f"order · {back}"]


def twelve_teams(found: Shown) -> None:
    assert found.of_100("defect") > 50
    assert found.says(INSIDE_FIRST)


def typical_company(found: Shown) -> None:
    assert found.says(HALF)
    assert min(found.of_100("defect"), found.of_100("lost", "drift", "unowned")) > 25
    assert found.level(HALF) < min(found.level(INSIDE_FIRST), found.level(BETWEEN_FIRST))


def weak_cores(found: Shown) -> None:
    assert found.says(INSIDE_FIRST)
    assert found.level(INSIDE_FIRST) < 0.55 * found.level("today")
    assert found.level(BETWEEN_FIRST) > 0.95 * found.level("today")


def api_drift_by_default(found: Shown) -> None:
    assert found.of_100("drift") >= 25
    assert found.of_100("drift") > max(found.of_100("lost"), found.of_100("unowned"))
    assert found.recommended == "meet more often"
    assert found.level("meet more often") < found.level("better services") - 0.2


def change_board_by_default(found: Shown) -> None:
    board, review = (found.level("today") - found.level(plan) for plan in (BOARD, REVIEW))
    assert abs(board) < 0.2 * review
    assert found.level(BOARD, "lead_time") > found.level("today", "lead_time") + 3
    assert found.level(REVIEW, "lead_time") < found.level("today", "lead_time") + 0.5
    assert found.verdict(REVIEW, BOARD) in SURE


def reorganisation_by_default(found: Shown) -> None:
    rows = found.answer.course()
    rows = rows[(rows["plan"] == HALF) & (rows["outcome"] == "change_failure_rate")]
    course = rows["middle"].to_numpy(float)
    assert found.says(HALF)
    assert 140.0 <= rows.iloc[int(course.argmax())]["end"] <= 240.0
    assert course.max() > 1.1 * course[:4].mean()
    assert course[9:].mean() < 0.95 * course.max()
    assert "at worst" in found.document.figures["course"].title


def surgical_checklist_by_default(found: Shown) -> None:
    trained, ordered, today = "checklist with training", "checklist by order", "today"
    assert found.level(trained) < 0.68 * found.level(today)
    assert found.verdict(trained, ordered) in SURE
    assert found.verdict(ordered, today) == "too small"


def telephone_game_by_default(found: Shown) -> None:
    assert found.says("read it back", "write it down")
    assert 50 < found.level("today", "retention") < 58
    others = ("one person end to end", "four teams")
    best = max(found.level(plan, "retention") for plan in others)
    assert min(found.level(plan, "retention") for plan in ("read it back", "write it down")) > best
    lines = list(dict.fromkeys(found.document.figures["retention"].frame["kind"]))
    assert lines == ["order", "order · read it back"]


def typical_company_by_default(found: Shown) -> None:
    assert found.says(INSIDE_FIRST)
    assert found.verdict(INSIDE_FIRST, BETWEEN_FIRST) in SURE
    assert found.level(INSIDE_FIRST) < found.level(HALF) < found.level(BETWEEN_FIRST)
    assert "You counted 7 of 19 that started between teams." in " ".join(found.document.lines)


LESSONS: Mapping[str, Callable[[Shown], None]] = {
    "api-drift": api_drift,
    "bug-tossing": bug_tossing,
    "change-board": change_board,
    "defect-mix": mixes,
    "incident-mix": mixes,
    "ipass": ipass,
    "lopsided": lopsided,
    "microservices": microservices,
    "mirror": mirror,
    "neutral": neutral,
    "nursing-chain": nursing_chain,
    "reorganisation": reorganisation,
    "strong-cores-fragile-edges": strong_cores,
    "surgical-checklist": surgical_checklist,
    "telephone-game": telephone_game,
    "twelve-teams": twelve_teams,
    "typical-company": typical_company,
    "weak-cores": weak_cores,
}
BY_DEFAULT: Mapping[str, Callable[[Shown], None]] = {
    **LESSONS,
    "api-drift": api_drift_by_default,
    "change-board": change_board_by_default,
    "reorganisation": reorganisation_by_default,
    "surgical-checklist": surgical_checklist_by_default,
    "telephone-game": telephone_game_by_default,
    "typical-company": typical_company_by_default,
}
"""What a scenario shows over the ranges of its file, as everybody sees it who sets nothing."""


def test_every_shipped_scenario_has_a_lesson_of_its_own() -> None:
    files = {name: load(path) for name, path in shipped().items()}
    # what a room plays tells it in its own words, when the room has played
    taught = {name: of.teaches for name, of in files.items() if of.workshop is None}
    assert taught.keys() == LESSONS.keys()
    assert all(of.teaches for of in files.values())
    says = [each.says for each in taught.values() if each is not None]
    assert len(set(says)) == len(LESSONS)


@pytest.mark.parametrize("name", LESSONS)
def test_a_shipped_scenario_shows_what_it_teaches(name: str) -> None:
    found = shown(name)
    LESSONS[name](found)
    scenario = load(shipped()[name])
    assert scenario.teaches is not None
    assert f"What this teaches: {scenario.teaches.says}" in found.document.lines


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_DEFAULT)
def test_a_shipped_scenario_shows_it_in_the_companies_that_are_drawn_by_default(name: str) -> None:
    BY_DEFAULT[name](shown(name, WORLDS))


@pytest.mark.parametrize("worlds", [0, pytest.param(WORLDS, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", LESSONS)
def test_the_story_of_a_shipped_scenario_has_the_cause_that_it_teaches(
    name: str, worlds: int
) -> None:
    scenario = load(shipped()[name])
    found = api.explain(name, years=0, worlds=worlds)
    story = found.explained.story
    assert lesson(scenario) in {None, story.failure.mechanism}
    named = any(kind.fact_names for kind in scenario.work.values())
    if story.failure.mechanism == "lost" and named:
        assert f"“{story.failure.fact}”" in found.text
    assert "had no part in it" not in found.text
    built = [event.lane for event in story.one_way() if event.what == "built on"]
    routes = [set(step) for step in story.route]
    assert len(built) <= len(routes), "one team a step"
