"""Somebody can be on leave, beside being away for a while."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staff", "0004_desk_permissions")]
    operations = [
        migrations.AlterField(
            model_name='user',
            name='availability',
            field=models.CharField(choices=[('available', 'Available'), ('away', 'Away'), ('on_leave', 'On leave')], default='available', max_length=12),
        ),
    ]
