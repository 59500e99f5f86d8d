"""Words of names, and dates of birth among the look-up keys."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NameWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(db_index=True, max_length=40)),
                ('sound', models.CharField(blank=True, db_index=True, max_length=24)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('word', 'sound'), name='name_word_once')],
            },
        ),
        migrations.AlterField(
            model_name='identitykey',
            name='kind',
            field=models.CharField(choices=[('reference', 'Reference'), ('applicant', 'Applicant'), ('document_number', 'Document number'), ('personal_number', 'Personal number'), ('email', 'E-mail'), ('phone', 'Phone'), ('ip', 'IP address'), ('picture', 'Picture'), ('birth_date', 'Date of birth')], max_length=16),
        ),
        migrations.CreateModel(
            name='NameUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('journey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_uses', to='journeys.journey')),
                ('word', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='journeys.nameword')),
            ],
            options={
                'indexes': [models.Index(fields=['word', '-seen_at', 'journey'], name='name_use_newest')],
                'constraints': [models.UniqueConstraint(fields=('journey', 'word'), name='name_use_once')],
            },
        ),
    ]
