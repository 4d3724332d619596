"""All checks at once, each in few replications: what they are, not what they find."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from simulator.experiments.runner import Runner
from simulator.files.evidence import evidence
from simulator.files.shipped import shipped
from simulator.questions.validate.words import shown
from simulator.validation.bench import Bench
from simulator.validation.check import GROUPS, Verdict
from simulator.validation.flow import flow
from simulator.validation.level import free_parameters
from simulator.validation.nulls import nulls
from simulator.validation.validation import CHECKS, Validation, validate

WANTED = {
    *("bhabra-2007", "pothier-2005", "carter-2009", "talbot-2007", "ye-2007"),
    *("boyd-2014", "barenfanger-2004", "ipass-2023", "ipass-2014", "haynes-2009"),
    *("urbach-2014", "oleary-2016", "tam-2018", "meersch-2022", "tan-2024"),
    *("jeong-2009", "chen-2019", "mcconnell-2004", "dora-2024", "forsgren-2018"),
    *("nagappan-2008", "bird-2009"),
}


@pytest.fixture(scope="module")
def everything() -> Validation:
    return validate(Runner(seed=3), replications=2)


def test_every_group_has_its_rows(everything: Validation) -> None:
    assert len(everything.checks) == CHECKS
    assert all(everything.of(group) for group in GROUPS)
    names = [check.name for check in everything.checks]
    assert len(set(names)) == len(names)


def test_what_must_agree_is_exact_or_level(everything: Validation) -> None:
    for check in everything.checks:
        assert check.must == (check.group in {"exact", "level"}), check.name


def test_every_row_says_where_it_comes_from(everything: Validation) -> None:
    for check in everything.checks:
        assert check.seed == 3
        assert check.found.n >= 1
        assert any(name in check.scenario for name in shipped()), check.name
        assert bool(check.fitted) != bool(check.predicted), check.name


def test_every_study_is_in_the_register_and_every_wanted_one_is_held(
    everything: Validation,
) -> None:
    cited = {
        slug for check in everything.checks for slug in re.findall(r"\[(\S+?)\]", check.source)
    }
    assert cited <= set(evidence().studies)
    assert cited >= WANTED


def test_what_a_row_can_show_decides_what_is_said(everything: Validation) -> None:
    said = {
        "must": {"agrees", "disagrees", "inconclusive"},
        "tested": {"agrees", "disagrees", "inconclusive"},
        "plausible": {"plausible", "implausible"},
        "fitted": {"not tested"},
        "untested": {"not tested"},
    }
    for check in everything.checks:
        assert check.verdict in said[check.standing], check.name
    standings = [check.standing for check in everything.checks]
    assert standings.count("fitted") > 10
    assert standings.count("tested") == 10


def test_no_study_is_among_those_that_predict_it(everything: Validation) -> None:
    for check in everything.checks:
        if check.forecast is not None:
            assert len(check.forecast.others) >= 2
            assert not any(f"[{other}]" in check.source for other in check.forecast.others)
            assert check.forecast.low < check.forecast.high


def test_identities_hold_in_however_few_replications(everything: Validation) -> None:
    exact = [check for check in everything.of("exact") if check.target.margin == 0.0]
    assert len(exact) >= 13
    assert all(check.verdict == "agrees" for check in exact)


def test_the_answer_counts_its_rows(everything: Validation) -> None:
    found = everything.as_json()
    assert list(found)[:3] == ["scenario", "seed", "replications"]
    counts = found["counts"]
    assert isinstance(counts, dict)
    assert sum(counts[verdict] for verdict in get_args(Verdict)) == CHECKS
    assert found["holds"] == (counts["must_not_agreeing"] == 0)
    answer = shown(everything)
    assert sum(len(view.frame) for view in answer.views[1:]) == CHECKS
    assert len(answer.frames["checks"]) == CHECKS


def test_the_same_seed_gives_the_same_numbers() -> None:
    one, other = (
        validate(Runner(seed=5), replications=2, groups=["counter-evidence"]) for _ in range(2)
    )
    assert one == other


def test_both_sides_parameters_are_counted() -> None:
    sides = free_parameters()
    assert sides["edge"]["all"] > sides["core"]["all"] > 0
    assert sides["edge"]["errors"] > sides["core"]["errors"] > 0


def test_an_unknown_group_and_no_replications_are_refused() -> None:
    with pytest.raises(ValueError, match="found 'nonsense'"):
        validate(Runner(seed=1), groups=["nonsense"])
    with pytest.raises(ValueError, match="found none"):
        validate(Runner(seed=1), groups=[])
    with pytest.raises(ValueError, match="at least 1"):
        validate(Runner(seed=1), replications=0, groups=["power"])


@pytest.mark.slow
def test_before_and_after_in_the_docs_are_what_the_rows_give() -> None:
    bench = Bench(run=Runner(seed=1))
    found = {each.name: each.found.best for each in (*flow(bench), *nulls(bench))}
    docs = Path(__file__).resolve().parents[3] / "docs" / "validity.md"
    table = [line for line in docs.read_text("utf-8").splitlines() if line.startswith("| ")]
    last, drawn = (
        f"{who} paged first, typical-company" for who in ("the last team", "a team by lot")
    )
    passed, begun = (
        "Incidents passed on to another team, ",
        "Time until the repair is begun, passed on against not, ",
    )
    harm = "One handover more, harm with against without: "
    for row, before, after, form in (
        ("incidents passed on to another team", passed + last, passed + drawn, "{:.0f} %"),
        ("time until the repair is begun", begun + last, begun + drawn, "{:.1f} times"),
        (
            "harm with one handover more",
            f"{harm}without that setting",
            f"{harm}and the receiver finds mistakes as a review does",
            "{:.1f} times",
        ),
    ):
        told = " | ".join(form.format(found[name]) for name in (before, after))
        assert any(row in line and f"| {told} |" in line for line in table), told
