"""The layers hold: planted imports that break a contract are found, by the contract's name."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import inspection

LAYERS = (
    "stats",
    "model",
    "scenario",
    "mechanisms",
    "files",
    "engines",
    "engines/program",
    "engines/reference",
    "engines/compiled",
    "measures",
    "experiments",
    "methods",
    "interview",
    "present",
    "validation",
    "questions",
    "questions/account",
    "questions/breakeven",
    "questions/brief",
    "questions/invest",
    "cli",
    "workshop",
)
DOWNWARDS = "A module imports from its own layer and from layers below"
APART = "No question imports another"


def check(folder: Path, planted: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What import-linter says of an empty package with these lines planted in its modules."""
    shutil.copy(inspection.ROOT / "pyproject.toml", folder)
    for layer in ("", *LAYERS):
        package = folder / "simulator" / layer
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").write_text("")
    for name, line in planted.items():
        module = folder / "simulator" / name
        module.parent.mkdir(exist_ok=True)
        module.write_text(line + "\n")
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_package_that_keeps_its_layers_passes(tmp_path: Path) -> None:
    answer = check(
        tmp_path,
        {
            "cli/__init__.py": "import click\nimport simulator.present.page",
            "present/page.py": "import matplotlib\nimport simulator.methods",
            "questions/account/figure.py": "import matplotlib\nimport simulator.present",
            "questions/account/words.py": "import simulator.present",
            "questions/breakeven/words.py": "import simulator.present",
            "questions/invest/words.py": "import simulator.validation",
            "questions/brief/words.py": "import simulator.questions.account.words\n"
            "import simulator.questions.breakeven.words\n"
            "import simulator.questions.invest.words",
            "engines/reference/world.py": "import simpy\nimport simulator.engines.program",
            "engines/compiled/__init__.py": "import numba\nimport simulator.mechanisms.luck",
            "mechanisms/luck.py": "import simulator.model",
            "workshop/app.py": "import starlette\nimport uvicorn\nimport simulator.present.page",
            "files/read.py": "import ruamel.yaml\nfrom simulator.scenario import *",
        },
    )
    assert answer.returncode == 0, answer.stdout
    assert "0 broken" in answer.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("model/team.py", "import simulator.engines.program", DOWNWARDS),
        ("model/team.py", "import simulator.scenario", DOWNWARDS),
        ("mechanisms/luck.py", "import simulator.scenario", DOWNWARDS),
        ("stats/estimate.py", "from simulator.model import team", DOWNWARDS),
        ("engines/program/arrays.py", "import simulator.files", DOWNWARDS),
        ("files/read.py", "import simulator.engines.program", DOWNWARDS),
        ("present/page.py", "import simulator.questions.account", DOWNWARDS),
        ("methods/account.py", "import simulator.present", DOWNWARDS),
        ("cli/open.py", "import simulator.workshop", DOWNWARDS),
        ("workshop/app.py", "import simulator.cli", DOWNWARDS),
        ("attic/box.py", "", DOWNWARDS),
        ("questions/account/words.py", "import simulator.questions.brief", APART),
        ("questions/invest/words.py", "import simulator.questions.account.words", APART),
        ("measures/lead.py", "from simulator import VERSION", "Nobody imports the package root"),
        ("engines/program/arrays.py", "import simpy", "simpy only in engines.reference"),
        ("engines/reference/world.py", "import numba", "numba only in engines.compiled"),
        ("mechanisms/luck.py", "import numba", "numba only in engines.compiled"),
        (
            "methods/tornado.py",
            "import matplotlib.pyplot",
            "matplotlib only in present and in figures of questions",
        ),
        (
            "questions/account/words.py",
            "import matplotlib.pyplot",
            "matplotlib only in present and in figures of questions",
        ),
        ("present/page.py", "import click", "click only in cli"),
        ("cli/open.py", "import starlette.applications", "starlette only in workshop"),
        ("cli/open.py", "import uvicorn", "starlette only in workshop"),
        (
            "stats/estimate.py",
            "import pandas",
            "The stats layer knows numpy and scipy only",
        ),
    ],
)
def test_a_planted_import_is_found(tmp_path: Path, module: str, line: str, contract: str) -> None:
    planted = {"attic/__init__.py": "", module: line} if "attic" in module else {module: line}
    answer = check(tmp_path, planted)
    assert answer.returncode == 1, answer.stdout
    assert f"{contract} BROKEN" in answer.stdout
