"""What mkdocs asks for as it builds: pages the package writes, pictures, links out of docs/."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # mkdocs runs a hook by its file


def on_files(files: Any, config: Any) -> Any:
    """Add the pages of commands and keys, the gallery's pictures, and the sample of the README."""
    from mkdocs.structure.files import File

    from manual.gallery import PICTURES
    from manual.reference import commands_page, keys_page

    for name, text in (("commands.md", commands_page()), ("keys.md", keys_page())):
        files.append(File.generated(config, name, content=text))
    for name in ("report.html", "brief.html"):
        sample = ROOT / "results" / "sample" / name
        files.append(File.generated(config, f"sample/{name}", content=sample.read_bytes()))
    files.append(File.generated(config, "site.css", abs_src_path=str(ROOT / "manual" / "site.css")))
    for picture in sorted(PICTURES.glob("*.svg")):
        files.append(File.generated(config, f"gallery/{picture.name}", abs_src_path=str(picture)))
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Show the gallery's pictures, and lead links out of docs/ to what the site has instead."""
    from manual.gallery import PAGE, PICTURES, with_pictures

    if page.file.src_uri == PAGE.name:
        markdown = with_pictures(markdown, PICTURES)
    return markdown.replace("](../results/sample/", "](sample/").replace("](../", "](../../")
