"""The ledger's tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=40)),
                ("title", models.TextField(blank=True, default="")),
                ("publisher", models.TextField(blank=True, default="")),
                ("published", models.DateField(blank=True, null=True)),
                ("known_at", models.DateTimeField(db_index=True)),
                ("language", models.CharField(blank=True, default="", max_length=40)),
                ("url", models.TextField(blank=True, default="")),
                ("text", models.TextField(blank=True, default="")),
                ("tables", models.JSONField(blank=True, default=list)),
                ("notes", models.JSONField(blank=True, default=list)),
                ("by", models.CharField(max_length=150)),
            ],
            options={
                "ordering": ("published", "known_at", "digest"),
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Situation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.TextField()),
                ("populations", models.JSONField(blank=True, default=list)),
                ("places", models.JSONField(blank=True, default=list)),
                ("note", models.TextField(blank=True, default="")),
            ],
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("figure_id", models.CharField(max_length=40)),
                ("statement", models.CharField(db_index=True, max_length=40)),
                ("body", models.JSONField()),
                ("measure", models.CharField(max_length=20)),
                ("place", models.CharField(blank=True, default="", max_length=80)),
                ("population", models.CharField(blank=True, default="", max_length=80)),
                ("start", models.DateField(blank=True, null=True)),
                ("end", models.DateField(blank=True, null=True)),
                ("known_at", models.DateTimeField()),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="ledger.figure",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="ledger.report"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("amended", "Amended"), ("rejected", "Rejected")],
                        max_length=10,
                    ),
                ),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "amended",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_by",
                        to="ledger.figure",
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="ledger.figure"
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("place", models.CharField(max_length=80)),
                ("capacity", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=80)),
                ("town", models.CharField(blank=True, default="", max_length=120)),
                ("source", models.TextField(blank=True, default="")),
                (
                    "situation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="ledger.situation"
                    ),
                ),
            ],
            options={
                "ordering": ("place", "name"),
            },
        ),
        migrations.AddField(
            model_name="report",
            name="situation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="ledger.situation"
            ),
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("name", models.TextField()),
                ("words", models.JSONField(blank=True, default=list)),
                ("places", models.JSONField(blank=True, default=list)),
                (
                    "situation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="ledger.situation"
                    ),
                ),
            ],
            options={
                "ordering": ("day", "name"),
            },
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(fields=["measure", "place", "population"], name="ledger_figure_what"),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(fields=["start", "end"], name="ledger_figure_when"),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.UniqueConstraint(fields=("report", "figure_id"), name="ledger_figure_once"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["figure", "at"], name="ledger_review_latest"),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(fields=("situation", "place", "name"), name="ledger_site_once"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("situation", "digest"), name="ledger_report_once"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("situation", "day", "name"), name="ledger_event_once"),
        ),
    )
