"""The story of a report: what was said and done, and its files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency, Officer
from lapor.core.ids import new_id
from lapor.reports.models.evidence import Capture
from lapor.reports.models.report import Report
from lapor.reports.vocabulary import (
    ActName,
    Audience,
    Publication,
    State,
)


class Entry(models.Model):
    """One line of a report's story: an act, by whom, with what words. Recording only; surfaces choose the wording."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="entries")
    act = models.CharField(max_length=20)
    at = models.DateTimeField()
    state_after = models.CharField(max_length=20, choices=State.choices)
    actor_kind = models.CharField(max_length=10)
    officer = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="+")
    # the officer's, or the one it went to
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    # of its words and files
    publication = models.CharField(max_length=10, choices=Publication.choices, default=Publication.WITHHELD)
    shown_from = models.DateTimeField(null=True)  # of an act that can be undone: from when others than officers see it
    text = models.TextField(blank=True)
    published_text = models.TextField(blank=True)  # where it differs from what was written
    findings = models.JSONField(null=True)  # as a report's: ["text", kind, start, end]
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["report", "at", "id"], name="entry_story"),
            models.Index(
                fields=["agency", "at", "id"],
                name="entry_typed",
                condition=models.Q(act=ActName.FILE, actor_kind="officer"),
            ),
            # acts that followed a routing row (reports/routing.py)
            models.Index(fields=["at"], name="entry_routed", condition=models.Q(details__has_key="route")),
        ]

    @property
    def is_reporters(self) -> bool:
        """Said by the reporter, also where a desk wrote it down."""
        return self.actor_kind == "reporter" or bool(self.details.get("for_reporter"))

    @property
    def is_movable(self) -> bool:
        """Words of the reporter that came after filing, and are still here: an officer may find that they belong to
        another report."""
        is_theirs = self.is_reporters or self.act == ActName.TAKE_IN
        return (
            is_theirs
            and self.act in {ActName.NOTE, ActName.REPLY, ActName.LATE_REPLY, ActName.TAKE_IN}
            and "moved_to" not in self.details
        )


class Attachment(models.Model):
    """A photo, PDF, sound or video that belongs to a report: what is served was made anew without metadata, the
    original is sealed.

    Files are named by the hash of their content; `id` is random and is all that a URL shows. The name that its sender
    gave it is not kept: it may tell who that is.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        PDF = "pdf", _("PDF")
        AUDIO = "audio", _("sound")
        VIDEO = "video", _("video")

    class Status(models.TextChoices):
        PREPARING = "preparing"  # a job makes what is served; nothing is served before
        READY = "ready"
        FAILED = "failed"  # nothing can be served; the original is kept

    class Taken(models.TextChoices):
        """How an officer's file that shows the result was taken (reports.evidence.how_taken)."""

        IN_APP = "in_app"
        GALLERY = "gallery"

    id = models.UUIDField(primary_key=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments")
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="attachments")
    publication = models.CharField(max_length=10, choices=Publication.choices, default=Publication.WITHHELD)
    is_evidence = models.BooleanField(default=False)
    taken = models.CharField(max_length=7, choices=Taken.choices, blank=True)  # "": no evidence, or older than this
    capture = models.ForeignKey(Capture, models.RESTRICT, null=True, related_name="attachments")
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.PHOTO)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.READY)
    is_masked = models.BooleanField(default=False)  # parts of the photo were made unrecognisable
    # of the full-size variant; names its file; empty until there is one
    sha256 = models.CharField(max_length=64, blank=True)
    original_sha256 = models.CharField(max_length=64)  # keyed: who has the file cannot tell that it was sent
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(status="preparing"), name="attachments_to_prepare")
        ]
