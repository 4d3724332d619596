"""What mkdocs asks for while it builds: pages that the package writes, links out of docs/."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # mkdocs runs a hook by its file


def on_files(files: Any, config: Any) -> Any:
    """Add the pages of commands and keys, and the sample that the README shows."""
    from mkdocs.structure.files import File

    from manual.reference import commands_page, keys_page

    for name, text in (("commands.md", commands_page()), ("keys.md", keys_page())):
        files.append(File.generated(config, name, content=text))
    for name in ("report.html", "brief.html"):
        sample = ROOT / "results" / "sample" / name
        files.append(File.generated(config, f"sample/{name}", content=sample.read_bytes()))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Lead links to the repository, which the site does not hold, to what it has instead."""
    return markdown.replace("](../results/sample/", "](sample/").replace("](../", "](../../")
