"""What the commands share that ask something of an event log."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.cli.options import answer_options, folder_options, progress, refuse
from simulator.cli.question import Wanted, delivered
from simulator.questions.asking import Means, Option, parameters

if TYPE_CHECKING:
    from simulator.questions.answered import Answered

__all__ = ["answered_of_log", "of_log", "printed", "record_options"]

_F = TypeVar("_F", bound=Callable[..., Any])


def record_options(function: _F) -> _F:
    """Add --format, --quiet, --out and --figures, as one argument `asked`."""

    def command(*args: Any, **given: Any) -> Any:
        shared = {name: given.pop(name) for name in ("form", "out", "figures", "quiet")}
        return function(*args, asked=Wanted(**shared), **given)

    command.__doc__, command.__name__ = function.__doc__, function.__name__
    for option in (*answer_options(), *folder_options()):
        command = option(command)
    return command  # type: ignore[return-value]  # click passes what it knows by name


def printed(function: _F) -> _F:
    """Add --format and --quiet, which every answer has."""
    for option in answer_options():
        function = option(function)
    return function


def answered_of_log(
    asked: Wanted,
    log: str,
    command: str,
    ask: Callable[..., Answered],
    own: Mapping[str, Any],
) -> Answered:
    """Ask a question of LOG, print the answer, keep it in its folder, and return it.

    `own` holds the question's own arguments by name; with the bytes of the log and of what it is
    read by they are what the folder is known by.
    """
    content = _content(log, own)
    stem = Path(log).name.split(".")[0] or "log"
    folder = asked.folder(stem, command, content)
    found = of_log(asked, log, ask, own)
    delivered(
        found.document(),
        folder,
        asked,
        summary=found.as_json(),
        command=shlex.join(["edgewise", command, log, *_spelt(ask, own)]),
        content=content,
    )
    return found


def of_log(
    asked: Wanted, log: str, ask: Callable[..., Answered], own: Mapping[str, Any]
) -> Answered:
    """Return the answer to a question of a log; what cannot be read is refused in a line."""
    means = Means(progress=lambda what, total: progress(what, total, quiet=asked.quiet))
    try:
        return ask(log, **own, means=means)
    except OSError as error:
        refuse(f"{error.filename or log}: cannot be read ({error.strerror or error}); "
               "allowed: an event log, and a mapping file")  # fmt: skip


def _content(log: str, own: Mapping[str, Any]) -> str:
    """Return what an answer is known by: the hash of all files and of what was asked."""
    known = hashlib.sha256()
    for name in (log, own.get("mapping")):
        if name is None:
            continue
        try:
            with Path(name).open("rb") as stream:
                while piece := stream.read(1024**2):
                    known.update(piece)
        except OSError as error:
            refuse(f"{name}: cannot be read ({error.strerror}); allowed: an event log")
    asked = {name: value for name, value in own.items() if name != "mapping"}
    known.update(repr(sorted(asked.items())).encode())
    return known.hexdigest()


def _spelt(ask: Callable[..., Answered], own: Mapping[str, Any]) -> list[str]:
    """Return options as they are typed."""
    words = []
    for name, parameter in parameters(ask).items():
        value = own.get(name)
        if value is None or value == parameter.default:
            continue
        option: Option = parameter.option
        words.append(option.names[0] if option.names else f"--{name.replace('_', '-')}")
        if parameter.kind is not bool:
            words.append(f"{value}")
    return words
