"""XES logs as rows of text: one row an event, a trace's own attributes under `case:`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from simulator.logs.faults import fault
from simulator.logs.staged import Staged
from simulator.logs.unpacking import stream

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

__all__ = ["read_xes"]

_VALUES: Final = frozenset({"string", "date", "int", "float", "boolean", "id"})
_MOST_DEPTH: Final = 64
_MOST_TEXT: Final = 100_000


class _Handler(ContentHandler):
    """Takes the attributes of traces and events as they open and close; nested ones are not."""

    def __init__(self, staged: Staged, name: str) -> None:
        super().__init__()
        self._staged, self._name = staged, name
        self._open: list[str] = []
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] | None = None
        self._waiting: list[dict[str, str]] = []
        self.begun = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Take in an element that opens."""
        tag = name.rsplit(":", maxsplit=1)[-1]
        parent = self._open[-1] if self._open else ""
        if len(self._open) >= _MOST_DEPTH:
            raise fault(self._name, f"more than {_MOST_DEPTH} levels of XML", "a flatter log")
        self._open.append(tag)
        self.begun = self.begun or tag == "log"
        if tag == "trace":
            self._trace, self._waiting = {}, []
        elif tag == "event":
            self._event = {}
        elif tag in _VALUES and parent in {"trace", "event"}:
            key, value = attrs.get("key"), attrs.get("value")
            if key is None or value is None:
                return
            if len(key) + len(value) > _MOST_TEXT:
                raise fault(self._name, "an attribute of more than 100 kB", "a log of short texts")
            if parent == "event" and self._event is not None:
                self._event[key] = value
            elif parent == "trace":
                self._trace[f"case:{key}"] = value

    def endElement(self, name: str) -> None:  # noqa: N802
        """Take in an element that closes."""
        tag = name.rsplit(":", maxsplit=1)[-1]
        self._open.pop()
        if tag == "event" and self._event is not None:
            self._waiting.append(self._event)
            self._event = None
        elif tag == "trace":
            # a trace may name itself after its events
            for event in self._waiting:
                self._staged.add({**self._trace, **event})
            self._waiting = []


def read_xes(path: Path, staged: Staged, step: Callable[[int], None]) -> None:
    """Stage the events of an XES file in the order of the file.

    `step` is told how many bytes have been read. Refuses what is cut off or no XES, and entities,
    document types and references to other files (LogError).
    """
    from defusedxml import DefusedXmlException
    from defusedxml.sax import make_parser

    name = str(path)
    handler = _Handler(staged, name)
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        with stream(path) as source:
            while piece := source.read():
                parser.feed(piece)
                step(len(piece))
        parser.close()
    except DefusedXmlException as error:
        told = f"{type(error).__name__}, which a log has no need of"
        allowed = "XES without a document type, entities and references to other files"
        raise fault(name, told, allowed) from None
    except SAXParseException as error:
        raise fault(f"{name}:{error.getLineNumber()}", f"no whole XML ({error.getMessage()})",
                    "a whole XES file") from None  # fmt: skip
    if not handler.begun:
        raise fault(name, "XML that is no XES", "an XES log with a log, traces and events")
    staged.flush()
