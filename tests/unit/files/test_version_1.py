"""A file of version 1 runs for ever: ten scenarios as they stood when they were first shipped."""

from hashlib import sha256
from pathlib import Path

import pytest

from simulator.api import load, simulate
from simulator.files.schema import schema

FOLDER = Path(__file__).resolve().parents[2] / "data/version-1"
OLD = sorted(FOLDER.glob("*.yaml"))
AS_SHIPPED = "0cee53a7b42b30fee6e8638f007ddc4512719df0f2ee891d221f6f5e60834c3e"


def test_the_old_files_are_as_they_were_shipped() -> None:
    """One that no longer runs is a fault of what reads it, and not mended in the file."""
    assert len(OLD) == 10
    content = b"".join(file.read_bytes() for file in OLD)
    assert sha256(content).hexdigest() == AS_SHIPPED


@pytest.mark.parametrize("file", OLD, ids=lambda file: file.stem)
def test_an_old_file_runs_with_the_plans_it_had(file: Path) -> None:
    organisation = load(str(file))
    for plan in organisation.scenario.arms:
        found = simulate(organisation, plan, replications=1).as_json()
        assert found["items"]["arrived"] > 0


def test_the_schema_says_which_version_it_is() -> None:
    assert schema()["properties"]["version"] == {"const": 1}


def test_another_version_is_refused_by_line(tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text("version: 2\nexternal: none\nextends: neutral\nname: New\n")
    with pytest.raises(ValueError, match=r"new\.yaml:1"):
        load(str(tmp_path / "new.yaml"))
