"""What is committed keeps the rules of style a machine can see; all faults are told at once."""

from pathlib import PurePath

import pytest

from tests.house import inspection


def test_what_is_committed_has_no_fault() -> None:
    faults = inspection.faults()
    assert not faults, "\n".join((f"{len(faults)} faults", *faults))


def test_a_file_of_the_package_is_held_to_every_rule() -> None:
    source = "# TO" + "DO\ndef f():\n" + "    x = 1\n" * 500
    assert inspection.faults_of(PurePath("simulator/data/utils.py"), source.encode()) == [
        "line 1: TO" + "DO",
        "502 lines, at most 500",
        "line 2: f has 500 lines, at most 45",
        "line 1: the module has no docstring",
        "line 2: f has no docstring",
        "'data' names no noun",
        "'utils' names no noun",
    ]


def test_other_files_are_held_to_what_concerns_them() -> None:
    home = b"/ho" + b"me/ann"
    assert len(inspection.faults_of(PurePath("README.md"), b"TO" + b"DO\n" + home)) == 1
    assert len(inspection.faults_of(PurePath("tests/test_x.py"), b"TO" + b"DO\n" + home)) == 2
    assert not inspection.faults_of(PurePath("docs/picture.png"), b"\xff" + home)


def test_the_module_check_counts_lines() -> None:
    assert not inspection.long_module("x = 1\n" * 500)
    assert inspection.long_module("x = 1\n" * 501) == ["501 lines, at most 500"]


def test_the_function_check_counts_statements_without_signature_and_docstring() -> None:
    head = "def f(\n" + "    x: int,\n" * 60 + "): \n"
    words = '    """One.\n' + "\n" * 60 + '    """\n'
    for before in (head, head + words):
        short = before + "    x = 1\n" * 45
        assert not inspection.long_functions(short)
        long = inspection.long_functions(short + "    x = 2\n")
        assert long == ["line 1: f has 46 lines, at most 45"]


def test_the_function_check_looks_inside_classes_and_functions() -> None:
    body = "            x = 1\n" * 46
    source = f"class A:\n    def f(self):\n        async def g():\n{body}"
    assert len(inspection.long_functions(source)) == 2


def test_the_docstring_check_finds_what_says_nothing() -> None:
    source = (
        '""""""\nclass A:\n    "a"\n    def f(self): ...\n    def _g(self): ...\ndef h(): ...\n'
    )
    assert inspection.undocumented(source) == [
        "line 1: the module has no docstring",
        "line 4: f has no docstring",
        "line 6: h has no docstring",
    ]


def test_the_docstring_check_leaves_overloads_and_private_classes_alone() -> None:
    source = '"a"\n@overload\ndef f(): ...\nclass _A:\n    def g(self): ...\n'
    assert not inspection.undocumented(source)


@pytest.mark.parametrize("name", ["simulator/utils.py", "simulator/data/queue.py", "a/Helpers.py"])
def test_the_name_check_finds_modules_without_a_noun(name: str) -> None:
    assert len(inspection.vague_name(PurePath(name))) == 1


def test_the_name_check_lets_nouns_pass() -> None:
    assert not inspection.vague_name(PurePath("simulator/stats/estimate.py"))


@pytest.mark.parametrize(
    "pieces",
    [
        ("# FIX", "ME later"),
        ("raise NotImplemented", "Error"),
        ("x = 1  # pragma: no ", "cover"),
        ("@pytest.mark.sk", "ip"),
        ("pytest.sk", "ip()"),
        ("@pytest.mark.xf", "ail"),
    ],
)
def test_the_check_for_what_is_unfinished_finds_it(pieces: tuple[str, str]) -> None:
    assert len(inspection.unfinished("fine\n" + "".join(pieces))) == 1


@pytest.mark.parametrize(
    "pieces",
    [
        ("see /ho", "me/ann/plan.yaml"),
        ('"/wo', 'rk/results"'),
        ("file:///tm", "p/x"),
        ("C:", "\\Users"),
        ("https://py", "pi.org/simple"),
        ("registry.", "npmjs.org"),
        ("--index-", "url https://example.org"),
        ("../shared/", "design/model.md"),
    ],
)
def test_the_text_check_finds_what_belongs_to_one_machine(pieces: tuple[str, str]) -> None:
    assert len(inspection.foreign_text("fine\n" + "".join(pieces))) == 1


@pytest.mark.parametrize(
    "line", ["rework/work/queue", "https://example.org/home/", "./work/x", "#!/bin/sh", "a / b"]
)
def test_the_text_check_lets_ordinary_lines_pass(line: str) -> None:
    assert not inspection.foreign_text(line)
