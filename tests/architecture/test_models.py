"""House rules on data."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models

from tests.architecture.findings import expect_none

RIVER = {f"aftercare.contexts.{name}": place for place, name in enumerate(settings.RIVER)}
OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("aftercare.contexts.") and not hasattr(model, "pgh_tracked_model")
]


def context_of(model):
    return ".".join(model.__module__.split(".")[:3])


def crossings():
    """Give every foreign key from one context to another."""
    for model in OURS:
        for field in model._meta.get_fields():
            target = context_of(field.related_model) if isinstance(field, models.ForeignKey) else ""
            if target in RIVER and target != context_of(model):
                yield model, field


class TestForeignKeys:
    def test_point_upstream_only(self):
        against = [
            str(field)
            for model, field in crossings()
            if RIVER[context_of(field.related_model)] > RIVER[context_of(model)]
        ]
        expect_none(against)

    def test_to_another_context_protect_it_and_leave_no_trace_on_it(self):
        loose = [
            str(field)
            for model, field in crossings()
            if field.remote_field.on_delete is not models.PROTECT
            or not (field.remote_field.related_name or "").endswith("+")
        ]
        expect_none(loose)


class TestModels:
    def test_hold_no_workflow_in_save(self):
        expect_none([str(model) for model in OURS if "save" in vars(model) or "delete" in vars(model)])


@pytest.mark.django_db
class TestMigrations:
    def test_are_written_for_every_change_of_a_model(self):
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
