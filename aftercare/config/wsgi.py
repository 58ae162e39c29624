"""The door for pages and the API."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.config.settings")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from aftercare.platform import interpreter

application = interpreter.roomy(get_wsgi_application())
# Read all doors now: one that is broken must stop the start, and the first visitor must not wait for them.
assert get_resolver().url_patterns
interpreter.settle()
interpreter.load_aside()
