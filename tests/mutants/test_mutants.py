"""Mutants change one thing that a test should notice, and never a file."""

import ast
from pathlib import Path

import pytest

from tests.house.inspection import ROOT
from tests.mutants.__main__ import LAYERS, Mutant, mutants_of, survivors
from tests.mutants.mutation import mutated, sites
from tests.mutants.watch import watchers_of


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x < y", "x <= y"),
        ("x >= y", "x > y"),
        ("x is None", "x is not None"),
        ("x in y", "x not in y"),
        ("x + y", "x - y"),
        ("x / y", "x * y"),
        ("x and y", "x or y"),
        ("x if y else z", "z if y else x"),
        ("not x", "x"),
        ("-x", "x"),
        ("True", "False"),
        ("3", "4"),
        ("0.0", "1.0"),
        ("'too few words'", "'too mutant few words'"),
    ],
)
def test_one_thing_is_changed(before: str, after: str) -> None:
    source = f"v = {before}\n"
    first = sites(source)[0]
    assert (first.number, first.line, first.before, first.after) == (0, 1, before, after)
    assert ast.unparse(mutated(source, 0)) == f"v = {after}"


def test_a_condition_that_is_a_name_is_turned_round() -> None:
    assert ast.unparse(mutated("if x:\n    y()", 0)) == "if not x:\n    y()"


def test_every_place_is_changed_alone() -> None:
    source = "def f(x):\n    return x + 1 if x < 2 else -x\n"
    changed = {ast.unparse(mutated(source, site.number)) for site in sites(source)}
    assert len(changed) == len(sites(source)) == 6
    assert ast.unparse(ast.parse(source)) not in changed


@pytest.mark.parametrize(
    "source",
    [
        '"""What this is."""',
        "x: Literal[1]",
        "def f(x: Literal[1]) -> Literal[2]: ...",
        "@dataclass(frozen=True)\nclass A: ...",
        "__all__ = ['a b c d']",
        "if TYPE_CHECKING:\n    x = 1 + 2",
        "x = 'word'",
        "x = f'{y:.1f}'",
    ],
)
def test_what_no_run_could_notice_is_left_alone(source: str) -> None:
    assert not sites(source)


def test_a_sample_is_known_by_its_seed() -> None:
    first = mutants_of("present", 5, 0)
    assert first == mutants_of("present", 5, 0) != mutants_of("present", 5, 1)
    assert len(first) == 5


def test_every_module_is_watched_by_tests_that_exist() -> None:
    for layer in LAYERS:
        for file in (ROOT / "simulator" / layer).rglob("*.py"):
            watching = watchers_of(file.relative_to(ROOT))
            assert 1 <= len(watching) <= 4
            assert all((ROOT / name).is_file() for name in watching)


def test_the_nearest_tests_come_first() -> None:
    nearest = watchers_of(Path("simulator/methods/turns/turning_point.py"))
    assert "tests/unit/methods/test_turning.py" in nearest[:2]


@pytest.mark.slow
def test_a_mutant_that_a_test_sees_does_not_survive() -> None:
    source = ROOT / "simulator/methods/turns/turning_point.py"
    text = source.read_text("utf-8")
    by_text = {site.before: site for site in sites(text)}
    seen, unseen = (
        Mutant(file=source, site=by_text[words], tests=("tests/unit/methods/test_turning.py",))
        for words in ("not changes", "'cannot be told within the range searched'")
    )
    assert list(survivors([seen, unseen])) == [unseen]
    assert source.read_text("utf-8") == text
