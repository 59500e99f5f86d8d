"""Since when a case is held, the order of turns over all queues, and how long cases took lately."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0007_desk_columns_gone")]
    operations = [
        migrations.AddField(
            model_name='case',
            name='claimed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('mentioned', 'You were mentioned'), ('assigned', 'A case was given to you'), ('taken', 'A lead took a case back'), ('reopened', 'A case you decided was reopened'), ('overturned', 'A second reader saw it differently'), ('answered', 'The applicant sent again'), ('conflict', 'The provider holds another decision'), ('policy', "A queue's policy changed"), ('confirm', 'A change waits for a second admin'), ('nobody', 'A case has no eligible reader'), ('asked', 'A colleague asks for a case that you hold')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ('open', 'claimed'))), fields=['is_test', 'rank', 'turn_at', 'id'], name='case_in_turn'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('handling_seconds__isnull', False)), fields=['-decided_at'], name='decision_handled'),
        ),
    ]
