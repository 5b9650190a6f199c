"""Who else published the very words of a report, in a table that only grows as well."""

from functools import partial

import django.db.models.deletion
from django.db import migrations, models

from panah.ledger.append_only import install_triggers, remove_triggers

TABLES = ("ledger_telling",)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0003_report_pages"),)
    operations = (
        migrations.CreateModel(
            name="Telling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("publisher", models.TextField()),
                ("published", models.DateField(blank=True, null=True)),
                ("known_at", models.DateTimeField()),
                ("url", models.TextField(blank=True, default="")),
                ("by", models.CharField(max_length=150)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="retold", to="ledger.report"
                    ),
                ),
            ],
            options={"ordering": ("published", "known_at", "pk"), "base_manager_name": "objects", "abstract": False},
        ),
        migrations.AddConstraint(
            model_name="telling",
            constraint=models.UniqueConstraint(fields=("report", "publisher"), name="ledger_telling_once"),
        ),
        migrations.RunPython(partial(install_triggers, tables=TABLES), partial(remove_triggers, tables=TABLES)),
    )
