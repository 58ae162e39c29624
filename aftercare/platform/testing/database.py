"""
The test server, as an early pytest plugin (`-p aftercare.platform.testing.database`).

A throwaway embedded server, in the folder `test` of the home, is started before Django reads its settings.
"""

from __future__ import annotations

import os

import pytest

from aftercare.platform import database

# Workers and the programs that tests start inherit the environment: only the first process moves the home.
if os.environ.get("AFTERCARE_TESTING") != "1":
    os.environ["AFTERCARE_TESTING"] = "1"
    os.environ["AFTERCARE_HOME"] = str(database.home() / "test")
    os.environ["AFTERCARE_EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"


def pytest_configure(config: pytest.Config) -> None:
    """Start the server."""
    database.ensure(throwaway=True)
