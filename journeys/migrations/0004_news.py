"""Which journeys the desk has not looked at yet: of those that are here already, all."""

from django.db import migrations, models


def all_are_news(apps, schema_editor):
    """The first pull after this looks at each of them once."""
    journeys = apps.get_model("journeys", "Journey").objects.using(schema_editor.connection.alias)
    journeys.filter(current_snapshot__isnull=False).update(has_news=True)


class Migration(migrations.Migration):

    dependencies = [
        ("journeys", "0003_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="journey",
            name="has_news",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunPython(all_are_news, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="journey",
            index=models.Index(
                condition=models.Q(("has_news", True)),
                fields=["first_seen_at"],
                name="journey_with_news",
            ),
        ),
        migrations.AddIndex(
            model_name="journey",
            index=models.Index(fields=["-first_seen_at"], name="journey_newest"),
        ),
        migrations.AddIndex(
            model_name="callback",
            index=models.Index(
                condition=models.Q(
                    ("event__in", ("AML Monitor Update", "Finished Spot Check", "KYC Renewal"))
                ),
                fields=["provider_id", "received_at"],
                name="callback_later",
            ),
        ),
    ]
