"""Asked again, from Python or by a command, nothing is run again; the answer is the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from simulator import api
from simulator.cli.main import main
from simulator.experiments.batch import Batch
from simulator.measures.tally import Tally

COMPANY = """\
version: 1
external: none
name: Two teams
horizon: 80 days
warm_up: 10 days
matters: 1 failed change per 100
work:
  - {kind: change, arrivals: 6 per week, facts: 6, route: [A, B]}
defaults: {boundary: {fidelity: {value: 0.8, low: 0.7, high: 0.9}}}
teams: {A: {}, B: {}}
boundaries: []
incidents: {manifest: 0.5}
arms:
  - {name: planned, spend: {edge: 300 person-days}, rule: best}
  - {name: cores, spend: {core: 300 person-days}}
"""
QUESTIONS: dict[str, dict[str, Any]] = {
    "simulate": {"plan": "planned", "replications": 4},
    "compare": {"replications": 4, "worlds": 2, "turns": False},
    "account": {"plan": "planned", "replications": 4, "worlds": 2},
    "breakeven": {"replications": 4},
    "invest": {"replications": 4, "worlds": 0, "budget": 20},
    "explain": {"plan": "planned", "years": 0, "worlds": 2},
}
COMMANDS = [
    ("explain", "--years", "0", "--plan", "planned", "--worlds", "2"),
    ("explain", "--list", "--plan", "planned", "--worlds", "2"),
    ("warmup", "-n", "2", "--plan", "planned"),
]


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> api.Organisation:
    monkeypatch.chdir(tmp_path)
    Path("company.yaml").write_text(COMPANY)
    return api.load("company.yaml")


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Batch]:
    """The batches that were run."""
    batches: list[Batch] = []
    run = Batch.run

    def noted(batch: Batch) -> Tally:
        batches.append(batch)
        return run(batch)

    monkeypatch.setattr(Batch, "run", noted)
    return batches


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_asked_again_runs_nothing(
    name: str, company: api.Organisation, ran: list[Batch]
) -> None:
    ask = getattr(api, name)
    first = ask(company, **QUESTIONS[name]).as_json()
    assert ran
    ran.clear()
    again = ask(company, **QUESTIONS[name]).as_json()
    assert json.dumps(again) == json.dumps(first)
    assert not ran


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_that_reads_event_logs_plans_once(
    words: tuple[str, ...], ran: list[Batch], tmp_path: Path
) -> None:
    asked = (words[0], "company.yaml", *words[1:], "--format", "json")
    first = CliRunner().invoke(main, (*asked, "--store", f"{tmp_path / 'mine'}"))
    assert first.exit_code == 0, first.output
    assert ran
    ran.clear()
    again = CliRunner().invoke(main, (*asked, "--store", f"{tmp_path / 'mine'}"))
    assert again.stdout == first.stdout
    assert not ran
    elsewhere = CliRunner().invoke(main, asked)
    assert elsewhere.stdout == first.stdout
    assert ran, "another store has nothing of it"


def test_a_store_that_cannot_be_used_is_warned_of_and_done_without(
    company: api.Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {"replications": 2, "worlds": 0, "turns": False}
    whole = api.compare(company, **asked).as_json()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EDGEWISE_STORE", f"{tmp_path / 'file'}")
    with pytest.warns(RuntimeWarning, match="cannot be used"):
        assert api.compare(company, **asked).as_json() == whole
