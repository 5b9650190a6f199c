"""Bulletins as they were sent out, byte for byte, in tables that only grow as well."""

from functools import partial

import django.db.models.deletion
from django.db import migrations, models

from panah.ledger.append_only import install_triggers, remove_triggers

TABLES = ("ledger_publication", "ledger_publishedfile")
KEPT = django.db.models.deletion.PROTECT


def key() -> "models.BigAutoField[int, int]":
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = (("ledger", "0006_planning_figure"),)
    operations = (
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", key()),
                ("number", models.PositiveIntegerField()),
                ("as_of", models.DateField()),
                ("headline", models.TextField()),
                ("since", models.DateField(blank=True, null=True)),
                ("next_update", models.DateField(blank=True, null=True)),
                ("contact", models.TextField(blank=True, default="")),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("situation", models.ForeignKey(on_delete=KEPT, related_name="publications", to="ledger.situation")),
            ],
            options={"ordering": ("-number",), "base_manager_name": "objects", "abstract": False},
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(fields=("situation", "number"), name="ledger_publication_once"),
        ),
        migrations.CreateModel(
            name="PublishedFile",
            fields=[
                ("id", key()),
                ("name", models.CharField(max_length=80)),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("publication", models.ForeignKey(on_delete=KEPT, related_name="files", to="ledger.publication")),
            ],
            options={"ordering": ("pk",), "base_manager_name": "objects", "abstract": False},
        ),
        migrations.AddConstraint(
            model_name="publishedfile",
            constraint=models.UniqueConstraint(fields=("publication", "name"), name="ledger_published_file_once"),
        ),
        migrations.RunPython(partial(install_triggers, tables=TABLES), partial(remove_triggers, tables=TABLES)),
    )
