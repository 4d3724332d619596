"""The table of coded incidents: as its codebook says, and as a review reads it."""

import pytest

from simulator.files.coded import READINGS, coded, shares, text_of
from simulator.files.evidence import figure
from simulator.files.marks import marks_of
from simulator.methods.records.published import SAMPLES
from simulator.methods.reviews import tally

COLUMNS = {
    *("id", "source", "file", "company", "date", "url", "words"),
    *(f"{what}_{reader}" for what in ("origin", "mechanism", "change", "teams", "sure", "fact")
      for reader in "ab"),
}  # fmt: skip


def test_the_table_has_codes_and_own_words_only() -> None:
    rows = coded()
    assert len(rows) == len({row["id"] for row in rows}) == 158
    assert all(row.keys() == COLUMNS for row in rows)
    facts = [row[f"fact_{reader}"] for row in rows for reader in "ab"]
    assert all(len(fact.split()) <= 16 for fact in facts)


@pytest.mark.parametrize(
    ("reading", "reader", "found"),
    [
        ("coded-strictly", "a", (14, 157)),
        ("coded-strictly", "b", (14, 156)),
        ("coded-loosely", "a", (39, 157)),
        ("coded-loosely", "b", (36, 156)),
    ],
)
def test_the_shares_are_those_of_the_codebook_and_the_register(
    reading: str, reader: str, found: tuple[int, int]
) -> None:
    assert shares(reading, reader) == found
    of = figure(f"{reading}-2026", "boundary-share" if reader == "a" else "second-reading")
    assert (of.count, of.of) == found


def test_a_review_reads_it_and_finds_the_agreement_that_is_told() -> None:
    for reading in READINGS:
        found = tally(marks_of(text_of(reading), reading), reading)
        assert (found.failures, found.raters) == (158, 2)
        assert found.agreement is not None
    assert SAMPLES[3:] == (0.12, 0.25)
