"""`account` and `breakeven` answer on stdout, keep a page, and refuse in one line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.main import main
from tests.unit.cli.test_commands import COMPANY


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "company.yaml").write_text(COMPANY)
    return tmp_path


def edgewise(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def test_the_account_in_json_adds_up_and_a_page_is_kept(folder: Path) -> None:
    words = ("account", "company.yaml", "-n", "3", "--format", "json", "--figures")
    found = json.loads(edgewise(*words).stdout)
    parts = [found[name]["best"] for name in ("core", "edge", "interaction", "external")]
    assert sum(parts) == pytest.approx(found["total"]["best"], abs=1e-12)
    for split in ("by_mechanism", "by_place", "by_category"):
        assert {"name", "best", "low", "high", "n"} <= set(found[split][0])
        whole = sum(each["best"] for each in found[split])
        assert whole == pytest.approx(sum(parts[:3]), abs=1e-9)
    assert {each["name"] for each in found["by_place"]} >= {"A", "B", "A -> B"}
    (kept,) = (folder / "results").iterdir()
    assert json.loads((kept / "summary.json").read_text()) == found
    assert (kept / "figures" / "account.png").exists()
    page = (kept / "report.html").read_text()
    assert "Where do our failures start" in page
    assert "edgewise account company.yaml" in page


def test_the_account_of_another_plan_is_another_folder_and_the_same_again_the_same(
    folder: Path,
) -> None:
    asked = ("account", "company.yaml", "-n", "3", "--format", "json")
    first = edgewise(*asked, "--plan", "cores").stdout
    assert edgewise(*asked, "--plan", "cores").stdout == first != edgewise(*asked).stdout
    assert len(list((folder / "results").iterdir())) == 2


def test_the_break_even_in_json_names_every_factor_and_both_figures_are_kept(folder: Path) -> None:
    words = ("breakeven", "company.yaml", "-n", "3", "--format", "json", "--figures")
    found = json.loads(edgewise(*words).stdout)
    names = [each["what"] for each in found["factors"]]
    assert names == [
        "boundary_share", "price_ratio", "ceiling", "adherence", "boundaries", "core_strength",
    ]  # fmt: skip
    for each in found["factors"]:
        assert {"what", "factor", "low", "high", "verdict"} <= set(each)
        assert each["verdict"].startswith(("turns", "never", "cannot be told"))
    assert set(found["boundary_share"]) == {"best", "low", "high", "n"}
    (kept,) = (folder / "results").iterdir()
    for name in ("dial", "turning"):
        assert (kept / "figures" / f"{name}.svg").exists()
    assert "none is yours" in (kept / "report.html").read_text()


@pytest.mark.usefixtures("folder")
def test_tables_and_csv_are_printed() -> None:
    told = edgewise("account", "company.yaml", "-n", "2").stdout
    assert "gone without" in told
    told = edgewise("breakeven", "company.yaml", "-n", "2", "--plans", "today", "cores").stdout
    assert "Published boundary shares" in told
    rows = edgewise("breakeven", "company.yaml", "-n", "2", "--format", "csv", "--quiet").stdout
    assert rows.startswith("table,what,today,turns at")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("account", "company.yaml", "--plan", "x"), "--plan: found 'x'; allowed: today, cores"),
        (("breakeven", "company.yaml", "--plans", "x", "cores"), "there is no plan 'x'; allowed: "),
        (("breakeven", "company.yaml", "--plans", "cores", "cores"), "a break-even is between two"),
        (
            ("breakeven", "company.yaml", "--outcome", "x"),
            "there is no outcome 'x' to go by; allowed",
        ),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(words: tuple[str, ...], message: str) -> None:
    said = edgewise(*words, code=2).stderr
    assert said.startswith(message)
    assert said.count("\n") == 1
