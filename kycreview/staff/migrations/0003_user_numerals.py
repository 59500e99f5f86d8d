"""Latin or Arabic digits, for each person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staff", "0002_first_roles_and_cache")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="numerals",
            field=models.CharField(
                choices=[("latn", "Latin digits 123"), ("arab", "Arabic digits ١٢٣")],
                default="latn",
                max_length=4,
            ),
        ),
    ]
