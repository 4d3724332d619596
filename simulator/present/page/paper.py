"""Sheets to print and fill in by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from simulator.present.chart import palette

__all__ = ["SIZES", "on_paper"]

SIZES: Final = ("A4", "Letter")


def on_paper(template: str, found: Mapping[str, Any], size: str) -> str:
    """Return a sheet from its template, for A4 or Letter; refuses other sizes (ValueError)."""
    import jinja2

    if size not in SIZES:
        raise ValueError(f"--size: found {size!r}; allowed: {', '.join(SIZES)}")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("simulator.present", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(**found, size=size, plain=palette) + "\n"
