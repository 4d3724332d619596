"""Rows are known by all source that running reads, and by none that only makes the plan."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.engines import sources
from simulator.engines.sources import PACKAGE, PLAN_MAKERS, digest, reached
from simulator.experiments.engine import _RUN

FOR_BROWSERS = {f"engines/compiled/{name}.py" for name in ("image", "purchase", "webassembly")}
CHOOSER = "experiments/engine.py"
"""Imports the engines inside functions, since it chooses between them."""
PLANNED = (
    "engines/program/compilation.py",
    "engines/program/routes.py",
    "model/register.py",
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    package = tmp_path / "simulator"
    for name in ("engines", "experiments", "measures", "mechanisms", "model"):
        shutil.copytree(PACKAGE / name, package / name)
    return package


def names_of(files: tuple[Path, ...], package: Path = PACKAGE) -> set[str]:
    return {path.relative_to(package).as_posix() for path in files}


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (module, name) of every import of the package, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, path
            if (node.module or "").startswith("simulator"):
                yield from ((str(node.module), name.name) for name in node.names)
        elif isinstance(node, ast.Import):
            yield from ((n.name, "") for n in node.names if n.name.startswith("simulator"))


def file_of(module: str) -> Path | None:
    path = PACKAGE.joinpath(*module.split(".")[1:])
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in files if file.is_file()), None)


@pytest.mark.parametrize("engine", _RUN)
def test_every_module_that_a_covered_one_imports_is_covered_or_only_makes_the_plan(
    engine: str,
) -> None:
    covered = names_of(reached(*_RUN[engine]))
    for name in covered - {CHOOSER}:
        for module, imported in imports(PACKAGE / name):
            for each in (module, f"{module}.{imported}"):
                file = file_of(each)
                if file is not None:
                    found = file.relative_to(PACKAGE).as_posix()
                    assert found in {*covered, *PLANNED}, f"{name} imports {found}"


@pytest.mark.parametrize("engine", _RUN)
def test_columns_mechanisms_and_the_engine_are_covered_and_nothing_of_the_scenario(
    engine: str,
) -> None:
    covered = names_of(reached(*_RUN[engine]))
    own = {f"engines/{engine}/{path.name}" for path in (PACKAGE / "engines" / engine).iterdir()}
    own -= {f"engines/{engine}/__init__.py", f"engines/{engine}/__pycache__", *FOR_BROWSERS}
    assert {"engines/columns.py", "engines/log.py", "engines/program/layout.py"} <= covered
    assert {"experiments/batch.py", CHOOSER, "measures/tally.py", "mechanisms/luck.py"} <= covered
    assert own <= covered
    assert not covered & set(PLANNED)
    outside = {name for name in covered if name.startswith(("model/", "files/", "stats/"))}
    assert outside == {"model/lever.py"}, "the table of levers says who works what"
    assert "measures/outcomes.py" not in covered


def test_whoever_runs_a_plan_takes_only_types_from_what_makes_it() -> None:
    files = {path for entries in _RUN.values() for path in reached(*entries)}
    for path in files:
        tree = ast.parse(path.read_bytes())
        taken = {name for module, name in imports(path) if module in PLAN_MAKERS}
        called = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not taken & called, path
        assert all(name[0].isupper() for name in taken), path


@pytest.mark.parametrize("engine", _RUN)
def test_exchanging_two_columns_changes_the_hash(engine: str, copied: Path) -> None:
    before = digest(*_RUN[engine], package=copied)
    assert before == digest(*_RUN[engine])
    file = copied / "engines" / "columns.py"
    text = file.read_text()
    file.write_text(re.sub(r"FAILED_CHANGES = 8", "FAILED_CHANGES = 9", text))
    digest.cache_clear()
    assert digest(*_RUN[engine], package=copied) != before


@pytest.mark.parametrize("engine", _RUN)
def test_the_hash_moves_with_each_file_covered_and_with_no_other(engine: str, copied: Path) -> None:
    entries = _RUN[engine]
    before, covered = digest(*entries, package=copied), set(reached(*entries, package=copied))
    for path in sorted(copied.rglob("*.py")):
        kept = path.read_bytes()
        path.write_bytes(kept + b"\n# another word\n")
        digest.cache_clear()
        assert (digest(*entries, package=copied) != before) == (path in covered), path
        path.write_bytes(kept)


def test_line_endings_change_nothing_and_a_wrong_entry_is_refused(copied: Path) -> None:
    before = digest(*_RUN["compiled"], package=copied)
    for path in copied.rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    digest.cache_clear()
    assert digest(*_RUN["compiled"], package=copied) == before
    with pytest.raises(ValueError, match=r"there is no module simulator\.nowhere"):
        sources.reached("simulator.nowhere")


def test_the_makers_of_plans_are_modules() -> None:
    assert all(file_of(module) for module in PLAN_MAKERS)
