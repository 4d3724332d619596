"""Every outcome and command over files that lack something: an answer or a sentence."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.main import main
from simulator.measures.outcomes import OUTCOMES
from tests.tiers import sampled

HEAD = """version: 1
external: none
name: Odd
horizon: 80 days
warm_up: 10 days
matters: 1 failed change per 100
"""
ASKED = "worth: 3 failed changes a year\n"
WORK = "work:\n  - {kind: change, arrivals: 10 per week, facts: 6, route: [A, B]}\n"
TEAMS = "teams: {A: {}, B: {}}\nboundaries: []\ndefaults: {boundary: {}}\n"
ONE = "arms:\n  - {name: cores, spend: {core: 300 person-days}}\n"
ARMS = f"{ONE}  - {{name: edges, spend: {{edge: 300 person-days}}}}\n"
FILES = {
    "no plans": HEAD + WORK + TEAMS,
    "no levers": HEAD + WORK + TEAMS + "levers: {}\n",
    "one plan": HEAD + WORK + TEAMS + ONE,
    "one team": HEAD + WORK.replace("[A, B]", "[A]") + "teams: {A: {}}\nboundaries: []\n",
    "nothing released": HEAD + ASKED + WORK.replace("10 per week", "0 per week") + TEAMS + ARMS,
    "rare": HEAD + ASKED + WORK.replace("10 per week", "0.1 per year") + TEAMS + ARMS,
    "no defects": HEAD + WORK + TEAMS.replace("A: {}", "A: {defects_per_item: 0}") + ARMS,
}
COMMANDS = {
    **{name: [name, "file.yaml", "-n", "2"] for name in ("account", "run", "warmup", "invest")},
    **{name: [name, "file.yaml", "-n", "2"] for name in ("breakeven", "duel", "explain")},
    "map": ["map", "file.yaml", "-n", "2", "--cells", "3"],
    "plausible": ["validate", "file.yaml", "-n", "2"],
    "predict": ["predict", "mueller-2016", "--organisations", "10"],
    "risk": ["risk", "file.yaml"],
    "brief": ["brief", "file.yaml", "-n", "20", "--worlds", "2"],
    **{
        f"{command} {outcome}": [command, "file.yaml", *rest, "-n", "2", "--outcome", outcome]
        for command, rest in (
            ("compare", ("--worlds", "2")),
            ("breakeven", ()),
            ("sensitivity", ("--worlds", "2", "--points", "4")),
            ("duel", ()),
            ("invest", ()),
            ("map", ("--cells", "3")),
        )
        for outcome in OUTCOMES
    },
}
CASES = [(file, command) for command in COMMANDS for file in FILES]


@pytest.mark.parametrize(("file", "command"), sampled(CASES, 97))
def test_every_option_over_every_file_gives_an_answer_or_a_sentence(
    file: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file.yaml").write_text(FILES[file])
    result = CliRunner().invoke(main, COMMANDS[command])
    assert result.exit_code in {0, 1, 2}, result.output
    assert not re.search("fault of edgewise|No such", result.output), result.output
    assert not re.search(r"\b(nan|inf|infinity)\b", result.output, re.IGNORECASE), result.output
    assert result.stdout if result.exit_code < 2 else result.stderr
