"""The numbers that people decided to prepare for, in a table that only grows as well."""

from functools import partial

import django.db.models.deletion
from django.db import migrations, models

from panah.ledger.append_only import install_triggers, remove_triggers

TABLES = ("ledger_planningfigure",)
KEPT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = (("ledger", "0005_report_mentions"),)
    operations = (
        migrations.CreateModel(
            name="PlanningFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=80)),
                ("population", models.CharField(max_length=80)),
                ("quantity", models.CharField(max_length=20)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("as_of", models.DateField()),
                ("scenario", models.JSONField(blank=True, default=dict)),
                ("quantile", models.FloatField()),
                ("value", models.FloatField()),
                ("low", models.FloatField()),
                ("high", models.FloatField()),
                ("trigger", models.FloatField(blank=True, null=True)),
                ("owner", models.CharField(max_length=200)),
                ("cleared_by", models.CharField(max_length=200)),
                ("expires", models.DateField()),
                ("note", models.TextField(blank=True, default="")),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True, null=True, on_delete=KEPT, related_name="replaced_by", to="ledger.planningfigure"
                    ),
                ),
                ("situation", models.ForeignKey(on_delete=KEPT, related_name="planning", to="ledger.situation")),
            ],
            options={"ordering": ("at", "pk"), "base_manager_name": "objects", "abstract": False},
        ),
        migrations.RunPython(partial(install_triggers, tables=TABLES), partial(remove_triggers, tables=TABLES)),
    )
