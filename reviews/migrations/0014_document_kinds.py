"""Rows name a document by its kind: what they took over from providers is said again in our word."""

from django.db import migrations

from reviews.desk.routing.kinds import document_code


def name_by_kind(apps, schema_editor):
    cases = apps.get_model("reviews", "Case").objects
    for name in cases.order_by().values_list("document_type", flat=True).distinct():
        if document_code(name) != name:
            cases.filter(document_type=name).update(document_type=document_code(name))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0013_round_again")]
    operations = [migrations.RunPython(name_by_kind, migrations.RunPython.noop)]
