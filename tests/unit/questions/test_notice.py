"""Beside the answer stands whether today is the reader's own, as the table of records has it."""

from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from simulator.present import records
from simulator.questions.compare import words


@pytest.mark.parametrize(
    ("like", "said"),
    [
        ([True, True], records.LIKE),
        ([True, False], "Today looks like you, but not in serious failures a year."),
        ([False, False], "Today does not look like you yet: your records differ in "),
    ],
)
def test_a_record_that_differs_is_named_beside_the_answer(
    like: list[bool], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "agreement", lambda _: records.LIKE)
    names = ["change_failure_rate", "serious_failures"]
    seen = {"observed": pd.DataFrame({"what": names, "like": like})}
    asked = cast("Any", SimpleNamespace(drawn=object()))
    assert words._notice(asked, seen).startswith(said)
