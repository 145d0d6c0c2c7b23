"""Names of files are sealed while a draft lives, and kept nowhere after. Originals are named by a keyed hash of what they were named before.

Going back empties the names and keeps the keyed ones: nobody reads more out of them than that two are the same.
"""

from pathlib import Path

from django.conf import settings
from django.db import migrations, models

from lapor.core.ids import keyed_hash
from lapor.reporters import vault

BATCH = 500


def key_originals(apps, _schema_editor):
    """Row by row, each in the order file, rows: stopped between, the next run finds the file under its new name."""
    models_with_files = [apps.get_model("reports", "Attachment"), apps.get_model("intake", "Upload")]
    names = {
        name
        for model in models_with_files
        for name in model.objects.values_list("original_sha256", flat=True).distinct()
    }
    for old in names:
        new = keyed_hash(settings.LOOKUP_KEY, "original", old).hex()
        path, target = _path(old), _path(new)
        if path.exists():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.replace(target)
        for model in models_with_files:
            model.objects.filter(original_sha256=old).update(original_sha256=new)


def _path(name):
    return Path(settings.ATTACHMENTS_DIR) / name[:2] / f"{name}.sealed"


def seal_names(apps, _schema_editor):
    for row in apps.get_model("intake", "Upload").objects.exclude(name="").iterator(BATCH):
        row.sealed_name = vault.seal(row.name)
        row.save(update_fields=["sealed_name"])


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0008_no_first_at"),
        ("reports", "0010_no_file_names"),
    ]

    operations = [
        migrations.AddField("upload", "sealed_name", models.BinaryField(default=b"")),
        migrations.RunPython(seal_names, migrations.RunPython.noop),
        migrations.RemoveField("upload", "name"),
        migrations.RenameField("upload", "sealed_name", "name"),
        migrations.RunPython(key_originals, migrations.RunPython.noop),
    ]
