"""The head row, and the triggers that make the trail append-only on both databases."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kycreview.trail.chain import GENESIS
from kycreview.trail.guards import reverse_statements, statements


def make_head(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    head = apps.get_model("trail", "TrailHead")
    head.objects.using(editor.connection.alias).create(id=1, seq=0, mac=GENESIS)


def drop_head(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("trail", "TrailHead").objects.using(editor.connection.alias).all().delete()


def raise_guards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for sql in statements(editor.connection.vendor):
        editor.execute(sql, params=None)


def lower_guards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for sql in reverse_statements(editor.connection.vendor):
        editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]

    operations = [
        migrations.RunPython(make_head, drop_head),
        migrations.RunPython(raise_guards, lower_guards),
    ]
