"""A page of a small company with ranges, made once by the command, for several tests."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from click.testing import CliRunner, Result

from simulator.cli.main import main

BREAKING = "</script><script>alert(1)</script>"
COMPANY = f"""\
version: 1
external: none
name: "Two teams {BREAKING}"
question: Inside or between?
horizon: 80 days
warm_up: 10 days
work:
  - {{kind: change, arrivals: 10 per week, facts: 6, route: [A, B], fact_names: [retry limit]}}
  - {{kind: fix, arrivals: 3 per week, facts: 2, route: [B]}}
defaults:
  boundary: {{fidelity: {{value: 0.9, low: 0.8, high: 0.97, because: "a secret reason"}}}}
teams: {{A: {{defects_per_item: {{value: 0.5, low: 0.2, high: 0.9}}}}, B: {{people: 2}}}}
boundaries: []
costs: {{person_day: 800, currency: EUR}}
arms:
  - {{name: cores, spend: {{core: 300 person-days}}}}
  - {{name: edges, spend: {{edge: 300 person-days}}}}
  - {{name: both, spend: {{core: 101 person-days, edge: 203 person-days}}}}
  - {{name: at one, spend: {{verification: {{A: 100 person-days}}}}, funded: capacity}}
  - {{name: merged, change: {{teams: {{A: {{people: 9}}}}}}}}
"""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page, the folder it was made of, and the data in it."""

    folder: Path
    html: str
    data: dict[str, Any]


def edgewise(*words: str, code: int = 0) -> Result:
    """Run a command that ends with `code` and no traceback."""
    result = CliRunner().invoke(main, words)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@cache
def small() -> Page:
    """The page of the small company."""
    place = Path(mkdtemp())
    (place / "company.yaml").write_text(COMPANY)
    folder, html = place / "kept", place / "page.html"
    store = ("--store", str(place / "store"))
    words = ("compare", str(place / "company.yaml"), "-n", "8", "--worlds", "24", *store)
    edgewise(*words, "--out", str(folder), "--quiet")
    os.utime(folder / "summary.json", (1_700_000_000, 1_700_000_000))
    edgewise("page", str(folder), "-o", str(html), "--by", "the SRE team", *store)
    return Page(folder=folder, html=html.read_text("utf-8"), data=data_of(html.read_text("utf-8")))


def data_of(html: str) -> dict[str, Any]:
    """Return the block of data of a page."""
    _, _, rest = html.partition('<script id="data" type="application/json">')
    found: dict[str, Any] = json.loads(rest.partition("</script>")[0])
    return found
