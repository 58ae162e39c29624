"""Every address says who may call it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from aftercare.platform.web import door
from tests.architecture.findings import expect_none

# Pages of the login library that this product does not use: without a policy everybody is refused.
CLOSED = {
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_set_password",
    "account_confirm_login_code",
}


def addresses(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Give every address with its namespaced name."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, path, inner)
        else:
            yield path, f"{space}{entry.name}" if entry.name else "", entry


@pytest.mark.django_db
class TestClosedAddresses:
    @pytest.mark.parametrize("name", sorted(CLOSED - {"account_confirm_email"}))
    def test_refuse_everybody(self, client, name):
        assert client.get(reverse(name)).status_code == 403


class TestAddresses:
    def test_all_declare_who_may_call_them(self):
        undeclared = [
            f"/{path} ({name})"
            for path, name, entry in addresses(get_resolver())
            if door.policy_of(entry.callback, name) is None and name not in CLOSED
        ]
        expect_none(undeclared)

    def test_are_named_once(self):
        # The API's addresses are never looked up by name; their operations are told apart in the description.
        names = [name for _, name, _ in addresses(get_resolver()) if name and not name.startswith("api-")]
        expect_none(sorted({name for name in names if names.count(name) > 1}))
