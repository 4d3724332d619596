"""The bar: what it counts, and that it promises no end where there is none."""

import sys
from io import StringIO

import pytest
from rich.console import Console

from simulator.cli import options


def drawn(monkeypatch: pytest.MonkeyPatch, total: int, *steps: int) -> str:
    """What a terminal shows of these steps."""
    out = StringIO()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(
        options, "literal_console", lambda **_: Console(file=out, force_terminal=True, width=100)
    )
    with options.progress("companies like yours", total, quiet=False) as step:
        for done in steps:
            step(done)
    return out.getvalue()


def test_a_bar_tells_of_how_many_and_none_that_were_not_promised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "30 of 50" in drawn(monkeypatch, 50, 20, 10)
    more = drawn(monkeypatch, 50, 50, 450)
    assert "500" in more
    assert "500 of" not in more
    unknown = drawn(monkeypatch, 0)
    assert "companies like yours" in unknown
    assert "0 of" not in unknown
