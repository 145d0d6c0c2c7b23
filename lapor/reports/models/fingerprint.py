"""What makes it possible to find a picture again without opening any file."""

from typing import Any

from django.db import models

from lapor.agencies.models import Agency
from lapor.core.cleaning.limits import FINGERPRINT_BITS
from lapor.reports.models.report import Report
from lapor.reports.models.story import Attachment


class BitField(models.Field):  # type: ignore[type-arg]  # it takes none at run time
    """FINGERPRINT_BITS of "0" and "1": PostgreSQL's bit strings, which it compares and counts itself."""

    def db_type(self, connection: Any) -> str:
        return f"bit({FINGERPRINT_BITS})"


class PhotoFingerprint(models.Model):
    """Of a photo, as it was received (core.cleaning.photos.fingerprint); never masked, shown to nobody.

    `agency`: for which it is evidence; none for those of reporters."""

    attachment = models.OneToOneField(Attachment, models.CASCADE, primary_key=True, related_name="fingerprint")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, related_name="+", db_index=False)
    bits = BitField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "at"], name="fingerprint_agency", condition=models.Q(agency__isnull=False))
        ]
