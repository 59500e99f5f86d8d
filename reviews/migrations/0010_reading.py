"""A round keeps its policy; applicants who do not answer; what a provider decided by itself."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0009_outside")]
    operations = [
        migrations.AddField(
            model_name="round",
            name="policy",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reviews.policyversion",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="met_on",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journeys.snapshot",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="held_at_provider",
            field=models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="outboxrow",
            name="sends_over",
            field=models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("mentioned", "You were mentioned"),
                    ("assigned", "A case was given to you"),
                    ("taken", "A lead took a case back"),
                    ("reopened", "A case you decided was reopened"),
                    ("overturned", "A second reader saw it differently"),
                    ("answered", "The applicant sent again"),
                    ("late", "An applicant does not answer"),
                    ("conflict", "The provider holds another decision"),
                    ("policy", "A queue's policy changed"),
                    ("confirm", "A change waits for a second admin"),
                    ("nobody", "A case has no eligible reader"),
                    ("asked", "A colleague asks for a case that you hold"),
                ],
                max_length=12,
            ),
        ),
    ]
