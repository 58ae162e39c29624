"""What every test of the repository may use."""

from hypothesis import settings

pytest_plugins = ["aftercare.platform.testing.schema", "aftercare.platform.testing.fixtures"]

# The same examples everywhere, so that a red run means a change; `--hypothesis-profile=default` looks for new ones.
settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")
