"""Rooms stay small, are named by their noun, and say what they are for."""

from collections.abc import Callable
from pathlib import Path, PurePath

import pytest

from tests.house import inspection

ROOMS = [
    pytest.param(room, id=room.relative_to(inspection.ROOT).as_posix())
    for room in inspection.rooms()
]


def complaints(check: Callable[[str], list[str]], room: Path) -> str:
    """What a check has to say about a room, one complaint a line."""
    return "\n".join(f"{room.name}: {found}" for found in check(room.read_text("utf-8")))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_small(room: Path) -> None:
    assert not complaints(inspection.crowded_room, room)


@pytest.mark.parametrize("room", ROOMS)
def test_a_function_is_short(room: Path) -> None:
    assert not complaints(inspection.long_functions, room)


@pytest.mark.parametrize("room", ROOMS)
def test_whatever_is_public_says_what_it_is(room: Path) -> None:
    assert not complaints(inspection.undocumented, room)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_named_by_its_noun(room: Path) -> None:
    assert not inspection.vague_name(room.relative_to(inspection.ROOT))


def test_the_room_check_counts_lines() -> None:
    assert not inspection.crowded_room("x = 1\n" * 500)
    assert inspection.crowded_room("x = 1\n" * 501) == ["501 lines, at most 500"]


def test_the_function_check_counts_all_but_the_docstring() -> None:
    words = '    """One.\n' + "\n" * 60 + '    """\n'
    short = "def f():\n" + words + "    x = 1\n" * 44
    assert not inspection.long_functions(short)
    long = inspection.long_functions(short + "    x = 2\n")
    assert long == ["line 1: f has 46 lines, at most 45"]


def test_the_function_check_looks_inside_classes_and_functions() -> None:
    body = "            x = 1\n" * 45
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


def test_the_docstring_check_leaves_overloads_and_private_rooms_alone() -> None:
    source = '"a"\n@overload\ndef f(): ...\nclass _A:\n    def g(self): ...\n'
    assert not inspection.undocumented(source)


@pytest.mark.parametrize("name", ["simulator/utils.py", "simulator/data/queue.py", "a/Helpers.py"])
def test_the_name_check_finds_rooms_without_a_noun(name: str) -> None:
    assert len(inspection.vague_name(PurePath(name))) == 1


def test_the_name_check_lets_nouns_pass() -> None:
    assert not inspection.vague_name(PurePath("simulator/stats/estimate.py"))
