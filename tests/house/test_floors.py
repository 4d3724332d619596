"""The floors hold: planted imports that break a contract are found, by the contract's name."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import inspection

FLOORS = (
    "stats",
    "model",
    "mechanisms",
    "files",
    "engines",
    "engines/plan",
    "engines/reference",
    "engines/compiled",
    "measures",
    "experiments",
    "analysis",
    "report",
    "cli",
    "workshop",
)
LAYERS = "A room imports from its own floor folder and from floors below"


def check(folder: Path, planted: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What import-linter says of an empty house with these lines planted in its rooms."""
    shutil.copy(inspection.ROOT / "pyproject.toml", folder)
    for floor in ("", *FLOORS):
        room = folder / "simulator" / floor
        room.mkdir(parents=True, exist_ok=True)
        (room / "__init__.py").write_text("")
    for room_name, line in planted.items():
        room = folder / "simulator" / room_name
        room.parent.mkdir(exist_ok=True)
        room.write_text(line + "\n")
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_house_that_keeps_its_floors_passes(tmp_path: Path) -> None:
    answer = check(
        tmp_path,
        {
            "cli/__init__.py": "import click\nimport simulator.report.page",
            "report/page.py": "import matplotlib\nimport simulator.analysis",
            "engines/reference/world.py": "import simpy\nimport simulator.engines.plan",
            "engines/compiled/__init__.py": "import numba\nimport simulator.mechanisms.luck",
            "mechanisms/luck.py": "import numba\nimport simulator.model",
            "workshop/app.py": "import starlette\nimport uvicorn\nimport simulator.report.page",
            "files/read.py": "import ruamel.yaml\nfrom simulator.model import *",
        },
    )
    assert answer.returncode == 0, answer.stdout
    assert "0 broken" in answer.stdout


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("model/team.py", "import simulator.engines.plan", LAYERS),
        ("stats/estimate.py", "from simulator.model import team", LAYERS),
        ("engines/plan/arrays.py", "import simulator.files", LAYERS),
        ("files/read.py", "import simulator.engines.plan", LAYERS),
        ("cli/open.py", "import simulator.workshop", LAYERS),
        ("workshop/app.py", "import simulator.cli", LAYERS),
        ("attic/box.py", "", LAYERS),
        ("measures/lead.py", "from simulator import VERSION", "Nobody imports the package root"),
        ("engines/plan/arrays.py", "import simpy", "simpy only in engines.reference"),
        (
            "engines/reference/world.py",
            "import numba",
            "numba only in mechanisms and engines.compiled",
        ),
        ("analysis/tornado.py", "import matplotlib.pyplot", "matplotlib only in report"),
        ("report/page.py", "import click", "click only in cli"),
        ("cli/open.py", "import starlette.applications", "starlette only in workshop"),
        ("cli/open.py", "import uvicorn", "starlette only in workshop"),
        (
            "stats/estimate.py",
            "import pandas",
            "The stats floor knows numpy and scipy only",
        ),
    ],
)
def test_a_planted_import_is_found(tmp_path: Path, room: str, line: str, contract: str) -> None:
    answer = check(
        tmp_path, {"attic/__init__.py": "", room: line} if "attic" in room else {room: line}
    )
    assert answer.returncode == 1, answer.stdout
    assert f"{contract} BROKEN" in answer.stdout
    assert "1 broken" in answer.stdout
