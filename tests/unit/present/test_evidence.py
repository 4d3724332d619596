"""The evidence page is the register, and assumptions and parameters cite it."""

import json
from pathlib import Path

from click.testing import CliRunner

from simulator.cli.parameters import parameters
from simulator.files.evidence import evidence
from simulator.files.read import load_text
from simulator.model.register import REGISTER
from simulator.present import words
from simulator.present.assumptions import assumptions
from simulator.present.evidence import COLUMNS, page, rows

ROOT = Path(__file__).resolve().parents[3]
LEAST = """version: 1
external: none
name: Least
horizon: 50 days
work: [{kind: change, arrivals: 1 per week, facts: 1, route: [A, B]}]
teams: {A: {}, B: {}}
defaults: {boundary: {}}
boundaries: []
"""


def ask(*options: str) -> str:
    """What the command prints."""
    asked = CliRunner().invoke(parameters, options)
    assert asked.exit_code == 0, asked.output
    return asked.output


def test_the_page_in_the_docs_is_the_register() -> None:
    told = "make it again: edgewise parameters --evidence --format markdown > docs/evidence.md"
    assert (ROOT / "docs/evidence.md").read_text("utf-8") == page(), told


def test_the_page_says_every_figure_and_what_is_not_known() -> None:
    text = page()
    for entry in evidence().studies.values():
        assert f"### {entry.slug}\n\n{entry.study}." in text
        assert entry.doi is None or f"https://doi.org/{entry.doi}" in text
        assert all(f"| `{each.key}` | " in text for each in entry.figures.values())
    assert "n: not stated" in text
    assert "derived, 11 of 55" in text
    assert "is not established by this simulator" in text


def test_the_register_is_printed_as_a_table_csv_json_and_markdown() -> None:
    assert len(ask("--evidence", "--format", "csv").splitlines()) == len(rows()) + 1
    assert ask("--evidence", "--format", "csv").startswith(",".join(COLUMNS))
    assert ask("--evidence", "--format", "markdown") == page()
    assert "bhabra-2007" in ask("--evidence")
    listed = json.loads(ask("--evidence", "--format", "json"))
    assert [entry["slug"] for entry in listed] == list(evidence().studies)
    assert listed[0]["figures"][0]["value"] == 2.5


def test_parameters_cite_the_register() -> None:
    listed = {row["key"]: row for row in json.loads(ask("--format", "json"))}
    assert list(listed) == list(REGISTER)
    assert listed["boundary.fidelity"]["evidence"][1]["slug"] == "bhabra-2007"
    assert listed["boundary.carries"]["evidence"] == []
    assert "[xavier-2017]" in ask()
    assert "[xavier-2017]" in ask("--format", "markdown")


def test_a_default_in_the_assumptions_is_told_with_its_study() -> None:
    frame = assumptions(load_text(LEAST)).set_index("parameter")
    source = str(frame.loc["boundary.exposure", "source"])
    assert source.endswith("(Xavier et al. 2017, doi 10.1109/SANER.2017.7884616)")
    assert frame.loc["boundary.exposure", "status"] == "measured"


def told(text: str, parameter: str) -> list[tuple[str, str, str]]:
    """Return places, status and source of a parameter in the assumptions of a file."""
    frame = assumptions(load_text(text))
    rows = frame[frame["parameter"] == parameter]
    return list(zip(rows["places"], rows["status"], rows["source"], strict=True))


def test_words_and_ceilings_that_a_file_leaves_out_are_told_as_defaults() -> None:
    ceiling = "lever.contracts.ceiling.fidelity"
    source = told(LEAST, ceiling)[0][2]
    assert "10.1308/003588407X168352" in source
    assert {status for _, status, _ in told(LEAST, "team.makes")} == {"judgement"}
    assert {status for _, status, _ in told(LEAST, "lever.scale")} == {"judgement"}
    levers = "levers: {contracts: {scale: 9 person-days per weekly item}}\n"
    written = LEAST.replace("teams: {A: {}", "teams: {A: {makes: code}") + levers
    assert sorted(status for _, status, _ in told(written, "team.makes")) == [
        "judgement",
        words.FROM_FILE,
    ]
    assert [status for _, status, _ in told(written, "lever.scale")] == [words.FROM_FILE]
    assert told(written, ceiling)[0][1:] == ("judgement", source)
