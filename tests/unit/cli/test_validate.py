"""`edgewise validate` without a file: exit code, JSON, folder and page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli import plausible
from simulator.cli.main import main
from simulator.stats.estimate import Estimate
from simulator.validation import validation
from simulator.validation.check import Check, Target
from simulator.validation.validation import Validation

KEYS = {
    *("name", "group", "source", "target", "low", "high", "value", "value_low", "value_high"),
    *("verdict", "standing", "forecast", "must", "fitted", "predicted"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edgewise(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["validate", *words])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def row(group: str, value: float, name: str = "a row", **more: bool | str) -> Check:
    return Check(
        name=name,
        group=group,
        unit="%",
        source="[bhabra-2007]",
        target=Target(value=10.0, low=9.0, high=11.0, margin=2.0),
        found=Estimate(best=value, low=value - 0.1, high=value + 0.1, n=10),
        seed=1,
        scenario="telephone-game",
        **more,  # type: ignore[arg-type]  # a bool or a text, by name
    )


def answer(monkeypatch: pytest.MonkeyPatch, *checks: Check) -> None:
    found = Validation(seed=1, replications=100, checks=checks)
    monkeypatch.setattr(validation, "validate", lambda *_, **__: found)


@pytest.mark.usefixtures("folder")
def test_a_row_that_must_agree_and_does_not_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, row("exact", 20.0, "the queue", must=True), row("published", 10.0))
    printed = edgewise("--quiet", code=1).stdout
    assert "Broken: 1 of 1 rows that must agree do not: the queue." in printed


@pytest.mark.usefixtures("folder")
def test_one_that_is_inconclusive_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, row("exact", 12.0, must=True))
    edgewise("--quiet", code=1)


@pytest.mark.usefixtures("folder")
def test_a_published_row_may_disagree(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(
        monkeypatch,
        row("exact", 10.0, must=True),
        row("published", 20.0, "a study", plausible=True),
    )
    printed = edgewise("--quiet").stdout
    assert "All 1 rows that must agree do." in printed
    assert "Of 1 ranges and directions 0 are plausible, 1 are not." in printed
    assert "Disagrees, in at least one row, with: bhabra-2007." in printed
    assert "Free parameters:" in printed


def test_some_rows_are_run_printed_and_kept(folder: Path) -> None:
    words = ("--group", "counter-evidence", "-n", "5", "--out", "kept", "--quiet", "--figures")
    found = json.loads(edgewise(*words, "--format", "json").stdout)
    assert found["seed"] == 1
    assert found["replications"] == 5
    assert found["checks"]
    for check in found["checks"]:
        assert set(check) >= KEYS
        assert check["group"] == "counter-evidence"
        assert check["verdict"] in {"plausible", "implausible", "not tested"}
        assert check["low"] <= check["target"] <= check["high"]
        assert check["value_low"] <= check["value"] <= check["value_high"]
        assert check["n"] > 0
    kept = folder / "kept"
    assert json.loads((kept / "summary.json").read_text()) == found
    page = (kept / "report.html").read_text()
    for check in found["checks"]:
        assert check["name"] in page
    assert "what the customer asked for" not in page
    assert sorted(path.name for path in (kept / "figures").iterdir()) == [
        "validity-fitted.parquet",
        "validity-fitted.png",
        "validity-fitted.svg",
        "validity-plausible.parquet",
        "validity-plausible.png",
        "validity-plausible.svg",
        "validity.parquet",
        "validity.png",
        "validity.svg",
    ]
    assert edgewise(*words, "--format", "csv").stdout.startswith("table,check,target,simulated")


@pytest.mark.usefixtures("folder")
def test_a_file_is_held_against_what_is_plausible(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def held(file: str, _: object, *, worlds: int) -> None:
        asked.append((file, worlds))

    monkeypatch.setattr(plausible, "plausible", held)
    edgewise("my-company.yaml")
    edgewise("my-company.yaml", "--worlds", "7")
    assert asked == [("my-company.yaml", 200), ("my-company.yaml", 7)]


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_asked_is_refused() -> None:
    refused = edgewise("--group", "everything", code=2)
    assert refused.stderr == (
        "groups: found 'everything'; allowed: exact, level, published, structural, "
        "counter-evidence, power\n"
    )
    assert edgewise("neutral", "--group", "exact", code=2).stderr == (
        "--group: goes without FILE only\n"
    )
