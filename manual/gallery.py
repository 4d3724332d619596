"""The gallery of the docs: `python -m manual.gallery FOLDER` makes its pictures by its blocks."""

from __future__ import annotations

import re
import sys
from contextlib import chdir
from pathlib import Path

__all__ = ["PAGE", "PICTURES", "blocks", "make", "with_pictures"]

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "gallery.md"
PICTURES = ROOT / "build" / "gallery"

_BLOCK = re.compile(r'```python\n(?P<code>[^`]*\.draw\("(?P<picture>[\w-]+\.svg)"[^`]*)```\n')


def blocks() -> dict[str, str]:
    """Return the Python of each block by the name of the picture that it makes."""
    return {found["picture"]: found["code"] for found in _BLOCK.finditer(PAGE.read_text("utf-8"))}


def make(picture: str, folder: Path) -> Path:
    """Run the block of a picture in a folder, which is there, and return where the picture is."""
    with chdir(folder):
        exec(blocks()[picture], {})  # noqa: S102 - our own page
    return folder / picture


def with_pictures(markdown: str, folder: Path) -> str:
    """Return the page with what each block made below it, as far as that is in the folder."""

    def shown(found: re.Match[str]) -> str:
        picture = folder / found["picture"]
        if not picture.is_file():
            return found[0]
        drawn = picture.read_text("utf-8")
        message, told = _said(drawn, "title"), _said(drawn, "dc:description")
        image = f'<img src="gallery/{picture.name}" alt="{told}">'
        return (
            f'{found[0]}\n<figure class="picture">'
            f"<figcaption>{message}</figcaption><div>{image}</div></figure>\n"
        )

    return _BLOCK.sub(shown, markdown)


def _said(drawn: str, tag: str) -> str:
    """What a picture says of itself: as it is escaped there, on one line."""
    found = re.search(f"<{tag}>(.*?)</{tag}>", drawn, re.DOTALL)
    return " ".join(found[1].replace('"', "&quot;").split()) if found else ""


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    for each in blocks():
        make(each, place.resolve())
