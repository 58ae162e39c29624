"""The stream process knows what the pages know."""

import json
import subprocess
import sys

from django.urls import get_resolver

from aftercare.platform import live

ASKED = """
import json
import aftercare.config.asgi
from aftercare.platform import live
print(json.dumps(sorted(live._kinds)))
"""


class TestStreamProcess:
    def test_knows_who_may_watch_every_kind_of_topic(self):
        assert get_resolver().url_patterns
        told = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
        assert {"service_request", "work_order"} <= set(live._kinds)
        assert json.loads(told.stdout.splitlines()[-1]) == sorted(live._kinds)
