"""One line per request, and never a secret."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from structlog.testing import capture_logs

from aftercare.platform.logs import HIDDEN, RequestLog, hide_secrets


class TestHideSecrets:
    @pytest.mark.parametrize("name", ["password", "new_password1", "Authorization", "session_key", "token"])
    def test_blanks_values_nobody_may_read_at_any_depth(self, name):
        told = hide_secrets(None, "info", {"event": "x", name: "s3cret", "data": {name: {"deeper": "s3cret"}}})
        assert "s3cret" not in str(told)
        assert told[name] == HIDDEN

    def test_leaves_everything_else(self):
        assert hide_secrets(None, "info", {"event": "x", "ms": 3}) == {"event": "x", "ms": 3}


class TestRequestLog:
    def line(self, rf, path, status=200, route="s/<token>/"):
        def page(request):
            request.resolver_match = SimpleNamespace(route=route)
            request._cached_user = SimpleNamespace(pk=7)
            return HttpResponse(status=status)

        with capture_logs() as lines:
            log = RequestLog(page)
            log(rf.get(path))
        return lines

    def test_tells_route_status_time_and_person(self, rf):
        (line,) = self.line(rf, "/s/topsecret/")
        assert (line["route"], line["status"], line["actor_id"]) == ("/s/<token>/", 200, 7)
        assert line["ms"] >= 0

    def test_never_tells_what_the_address_carries(self, rf):
        assert "topsecret" not in str(self.line(rf, "/s/topsecret/?key=topsecret"))

    def test_tells_a_failure_as_an_error(self, rf):
        (line,) = self.line(rf, "/s/x/", status=500)
        assert line["log_level"] == "error"

    def test_leaves_out_what_machines_ask_all_the_time(self, rf):
        assert self.line(rf, "/readyz") == self.line(rf, "/static/bundle/desk.js") == []
