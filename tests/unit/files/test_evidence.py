"""The evidence register is whole, and every source and every shipped reason resolves to it."""

import re
from collections import defaultdict
from importlib.resources import files

import pytest

from simulator.files.evidence import cited, evidence, figure, read, spelled
from simulator.files.shipped import shipped
from simulator.model.parameter import Parameter
from simulator.model.register import REGISTER

SLUGS = re.compile(r"\[([a-z]+(?:-[a-z0-9]+)*)\]")
WHOLE = """
groups = ["Some"]
not_shown = "Much."
[boundary_shares]
smith-2001 = { level = "incidents", definition = "a dependency" }
[studies.smith-2001]
group = "Some"
study = "Smith 2001"
population = "people"
design = "survey"
n = 55
n_of = "people"
doi = "10.1000/xyz"
carries = "borrowed: from elsewhere"
[studies.smith-2001.figures]
boundary-share = { count = 11, of = 55, how = "PF", what = "shares" }
speed = { value = 2, low = 1, high = 3, unit = "s", interval = "range", how = "S", what = "speed" }
"""
FIGURES = "studies.smith-2001.figures"


def refused(*changes: tuple[str, str]) -> list[str]:
    """What is said of the small register with these texts replaced, line by line."""
    text = WHOLE
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    with pytest.raises(ValueError, match=r"^mine\.toml: ") as told:
        read(text, "mine.toml")
    return [line.removeprefix("mine.toml: ") for line in str(told.value).splitlines()]


def test_a_small_register_is_read() -> None:
    study = read(WHOLE).studies["smith-2001"]
    assert (study.slug, study.n, list(study.figures)) == (
        "smith-2001", 55, ["boundary-share", "speed"],
    )  # fmt: skip
    assert study.figure("speed").shown == "2 s"
    assert study.figure("boundary-share").interval == "Wilson 95 %, derived"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('study = "Smith 2001"\n', "", "studies.smith-2001.study: Field required"),
        ('design = "survey"', "design = 4", "studies.smith-2001.design: Input should be a valid s"),
        ('design = "survey"', 'design = ""', "studies.smith-2001.design: String should have at l"),
        ("n = 55", 'n = "55"', "studies.smith-2001.n: Input should be a valid integer"),
        ("n = 55", "n = 0", "studies.smith-2001.n: Input should be greater than 0"),
        ("n = 55\n", "", "studies.smith-2001: n and n_of stand together"),
        ("10.1000/", "doi:10/", "studies.smith-2001.doi: String should match pattern '^10"),
        ('"borrowed: f', '"F', "studies.smith-2001.carries: String should match pattern '^(meas"),
        ("design =", "desing = 1\ndesign =", "studies.smith-2001.desing: Extra inputs are not"),
        ("design =", 'slug = "x"\ndesign =', "studies: smith-2001: leave out slug, the table's"),
        ('group = "Some"', 'group = "None"', "studies.smith-2001.group: 'None' is not one of gr"),
        ("value = 2", "value = true", f"{FIGURES}.speed.value: Input should be a valid number"),
        ("value = 2", "value = nan", f"{FIGURES}.speed.value: Input should be a finite number"),
        ("value = 2", "value = 0", f"{FIGURES}.speed: low, value and high are in this order"),
        ("value = 2", "value = 4", f"{FIGURES}.speed: low, value and high are in this order"),
        ("value = 2", "count = 2", f"{FIGURES}.speed: count and of stand together"),
        ('"range"', '"Wilson 95 %, derived"', f"{FIGURES}.speed: the interval 'Wilson 95 %, deri"),
        ('"range"', '"about"', f"{FIGURES}.speed.interval: Input should be '95 %', 'range' or"),
        ('interval = "range", ', "", f"{FIGURES}.speed: low or high need interval, and interval"),
        ("low = 1, high = 3, ", "", f"{FIGURES}.speed: low or high need interval, and interval"),
        ('"S"', '"X"', f"{FIGURES}.speed.how: Input should be 'PF', 'PA', 'S', 'C' o"),
        ("of = 55", 'of = 55, unit = "%"', f"{FIGURES}.boundary-share: unit: derived from count"),
        ("of = 55", "of = 10", f"{FIGURES}.boundary-share: a share needs 0 <= successes <= n"),
        ("boundary-share =", "share =", "boundary_shares.smith-2001: no study has this name and"),
        ("smith-2001 = {", "smyth-2001 = {", "boundary_shares.smyth-2001: no study has this name"),
        ('level = "inc', 'level = "acc', "boundary_shares.smith-2001.level: Input should be 'inc"),
        ("not_shown =", "shown = 1\nnot_shown =", "shown: Extra inputs are not permitted"),
        ("[boundary_shares]", "[studies.smith-2001]\n[boundary_shares]", "Cannot declare"),
        ("speed =", "boundary-share =", "Cannot overwrite a value (at line 17"),
    ],
)
def test_what_is_wrong_is_said_with_file_study_and_key(old: str, new: str, said: str) -> None:
    assert [line[: len(said)] for line in refused((old, new))] == [said]


def test_a_study_without_figures_is_refused() -> None:
    without = WHOLE.partition("boundary-share = ")[0]
    with pytest.raises(ValueError, match=rf"{FIGURES}: .* at least 1 item"):
        read(without)


def test_a_count_that_is_no_number_is_refused_as_such() -> None:
    assert f"{FIGURES}.boundary-share.count: Input should be a valid integer" in refused(
        ("count = 11", 'count = "11"')
    )


def test_a_name_that_cannot_be_cited_is_refused() -> None:
    with pytest.raises(ValueError, match=r"studies\.Smith\.slug: String should match pattern"):
        read(WHOLE.replace("smith-2001", "Smith"))


def test_everything_wrong_is_said_at_once() -> None:
    changes = ("10.1000/", "10/"), ('"S"', '"X"'), ("not_shown", "shown"), ("level", "grade")
    said = {line.partition(": ")[0] for line in refused(*changes)}
    assert said == {
        "not_shown",
        "shown",
        "boundary_shares.smith-2001.level",
        "boundary_shares.smith-2001.grade",
        "studies.smith-2001.doi",
        f"{FIGURES}.speed.how",
    }


def test_the_register_that_travels_is_the_file_beside_its_reader() -> None:
    text = (files("simulator.files") / "evidence.toml").read_text("utf-8")
    assert read(text) == evidence()
    assert len(evidence().studies) == text.count("\ngroup = ") >= 43


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
    assert evidence().studies["ghosh-2022"].doi is None


def test_the_boundary_shares_are_minorities_at_incident_level_only() -> None:
    by_level = defaultdict[str, list[float]](list)
    for of in evidence().boundary_shares.values():
        assert of.figure.value is not None
        by_level[of.level].append(of.figure.value)
    assert by_level["incidents"][:3] == [8.0, 16.4, pytest.approx(20.0)]
    assert max(by_level["incidents"]) < 25, "the coded reports, read loosely"
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
    assert not set(hyphenated) - set(evidence().studies)


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
