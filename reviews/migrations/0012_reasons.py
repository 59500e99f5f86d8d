"""Reasons that ask for a note, what a provider is told, versions; changes of who may do what."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0011_talking")]
    operations = [
        migrations.AddField(
            model_name="reason",
            name="needs_note",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="reason",
            name="provider_text",
            field=models.CharField(blank=True, default="", max_length=160),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reason",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="reasontext",
            name="reviewer_text",
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AlterField(
            model_name="pendingchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("queue", "Queue"),
                    ("routing", "Routing"),
                    ("reason", "Reason"),
                    ("role", "Role"),
                    ("person", "Person"),
                ],
                max_length=8,
            ),
        ),
    ]
