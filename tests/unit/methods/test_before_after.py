"""A programme is predicted from before alone: closed form, intervals, what is held against it."""

import math

import pytest

from simulator.experiments.runner import Runner
from simulator.files.study import Counts, Study, shipped_studies, study_of
from simulator.methods.before_after import Prediction, _failures, organisation, predict

RUN = Runner(seed=1)


def study(**changes: object) -> Study:
    """A study of which every input is known: half of the events begin in handovers."""
    known: dict[str, object] = {
        "study": "a ward",
        "before": {"events": 400, "of": 2000},
        "after": {"events": 300, "of": 2000},
        "from_handovers": 0.5,
        "followed": {"before": 0.2, "after": 0.8},
        "left": 0.25,
        "spread": 0.0,
    }
    return Study.model_validate({**known, **changes})


def told(of: Study, organisations: int = 10) -> Prediction:
    return predict(of, RUN, seed=1, organisations=organisations)


def left_by_hand(share: float, before: float, after: float, left: float) -> float:
    """What is left of all events: those inside, and those of handovers by how many follow."""
    return 1.0 - share + share * (1.0 - after * (1.0 - left)) / (1.0 - before * (1.0 - left))


def test_what_is_left_is_that_of_the_closed_form() -> None:
    exact = left_by_hand(0.5, 0.2, 0.8, 0.25)
    found = told(study()).ratio
    assert found[0] == pytest.approx(exact, rel=0.02)
    assert abs(1.0 - exact) > 0.2, "a fifth less would be noticed"


def test_before_the_programme_the_share_of_handovers_is_as_told() -> None:
    whole, inside = (
        _failures(organisation(share, 0.2, 0.25, 0.2), RUN, range(40)) for share in (0.5, 0.999)
    )
    assert whole == pytest.approx(inside, rel=0.05)
    assert whole == pytest.approx(1.0, rel=0.05), "one expected failure in a hundred changes"


def test_the_events_after_are_never_looked_at() -> None:
    for events in (0, 300, 2000):
        found = told(study(after={"events": events, "of": 2000}))
        assert (found.best, found.low, found.high) == pytest.approx(
            (told(study()).best, told(study()).low, told(study()).high)
        )
    unseen = told(study(after=None))
    assert unseen.seen is None
    assert unseen.verdict == "not seen yet"
    assert math.isnan(unseen.score)


def test_a_known_future_lies_in_the_interval_as_often_as_it_says() -> None:
    found = told(study(), 40)
    # 400 events of 2000 before and as many units after: chance in both counts
    mean = 400.0 * left_by_hand(0.5, 0.2, 0.8, 0.25)
    error = math.sqrt(mean + mean**2 / 400.0)
    assert (found.low, found.high) == pytest.approx(
        (mean - 1.96 * error, mean + 1.96 * error), rel=0.06
    )


@pytest.mark.parametrize(
    ("events", "said"), [(273, "agrees"), (400, "disagrees"), (150, "disagrees")]
)
def test_what_was_seen_is_held_against_it(events: int, said: str) -> None:
    assert told(study(after={"events": events, "of": 2000})).verdict == said


def test_an_interval_that_could_hardly_be_missed_says_little() -> None:
    wide = study(spread=1.5, after={"events": 395, "of": 2000})
    assert told(wide).verdict == "inconclusive"


def test_more_spread_between_places_widens_and_ranges_do_too() -> None:
    known = told(study())
    spread = told(study(spread=0.5))
    ranged = told(study(left={"value": 0.25, "low": 0.0, "high": 1.0}))
    for other in (spread, ranged):
        assert other.high - other.low > 1.2 * (known.high - known.low)
    assert spread.ratio == known.ratio


@pytest.mark.parametrize("name", shipped_studies())
def test_the_shipped_studies_are_predicted_without_themselves(name: str) -> None:
    of = study_of(name)
    assert of.after is not None
    assert of.after.events is not None
    found = told(of, 40)
    blind = told(of.model_copy(update={"after": Counts(of=of.after.of)}), 40)
    assert (found.low, found.high) == (blind.low, blind.high)
    assert found.verdict == "agrees"
