"""On the way to a report: photos that came before it, and the keys under which it was sent."""

from django.db import models

from lapor.core.ids import new_id
from lapor.reports.models import Attachment, Report


class Upload(models.Model):
    """A file received for a draft, checked and stored; becomes an attachment when the report is filed, else is swept away."""

    id = models.UUIDField(primary_key=True)
    draft_key = models.BinaryField(db_index=True)  # keyed hash of the draft's secret id
    kind = models.CharField(max_length=5, choices=Attachment.Kind.choices, default=Attachment.Kind.PHOTO)
    sha256 = models.CharField(max_length=64, blank=True)  # empty until it is prepared, after filing
    original_sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    place = models.BinaryField(default=b"")  # sealed: where the photo says it was taken; ends with the draft
    name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(db_index=True)


class Submission(models.Model):
    """The key a report was sent under (a form's draft id, an Idempotency-Key): sent again, it is the same report."""

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.BinaryField(unique=True)
    report = models.OneToOneField(Report, models.CASCADE, related_name="submission")
