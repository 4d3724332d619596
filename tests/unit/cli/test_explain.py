"""`edgewise explain`: a story on stdout, and refusals in a sentence."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from matplotlib.text import Text

from simulator import api
from simulator.cli.main import main
from simulator.present.chart.sheet import slide

COMPANY = """\
version: 1
external: none
name: Two teams
horizon: 80 days
warm_up: 10 days
work:
  - {kind: change, arrivals: 6 per week, facts: 6, route: [A, B]}
defaults: {team: {defects_per_item: 0}, boundary: {fidelity: 0.8, exposure: 0}}
teams: {A: {}, B: {}}
boundaries: []
incidents: {manifest: 0.5}
levers:
  contracts: {ceiling: {fidelity: 1}, adherence: 1}
  verification: {}
arms:
  - {name: edges, spend: {edge: 100 person-days}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "company.yaml").write_text(COMPANY)
    return tmp_path


def explain(*words: str, code: int = 0) -> Result:
    asked = ("explain", "company.yaml", "--engine", "reference", "--worlds", "0", *words)
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.mark.usefixtures("folder")
def test_a_story_is_told_with_what_each_lever_would_have_changed() -> None:
    said = explain().stdout
    assert "fails in production." in said
    assert "A hands over to B. One thing gets lost on the way: fact" in said
    assert "Contracts (written and tested agreements between teams): it would not have" in said
    assert "Verification (better checking inside the team: tests, reviews): it would have" in said
    assert "failures of this run" in said
    assert "Chosen because it teaches, not because it is typical" in said
    assert explain().stdout == said


@pytest.mark.usefixtures("folder")
def test_both_engines_tell_the_same_story() -> None:
    words = ("explain", "company.yaml", "--format", "json", "--engine", "compiled", "--worlds", "0")
    compiled = CliRunner().invoke(main, words)
    assert compiled.exit_code == 0, compiled.output
    assert json.loads(compiled.stdout) == json.loads(explain("--format", "json").stdout)


@pytest.mark.usefixtures("folder")
def test_the_list_names_every_failure_and_each_can_be_told() -> None:
    listed = json.loads(explain("--list", "--format", "json").stdout)
    assert sorted(row["number"] for row in listed) == list(range(1, len(listed) + 1))
    told = json.loads(explain("--format", "json", "--years", "0").stdout)
    assert told["story"]["failure"] == listed[0]
    assert told["year"] is None
    last = listed[-1]
    again = json.loads(
        explain("--failure", str(last["number"]), "--format", "json", "--years", "0").stdout
    )
    assert again["story"]["failure"] == last
    assert "Failures, those that teach most first" in explain("--list", "--quiet").stdout
    rows = explain("--list", "--format", "csv").stdout.splitlines()
    assert len(rows) == len(listed) + 1


@pytest.mark.usefixtures("folder")
def test_an_item_and_a_plan_and_a_replication_can_be_asked_for() -> None:
    listed = json.loads(
        explain("--list", "--format", "json", "--plan", "edges", "--replication", "1").stdout
    )
    first = next(row for row in listed if row["kind"] == "change")
    told = json.loads(
        explain("--plan", "edges", "--replication", "1", "--item", f"change:{first['arrival']}",
                "--format", "json", "--years", "0").stdout
    )  # fmt: skip
    assert (told["arm"], told["replication"]) == ("edges", 1)
    assert told["story"]["failure"]["arrival"] == first["arrival"]


def test_the_timeline_is_drawn_and_listed(folder: Path) -> None:
    rows = explain("--format", "csv", "--years", "0", "--figure", "life.svg").stdout.splitlines()
    assert rows[0] == "time,lane,what,text"
    assert any(",A -> B,born," in row for row in rows)
    assert (folder / "life.svg").read_text().lstrip().startswith("<?xml")
    explain("--years", "0", "--figure", "life.png")
    assert (folder / "life.png").read_bytes().startswith(b"\x89PNG")


def test_a_story_is_kept_as_a_page_and_another_one_does_not_take_its_place(folder: Path) -> None:
    explain("--years", "0", "--out", "story")
    page = (folder / "story" / "report.html").read_text()
    assert "What happened, and who could have known?" in page
    assert "fails in production." in page
    told = json.loads((folder / "story" / "summary.json").read_text())
    number = told["story"]["failure"]["number"]
    other = 1 if number != 1 else 2
    refused = explain("--years", "0", "--out", "story", "--failure", f"{other}", code=2)
    assert "--out: story holds the results of something else" in refused.stderr
    assert (folder / "story" / "report.html").read_text() == page


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--plan", "cores"), "--plan: found 'cores'; allowed: today, edges"),
        (("--failure", "99999"), "there is no failure 99999; allowed: 1 to "),
        (("--item", "idea:1"), "there is no kind of work 'idea'; allowed: change"),
        (("--item", "change"), "--item: found 'change'; allowed: a kind of work and a number"),
        (("--item", "change:1", "--failure", "1"), "found --failure and --item"),
        (("--figure", "life.pdf"), "--figure: found 'life.pdf'; allowed: a .svg or .png file"),
        (("--figure", "nowhere/life.svg", "--years", "0"), "nowhere: There is no such folder"),
    ],
)
def test_what_cannot_be_explained_is_refused(words: tuple[str, ...], message: str) -> None:
    result = explain(*words, code=2)
    assert message in result.stderr
    assert result.stdout == ""


def test_the_slide_of_a_story_is_read_from_the_back_of_a_room() -> None:
    document = api.explain("typical-company", years=0, worlds=0).document()
    (view,) = document.views
    assert view.slide is not None
    assert list(view.slide["what"]) == ["born", "seen", "paged"]
    figure = slide(view.drawing, view.slide, title=view.title, note=document.footer)
    pixels = 1080.0 / 72.0 / figure.get_figheight()
    sizes = {
        text.get_text(): float(text.get_fontsize()) * pixels
        for text in figure.findobj(Text)
        if text.get_text()
    }
    assert len(sizes) > 10
    assert {text: size for text, size in sizes.items() if size < 24.0} == {}
