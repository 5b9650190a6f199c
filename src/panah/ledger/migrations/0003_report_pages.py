"""Reports keep where their pages begin. The triggers step aside, since SQLite adds a column by a copy of the table."""

from django.db import migrations, models

from panah.ledger.append_only import install_triggers, remove_triggers


class Migration(migrations.Migration):
    dependencies = (("ledger", "0002_append_only"),)
    operations = (
        migrations.RunPython(remove_triggers, install_triggers),
        migrations.AddField(model_name="report", name="pages", field=models.JSONField(blank=True, default=list)),
        migrations.RunPython(install_triggers, remove_triggers),
    )
