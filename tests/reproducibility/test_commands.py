"""Same command, same bytes: whoever runs it, in whatever parts, beside whatever else."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from simulator.cli.main import main

COMPANY = """
version: 1
external: none
name: A small company
horizon: 80 days
warm_up: 20 days
matters: 1 failed change per 100
work:
  - {kind: change, arrivals: 5 per week, facts: 6, route: [Making, [Testing, Writing], Release]}
  - {kind: fix, arrivals: 2 per week, facts: 3, route: [Making, Release]}
defaults:
  team: {people: 3, effort: {mean: 1 day, cv: 0.5}}
  boundary: {fidelity: 0.85}
teams: {Making: {people: 5}, Testing: {}, Writing: {}, Release: {makes: deployment}}
boundaries:
  - {from: Making, to: Testing, carries: code}
  - {from: Testing, to: Release, owned: 0.6}
arms:
  - {name: inside, spend: {core: 100 person-days}}
  - {name: between, spend: {edge: 100 person-days}}
"""
REORDERED = """
arms:
  - {spend: {core: 100 person-days}, name: inside}
  - {spend: {edge: 100 person-days}, name: between}
boundaries:
  - {to: Release, from: Testing, owned: 0.6}
  - {carries: code, from: Making, to: Testing}
teams: {Writing: {}, Release: {makes: deployment}, Making: {people: 5}, Testing: {}}
defaults:
  boundary: {fidelity: 0.85}
  team: {effort: {cv: 0.5, mean: 1 day}, people: 3}
work:
  - {route: [Making, Release], kind: fix, facts: 3, arrivals: 2 per week}
  - {route: [Making, [Writing, Testing], Release], facts: 6, kind: change, arrivals: 5 per week}
matters: 1 failed change per 100
warm_up: 20 days
horizon: 80 days
name: A small company
version: 1
external: none
"""
COMPARE = ("compare", "company.yaml", "--worlds", "0", "--out", "kept")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder with the company's file in it."""
    return company_in(tmp_path / "first")


def company_in(folder: Path, text: str = COMPANY) -> Path:
    """A new folder with a company's file in it."""
    folder.mkdir()
    (folder / "company.yaml").write_text(text, encoding="utf-8")
    return folder


def command(*words: str) -> list[str]:
    """The words that start edgewise."""
    return [sys.executable, "-m", "simulator.cli", *words]


def edgewise(words: Sequence[str], folder: Path, *, status: int = 0) -> Result:
    """What a command of edgewise says in a folder; its exit code must be `status`."""
    with chdir(folder):
        done = CliRunner().invoke(main, words, prog_name="edgewise")
    assert done.exit_code == status, done.output
    return done


def answer(words: Sequence[str], folder: Path) -> Any:
    """What a command says as JSON."""
    return json.loads(edgewise([*words, "--format", "json"], folder).stdout)


