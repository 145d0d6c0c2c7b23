"""Evidence by challenge: the word that has to be in a photo, and the photo that was announced against it."""

from django.db import models

from lapor.agencies.models import Officer
from lapor.core.ids import new_id
from lapor.reports.models.partner import PartnerLink
from lapor.reports.models.report import Report


class Challenge(models.Model):
    """A word for one officer, or one partner of an office, and one report that has to be in frame of one photo. Never
    changed: a Capture used it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="challenges")
    # the person, whomever they stand in for
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(PartnerLink, models.CASCADE, null=True, related_name="+")
    word = models.CharField(max_length=40)
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    is_ahead = models.BooleanField(default=False)  # for work without a network: it was known before it was needed

    class Meta:
        indexes = [models.Index(fields=["report", "officer", "valid_until"], name="challenge_open")]


class Capture(models.Model):
    """A photo as the camera of the page announced it, before its file came. Never changed but for `place`, which ends
    (ops.retention) and is sealed anew when keys change; an Attachment names the one it was taken with."""

    class Fault(models.TextChoices):
        """Why it does not count as taken in the app (reports.evidence)."""

        UNKNOWN = "unknown"  # no challenge, or another report's or officer's
        USED = "used"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="captures")
    challenge = models.ForeignKey(Challenge, models.CASCADE, null=True, related_name="captures")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(PartnerLink, models.CASCADE, null=True, related_name="+")
    original_sha256 = models.CharField(max_length=64)  # keyed, as an attachment's
    device_at = models.DateTimeField()  # as the phone says
    announced_at = models.DateTimeField()
    was_offline = models.BooleanField(default=False)
    # latitude, longitude, metres of accuracy and a random word, sealed; empty where none was given or it has ended
    place = models.BinaryField(default=b"")
    place_commitment = models.CharField(max_length=64, blank=True)  # of what was sealed: it stays when that ends
    fault = models.CharField(max_length=8, choices=Fault.choices, blank=True)  # "" = taken in the app

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "original_sha256"], name="captured_once"),
            models.UniqueConstraint(fields=["challenge"], condition=models.Q(fault=""), name="challenge_used_once"),
        ]
        indexes = [
            models.Index(fields=["announced_at"], name="capture_place", condition=~models.Q(place=b"")),
        ]
