"""What every test of the repository may use."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from aftercare.platform import interpreter

pytest_plugins = ["aftercare.platform.testing.schema", "aftercare.platform.testing.fixtures"]

# The same examples everywhere, so that a red run means a change; `--hypothesis-profile=default` looks for new ones. How
# long one takes is the machine's affair.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long value by its length: a name of megabytes travels between the workers with every report."""
    return f"{argname}_of_{len(val)}" if isinstance(val, str | bytes) and len(val) > 80 else None


def pytest_collection_finish() -> None:
    """Run the tests as the product is served."""
    interpreter.settle()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    """Run a test, with its fixtures, as the product is served."""
    runner = item.config.pluginmanager.get_plugin("runner")
    return interpreter.roomy(runner.pytest_runtest_protocol)(item, nextitem)
