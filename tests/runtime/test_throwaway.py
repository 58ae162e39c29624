"""The test database is a fresh copy of the migrated template."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


class TestThrowawayDatabase:
    def test_is_a_copy_of_the_migrated_template(self):
        name = connection.settings_dict["NAME"]
        assert name.startswith("aftercare_test_")
        assert "django_migrations" in connection.introspection.table_names()

    def test_sorts_and_folds_case_the_same_on_every_machine(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()")
            assert cursor.fetchone() == ("b", "C.UTF-8")
