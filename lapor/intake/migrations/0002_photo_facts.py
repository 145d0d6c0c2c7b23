"""What a photo tells of itself, kept with the file until it belongs to a report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_schema")]

    operations = [migrations.AddField("upload", "facts", models.BinaryField(default=b""))]
