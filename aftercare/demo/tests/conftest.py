"""What the tests of the importer and the demo share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aftercare.demo.history import loading, mapping

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SHARED = Path(__file__).resolve().parents[4] / "shared/data"


@pytest.fixture
def load(db: None) -> Callable[..., loading.Outcome]:
    """Give the importer, told only what matters."""

    def run(path: Path, name: str = "baltimore_311", **options: bool) -> loading.Outcome:
        return loading.load(path, mapping.load(name), progress=lambda stage, count: None, **options)

    return run


@pytest.fixture
def sample() -> Path:
    """Give the made-up file in the city's format."""
    return SAMPLES / "baltimore_311_sample.csv"


@pytest.fixture
def desk_sample() -> Path:
    """Give the made-up list of a Chinese service desk."""
    return SAMPLES / "service_desk.csv"


def shared_file(name: str) -> Path:
    """Return a file of the shared data, or skip the test."""
    if not (SHARED / name).exists():
        pytest.skip(f"the shared data is not here: {SHARED / name}")
    return SHARED / name


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """Give a file of the shared data, or skip the test."""
    return lambda name: shared_file(f"requests_311/{name}")
