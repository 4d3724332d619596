"""The reader of console blocks finds what a page shows and sees where it is wrong."""

import pytest

from tests.readme.console import Step, as_shown, blocks

PAGE = """Say this:

```console
$ edgewise --version
edgewise 0.2.0
$ edgewise run a.yaml \\
>     -n 2
$ make demo
```

```text
$ edgewise unread
```
"""


def test_a_block_is_its_commands_with_the_lines_shown_under_each() -> None:
    assert blocks(PAGE) == [
        (
            Step(line=4, command="edgewise --version", shown=("edgewise 0.2.0",)),
            Step(line=6, command="edgewise run a.yaml -n 2", shown=()),
            Step(line=8, command="make demo", shown=()),
        )
    ]


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("```console\n$ a\n", "line 1: .* no end"),
        ("```console\nb\n```", "line 2: output without"),
        ("x\n```console\n```", "line 2: .* no command"),
    ],
)
def test_a_block_that_shows_nothing_to_run_is_refused(page: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        blocks(page)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ((), ""),
        ((), "\n\n"),
        (("a", "b"), "a\nb\n"),
        (("a", "", "b", ""), "a  \n\nb"),
        (("a", "...", "z"), "a\nb\nc\nz\n"),
        (("a", "...", "z"), "a\nz\n"),
        (("...",), ""),
        (("seed 1, ... simulated years",), "seed 1, 200 simulated years\n"),
        (("(1.2 to 3.4)",), "(1.2 to 3.4)\n"),
    ],
)
def test_output_as_shown_passes(shown: tuple[str, ...], said: str) -> None:
    assert as_shown(shown, said)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ((), "a\n"),
        (("a",), ""),
        (("a",), "a\nb\n"),
        (("a", "b"), "b\na\n"),
        (("a b",), "a  b\n"),
        ((" a",), "a\n"),
        (("1.2",), "1x2\n"),
        (("a ... c",), "a b\nc\n"),
        (("a", "...", "z"), "a\nb\n"),
    ],
)
def test_output_that_differs_is_seen(shown: tuple[str, ...], said: str) -> None:
    assert not as_shown(shown, said)
