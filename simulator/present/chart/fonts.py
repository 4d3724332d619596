"""The fonts of a figure: its own, and those of this machine that know the signs it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

__all__ = ["FONT", "families", "unknown"]

FONT = "DejaVu Sans"
# fonts of boxes, of formulas' parts, and of pictures in colour, which are no outlines
_NOT_TEXT = ("last resort", "cm", "stix", "math", "display", "emoji")


def families(text: str) -> tuple[str, ...]:
    """Return the fonts to draw a text with: the figure's own, then as few others as are needed."""
    return _families(_lacking(FONT, frozenset(text)))


def unknown(text: str) -> frozenset[str]:
    """Return the signs of a text that no font of this machine can draw."""
    left = frozenset(text)
    for family in families(text):
        left = _lacking(family, left)
    return left


@cache
def _families(missing: frozenset[str]) -> tuple[str, ...]:
    found = [FONT]
    for family in _others() if missing else ():
        left = _lacking(family, missing)
        if left != missing:
            found.append(family)
            missing = left
        if not missing:
            break
    return tuple(found)


def _lacking(family: str, signs: frozenset[str]) -> frozenset[str]:
    known = _letters(family)
    return frozenset(sign for sign in signs if sign.isprintable() and ord(sign) not in known)


@cache
def _letters(family: str) -> frozenset[int]:
    """Return the code points that a font can draw; none of one that cannot be read."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    try:
        path = findfont(FontProperties(family=family), fallback_to_default=False)
        return frozenset(get_font(path).get_charmap())
    except (OSError, RuntimeError, ValueError):
        return frozenset()


def _others() -> Iterator[str]:
    """Return the text fonts of this machine but the figure's own, by name."""
    from matplotlib.font_manager import fontManager

    names = sorted({entry.name for entry in fontManager.ttflist} - {FONT})
    return (name for name in names if not any(part in name.lower() for part in _NOT_TEXT))
