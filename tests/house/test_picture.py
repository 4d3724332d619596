"""The picture of the layers is that of the imports."""

import re

from tests.house.picture import PICTURE, drawn, importing, layers


def test_the_picture_that_is_kept_is_that_of_the_imports() -> None:
    assert PICTURE.read_text("utf-8") == drawn(), "`make layers` draws it anew"


def test_every_folder_of_the_package_stands_in_a_layer_and_imports_run_down() -> None:
    rows = layers()
    root = PICTURE.parents[1] / "simulator"
    folders = {file.parent.name for file in root.glob("*/__init__.py")}
    assert {name for row in rows for name in row} == folders
    counts = importing(rows)
    assert counts
    assert all(upper < lower for upper, lower in counts)


def test_the_picture_is_told_in_words_and_every_box_lies_within() -> None:
    picture = drawn()
    assert 'aria-label="Layers from the top: ' in picture
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', picture)
    assert size
    wide, high = map(int, size.groups())
    boxes = re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', picture)
    assert len(boxes) == sum(map(len, layers()))
    assert all(int(x) + int(w) <= wide and int(y) + int(h) <= high for x, y, w, h in boxes)
