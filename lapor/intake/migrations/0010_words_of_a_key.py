"""What was sent under a key: the same key with other words is not answered with the first report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0009_sealed_file_names")]

    operations = [migrations.AddField("submission", "digest", models.BinaryField(default=b""))]
