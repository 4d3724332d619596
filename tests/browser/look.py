"""How a page looks once it is painted: what it asked for, what is cut, what overlaps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SHAPES = {
    "desk": (1440, 900),
    "wide": (1920, 1080),
    "phone": (390, 844),
    "slim": (320, 640),
    "print": (794, 1123),
}

# Texts as they are painted: each text node's lines, within which elements.
LOOK = """() => {
  const seen = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (!node.textContent.trim()) continue;
    if (parent.closest('script, style, .skip, .vh, #answer-head, thead, option')) continue;
    if (!parent.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
    const svg = parent.closest('svg');
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      const room = svg ? svg.getBoundingClientRect() : null;
      if (getComputedStyle(parent).textOverflow === 'ellipsis') continue;
      // what lies in a part that scrolls by itself is reached by scrolling
      const beyond = box.right > window.innerWidth || box.left < 0;
      if (beyond && parent.closest('.scroll, nav ul')) continue;
      seen.push({text: node.textContent.trim().slice(0, 60),
        x0: box.left, x1: box.right, y0: box.top, y1: box.bottom,
        room: room ? [room.left, room.right, room.top, room.bottom] : null});
    }
  }
  return {seen, width: document.documentElement.scrollWidth, inner: window.innerWidth,
    wider: [...document.querySelectorAll('body *')].filter(
      (e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && e.checkVisibility()
        && !e.closest('svg, .scroll, nav, .vh, .lines, .stops') && !e.matches(':has(> .stops)')
        && getComputedStyle(e).textOverflow !== 'ellipsis'
        && getComputedStyle(e).display !== 'inline').map((e) => e.tagName + ' ' + e.className)};
}"""


def opened(page: Page, report: Path, shape: str) -> list[str]:
    """Open the report in a shape, offline; return every request but that for the file itself."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    width, height = SHAPES[shape]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="print" if shape == "print" else "screen")
    page.goto(report.as_uri())
    return [url for url in asked if url != report.as_uri() and not url.startswith("data:")]


def overlaps(seen: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The pairs of painted texts that lie on each other by more than their ascenders."""
    lines = sorted(seen, key=lambda box: box["y0"])
    found = []
    for index, one in enumerate(lines):
        for other in lines[index + 1 :]:
            if other["y0"] >= one["y1"]:
                break
            wide = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
            high = min(one["y1"], other["y1"]) - max(one["y0"], other["y0"])
            least = min(one["y1"] - one["y0"], other["y1"] - other["y0"])
            if wide > 2.0 and high > 0.4 * least:
                found.append((one["text"], other["text"]))
    return found


def cut(seen: list[dict[str, Any]], width: float) -> list[str]:
    """The painted texts that reach over their figure or the page."""
    return [
        box["text"]
        for box in seen
        if box["x0"] < -1
        or box["x1"] > width + 1
        or (
            box["room"]
            and (
                box["x0"] < box["room"][0] - 1
                or box["x1"] > box["room"][1] + 1
                or box["y0"] < box["room"][2] - 3
                or box["y1"] > box["room"][3] + 3
            )
        )
    ]


def faults(page: Page, report: Path, shape: str, texts: int = 50) -> dict[str, Any]:
    """Everything that is wrong with a page in a shape; nothing where it is as it should be."""
    asked = opened(page, report, shape)
    found = {"asked": asked, **looked(page, texts)}
    if shape != "print":
        found["axe"] = barriers(page)
    return {name: fault for name, fault in found.items() if fault}


def barriers(page: Page) -> list[tuple[str, str]]:
    """What axe finds: each rule that is broken, and the first element that breaks it."""
    violations = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in violations]


def looked(page: Page, texts: int = 0) -> dict[str, Any]:
    """What is ugly on a page as it stands: few texts, cut ones, ones that lie on each other."""
    look = page.evaluate(LOOK)
    found: dict[str, Any] = {
        "empty": len(look["seen"]) <= texts,
        "wide": look["width"] > look["inner"] or look["wider"],
        "cut": cut(look["seen"], look["inner"]),
        "overlaps": overlaps(look["seen"]),
    }
    return {name: fault for name, fault in found.items() if fault}
