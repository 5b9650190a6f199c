"""The database itself refuses to change or delete reports, figures and reviews."""

from django.db import migrations

from panah.ledger.append_only import install_triggers, remove_triggers


class Migration(migrations.Migration):
    dependencies = (("ledger", "0001_initial"),)
    operations = (migrations.RunPython(install_triggers, remove_triggers),)
