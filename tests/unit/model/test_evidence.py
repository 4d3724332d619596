"""The evidence register is whole, and every source and every shipped reason resolves to it."""

import re

import pytest

from simulator.files.shipped import shipped
from simulator.model.evidence import (
    BOUNDARY_SHARES,
    EVIDENCE,
    GROUPS,
    HOW,
    Entry,
    cited,
    figure,
    spelled,
)
from simulator.model.evidence_entry import INTERVALS
from simulator.model.parameter import Parameter
from simulator.model.register import REGISTER

SLUGS = re.compile(r"\[([a-z]+(?:-[a-z0-9]+)*)\]")


def test_every_slug_stands_once() -> None:
    assert len(EVIDENCE) == sum(len(group) for group in GROUPS.values())
    assert len(EVIDENCE) >= 42


@pytest.mark.parametrize("entry", EVIDENCE.values(), ids=EVIDENCE)
def test_a_study_is_told_in_full(entry: Entry) -> None:
    assert SLUGS.fullmatch(f"[{entry.slug}]")
    assert entry.study
    assert entry.population
    assert entry.design
    assert entry.carries.startswith(("measured in software", "borrowed"))
    assert (entry.n is None) == (entry.n_of is None)
    assert entry.doi is None or re.fullmatch(r"10\.\d{4,}/\S+", entry.doi)
    assert len({each.key for each in entry.figures}) == len(entry.figures) > 0
    for each in entry.figures:
        assert each.how in HOW
        assert each.interval is None or each.interval in INTERVALS
        assert (each.interval is None) == (each.low is None and each.high is None)
        assert (each.count is None) == (each.of is None)
        if each.count is not None:
            assert each.interval == "Wilson 95 %, derived"
        if each.value is not None:
            assert each.low is None or each.low <= each.value
            assert each.high is None or each.value <= each.high


def test_arithmetic_marked_as_derived_is_right() -> None:
    for slug, key in (
        ("bhabra-2007", "verbal"),
        ("bhabra-2007", "notes"),
        ("bhabra-2007", "printed"),
        ("pothier-2005", "notes"),
    ):
        left, each = figure(slug, f"{key}-5").value, figure(slug, f"{key}-each").value
        assert left is not None
        assert each == pytest.approx((left / 100) ** 0.2, abs=5e-4)
    assert figure("humphrey-2022", "boundary-share").value == pytest.approx(0.49 * 0.40 * 100)
    for key, fall in (("errors", 23), ("preventable", 30)):
        before = figure("ipass-2014", f"{key}-before").value
        after = figure("ipass-2014", f"{key}-after").value
        assert before is not None
        assert after is not None
        assert 100 * (1 - after / before) == pytest.approx(fall, abs=0.5)
        assert figure("ipass-2014", f"{key}-fall").value == fall


def test_counts_are_as_published_and_their_intervals_derived() -> None:
    tang = figure("tang-2023", "boundary-share")
    assert (tang.count, tang.of) == (11, 55)
    assert tang.value == pytest.approx(20.0)
    assert tang.low == pytest.approx(12, abs=0.5)
    assert tang.high == pytest.approx(32, abs=0.5)
    for slug, key, published in (
        ("carter-2009", "received", 69.6),
        ("barenfanger-2004", "errors", 3.5),
        ("ye-2007", "lacking", 15.4),
        ("ye-2007", "process", 8.8),
        ("ye-2007", "patient", 4.7),
        ("meersch-2022", "handover", 30),
    ):
        assert figure(slug, key).value == pytest.approx(published, abs=0.1)


def test_what_is_not_known_is_left_unknown() -> None:
    assert figure("jeong-2009", "tossed").value is None
    assert figure("jeong-2009", "tossed").shown == "37 to 44 %"
    assert figure("lyons-2010", "decay").shown == "direction only"
    assert figure("bird-2009", "distance").within == "at most 6"
    assert figure("perry-1985", "boundary-share").within == "at least 66"
    assert figure("ghosh-2022", "boundary-share").within == "not stated"
    assert EVIDENCE["ghosh-2022"].doi is None


def test_the_boundary_shares_are_minorities_at_incident_level_only() -> None:
    by_level = {"incidents": [], "claims": [], "defects": []}  # type: dict[str, list[float]]
    for of in BOUNDARY_SHARES:
        assert of.figure.value is not None
        by_level[of.level].append(of.figure.value)
    assert by_level["incidents"] == [8.0, 16.4, pytest.approx(20.0)]
    assert max(by_level["incidents"] + by_level["claims"]) < 50 < max(by_level["defects"])


@pytest.mark.parametrize("parameter", REGISTER.values(), ids=REGISTER)
def test_every_source_names_a_study_or_says_judgement(parameter: Parameter) -> None:
    studies = cited(parameter.source)
    assert studies or parameter.source.startswith("judgement")
    assert parameter.status == "judgement" or studies
    assert not re.search(r"et al|\b(19|20)\d\d\)", parameter.source), "cite by [slug]"
    if parameter.status == "measured":
        assert any(study.carries.startswith("measured in software") for study in studies)
    if parameter.status == "borrowed":
        assert any(study.carries.startswith("borrowed") for study in studies)


@pytest.mark.parametrize("name", shipped())
def test_every_study_cited_in_a_shipped_scenario_is_in_the_register(name: str) -> None:
    text = shipped()[name].read_text("utf-8")
    hyphenated = [slug for slug in SLUGS.findall(text) if re.search(r"\d{4}$", slug)]
    assert not set(hyphenated) - set(EVIDENCE)


def test_an_unknown_study_or_figure_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no study nobody-1900"):
        cited("as in [nobody-1900]")
    with pytest.raises(ValueError, match="no study 'nobody-1900'"):
        figure("nobody-1900", "x")
    with pytest.raises(ValueError, match="tang-2023 has no figure 'x'; it has boundary-share"):
        figure("tang-2023", "x")


def test_a_slug_is_spelled_out_and_other_brackets_are_left() -> None:
    told = spelled("0.998 [bhabra-2007], see [ours]")
    assert told == "0.998 (Bhabra et al. 2007, doi 10.1308/003588407X168352), see [ours]"
    assert spelled("[jones]") == "(Jones, several works (requirements growth: 2007))"
    assert spelled("[sre-workbook]") == "(Google SRE Workbook, appendix C)"
    assert spelled("[nagappan-2008]").startswith("(Nagappan, Murphy, Basili 2008, doi 10.1145/")
    assert spelled("[ghosh-2022]") == "(Ghosh et al. 2022, SoCC)"
