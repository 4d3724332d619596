"""Every number of the register at its edges, through the commands: an answer or a sentence."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from simulator.cli.main import main
from simulator.model.register import REGISTER
from simulator.model.units import MOST
from tests.tiers import sampled

FILE: dict[str, Any] = {
    "version": 1,
    "name": "Edge",
    "horizon": "60 days",
    "warm_up": "10 days",
    "matters": "1 failed change per 100",
    "pressure": 1,
    "work": [{"kind": "change", "arrivals": "8 per week", "facts": 4, "route": ["A", "B"]}],
    "teams": {"A": {}, "B": {}},
    "boundaries": [{"from": "A", "to": "B"}],
    "external": {"rate": "0.5 per week"},
    "levers": {
        "verification": {"overhead": "0.1 h"},
        "contracts": {"overhead": "0.1 h", "ramp": "5 days", "fade": "20 days"},
    },
    "arms": [
        {"name": "in", "spend": {"core": "90 person-days"}},
        {"name": "out", "spend": {"edge": "90 person-days"}, "stops": "40 days"},
    ],
    "costs": {"person_day": 100},
    "events": [{"at": "30 days", "change": {"teams": {"A": {"defects_per_item": 2}}}}],
}
WHERE = {
    "scenario": (),
    "failure": ("failure",),
    "work": ("work", 0),
    "team": ("teams", "A"),
    "boundary": ("boundaries", 0),
    "lever": ("levers", "contracts"),
    "arm": ("arms", 1),
    "event": ("events", 0),
}
UNITS = {
    "duration": "days",
    "duration or never": "days",
    "rate": "per week",
    "person-days": "person-days",
    "failed changes per 100": "failed changes per 100",
}
AMOUNTS = ("1e-300", "1e-9", f"{MOST:.0f}", "1e308")
BUDGETS = {
    "invest": ("--budget",),
    "duel": ("--budget",),
    "map": ("--budget",),
}

PRICES = ("costs.person_day", "costs.delay_per_item_day", "lever.scale", "lever.contracts.scale",
          "arm.spend", "arm.cost", "scenario.matters", "observed.changes")  # fmt: skip
"""What money and a reader's own records are held against."""
JUDGING = {"compare": ("--worlds", "2"), "invest": (), "validate": ()}


def edges() -> Iterator[tuple[str, str]]:
    """Yield each number of the register with each amount, as a file would write it."""
    for key, parameter in REGISTER.items():
        unit = UNITS.get(parameter.unit, "") if parameter.is_number else None
        if key.endswith(".scale"):
            unit = f"person-days per {str(parameter.default).partition(' per ')[2] or 'place'}"
        elif ".ceiling." in key:
            unit = "of base"
        if unit is not None:
            yield from ((key, f"{amount} {unit}".strip()) for amount in AMOUNTS)


def written(key: str, text: str) -> str:
    """Return the file with one number written at its place."""
    section, *inner = key.split(".")
    path: list[Any] = [*WHERE.get(section, (section,))]
    if section == "lever" and len(inner) > 1:
        path = ["levers"]
    whole = json.loads(json.dumps(FILE))
    place = whole
    for step in (*path, *inner[:-1]):
        place = place[step] if isinstance(place, list) else place.setdefault(step, {})
    value: Any = text if " " in text else json.loads(text)
    if key == "work.schedule":
        place["arrivals"] = {"schedule": [value]}
    else:
        place[inner[-1]] = {"contracts": value} if key == "arm.spend" else value
    return json.dumps(whole)


def answer_or_sentence(command: list[str]) -> None:
    """Check that a command ends in a number for everything, or in lines that say what to do."""
    result = CliRunner().invoke(main, command)
    assert result.exit_code in {0, 1, 2}, result.output
    assert "fault of edgewise" not in result.output
    assert not re.search(r"\b(nan|inf|infinity)\b", result.stdout, re.IGNORECASE), result.stdout
    if result.exit_code == 2:
        assert not result.stdout
        assert "allowed" in result.stderr


@pytest.mark.parametrize(("key", "text"), sampled(edges(), 40))
def test_a_number_at_its_edge_is_simulated_or_refused(
    key: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file.yaml").write_text(written(key, text))
    answer_or_sentence(["run", "file.yaml", "-n", "2", "--quiet"])


@pytest.mark.parametrize(
    ("command", "key", "text"),
    sampled([(command, *case) for command in JUDGING for case in edges() if case[0] in PRICES], 60),
)
def test_a_price_at_its_edge_is_judged_or_refused(
    command: str, key: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file.yaml").write_text(written(key, text))
    answer_or_sentence([command, "file.yaml", *JUDGING[command], "-n", "2", "--quiet"])


@pytest.mark.parametrize("amount", ["1e308", "-1e308", "1e999", f"{MOST:.0f}"])
@pytest.mark.parametrize("command", BUDGETS)
def test_a_budget_at_the_edge_is_spent_or_refused(
    command: str, amount: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file.yaml").write_text(json.dumps(FILE))
    answer_or_sentence([command, "file.yaml", *BUDGETS[command], amount, "-n", "2", "--quiet"])


def test_a_spend_beyond_the_bound_is_told_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file.yaml").write_text(written("arm.spend", "1e308 person-days"))
    result = CliRunner().invoke(main, ["run", "file.yaml"])
    assert result.stderr.endswith("allowed at most 1,000,000,000,000 person-days\n")
