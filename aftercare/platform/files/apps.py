"""Files: private, content-addressed, written once."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The files."""

    name = "aftercare.platform.files"
    label = "files"
