"""The picture of the layers, drawn from the imports; run as a program it writes docs/layers.svg.

A row is a layer, a box a folder of it. A lane at the right leads down into each layer; where a row
meets a lane stands how many of its modules import from there.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from tests.house.imports import imported, modules
from tests.house.inspection import ROOT

__all__ = ["PICTURE", "drawn", "importing", "layers"]

PICTURE = ROOT / "docs" / "layers.svg"
ROW, BOX, LANE, LEFT, TOP = 56, 32, 52, 16, 20
LETTER, PAD, GAP = 7.4, 12, 10
STYLE = """svg { background: #fff; }
text { font: 13px sans-serif; fill: #1b1f24; text-anchor: middle; }
rect { fill: #eef2f6; stroke: #55606b; } line, path { stroke: #8a949e; fill: none; }
.lane { stroke: #0b5cad; stroke-width: 1.5; } circle { fill: #fff; stroke: #0b5cad; }
.tip { fill: #0b5cad; stroke: none; } .count { font-size: 11px; }"""


def layers() -> list[tuple[str, ...]]:
    """The layers from the top as the contract has them, each with its folders that there are."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (contract,) = (
        each for each in settings["tool"]["importlinter"]["contracts"] if each["type"] == "layers"
    )
    written = (line.replace(":", "|").split("|") for line in contract["layers"])
    rows = (tuple(part.strip(" ()") for part in parts) for parts in written)
    kept = (tuple(name for name in row if f"simulator.{name}" in modules()) for row in rows)
    return [row for row in kept if row]


def importing(rows: Sequence[Sequence[str]]) -> Mapping[tuple[int, int], int]:
    """How many modules of an upper layer import from a lower one, by both numbers from the top."""
    row_of = {name: number for number, row in enumerate(rows) for name in row}

    def row(module: str) -> int | None:
        parts = module.split(".")
        return row_of.get(parts[1]) if parts[0] == "simulator" and len(parts) > 1 else None

    counts: Counter[tuple[int, int]] = Counter()
    for module, found in imported().items():
        upper = row(module)
        if upper is not None:
            lower = {at for each in found if (at := row(each)) is not None and at != upper}
            counts.update((upper, at) for at in lower)
    return counts


def drawn() -> str:
    """The picture as SVG text, the same for the same imports."""
    rows = layers()
    counts = importing(rows)
    widths = [sum(map(_width, row)) + GAP * (len(row) - 1) for row in rows]
    right = LEFT + max(widths) + 24
    lanes = {lower: right + LANE * number for number, lower in enumerate(range(1, len(rows)))}
    wide, high = right + LANE * len(lanes), TOP * 2 + ROW * len(rows) - (ROW - BOX)
    size = f'viewBox="0 0 {wide:.0f} {high}" width="{wide:.0f}" height="{high}"'
    told = escape(_told(rows, counts))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{told}">',
        f"<style>{STYLE}</style>",
        *_lines(rows, widths, counts, lanes),
        *_boxes(rows),
        *_counts(counts, lanes),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _width(name: str) -> float:
    return LETTER * len(name) + 2 * PAD


def _middle(row: int) -> float:
    return TOP + ROW * row + BOX / 2


def _told(rows: Sequence[Sequence[str]], counts: Mapping[tuple[int, int], int]) -> str:
    """The picture in words."""
    names = [" and ".join(row) for row in rows]
    told = (f"{names[a]} on {names[b]} ({n} modules)" for (a, b), n in sorted(counts.items()))
    return f"Layers from the top: {'; '.join(names)}. Who imports whom: {'; '.join(told)}."


def _lines(
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    counts: Mapping[tuple[int, int], int],
    lanes: Mapping[int, float],
) -> Iterator[str]:
    for row in range(len(rows)):
        reached = [lanes[lower] for upper, lower in counts if upper == row]
        if reached:
            start, y = LEFT + widths[row], _middle(row) - 6
            yield f'<line x1="{start:.0f}" y1="{y:.0f}" x2="{max(reached):.0f}" y2="{y:.0f}"/>'
    for lower, x in lanes.items():
        uppers = [upper for upper, at in counts if at == lower]
        if uppers:
            end, y = LEFT + widths[lower] + 2, _middle(lower) + 8
            top = _middle(min(uppers)) - 6
            yield f'<path class="lane" d="M{x:.0f} {top:.0f}V{y:.0f}H{end + 8:.0f}"/>'
            yield f'<path class="tip" d="M{end:.0f} {y:.0f}l9 -4v8z"/>'


def _boxes(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        x, y = float(LEFT), TOP + ROW * number
        for name in row:
            wide = _width(name)
            yield f'<rect x="{x:.0f}" y="{y}" width="{wide:.0f}" height="{BOX}" rx="4"/>'
            yield f'<text x="{x + wide / 2:.0f}" y="{y + 21}">{escape(name)}</text>'
            x += wide + GAP


def _counts(counts: Mapping[tuple[int, int], int], lanes: Mapping[int, float]) -> Iterator[str]:
    for (upper, lower), count in sorted(counts.items()):
        x, y = lanes[lower], _middle(upper) - 6
        yield f'<circle cx="{x:.0f}" cy="{y:.0f}" r="11"/>'
        yield f'<text class="count" x="{x:.0f}" y="{y + 4:.0f}">{count}</text>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
