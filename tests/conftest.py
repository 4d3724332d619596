"""Every test has a store of its own, so that none finds what another has run."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that EDGEWISE_STORE names while a test runs."""
    folder = tmp_path_factory.mktemp("store")
    monkeypatch.setenv("EDGEWISE_STORE", str(folder))
    return folder
