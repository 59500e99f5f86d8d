"""The four roles that every house starts with, and the table behind the shared cache."""

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# As they were when this migration was written; houses may have changed theirs since.
ROLES = {
    "reviewer": ("Reviewer", ["cases.review", "evidence.view"]),
    "lead": (
        "Lead",
        ["cases.review", "evidence.view", "cases.lead", "sanctions.decide", "trail.view"],
    ),
    "admin": ("Admin", ["imports.manage", "accounts.manage", "staff.manage"]),
    "auditor": ("Auditor", ["evidence.view", "trail.view"]),
}


def make_roles(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    roles = apps.get_model("staff", "Role").objects.using(editor.connection.alias)
    for slug, (name, permissions) in ROLES.items():
        roles.get_or_create(slug=slug, defaults={"name": name, "permissions": permissions})


def drop_roles(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    roles = apps.get_model("staff", "Role").objects.using(editor.connection.alias)
    roles.filter(slug__in=ROLES).delete()


def make_cache_table(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    call_command(
        "createcachetable", "cache_rows", database=editor.connection.alias, verbosity=0
    )


def drop_cache_table(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE cache_rows")


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]

    operations = [
        migrations.RunPython(make_roles, drop_roles),
        migrations.RunPython(make_cache_table, drop_cache_table),
    ]
