"""An answer as five lines to paste into a message."""

from __future__ import annotations

from simulator.present.document import Document
from simulator.present.harmless import visible

__all__ = ["five_lines"]


def five_lines(document: Document) -> str:
    """Return the answer as five lines of plain text: asked, answered, two points, source."""
    stamp = f" With {document.stamp}." if document.stamp else ""
    lines = (
        document.question,
        document.answer,
        *_points(document),
        f"{document.name}: {document.footer}{stamp}",
    )
    return "".join(f"{' '.join(visible(line).split())}\n" for line in lines)


def _points(document: Document) -> tuple[str, ...]:
    """Return the document's two points; where it names none, what stands nearest to its answer."""
    told = (f"{view.title}: {view.told}" for view in document.figures.values())
    kept = (f"{table.title}: {len(table.rows)} rows." for table in document.tables)
    near = (*document.points, *document.lines, *document.sure, *told, *kept, "-", "-")
    return tuple(line for line in near if line.strip())[:2]
