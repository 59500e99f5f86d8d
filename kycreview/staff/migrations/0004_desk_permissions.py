"""The first roles may do what the desk brings: queues for admins, figures for who leads or audits."""

from django.db import migrations

NEW = {
    "admin": ("queues.manage", "figures.view"),
    "lead": ("figures.view",),
    "auditor": ("figures.view",),
}


def give(apps, schema_editor):
    roles = apps.get_model("staff", "Role").objects.using(schema_editor.connection.alias)
    for role in roles.filter(slug__in=NEW):
        role.permissions = [*role.permissions, *(one for one in NEW[role.slug] if one not in role.permissions)]
        role.save()


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_user_numerals")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
