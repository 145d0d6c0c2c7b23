"""Requests to open a reporter's identity or a sealed original: who, why, with whose consent, and whether it was done.

What officers keep beside the acts: devices, lists, drafts, response templates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency, Category, Officer
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


class SavedView(models.Model):
    """A list with its filters under a name: an officer's own, or their agency's."""

    id = models.UUIDField(primary_key=True, default=new_id)
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")  # who made it
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")  # null: for who made it alone
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)  # of the list's address

    class Meta:
        ordering = ["name"]


class Snooze(models.Model):
    """A report that an officer does not want among what waits for them until a day, or until something happens to it.
    No deadline stops."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    # as it stood: what differs from it ends the snooze
    version = models.PositiveIntegerField()
    heard_count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "report"], name="one_snooze_of_an_officer")]


class Presence(models.Model):
    """That an officer has a report's page open, and whether they write: noted by the page every few seconds."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField()
    is_writing = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "officer"], name="one_presence_of_an_officer")]


class ActDraft(models.Model):
    """What an officer typed into the form of an act and has not sent, so that it is there on another device too."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+", db_index=False)
    act = models.CharField(max_length=20)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "officer", "act"], name="one_draft_of_an_act")]
        indexes = [models.Index(fields=["at"], name="draft_at")]


class ResponseTemplate(models.Model):
    """Words that an office uses again, for one act; of a root agency: for every office of the city.

    `text` holds fields in braces (casework.response_templates)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", db_index=False)
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")  # null: of every category
    act = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    text = models.TextField()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["agency", "act"], name="template_of_an_act")]


class Macro(models.Model):
    """Several acts, one after the other, that an officer does with one key: an officer's own, an office's, or of a root
    agency for every office of the city. `steps`: what casework.macro_forms makes, an act and its fields each."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")  # null: its officer's own
    officer = models.ForeignKey(Officer, models.CASCADE, null=True, related_name="+")  # null: an office's
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")  # null: of every category
    state = models.CharField(max_length=20, blank=True)  # a State; "": in every one
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=1, blank=True)  # a digit
    steps = models.JSONField(default=list)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agency=None) ^ models.Q(officer=None), name="macro_is_of_one_or_the_other"
            )
        ]


class CallbackDraw(models.Model):
    """The sample of a month: drawn once, by a seed that anybody can look up (casework.callback.drawing).

    `frame`: every report that could be drawn, as FrameRow; `rules`: as they were in force; `skipped`: number and reason
    of those of the ranking that could not be asked."""

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()  # its first day
    head_day = models.DateField()
    head = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    rules = models.JSONField()
    frame = models.JSONField()
    size = models.PositiveIntegerField()
    skipped = models.JSONField(default=dict)
    drawn_by = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["root", "month"], name="one_draw_a_month")]


class CallbackCase(models.Model):
    """One drawn report and who asks about it. `outcome`: "" while it is open, a CallResult, or "overtaken"."""

    class Way(models.TextChoices):
        PHONE = "phone", _("By telephone")
        VISIT = "visit", _("By a visit")

    id = models.UUIDField(primary_key=True, default=new_id)
    draw = models.ForeignKey(CallbackDraw, models.CASCADE, related_name="cases", db_index=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()  # in the ranking, from 1
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    passed = models.JSONField(default=list)  # ids of officers who could not ask
    tries = models.JSONField(default=list)  # days (ISO) on which nobody was reached
    outcome = models.CharField(max_length=12, blank=True, default="")
    way = models.CharField(max_length=5, choices=Way.choices, blank=True, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "report"], name="drawn_once")]
        indexes = [models.Index(fields=["officer", "outcome"], name="calls_of_an_officer")]
