"""Events say when they were opened, so that the picture of an earlier day stays what it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0007_publication"),)
    operations = (
        migrations.AddField(model_name="event", name="known_at", field=models.DateTimeField(blank=True, null=True)),
    )