def left_in(folder: Path) -> dict[str, bytes]:
    """What every file below a folder holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_command_twice_leaves_the_same_bytes(place: Path, tmp_path: Path) -> None:
    other = company_in(tmp_path / "second")
    one, two = edgewise([*COMPARE, "-n", "60"], place), edgewise([*COMPARE, "-n", "60"], other)
    assert one.stdout == two.stdout
    assert left_in(place) == left_in(other)
    again = edgewise([*COMPARE, "-n", "60"], place)
    assert again.stdout == one.stdout
    assert "Already there: 180 of 180 replications, nothing is run again." in again.stderr
    assert left_in(place) == left_in(other)


@pytest.mark.slow
def test_jobs_and_executors_change_no_byte(place: Path, tmp_path: Path) -> None:
    one = edgewise([*COMPARE, "-n", "60", "--jobs", "1"], place)
    for number, how in enumerate((["--jobs", "2"], ["--executor", "serial"])):
        other = company_in(tmp_path / f"other {number}")
        assert edgewise([*COMPARE, "-n", "60", *how], other).stdout == one.stdout
        assert left_in(other) == left_in(place)


def test_an_extended_run_is_the_long_run(place: Path, tmp_path: Path) -> None:
    other = company_in(tmp_path / "second")
    edgewise([*COMPARE, "-n", "30"], place)
    extended = edgewise([*COMPARE, "-n", "60"], place)
    assert re.search(r"Already there: \d+ of 180 replications\.", extended.stderr)
    assert extended.stdout == edgewise([*COMPARE, "-n", "60"], other).stdout
    assert left_in(place) == left_in(other)


@pytest.mark.slow
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_was_cut_short_goes_on_and_ends_the_same(
    place: Path, tmp_path: Path, own_store: Path, blow: signal.Signals
) -> None:
    words = [*COMPARE, "-n", "4000", "--jobs", "1"]
    running = subprocess.Popen(
        command(*words), cwd=place, env=_surroundings(), stderr=subprocess.PIPE, text=True
    )
    _wait_for_segments(own_store, 1)
    running.send_signal(blow)
    said = running.communicate()[1]
    assert list(left_in(place)) == ["company.yaml"]
    if blow == signal.SIGINT:
        assert running.returncode == 130
        assert "the same command goes on from there" in said
    resumed = edgewise([*COMPARE, "-n", "4000"], place)
    assert "Already there" in resumed.stderr
    other = company_in(tmp_path / "second")
    elsewhere = ["--store", str(tmp_path / "another store")]
    assert edgewise([*COMPARE, "-n", "4000", *elsewhere], other).stdout == resumed.stdout
    assert left_in(place) == left_in(other)


@pytest.mark.slow
def test_an_empty_a_warm_and_a_half_evicted_store_give_the_same_bytes(
    place: Path, own_store: Path
) -> None:
    words = ["compare", "company.yaml", "--worlds", "4", "-n", "50", "--out", "kept"]
    first = edgewise(words, place)
    before = left_in(place)
    kept = sorted((own_store / "rows").glob("*.rows"))
    assert kept
    warm = edgewise(words, place)
    assert "nothing is run again" in warm.stderr
    edgewise(["brief", "company.yaml", "--worlds", "4", "-n", "50", "--out", "other"], place)
    for path in sorted((own_store / "rows").glob("*.rows"))[::2]:
        path.unlink()
    half = edgewise(words, place)
    assert first.stdout == warm.stdout == half.stdout
    now = left_in(place)
    assert {name: now[name] for name in before} == before


def test_n_uses_exactly_so_many_whatever_the_store_holds(place: Path) -> None:
    words = ["account", "company.yaml", "-n"]
    fresh = answer([*words, "10", "--store", "another"], place)
    edgewise([*words, "60"], place)
    assert answer([*words, "10"], place) == fresh


def test_a_store_holds_no_word_of_a_file(place: Path, own_store: Path) -> None:
    edgewise([*COMPARE, "-n", "30"], place)
    held = b"".join(left_in(own_store).values())
    headers = (
        b"".join(content.split(b"]]", 1)[0] for content in left_in(own_store).values())
        .lower()
        .replace(b"edgewise", b"")
    )
    words = set(re.findall(r"[A-Za-z][A-Za-z ]{3,}", COMPANY))
    assert {"Making", "Testing", "Release", "inside", "between", "A small company"} <= words
    assert not {word for word in words if word.lower().encode() in headers}
    assert not {word for word in words if len(word) > 5 and word.encode() in held}


def test_one_command_uses_what_another_has_run(place: Path, own_store: Path) -> None:
    edgewise(["brief", "company.yaml", "--worlds", "0", "-n", "30"], place)
    before = left_in(own_store)
    edgewise(["account", "company.yaml", "--worlds", "0", "-n", "30"], place)
    assert left_in(own_store) == before


@pytest.mark.parametrize("broken", ["a file", "not ours"])
def test_a_store_that_cannot_be_used_is_told_once_and_done_without(
    place: Path, tmp_path: Path, broken: str
) -> None:
    first = edgewise([*COMPARE, "-n", "30"], place)
    store = tmp_path / "no store"
    if broken == "a file":
        store.write_text("mine", encoding="utf-8")
    else:
        (store / "rows").mkdir(parents=True)
        shutil.chown(store, 12345)
    without = edgewise([*COMPARE, "-n", "30", "--store", str(store)], place)
    assert without.stdout == first.stdout
    assert without.stderr.count(f"The store {store / 'rows'} cannot be used") == 1


def test_a_results_folder_is_whole_without_the_store(place: Path, own_store: Path) -> None:
    edgewise([*COMPARE, "-n", "30"], place)
    shutil.rmtree(own_store)
    assert "Identical." in edgewise(["verify", "kept"], place).stdout
    before = left_in(place / "kept")
    edgewise(["report", "kept"], place)
    assert not own_store.exists()
    edgewise(["report", "kept", "--for", "outside"], place)
    now = left_in(place / "kept")
    assert {name: now[name] for name in before if name != "manifest.json"} == {
        name: content for name, content in before.items() if name != "manifest.json"
    }
    assert "Identical." in edgewise(["verify", "kept"], place).stdout


def test_an_altered_file_is_named_and_mended_by_the_same_command(place: Path) -> None:
    edgewise([*COMPARE, "-n", "30"], place)
    before = left_in(place)
    years = place / "kept" / "years.parquet"
    years.write_bytes(years.read_bytes()[:100])
    failed = edgewise(["verify", "kept"], place, status=1)
    assert f"{Path('kept', 'years.parquet')}: altered or missing" in failed.stdout
    refused = edgewise(["report", "kept"], place, status=2)
    assert "years.parquet is not what was written there; the same command" in refused.stderr
    edgewise([*COMPARE, "-n", "30"], place)
    assert left_in(place) == before


def test_runs_of_another_engine_are_not_run_again_and_that_is_said(place: Path) -> None:
    edgewise([*COMPARE, "-n", "30"], place)
    at = place / "kept" / "manifest.json"
    manifest = json.loads(at.read_text(encoding="utf-8"))
    manifest["engine"]["sources"] = "0" * 64
    at.write_text(json.dumps(manifest), encoding="utf-8")
    found = edgewise(["verify", "kept"], place)
    assert "Another engine than the one installed made these runs" in found.stderr
    assert "Identical." in found.stdout
    (place / "kept" / "lines.txt").write_text("other", encoding="utf-8")
    assert "Not identical." in edgewise(["verify", "kept"], place, status=1).stdout


@pytest.mark.parametrize("words", [["verify", "kept"], ["report", "kept"], [*COMPARE, "-n", "5"]])
def test_a_folder_of_version_0_1_is_told_what_it_is(place: Path, words: list[str]) -> None:
    (place / "kept" / "replications").mkdir(parents=True)
    old = {"content": "0" * 64, "command": "edgewise compare company.yaml", "seed": 1, "plans": {}}
    (place / "kept" / "manifest.json").write_text(json.dumps(old), encoding="utf-8")
    refused = edgewise(words, place, status=2)
    assert "is a results folder of version 0.1" in refused.stderr
    assert "edgewise compare company.yaml" in refused.stderr


@pytest.mark.slow
def test_three_at_once_in_one_folder_all_end_well_and_the_same(place: Path, tmp_path: Path) -> None:
    words = [*COMPARE, "-n", "30"]
    three = [
        subprocess.Popen(
            command(*words), cwd=place, env=_surroundings(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    said = [one.communicate() for one in three]
    assert [one.returncode for one in three] == [0, 0, 0], said
    alone = company_in(tmp_path / "alone")
    assert {out for out, _ in said} == {edgewise(words, alone).stdout}
    assert left_in(place) == left_in(alone)


def test_an_out_folder_of_another_scenario_is_refused_and_loses_nothing(place: Path) -> None:
    edgewise([*COMPARE, "-n", "25"], place)
    before = left_in(place / "kept")
    changed = COMPANY.replace("horizon: 80", "horizon: 90")
    (place / "company.yaml").write_text(changed, encoding="utf-8")
    refused = edgewise([*COMPARE, "-n", "25"], place, status=2)
    assert "kept holds the results of something else" in refused.stderr
    assert refused.stdout == ""
    assert left_in(place / "kept") == before


def test_a_folder_that_is_no_results_folder_is_left_alone(place: Path) -> None:
    (place / "kept").mkdir()
    (place / "kept" / "letter.txt").write_text("mine", encoding="utf-8")
    assert "not a results folder" in edgewise([*COMPARE, "-n", "5"], place, status=2).stderr
    assert left_in(place / "kept") == {"letter.txt": b"mine"}


def test_nothing_is_written_but_the_results(place: Path) -> None:
    edgewise(["compare", "company.yaml", "--worlds", "0", "-n", "5"], place)
    edgewise(["run", "company.yaml", "-n", "5"], place)
    assert {path.name for path in place.iterdir()} == {"company.yaml", "results"}
    (folder,) = (place / "results").iterdir()
    assert folder.name.startswith("company-compare-")


def test_a_reordered_file_gives_the_same_numbers(place: Path, tmp_path: Path) -> None:
    other = company_in(tmp_path / "second", REORDERED)
    words = ["compare", "company.yaml", "--worlds", "0", "-n", "30"]
    assert answer(words, place) == answer(words, other)
    assert answer(["run", "company.yaml", "-n", "5"], place) == answer(
        ["run", "company.yaml", "-n", "5"], other
    )


@pytest.mark.slow
def test_today_is_the_same_whatever_stands_beside_it(place: Path, tmp_path: Path) -> None:
    plans = "\narms:\n  - {name: other, change: {teams: {Testing: {people: 9}}}}\n"
    alone = company_in(tmp_path / "alone", COMPANY.split("\narms:", maxsplit=1)[0] + plans)
    words = ["compare", "company.yaml", "--worlds", "0", "-n", "30"]
    one, other = answer(words, place)["arms"][0], answer(words, alone)["arms"][0]
    assert one["name"] == other["name"] == "today"
    assert one == other
    rows = [
        json.loads(at.read_text(encoding="utf-8"))["programs"][0]["program"]
        for folder in (place, alone)
        for at in folder.rglob("manifest.json")
    ]
    assert rows[0] == rows[1]


def test_seed_nought_is_a_seed_like_any_other(place: Path) -> None:
    words = ["run", "company.yaml", "-n", "5", "--seed"]
    nought = answer([*words, "0"], place)
    assert nought == answer([*words, "0"], place)
    assert nought["outcomes"] != answer([*words, "1"], place)["outcomes"]


def test_both_engines_say_the_same(place: Path) -> None:
    words = ["run", "company.yaml", "-n", "5", "--engine"]
    compiled, reference = answer([*words, "compiled"], place), answer([*words, "reference"], place)
    assert compiled["items"] == reference["items"]
    for name, estimate in compiled["outcomes"].items():
        assert estimate["best"] == pytest.approx(reference["outcomes"][name]["best"], rel=1e-12)


@pytest.mark.slow
def test_a_precision_ends_at_the_same_place_whoever_runs_it(place: Path) -> None:
    words = ["run", "company.yaml", "--precision", "10%", "-n", "400", "--jobs"]
    one, two = answer([*words, "1"], place), answer([*words, "2"], place)
    assert one == two
    assert one["precision"]["replications"] == one["replications"]


def _surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}


def _wait_for_segments(store: Path, number: int) -> None:
    patience = time.monotonic() + 300.0
    while len(list(store.rglob("*.rows"))) < number:
        assert time.monotonic() < patience
        time.sleep(0.005)
