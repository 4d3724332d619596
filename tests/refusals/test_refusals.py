"""Every bad file is told by exactly the message that stands beside it."""

from pathlib import Path

import pytest

from simulator.files.read import ScenarioError, load

FILES = Path(__file__).parent / "files"
BAD = sorted(FILES.glob("*.yaml"))


def told(path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the reader says of a file, read from its own folder."""
    monkeypatch.chdir(path.parent)
    with pytest.raises(ScenarioError) as refused:
        load(path.name)
    return str(refused.value)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_gets_its_message(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(path, monkeypatch) + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_message_has_its_file_and_there_are_enough() -> None:
    assert {path.stem for path in FILES.glob("*.txt")} == {path.stem for path in BAD}
    assert len(BAD) >= 45


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_message_has_place_key_found_and_allowed_in_one_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in told(path, monkeypatch).splitlines():
        file, number, rest = line.split(":", 2)
        assert file.endswith(".yaml")
        assert int(number) >= 1
        assert ": found " in rest
        assert "; allowed " in rest
        assert line.isprintable()


def test_a_file_too_big_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.yaml"
    path.write_text("# " + "x" * 260_000)
    assert told(path, monkeypatch) == (
        "big.yaml:1: file: found more than 256 kB; allowed at most 256 kB"
    )


def test_no_message_quotes_more_than_forty_characters_in_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "s3cret" * 20
    path = tmp_path / "leak.yaml"
    path.write_text(
        f"version: {secret}\n{secret}: 1\nextends: {secret}\nname: [{secret}]\n"
        f"teams: {{{secret}: {{{secret}: 1}}}}\nwork: {{a: {{route: [{secret}]}}}}\n"
        f"levers: {{{secret}: 1}}\narms: {{a: {{spend: {{{secret}: 1}}, rule: {secret}}}}}\n"
        f"boundaries: [{{from: {secret}, to: {secret}}}]\n"
    )
    message = told(path, monkeypatch)
    assert len(message.splitlines()) > 8
    assert secret[:41] not in message


def test_a_link_out_of_the_folder_is_no_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("version: 1\nexternal: none\n")
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "base.yaml").symlink_to(outside)
    heir = folder / "heir.yaml"
    heir.write_text("extends: base.yaml\n")
    assert "heir.yaml:1: extends: found 'base.yaml'; allowed" in told(heir, monkeypatch)


def test_a_cycle_of_two_files_is_told_where_it_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.yaml").write_text("extends: two.yaml\n")
    (tmp_path / "two.yaml").write_text("name: two\nextends: one.yaml\n")
    assert "two.yaml:2: extends: found 'one.yaml', which extends this file; allowed" in told(
        tmp_path / "one.yaml", monkeypatch
    )
