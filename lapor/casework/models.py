"""Requests to open a reporter's identity or a sealed original: who, why, with whose consent, and whether it was done.

Officers' devices."""

from django.db import models

from lapor.agencies.models import Agency, Officer
from lapor.core.ids import new_id
from lapor.reports.models import Attachment, Report


class IdentityOpening(models.Model):
    """One request.

    A named, public report opens with the reason alone; an anonymous or confidential one needs a second officer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="identity_openings")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    # in whose name: differs where the officer stands in
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    # its original; null: the identity
    attachment = models.ForeignKey(Attachment, models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=500)
    needs_second = models.BooleanField()
    requested_at = models.DateTimeField()
    approved_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_as = models.CharField(max_length=24, blank=True)  # the role, which may have been lent
    opened_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["report", "-requested_at"], name="opening_of_report")]


class OfficerDevice(models.Model):
    """A browser of an officer that shows notices (Web Push).

    Told by notify.officer_ways; here, since its sealed address is in the rotation."""

    id = models.UUIDField(primary_key=True, default=new_id)
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    address = models.BinaryField()  # sealed by the vault
    lookup = models.BinaryField(unique=True)  # keyed hash of the subscription: a browser is one officer's at a time
    made_at = models.DateTimeField()
