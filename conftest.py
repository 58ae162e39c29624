"""What every test of the repository may use."""

pytest_plugins = ["aftercare.platform.testing.schema", "aftercare.platform.testing.fixtures"]
