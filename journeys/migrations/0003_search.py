"""Scripts of names, the sealed card of a person, and trigrams where PostgreSQL has them."""

import django.db.models.deletion
from django.db import migrations, models, transaction
from django.db.utils import DatabaseError

TRIGRAMS = "name_word_trigrams"


def add_trigrams(apps, schema_editor):
    """Without the extension, typing errors are looked for among words of the same beginning."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
            if cursor.fetchone() is None:
                return
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {TRIGRAMS} ON journeys_nameword "
                "USING gin (word gin_trgm_ops)"
            )
    except DatabaseError:
        # Not ours to create: a database without the right to make extensions works without.
        return


def drop_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {TRIGRAMS}")


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0002_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='nameuse',
            name='scripts',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.CreateModel(
            name='PersonCard',
            fields=[
                ('journey', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='card', serialize=False, to='journeys.journey')),
                ('sealed', models.BinaryField()),
            ],
        ),
        migrations.RunPython(add_trigrams, drop_trigrams),
    ]
