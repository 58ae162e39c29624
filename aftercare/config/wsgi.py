"""The door for pages and the API."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
