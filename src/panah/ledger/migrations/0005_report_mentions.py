"""Reports keep the numbers that were left out of them. The triggers step aside, as in the migration of the pages."""

from functools import partial

from django.db import migrations, models

from panah.ledger.append_only import install_triggers, remove_triggers

install = partial(install_triggers, tables=("ledger_report",))
remove = partial(remove_triggers, tables=("ledger_report",))


class Migration(migrations.Migration):
    dependencies = (("ledger", "0004_telling"),)
    operations = (
        migrations.RunPython(remove, install),
        migrations.AddField(model_name="report", name="mentions", field=models.JSONField(blank=True, default=list)),
        migrations.RunPython(install, remove),
    )
