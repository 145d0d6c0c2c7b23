"""On the way to a report: photos that came before it, and the keys under which it was sent."""

from django.db import models

from lapor.core.ids import new_id
from lapor.reports.models import Report


class Upload(models.Model):
    """A photo received for a draft. Already cleaned; becomes an attachment when the report is filed, else is swept away."""

    id = models.UUIDField(primary_key=True)
    draft_key = models.BinaryField(db_index=True)  # keyed hash of the draft's secret id
    sha256 = models.CharField(max_length=64)
    original_sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(db_index=True)


class Submission(models.Model):
    """The key a report was sent under (a form's draft id, an Idempotency-Key): sent again, it is the same report."""

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.BinaryField(unique=True)
    report = models.OneToOneField(Report, models.CASCADE, related_name="submission")
