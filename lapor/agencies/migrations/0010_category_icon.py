"""A category may name its picture."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0009_assets")]

    operations = [
        migrations.AddField("category", "icon", models.CharField(blank=True, default="", max_length=20)),
    ]
