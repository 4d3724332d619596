"""`edgewise schema`."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON schema of scenario files, for completion and checks in an editor.

    \b
    Example:  edgewise schema > scenario.schema.json
    and at the top of a file:  # yaml-language-server: $schema=scenario.schema.json
    """  # noqa: D301 - click reads the mark as an escape
    import json

    from simulator.cli.columns import print_json
    from simulator.files.schema import schema as of_files

    print_json(json.dumps(of_files(), indent=1, ensure_ascii=False))
