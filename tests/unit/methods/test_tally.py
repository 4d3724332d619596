"""What marked post-mortems amount to, on counts that can be checked by hand."""

import math

import pytest

from simulator.files.marks import Review, marks_of
from simulator.methods.reviews import Tally, kappa_word, tally
from simulator.model.plain import plain
from simulator.questions.tally.words import shown
from simulator.stats.intervals import wilson


def counted(*rows: str) -> Tally:
    text = "rater 1,rater 2\n" + "".join(f"{row}\n" for row in rows)
    return tally(marks_of(text, "pm.csv"), "pm.csv")


def test_the_share_told_has_wilsons_interval_as_published() -> None:
    # 11 of 55 is 20 %, Wilson 12 to 32 % (Tang et al. 2023 in the evidence register)
    found = counted(*["between,"] * 11, *["inside,"] * 44).between.told
    assert found is not None
    assert (round(found.best, 3), round(found.low, 2), round(found.high, 2)) == (0.2, 0.12, 0.32)


def test_what_cannot_be_told_widens_the_share_to_both_ends() -> None:
    found = counted(*["between,"] * 4, *["inside,"] * 5, "neither,", *["cannot tell,"] * 10)
    share = found.between
    assert share.told == wilson(4, 10)
    assert (share.least.best, share.most.best) == (4 / 20, 14 / 20)
    assert share.low == wilson(4, 20).low
    assert share.high == wilson(14, 20).high
    assert share.low < share.told.low
    assert share.told.high < share.high
    assert found.paste == "causes: {inside: 5, between: 4, neither: 1, cannot_tell: 10}"


def test_raters_who_differ_leave_a_failure_open_between_their_two_answers() -> None:
    found = counted("inside,neither", "inside,between", "between,between", "cannot tell,between")
    assert found.counts == {"inside": 0, "between": 1, "neither": 0, "cannot tell": 3}
    # the first may not have started between teams, whoever is right
    assert found.between.most.best == 3 / 4
    assert found.shares["neither"].most.best == 2 / 4


def test_agreement_is_counted_over_failures_that_both_marked() -> None:
    found = counted("inside,inside", "between,inside", "neither,neither", "inside,")
    assert found.raters == 2
    assert found.agreement is not None
    assert found.agreement.raw.best == 2 / 3
    assert found.agreement.table[1] == (1, 0, 0, 0)
    assert counted("inside,").agreement is None
    # each rater alone: one of four, and none of three
    assert found.by_rater == (wilson(1, 4), wilson(0, 3))
    assert counted("inside,").by_rater == (wilson(0, 1),)
    labels = list(shown(found).views[0].frame["label"])
    assert labels[:3] == ["Your post-mortems", "Rater 1 alone", "Rater 2 alone"]


def test_a_way_is_counted_where_no_rater_contradicts_it() -> None:
    text = (
        "rater 1,mechanism 1,rater 2,mechanism 2\n"
        "between,lost,between,\n,drift,,drift\nbetween,lost,between,drift\nbetween,lost,inside,\n"
    )
    found = tally(marks_of(text, "pm.csv"), "pm.csv").mechanisms
    assert found == {"defect": 0, "lost": 1, "drift": 1, "unowned": 0, "external": 0}


def test_words_and_numbers_say_the_same() -> None:
    found = counted(*["between,between"] * 3, *["inside,inside"] * 6, "inside,between")
    page = shown(found)
    assert "33 % of the failures that could be told started between teams (3 of 9;" in page.headline
    assert "With those that stay open it may be 30 to 40 %." in page.headline
    assert any(line.startswith("The two raters agree on 90 % (9 of 10;") for line in page.lines)
    assert any("10 post-mortems are few" in line for line in page.lines)
    assert [view.drawing.name for view in page.views] == ["dial", "shares"]


def test_a_review_in_which_nothing_could_be_told_says_so() -> None:
    found = counted("cannot tell,", "cannot tell,")
    assert found.between.told is None
    assert plain(found)["shares"]["between"]["told"] is None
    assert "nothing is known yet" in shown(found).headline


def test_no_post_mortems_are_refused() -> None:
    with pytest.raises(ValueError, match="holds no marked post-mortem"):
        tally(Review(found=()), "pm.csv")


@pytest.mark.parametrize(
    ("value", "word"),
    [(-0.2, "none"), (0.1, "slight"), (0.55, "moderate"), (0.9, "almost perfect")],
)
def test_agreement_has_the_words_of_its_convention(value: float, word: str) -> None:
    assert kappa_word(value) == word
    assert kappa_word(math.nan) == "not to be told"
