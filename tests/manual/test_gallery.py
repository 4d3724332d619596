"""Every block of the gallery makes its picture, and the site shows what was made."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from manual.gallery import PAGE, blocks, make, with_pictures
from tests.tiers import sampled

SVG = "{http://www.w3.org/2000/svg}"


def test_the_page_has_twelve_blocks_of_at_most_ten_lines() -> None:
    assert len(blocks()) == PAGE.read_text("utf-8").count("```python") == 12
    assert [name for name, code in blocks().items() if code.count("\n") > 10] == []


@pytest.mark.parametrize("picture", sampled(blocks(), every=12))
def test_a_block_makes_a_picture_that_says_what_it_shows(picture: str, tmp_path: Path) -> None:
    drawn = ET.parse(make(picture, tmp_path)).getroot()  # noqa: S314 - our own file
    assert drawn.tag == f"{SVG}svg"
    assert sum(1 for _ in drawn.iter(f"{SVG}path")) > 10
    assert sum(1 for _ in drawn.iter(f"{SVG}text")) > 10
    page = with_pictures(PAGE.read_text("utf-8"), tmp_path)
    assert page.count("<img") == 1
    caption, told = page.split("<figcaption>")[1], page.split('alt="')[1]
    assert len(caption.split("</figcaption>")[0]) > 20
    assert len(told.split('"')[0]) > 20
