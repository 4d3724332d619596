"""Firefox and WebKit as a distribution ships them, by the protocols that they speak themselves."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

_TRIES, _PAUSE = 300, 0.1
_WAITS = 60.0


class Driver(Protocol):
    """A browser with one page."""

    def go(self, url: str) -> None:
        """Open an address."""

    def run(self, script: str) -> Any:
        """Return what the body of a function returns in the page."""

    def picture(self) -> bytes:
        """Return the page as it is seen, as a PNG."""


def until(driver: Driver, script: str, seconds: float = 120.0) -> Any:
    """Return what a script returns once that is something."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        found = driver.run(script)
        if found:
            return found
        time.sleep(0.2)
    raise TimeoutError(script)


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _started(*words: str, **environment: str) -> Iterator[None]:
    process = subprocess.Popen(
        words, env={**os.environ, **environment}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


class _Firefox:
    """Marionette: lists as JSON, each with its length before it."""

    def __init__(self, port: int) -> None:
        for _ in range(_TRIES):
            try:
                self._wire = socket.create_connection(("127.0.0.1", port), timeout=_WAITS)
                break
            except OSError:
                time.sleep(_PAUSE)
        self._read()
        self._ask("WebDriver:NewSession", {})

    def _read(self) -> Any:
        size = b""
        while not size.endswith(b":"):
            size += self._wire.recv(1)
        whole = b""
        while len(whole) < int(size[:-1]):
            whole += self._wire.recv(int(size[:-1]) - len(whole))
        return json.loads(whole)

    def _ask(self, name: str, values: dict[str, Any]) -> Any:
        told = json.dumps([0, 1, name, values]).encode()
        self._wire.sendall(str(len(told)).encode() + b":" + told)
        _, _, error, found = self._read()
        if error:
            raise ValueError(f"{name}: {error.get('message')}")
        return found

    def close(self) -> None:
        self._wire.close()

    def go(self, url: str) -> None:
        self._ask("WebDriver:Navigate", {"url": url})

    def run(self, script: str) -> Any:
        return self._ask("WebDriver:ExecuteScript", {"script": script, "args": []})["value"]

    def picture(self) -> bytes:
        found = self._ask("WebDriver:TakeScreenshot", {"full": False, "hash": False})
        return base64.b64decode(found["value"])


class _WebKit:
    """WebDriver over HTTP, with the small browser that comes with it."""

    def __init__(self, port: int, browser: str) -> None:
        self._address = f"http://127.0.0.1:{port}/session"
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        for _ in range(_TRIES):
            try:
                found = self._ask("", wanted)
                break
            except OSError:
                time.sleep(_PAUSE)
        self._address += f"/{found['sessionId']}"

    def _ask(self, path: str, values: dict[str, Any] | None = None) -> Any:
        body = None if values is None else json.dumps(values).encode()
        request = urllib.request.Request(self._address + path, data=body)  # noqa: S310 - own driver
        with urllib.request.urlopen(request, timeout=_WAITS) as reply:  # noqa: S310
            return json.loads(reply.read())["value"]

    def go(self, url: str) -> None:
        self._ask("/url", {"url": url})

    def run(self, script: str) -> Any:
        return self._ask("/execute/sync", {"script": script, "args": []})

    def picture(self) -> bytes:
        return base64.b64decode(self._ask("/screenshot"))


@contextmanager
def firefox(folder: Path, size: tuple[int, int]) -> Iterator[Driver]:
    """Firefox without a network; a machine without it fails with its name."""
    port = _port()
    settings = {"marionette.port": port, "network.manage-offline-status": False}
    lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in settings.items()]
    (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = shutil.which("firefox-esr") or "firefox-esr"
    shape = (f"--width={size[0]}", f"--height={size[1]}")
    words = ("--headless", "--marionette", "--offline", "--profile", str(folder), *shape)
    with _started(command, *words), closing(_Firefox(port)) as driver:
        yield driver


@contextmanager
def webkit(folder: Path, size: tuple[int, int]) -> Iterator[Driver]:
    """WebKit as GTK has it, on a screen that nobody sees."""
    port, screen = _port(), f":{90 + os.getpid() % 900}"
    browser = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), Path("MiniBrowser"))
    seen = (screen, "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp")
    own = {"DISPLAY": screen, "HOME": str(folder), "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    with (
        _started("Xvfb", *seen),
        _started("WebKitWebDriver", f"--port={port}", **own),
    ):
        yield _WebKit(port, str(browser))
