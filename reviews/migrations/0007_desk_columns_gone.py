"""What the limits and shares of 0006 replace; apart, so that rows and columns change one by one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reviews", "0006_desk")]
    operations = [
        migrations.RemoveField(model_name="queue", name="due_hours"),
        migrations.RemoveField(model_name="queue", name="takes_passed"),
    ]
