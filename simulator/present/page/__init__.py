"""The page: one HTML file that asks nothing of any network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.present import captions
from simulator.present.chart import palette
from simulator.present.document import Section, Shown
from simulator.present.page.parts import Cell, Grid, figure, parameters, safe
from simulator.present.tables import TextTable

__all__ = ["render_answer", "rendered"]


def render_answer(
    shown: Shown, *, summary: Mapping[str, Any], manifest: Mapping[str, Any], scenario: Any = None
) -> str:
    """Return the page of the answer to one question; every name in it is escaped.

    `summary` goes into the page as data, `manifest` says how it was made; with a `scenario` every
    parameter of it is listed for the doubter.
    """
    from simulator.present.assumptions import assumptions

    listed = () if scenario is None else parameters(assumptions(scenario))
    versions = manifest.get("versions") or {}
    facts = (
        ("command", str(manifest.get("command", ""))),
        ("seed", str(summary.get("seed", ""))),
        ("replications", str(summary.get("replications", ""))),
        ("versions", ", ".join(f"{name} {number}" for name, number in versions.items())),
        ("content", str(manifest.get("content", ""))),
    )
    found = {
        "say": captions.PAGE,
        "title": shown.name,
        "question": shown.question,
        "headline": shown.headline,
        "lines": shown.lines,
        "stamp": shown.stamp,
        "sections": [_section(n, section) for n, section in enumerate(shown.sections, 1)],
        "figures": [] if shown.sections else _figures(shown),
        "grids": [_grid(f"table-{n}", table) for n, table in enumerate(shown.tables, 1)],
        "facts": tuple((name, text) for name, text in facts if text),
        "parameters": listed or {"rows": ()},
        "left_out": captions.LEFT_OUT,
        "footer": shown.footer,
        "summary": safe(summary),
        "inks": palette.INKS,
        "plain": palette,
    }
    return rendered("sheet.html.jinja" if shown.sections else "answer.html.jinja", found)


def _figures(shown: Shown) -> list[dict[str, Any]]:
    return [figure(view) for view in shown.views if len(view.frame)]


def _section(number: int, section: Section) -> dict[str, Any]:
    drawn, table = section.view, section.table
    return {
        "name": f"part-{number}",
        "title": section.title,
        "lines": section.lines,
        "figure": figure(drawn) if drawn is not None and len(drawn.frame) else None,
        "grid": None if table is None else _grid(f"part-{number}-table", table),
    }


def rendered(template: str, found: Mapping[str, Any]) -> str:
    """Return a page from its template, with the one style sheet; every name in it is escaped."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("simulator.present", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = environment.get_template("style.css").render(inks=found["inks"], plain=found["plain"])
    page = environment.get_template(template)
    return page.render(**found, style=Markup(style)) + "\n"  # noqa: S704 - our own style sheet


def _grid(name: str, table: TextTable) -> Grid:
    """Return a text table for the page: its first column names the rows."""
    plain = {0, *(n for n, column in enumerate(table.columns) if column in table.text)}
    rows = tuple(
        tuple(Cell(text=text, head=n == 0, number=n not in plain) for n, text in enumerate(row))
        for row in table.rows
    )
    return Grid(name=name, caption=table.title, columns=table.columns, rows=rows)
