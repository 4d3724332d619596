"""The page put together: a built template with its two places filled, and its title."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from simulator.present.harmless import upright, visible

__all__ = ["filled", "template"]

_ANSWER = "<!--answer-->"
_DATA = '<script id="data" type="application/json">null</script>'
_TITLE = "<title>edgewise</title>"


def template() -> str:
    """Return the built page with its places empty."""
    return files("simulator.web").joinpath("page.html").read_text(encoding="utf-8")


def filled(*, title: str, answer: str, data: Mapping[str, Any] | None) -> str:
    """Return the page with the answer (HTML), the data, and a title (any text).

    Without `data` nothing is simulated in it, and it says so.
    """
    told = html.escape(upright(visible(title)), quote=False)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    places = {
        _TITLE: f"<title>{told}</title>",
        _ANSWER: answer,
        _DATA: _DATA.replace("null", text),
    }
    whole = template()
    parts: list[str] = []
    # each place is cut out of the template itself, so that no text of a file is taken for a place
    for place, content in sorted(places.items(), key=lambda each: whole.index(each[0])):
        before, _, whole = whole.partition(place)
        parts += [before, content]
    return "".join([*parts, whole])
