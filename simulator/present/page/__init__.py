"""The page: one HTML file that asks nothing of any network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.present import captions, records, words
from simulator.present.chart import palette
from simulator.present.document import Document, Section
from simulator.present.page.parts import figure, grid, readable, safe

__all__ = ["page", "rendered"]


def page(document: Document, *, summary: Mapping[str, Any], manifest: Mapping[str, Any]) -> str:
    """Return the page of an answer; every name in it is escaped.

    `summary` goes into the page as data, `manifest` says how it was made.
    """
    versions = manifest.get("versions") or {}
    facts = (
        ("command", str(manifest.get("command", ""))),
        ("seed", str(summary.get("seed", ""))),
        ("replications", str(summary.get("replications", ""))),
        ("versions", ", ".join(f"{name} {number}" for name, number in versions.items())),
        ("content", str(manifest.get("content", ""))),
    )
    figures = {name: figure(view) for name, view in document.figures.items()}
    sections = document.sections or _sections(document)
    within = {section.view for section in sections}
    found = {
        "say": captions.PAGE,
        "questions": words.QUESTIONS,
        "document": document,
        "figures": figures,
        "first": next((name for name in figures if name not in within), ""),
        "sections": [_section(f"part-{n}", part) for n, part in enumerate(sections, 1)],
        "doubter": [_section(f"doubt-{n}", part) for n, part in enumerate(document.doubter, 1)],
        "notice_fine": document.notice in (records.LIKE, records.INVENTED),
        "facts": tuple((name, text) for name, text in facts if text),
        "left_out": captions.LEFT_OUT,
        "summary": safe(summary),
        "inks": palette.INKS,
        "plain": palette,
    }
    return rendered("sheet.html.jinja" if document.sheet else "answer.html.jinja", found)


def _sections(document: Document) -> list[Section]:
    """Return the sections of a page that names none: its other figures, then its tables."""
    others = list(document.figures.values())[1:]
    parts = [Section(name=each.name, title=each.title, view=each.name) for each in others]
    if document.tables:
        title = captions.PAGE["numbers"]
        parts.append(Section(name="tables", title=title, tables=document.tables))
    return parts


def _section(name: str, section: Section) -> dict[str, Any]:
    return {
        "name": section.name or name,
        "title": section.title,
        "lines": section.lines,
        "figure": section.view,
        "stamped": section.stamped,
        "grids": [grid(f"{name}-table-{n}", table) for n, table in enumerate(section.tables, 1)],
    }


def rendered(template: str, found: Mapping[str, Any]) -> str:
    """Return a page from its template, with the one style sheet; every name in it is escaped."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("simulator.present", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=readable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = environment.get_template("style.css").render(inks=found["inks"], plain=found["plain"])
    made = environment.get_template(template)
    return made.render(**found, style=Markup(style)) + "\n"  # noqa: S704 - our own style sheet
