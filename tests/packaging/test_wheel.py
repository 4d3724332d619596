"""What travels in the wheel is enough to run a shipped scenario from another folder."""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))


def quietly(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    """What a command printed; a failure shows all it said."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    said = f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    assert done.returncode == 0, said
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
    quietly(*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    quietly(*pip, "--no-deps", "--no-index", "--target", folder, wheel, cwd=folder)
    return folder


def edgewise(installed: Path, cwd: Path, *words: str) -> str:
    """The answer of the installed copy, run from a folder that knows nothing of the checkout."""
    env = {**os.environ, "PYTHONPATH": str(installed)}
    return quietly(sys.executable, "-m", "simulator.cli", *words, cwd=cwd, env=env)


def test_the_wheel_holds_the_package_the_scenarios_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    about = f"edgewise-{importlib.metadata.version('edgewise')}.dist-info"
    assert tops == {"simulator", about}
    assert "simulator/py.typed" in names
    assert f"{about}/licenses/LICENSE" in names
    travelling = sorted(name for name in names if name.startswith("simulator/_scenarios/"))
    assert travelling == [f"simulator/_scenarios/{path.name}" for path in SHIPPED]


def test_a_travelling_scenario_is_the_one_of_the_checkout(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    for path in SHIPPED:
        assert archive.read(f"simulator/_scenarios/{path.name}") == path.read_bytes()


def test_the_installed_copy_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed)}
    where = "import simulator; print(simulator.__file__)"
    said = quietly(sys.executable, "-c", where, cwd=tmp_path, env=env)
    assert Path(said.strip()).is_relative_to(installed)


def test_the_installed_copy_lists_every_shipped_scenario(installed: Path, tmp_path: Path) -> None:
    said = edgewise(installed, tmp_path, "scenarios")
    assert [path.stem for path in SHIPPED if path.stem not in said] == []


def test_the_installed_copy_reads_the_register_of_evidence(installed: Path, tmp_path: Path) -> None:
    said = edgewise(installed, tmp_path, "parameters", "--evidence", "--format", "markdown")
    assert said == (ROOT / "docs/evidence.md").read_text("utf-8")


@pytest.mark.slow
def test_the_installed_copy_runs_a_shipped_scenario_from_elsewhere(
    installed: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("version: 1\nexternal: none\nextends: neutral\nname: mine\n")
    said = edgewise(installed, tmp_path, "run", mine.name, "-n", "2", "--format", "json")
    assert json.loads(said)["items"]["arrived"] > 0


def test_the_sdist_holds_all_that_its_makefile_calls(tmp_path: Path) -> None:
    build = (sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory")
    quietly(*build, tmp_path, cwd=ROOT)
    (built,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(built) as packed:
        names = {name.split("/", 1)[1] for name in packed.getnames()}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    called = {
        *re.findall(r"\bscripts/[\w-]+", makefile),
        *re.findall(r"\btests/[\w/]+\.py", makefile),
        *(f"{module.replace('.', '/')}" for module in re.findall(r"-m (tests[\w.]*)", makefile)),
        *("web", "benchmarks", "scenarios", "results/sample", "README.md", "CONTRIBUTING.md"),
    }
    held = {each for name in names for each in (name, *map(str, Path(name).parents))}
    assert {each for each in called if not {each, f"{each}.py"} & held} == set()
    assert not [name for name in names if "node_modules" in name or ".venv" in name]
