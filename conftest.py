"""What every test of the repository may use."""

from __future__ import annotations

from hypothesis import settings

pytest_plugins = ["aftercare.platform.testing.schema", "aftercare.platform.testing.fixtures"]

# The same examples everywhere, so that a red run means a change; `--hypothesis-profile=default` looks for new ones.
settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long value by its length: a name of megabytes travels between the workers with every report."""
    return f"{argname}_of_{len(val)}" if isinstance(val, str | bytes) and len(val) > 80 else None
