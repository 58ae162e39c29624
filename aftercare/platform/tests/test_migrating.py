"""What is added to the state of the models is there, and the neighbours see it."""

from __future__ import annotations

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel, Migration, RunPython
from django.db.migrations.state import ProjectState

from aftercare.platform.migrating import ADDING, additions_alone


def key(to):
    return models.ForeignKey(f"yard.{to}", on_delete=models.CASCADE)


class Yard(Migration):
    operations = [
        CreateModel("Owner", [("id", models.AutoField(primary_key=True))]),
        CreateModel("Dog", [("id", models.AutoField(primary_key=True)), ("owner", key("Owner"))]),
        CreateModel("Bone", [("id", models.AutoField(primary_key=True))]),
        AddField("Bone", "dog", key("Dog")),
        AddField("Dog", "name", models.CharField(max_length=20, default="")),
        AddIndex("Dog", models.Index(fields=["name"], name="dog_name")),
        AddConstraint("Bone", models.UniqueConstraint(fields=["dog"], name="one_bone")),
        AlterField("Owner", "id", models.BigAutoField(primary_key=True)),
    ]


@pytest.fixture
def migrate(db):
    """Give a way to make the tables of the yard and more, and the types of the columns that came of it."""

    def run(*more):
        state = ProjectState()
        assert state.apps.get_models() == []
        for operations in (Yard.operations, more):
            migration = Yard("0001", "yard")
            migration.operations = list(operations)
            with connection.schema_editor(atomic=True) as editor:
                state = migration.apply(state, editor)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT table_name, column_name, data_type FROM information_schema.columns"
                " WHERE table_name LIKE 'yard_%' ORDER BY 1, 2"
            )
            return cursor.fetchall()

    return run


class TestAdditionsAlone:
    def test_make_the_same_tables(self, migrate):
        with additions_alone():
            made = migrate()
        assert ("yard_dog", "owner_id", "bigint") in made, "a key follows the key it points to"
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE yard_bone, yard_dog, yard_owner")
        assert migrate() == made

    def test_let_data_migrations_see_everything(self, migrate):
        def fill(apps, editor):
            owner = apps.get_model("yard", "Owner").objects.create()
            dog = apps.get_model("yard", "Dog").objects.create(owner=owner, name="旺财")
            apps.get_model("yard", "Bone").objects.create(dog=dog)
            assert owner.dog_set.filter(bone__isnull=False).get() == dog

        with additions_alone():
            migrate(RunPython(fill))

    def test_end_with_the_block(self):
        usual = [getattr(ProjectState, name) for name in ADDING]
        with additions_alone():
            assert [getattr(ProjectState, name) for name in ADDING] != usual
        assert [getattr(ProjectState, name) for name in ADDING] == usual
