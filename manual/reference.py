"""The reference pages of commands and file keys, from click and from the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import click

from manual.man import commands
from simulator.cli.main import SECTIONS
from simulator.files.schema import schema
from simulator.model.register import REGISTER

__all__ = ["commands_page", "keys_page"]


def commands_page() -> str:
    """Return every command with what it does and each of its options, in Markdown."""
    contexts = {each.command_path: each for each in commands()}
    parts = ["# Commands", "Made from the texts of `--help`. Options come after the command."]
    for section, names in SECTIONS.items():
        parts.append(f"## {section}")
        for name in names:
            within = [path for path in contexts if f"{path} ".startswith(f"edgewise {name} ")]
            parts += [_command(contexts[path]) for path in within]
    return "\n\n".join(parts) + "\n"


def keys_page() -> str:
    """Return every key of a scenario file with its form, and every parameter, in Markdown."""
    whole = schema()
    rows = [f"| `{key}` | {_form(form, whole)} |" for key, form in whole["properties"].items()]
    known = [
        f"| `{each.key}` | {_cell(each.meaning)} | {each.unit} | {_cell(str(each.default))} |"
        for each in REGISTER.values()
    ]
    return "\n".join(
        [
            "# Keys of a scenario file",
            "",
            "Made from the schema that `edgewise schema` prints. Only what differs from the",
            "company named by `extends:` has to be written.",
            "",
            "| key | form |",
            "|---|---|",
            *rows,
            "",
            "## Parameters",
            "",
            "As `edgewise parameters` lists them, with range, status and source too.",
            "",
            "| key | meaning | unit | default |",
            "|---|---|---|---|",
            *known,
            "",
        ]
    )


def _command(context: click.Context) -> str:
    command = context.command
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f"### {context.command_path}", "", f"    {context.command_path} {usage}", ""]
    lines += _paragraphs(command.help or "")
    options = [
        record
        for each in command.get_params(context)
        if isinstance(each, click.Option) and (record := each.get_help_record(context))
    ]
    lines += ["| option | meaning |", "|---|---|"]
    lines += [f"| <code>{_cell(name)}</code> | {_cell(meaning)} |" for name, meaning in options]
    return "\n".join(lines)


def _paragraphs(text: str) -> Iterator[str]:
    for each in re.split(r"\n\s*\n", text.replace("\f", "")):
        lines = each.strip("\n").splitlines()
        example = bool(lines) and lines[0].strip() == "\b"
        yield "\n".join(f"    {line}" for line in lines[1:]) if example else _cell(" ".join(lines))
        yield ""


def _form(form: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    """Return what a key's value may be, in a few words."""
    if "$ref" in form:
        return _form(whole["$defs"][form["$ref"].rsplit("/", 1)[-1]], whole)
    if "const" in form or "enum" in form:
        values = [form["const"]] if "const" in form else form["enum"]
        return ", ".join(f"`{each}`" for each in values if each is not None)
    kind = form.get("type", "")
    either = [*form.get("anyOf", ()), *form.get("oneOf", ())]
    if isinstance(kind, list):
        either = [{**form, "type": each} for each in kind if each != "null"]
    if either:
        return " or ".join(dict.fromkeys(filter(None, (_form(each, whole) for each in either))))
    if kind == "array":
        return f"a list of: {_form(form.get('items', {}), whole) or 'entries'}"
    if kind == "object":
        inside = ", ".join(f"`{key}`" for key in form.get("properties", ()))
        return f"keys {inside}" if inside else "names with what belongs to each"
    return f"{kind}"


def _cell(text: str) -> str:
    """Return a text that stands in one cell, with no sign taken for Markdown or HTML."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([|*_])", r"\\\1", plain)
