"""A name is printed as it stands in the file: nothing in it is read as markup by the terminal."""

import ast
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import simulator
from simulator.cli.columns import literal_console, print_columns
from simulator.cli.main import main
from simulator.cli.options import show
from simulator.present.tables import TextTable
from tests.tiers import sampled

TEAMS = ("Payments [legacy]", "Ops [/on-call]")
PLANS = ("[bold]cores[/bold]", ":warning: edges [/]")
HOSTILE = (*TEAMS, *PLANS, "[red", "[link=x]y", "\\[z]")
COMPANY = f"""\
version: 1
name: "[/] [blink]company"
question: "Inside [or] between [/or]?"
horizon: 80 days
warm_up: 10 days
work:
  - {{kind: "change [/x]", arrivals: 6 per week, facts: 6, route: ["{TEAMS[0]}", "{TEAMS[1]}"]}}
defaults: {{team: {{people: {{value: 5, low: 4, high: 6, because: counted}}}},
            boundary: {{fidelity: 0.8}}}}
teams: {{"{TEAMS[0]}": {{}}, "{TEAMS[1]}": {{}}}}
boundaries: []
incidents: {{manifest: 0.5}}
external: {{rate: 0.1 per week, resolver: "{TEAMS[1]}"}}
levers: {{verification: {{}}, contracts: {{}}}}
arms:
  - {{name: "{PLANS[0]}", spend: {{core: 40 person-days}}}}
  - {{name: "{PLANS[1]}", spend: {{edge: 40 person-days}}}}
"""
COMMANDS = {
    ("run", "-n", "2"): TEAMS,
    ("run", "-n", "2", "--plan", PLANS[1]): TEAMS,
    ("compare", "-n", "3", "--worlds", "2"): PLANS,
    ("brief", "-n", "20", "--worlds", "2"): PLANS,
    ("account", "-n", "2"): TEAMS,
    ("breakeven", "-n", "2"): PLANS,
    ("invest", "-n", "2", "--budget", "10"): TEAMS,
    ("duel", "-n", "2", "--worlds", "2", "--budget", "10"): (),
    ("map", "-n", "2", "--cells", "2", "--budget", "10"): (),
    ("explain", "--list"): TEAMS,
    ("explain",): TEAMS,
    ("warmup", "-n", "2"): ("[/] [blink]company",),
    ("validate", "-n", "2"): TEAMS[:1],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "company.yaml").write_text(COMPANY)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("words", "names"), sampled(COMMANDS.items(), every=2))
def test_every_command_prints_hostile_names_as_they_stand(
    words: tuple[str, ...], names: tuple[str, ...]
) -> None:
    result = CliRunner().invoke(main, (words[0], "company.yaml", *words[1:]))
    assert result.exit_code == 0, result.output
    for name in names:
        assert name in result.stdout


@pytest.mark.slow
def test_verify_prints_hostile_plans_as_they_stand(folder: Path) -> None:
    asked = ("compare", "company.yaml", "-n", "2", "--worlds", "0", "--out", "kept", "--quiet")
    assert CliRunner().invoke(main, asked).exit_code == 0
    result = CliRunner().invoke(main, ("verify", f"{folder / 'kept'}"))
    assert result.exit_code == 0, result.output
    assert all(name in result.stdout for name in PLANS)


@pytest.mark.parametrize("terminal", [True, False])
def test_titles_columns_and_cells_are_literal_on_a_terminal_and_elsewhere(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    for name in HOSTILE:
        show((TextTable(title=f"title {name}", columns=(f"of {name}", "n"), rows=((name, "1"),)),))
        assert capsys.readouterr().out.count(name) == 3
        print_columns((f"of {name}",), ((name,),))
        assert capsys.readouterr().out.count(name) == 2


def test_no_other_console_is_made() -> None:
    made = [
        path.name
        for path in Path(simulator.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("rich")
        and any(name.name in {"Console", "print"} for name in node.names)
    ]
    assert set(made) == {f"{literal_console.__module__.rpartition('.')[2]}.py"}
