"""The evidence register: every published figure the simulator leans on, by study."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from simulator.model.evidence_causes import CAUSES
from simulator.model.evidence_cores import CORES
from simulator.model.evidence_entry import HOW, Entry, Figure
from simulator.model.evidence_handoffs import HANDOFFS
from simulator.model.evidence_practices import PRACTICE_STUDIES
from simulator.model.evidence_structure import STRUCTURE

__all__ = [
    "BOUNDARY_SHARES",
    "EVIDENCE",
    "GROUPS",
    "HOW",
    "NOT_SHOWN",
    "BoundaryShare",
    "Entry",
    "Figure",
    "cited",
    "figure",
    "spelled",
]

GROUPS: Final[Mapping[str, tuple[Entry, ...]]] = MappingProxyType(
    {
        "What a handoff loses": HANDOFFS,
        "Practices at a handoff": PRACTICE_STUDIES,
        "Causes of failures": CAUSES,
        "Organisation, delay and drift": STRUCTURE,
        "Inside teams": CORES,
    }
)
EVIDENCE: Final[Mapping[str, Entry]] = MappingProxyType(
    {entry.slug: entry for group in GROUPS.values() for entry in group}
)

NOT_SHOWN: Final = (
    "No published mix shows that most software failures are handoff failures. In incident-level "
    "software sources that separate it out, the share born at a boundary is a minority; it is a "
    "majority only at defect level or in handoff-dense settings. That most failures come from "
    "handoffs is not established by this simulator either: it says under which boundary share, "
    "number of crossings and price the edges win."
)

_SLUG = re.compile(r"\[([a-z]+(?:-[a-z0-9]+)*)\]")


@dataclass(frozen=True, kw_only=True)
class BoundaryShare:
    """The share of failures born at a boundary, by one source's definition [%]."""

    slug: str
    level: Literal["incidents", "claims", "defects"]
    definition: str

    @property
    def entry(self) -> Entry:
        """The study."""
        return EVIDENCE[self.slug]

    @property
    def figure(self) -> Figure:
        """The share [%], with its interval where there is one."""
        return self.entry.figure("boundary-share")


BOUNDARY_SHARES: Final = (
    BoundaryShare(slug="gunawi-2016", level="incidents", definition="another service caused it"),
    BoundaryShare(slug="ghosh-2022", level="incidents", definition="dependency failure"),
    BoundaryShare(
        slug="tang-2023",
        level="incidents",
        definition="discrepancy between individually correct systems",
    ),
    BoundaryShare(
        slug="humphrey-2022", level="claims", definition="failed handoff among malpractice claims"
    ),
    BoundaryShare(slug="basili-1984", level="defects", definition="interface errors"),
    BoundaryShare(
        slug="perry-1985", level="defects", definition="interface errors, one large system"
    ),
)


def figure(slug: str, key: str) -> Figure:
    """The figure `key` of the study `slug`; ValueError if the register has no such figure."""
    if slug not in EVIDENCE:
        raise ValueError(f"the evidence register has no study {slug!r}")
    return EVIDENCE[slug].figure(key)


def cited(text: str) -> tuple[Entry, ...]:
    """The studies that a text cites as ``[slug]``, in order; ValueError for an unknown slug."""
    slugs = dict.fromkeys(_SLUG.findall(text))
    unknown = [slug for slug in slugs if slug not in EVIDENCE]
    if unknown:
        raise ValueError(f"the evidence register has no study {', '.join(unknown)}")
    return tuple(EVIDENCE[slug] for slug in slugs)


def spelled(text: str) -> str:
    """The text with the study and its DOI in place of each ``[slug]`` that the register knows."""

    def told(match: re.Match[str]) -> str:
        entry = EVIDENCE.get(match[1])
        return match[0] if entry is None else f"({entry.reference})"

    return _SLUG.sub(told, text)
