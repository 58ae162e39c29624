"""The installed_base context."""

from django.apps import AppConfig


class InstalledBaseConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.installed_base"
    label = "installed_base"

    def ready(self) -> None:
        """Load what registers itself, and guard the files."""
        from aftercare.contexts.installed_base import desk, policies, reactions, telling  # noqa: F401
        from aftercare.platform.files import storing

        storing.guard("equipment", policies.may_read_equipment_file)
        storing.guard("project", policies.may_read_project_file)
