"""The page: one HTML file that asks nothing of any network."""

from __future__ import annotations

from simulator.report.page.contents import contents
from simulator.report.result import Result

__all__ = ["render"]


def render(result: Result) -> str:
    """Return the page of a result; every name in it is escaped."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("simulator.report", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found = contents(result)
    style = environment.get_template("style.css").render(inks=found["inks"], plain=found["plain"])
    page = environment.get_template("report.html.jinja")
    return page.render(**found, style=Markup(style)) + "\n"  # noqa: S704 - our own style sheet
