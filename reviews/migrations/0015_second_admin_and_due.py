"""By when a round was due; what else waits for a second admin; an index for what is deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0014_document_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="due_at",
            field=models.DateTimeField(null=True),
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
                    ("access", "Staff account"),
                    ("account", "Provider account"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "at"], name="delivery_by_state"),
        ),
    ]
