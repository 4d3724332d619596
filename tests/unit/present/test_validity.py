"""What `docs/validity.md` says is what the register, the model's page and the commands say."""

import re
from pathlib import Path

import pytest

from simulator.cli.main import SECTIONS
from simulator.files.evidence import evidence, figure
from simulator.files.shipped import shipped
from simulator.present.evidence import page

DOCS = Path(__file__).resolve().parents[3] / "docs"
TEXT = (DOCS / "validity.md").read_text("utf-8")
LEFT_OUT = "Decision latency and escalation ladders"


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def answer(number: int) -> str:
    """Return one of the answers to give aloud."""
    return flat(TEXT.split(f"\n### {number}. ")[1].split("\n### ")[0].split("\n", 1)[1])


def test_the_headings_are_those_of_the_checklist() -> None:
    assert re.findall(r"^## (.*)$", TEXT, re.MULTILINE) == [
        "1. Objectives",
        "2. Logic",
        "3. Data",
        "4. Experimentation",
        "5. Implementation",
        "6. Code access",
        "If they ask",
    ]
    assert "10.1080/17477778.2018.1442155" in TEXT


def test_the_boundary_shares_are_those_of_the_register() -> None:
    rows = [line for line in page().splitlines() if re.match(r"\| \[[a-z-]+-\d{4}\]\(#", line)]
    assert len(rows) == len(evidence().boundary_shares)
    for row in rows:
        assert row.replace("](#", "](evidence.md#") in TEXT.splitlines()


def test_what_is_not_established_is_said() -> None:
    assert evidence().not_shown in flat(TEXT)


def test_what_is_left_out_is_what_the_model_leaves_out() -> None:
    of_the_model = (DOCS / "model.md").read_text("utf-8").split("## What is left out")[1]
    sentence = flat(of_the_model).split(". ")[0]
    assert sentence.startswith(LEFT_OUT)
    assert sentence in flat(TEXT)


def test_there_are_ten_answers_short_enough_to_be_said() -> None:
    assert re.findall(r"^### (\d+)\. \"", TEXT, re.MULTILINE) == [str(n) for n in range(1, 11)]
    for number in range(1, 11):
        assert 20 < len(answer(number).split()) < 75


def test_published_numbers_said_aloud_are_those_of_the_register() -> None:
    published = evidence().boundary_shares.values()
    shares = [of.figure.value or 0 for of in published if of.level == "incidents"]
    assert min(shares) == 8
    assert max(shares) == pytest.approx(25, abs=0.2)
    assert "8 to 25 of 100" in answer(1)
    assert "39 and at least 66" in answer(1)
    assert figure("basili-1984", "boundary-share").value == 39
    assert figure("perry-1985", "boundary-share").within == "at least 66"
    assert (evidence().studies["urbach-2014"].n or 0) > 200_000
    before, after = (figure("haynes-2009", key).value or 0 for key in ("before", "after"))
    assert 1 - after / before == pytest.approx(0.33, abs=0.04)


def test_links_commands_and_scenarios_exist() -> None:
    anchors = set(re.findall(r"^### (.*)$", page(), re.MULTILINE))
    assert set(re.findall(r"evidence\.md#([a-z0-9-]+)", TEXT)) <= anchors
    commands = {name for section in SECTIONS.values() for name in section}
    assert set(re.findall(r"`edgewise ([a-z]+)", TEXT)) <= commands
    for name in ("neutral", "lopsided", "mirror", "incident-mix", "defect-mix", "typical-company"):
        assert f"`{name}`" in TEXT
        assert name in shipped()
