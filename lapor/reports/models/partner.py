"""Partners of an office: a firm, PLN, an RT, without an account here."""

from datetime import datetime

from django.db import models

from lapor.agencies.models import Agency, Officer
from lapor.core.ids import new_id
from lapor.reports.models.report import Report


class PartnerLink(models.Model):
    """A link by which somebody without an account says how far the work on one report is. The address is signed
    (casework.partners) and kept nowhere."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="partner_links")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)  # whose partner it is
    name = models.CharField(max_length=80)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)  # who gave it
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)  # the last opening that was noted

    def is_good(self, report: Report, at: datetime) -> bool:
        """Neither taken back nor over, and the report is still with the office that gave it, or a unit below: another
        office has partners of its own. Whether it waits for work at all says the table."""
        is_theirs = report.agency is not None and self.agency_id in report.agency.path
        return self.report_id == report.pk and self.ended_at is None and at < self.valid_until and is_theirs
