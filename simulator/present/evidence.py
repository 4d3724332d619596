"""The evidence register as rows and as the page `docs/evidence.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.files.evidence import HOW, Entry, Figure, evidence

COLUMNS = (
    "slug",
    "study",
    "population",
    "design",
    "n",
    "figure",
    "what",
    "value",
    "interval",
    "doi",
    "how",
    "carries",
)
UNKNOWN = "not stated"
_HEAD = """# Evidence

Every published figure the simulator leans on. This page is written by
`edgewise parameters --evidence --format markdown`; a test holds it equal to the register in the
package.

Nothing here is a law: most are hospital or survey settings. No software study with a measured loss
of information per handoff was found, so fidelities in software are judgement and are labelled so.
What is not known stands as *not stated*; intervals marked *derived* were computed here from the
counts. Parameters, comments and reasons cite a study by its name in square brackets, such as
`[bhabra-2007]`.
"""


def rows() -> list[tuple[str, ...]]:
    """Return one row for each figure of the register, columns as in `COLUMNS`."""
    return [
        _row(entry, each)
        for entry in evidence().studies.values()
        for each in entry.figures.values()
    ]


def _row(entry: Entry, each: Figure) -> tuple[str, ...]:
    return (
        entry.slug,
        entry.study,
        entry.population,
        entry.design,
        size(entry),
        each.key,
        each.what,
        each.shown,
        interval(each),
        entry.doi or UNKNOWN,
        HOW[each.how],
        entry.carries,
    )


def size(entry: Entry) -> str:
    """Return the size of a study with what it counts, or that it is not stated."""
    return UNKNOWN if entry.n is None else f"{entry.n:,} {entry.n_of}"


def interval(each: Figure) -> str:
    """Return the interval of a figure and its kind, or that it is not stated."""
    if each.interval is None:
        return UNKNOWN
    counts = f", {each.count} of {each.of}" if each.count is not None else ""
    return f"{each.within} ({each.interval}{counts})"


def page() -> str:
    """Return the register as Markdown."""
    return "\n".join([_HEAD, *_shares(), *_groups()]).rstrip() + "\n"


def _shares() -> Iterator[str]:
    yield "## The share of failures born at a boundary\n"
    yield evidence().not_shown + "\n"
    yield from table(
        ("study", "counted", "definition", "share", "interval", "n", "obtained"),
        [
            (
                f"[{of.slug}](#{of.slug})",
                of.level,
                of.definition,
                of.figure.shown,
                interval(of.figure),
                size(of.entry),
                HOW[of.figure.how],
            )
            for of in evidence().boundary_shares.values()
        ],
    )


def _groups() -> Iterator[str]:
    for title in evidence().groups:
        yield f"## {title}\n"
        for entry in (of for of in evidence().studies.values() if of.group == title):
            yield f"### {entry.slug}\n"
            yield f"{entry.study}. DOI: {_linked(entry.doi)}.\n"
            yield f"- population: {entry.population}"
            yield f"- design: {entry.design}"
            yield f"- n: {size(entry)}"
            yield f"- carries to software: {entry.carries}\n"
            yield from table(
                ("figure", "what", "value", "interval", "obtained"),
                [
                    (f"`{of.key}`", of.what, of.shown, interval(of), HOW[of.how])
                    for of in entry.figures.values()
                ],
            )


def _linked(doi: str | None) -> str:
    return UNKNOWN if doi is None else f"[{doi}](https://doi.org/{doi})"


def table(columns: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table; bars within a cell are escaped."""
    for line in (columns, ["---"] * len(columns), *lines):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |"
    yield ""
