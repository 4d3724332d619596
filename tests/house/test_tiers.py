"""A long generated table leaves a fixed sample behind for the tests of a change."""

import pytest

from tests import tiers


def test_the_first_and_every_fourth_case_is_tried_at_once_and_the_others_are_slow() -> None:
    found = tiers.sampled(range(9))
    assert [case.values for case in found] == [(n,) for n in range(9)]
    assert [n for n, case in enumerate(found) if not case.marks] == [0, 4, 8]
    assert {mark.name for case in found for mark in case.marks} == {"slow"}


def test_a_case_of_several_values_fills_several_parameters() -> None:
    assert [case.values for case in tiers.sampled([("a", 1), ("b", 2)], 1)] == [("a", 1), ("b", 2)]


@pytest.mark.parametrize(("proof", "tried"), [(True, [3, 8, 40]), (False, [3, 5, 10])])
def test_a_proof_tries_all_examples(
    proof: bool, tried: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiers, "PROOF", proof)
    assert [tiers.examples_tried(number) for number in (3, 8, 40)] == tried
