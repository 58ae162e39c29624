"""What administrators look after: the audit trail and the keys of programs."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """The administrators' pages."""

    name = "aftercare.surfaces.administration"
    label = "administration"
