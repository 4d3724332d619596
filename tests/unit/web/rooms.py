"""A small company for a room, and its page, made once by the command for several tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.unit.web.pages import Page, data_of, edgewise

FACTS = "[who signs, which door, since when, what it costs]"
ROOM = f"""\
version: 1
name: Mill
horizon: 120 days
warm_up: 10 days
matters: 0.2 failed changes per 100
external: {{rate: 0.3 per week, resolver: B}}
work:
  - {{kind: loaf, arrivals: 10 per week, facts: 4, route: [A, B], fact_names: {FACTS},
     titles: [Blue bread, Round bread]}}
defaults:
  team: {{defects_per_item: 0.2}}
  boundary: {{fidelity: 0.8, owned: 0.6}}
teams: {{A: {{}}, B: {{people: 4}}}}
boundaries: []
arms: [{{name: some, spend: {{core: 200 person-days}}}}]
teaches: {{says: That it is a test.}}
workshop:
  title: The Mill
  story: The Mill bakes. It is small. It fails. You have 200 days.
  twin: twin.yaml
  cards:
    - {{number: 1, name: Test more, days: 100, buys: verification, say: Tests.}}
    - {{number: 2, name: Sign it, days: 100, buys: ownership, say: A name.}}
    - {{number: 3, name: Say it back, days: 100, buys: acceptance, say: Say it.}}
    - {{number: 4, name: Undo faster, days: 50, buys: recovery, say: Undo.}}
"""
TWIN = """\
version: 1
extends: mill.yaml
name: Yard
defaults: {boundary: {fidelity: 0.99, owned: 0.98}, team: {defects_per_item: 1.5}}
workshop: {title: The Yard, story: The Yard builds.}
"""
NAMES = (
    "Mill", "Yard", "loaf", "who signs", "which door", "since when", "what it costs",
    "Blue bread", "Round bread", "bakes", "builds", "Test more", "Sign it", "Say it back",
    "Undo faster", "That it is a test", "Tests.", "A name.", "200 days", "twin.yaml",
)  # fmt: skip
"""Every name and sentence that the two files made up."""


@cache
def mill(pages: str = "last") -> Page:
    """The page of the small company with the view of a room."""
    place = Path(mkdtemp())
    (place / "mill.yaml").write_text(f"{ROOM}incidents: {{pages: {pages}}}\n")
    (place / "twin.yaml").write_text(TWIN)
    folder, html = place / "kept", place / "page.html"
    store = ("--store", str(place / "store"))
    file = str(place / "mill.yaml")
    edgewise("compare", file, "-n", "8", "--worlds", "0", *store, "--out", str(folder), "--quiet")
    edgewise("page", file, "--room", "-n", "8", "--worlds", "0", "-o", str(html), *store, "--quiet")
    return Page(folder=place, html=html.read_text("utf-8"), data=data_of(html.read_text("utf-8")))
