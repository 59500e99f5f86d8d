"""An index of the rounds that came again: figures look for them among a million first ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0012_reasons"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="round",
            index=models.Index(
                condition=models.Q(("why", "first"), _negated=True),
                fields=["opened_at"],
                name="round_again",
            ),
        ),
    ]
