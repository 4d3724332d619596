"""A study's file: read with its ranges, and every fault told by line and key."""

from pathlib import Path

import pytest

from simulator.files.evidence import cited
from simulator.files.problem import ScenarioError
from simulator.files.study import shipped_studies, study_of

WHOLE = """\
study: A ward
before: {events: 20, of: 100}
from_handovers: {value: 0.5, low: 0, high: 1, because: counted}
followed: {before: 0, after: 1}
left: 0.3
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "ward.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_study_is_read(tmp_path: Path) -> None:
    text = WHOLE.replace("low: 0,", "low: 0.1,")
    found = study_of(written(tmp_path, text))
    assert found.after is None
    assert found.from_handovers.ends == (0.1, 1.0)
    assert found.left.ends == (0.3, 0.3)
    assert (found.followed.before.value, found.followed.after.value) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("events: 20", "events: 0", "ward.yaml:1: file: "),
        ("events: 20", "events: 2.5", "ward.yaml:2: before.events: found 2.5; allowed a valid int"),
        ("left: 0.3", "left: 3", "ward.yaml:5: left.value: found 3.0; allowed less than or equal"),
        ("left: 0.3", "lefd: 0.3", "ward.yaml:5: lefd: found an unknown key; allowed the keys of"),
        ("left: 0.3", "", "ward.yaml:1: left: found nothing; allowed a value"),
        ("value: 0.5, low: 0", "value: 0.5, low: 0.6", "ward.yaml:3: from_handovers: "),
    ],
)
def test_a_fault_is_told_by_file_line_and_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = WHOLE.replace("low: 0,", "low: 0.1,") if "low" not in old else WHOLE
    with pytest.raises(ScenarioError) as told:
        study_of(written(tmp_path, text.replace(old, new)))
    assert any(line.startswith(said) for line in str(told.value).splitlines()), str(told.value)


def test_what_is_no_study_is_refused(tmp_path: Path) -> None:
    for text in ("", "- a", "study: [", "study: a\nstudy: b\n"):
        with pytest.raises(ScenarioError, match=r"^ward\.yaml:"):
            study_of(written(tmp_path, text))


@pytest.mark.parametrize("name", shipped_studies())
def test_shipped_studies_cite_the_register_and_never_the_study_that_they_predict(name: str) -> None:
    found = study_of(name)
    own = {entry.slug for entry in cited(found.source)}
    assert own == {name}
    for guess in (found.followed.before, found.followed.after, found.left):
        slugs = {entry.slug for entry in cited(guess.because or "")}
        assert slugs
        assert not slugs & own
