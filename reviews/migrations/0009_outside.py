"""Ends of relationships, the use of tokens, and lists by time of cases, decisions and messages."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0001_initial"), ("reviews", "0008_claiming")]
    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="minute",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="in_minute",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="noted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="unnoted",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="RelationshipEnd",
            fields=[
                (
                    "journey",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="relationship_end",
                        serialize=False,
                        to="journeys.journey",
                    ),
                ),
                ("ended_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.apitoken",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="outboxrow",
            index=models.Index(
                condition=models.Q(("state", "sent"), _negated=True),
                fields=["-created_at", "-id"],
                name="outbox_not_sent",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxrow",
            index=models.Index(fields=["-created_at", "-id"], name="outbox_by_time"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-opened_at", "-id"], name="case_by_opening"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["-decided_at", "-id"], name="decision_by_time"),
        ),
    ]
