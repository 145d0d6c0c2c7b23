"""The heart's rows. Only actions of this package write them; `perform_action` is the only writer of state."""

import secrets

from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency, Area, Category, Officer
from lapor.core.ids import new_id, show_tracking_id
from lapor.reporters.models import Reporter
from lapor.reports.vocabulary import (
    ActName,
    ClockKind,
    Identity,
    Kind,
    OfficerCall,
    Outcome,
    Publication,
    State,
    Urgency,
    Verdict,
    Visibility,
    archive_reason_choices,
    channel_choices,
)


def new_salt() -> bytes:
    return secrets.token_bytes(16)


class Report(models.Model):
    """One report. Identity is only a link to the vault's reporter; an anonymous one's name is nowhere but there."""

    id = models.UUIDField(primary_key=True, default=new_id)
    tracking_id = models.CharField(max_length=10, unique=True)
    former_number = models.CharField(max_length=40, blank=True)
    root = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reporter = models.ForeignKey(Reporter, models.SET_NULL, null=True, related_name="reports")
    receipt_hash = models.BinaryField(null=True)
    salt = models.BinaryField(default=new_salt)  # of the commitments in the ledger

    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.COMPLAINT)
    identity = models.CharField(max_length=10, choices=Identity.choices, default=Identity.NAMED)
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC)
    publication = models.CharField(max_length=10, choices=Publication.choices, default=Publication.PENDING)
    urgency = models.CharField(max_length=8, choices=Urgency.choices, default=Urgency.NORMAL)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    is_protected = models.BooleanField(default=False)

    state = models.CharField(max_length=20, choices=State.choices)
    return_state = models.CharField(max_length=20, choices=State.choices, blank=True)
    version = models.PositiveIntegerField(
        default=1
    )  # grows with each act; says what an officer's decision was based on
    archive_reason = models.CharField(max_length=20, choices=archive_reason_choices, blank=True)
    archived_by = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="+")
    refusals = models.PositiveSmallIntegerField(default=0)
    is_decided = models.BooleanField(default=False)
    has_appealed = models.BooleanField(default=False)
    has_objected = models.BooleanField(default=False)
    is_extended = models.BooleanField(default=False)
    is_unreachable = models.BooleanField(default=False)  # closed at once: there was no way to ask the reporter
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")  # of a merged one
    children_count = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)  # of a merged one's reporter
    supporters_count = models.PositiveIntegerField(default=0)
    promised_on = models.DateField(null=True)
    extra_working_days = models.PositiveSmallIntegerField(default=0)  # the published change of clocks of an incident
    officer = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="+")  # whom the agency gave it to
    # Whether rows stand in the tables of that name, so that most acts need not look there.
    has_proposal = models.BooleanField(default=False)
    has_helpers = models.BooleanField(default=False)
    has_exclusions = models.BooleanField(default=False)
    officer_call = models.CharField(
        max_length=8, choices=OfficerCall.choices, blank=True, default=""
    )  # the story says when and in which words

    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    answers = models.JSONField(default=list)  # to the category's own questions: code, question and answer in words
    published_text = models.TextField(blank=True)  # where it differs from what was written
    published_title = models.CharField(max_length=200, blank=True)  # likewise
    findings = models.JSONField(
        null=True
    )  # what looks like personal data in title and words: [field, kind, start, end]; null: not looked for
    has_unchecked = models.BooleanField(
        default=False
    )  # later words or files of the reporter wait for the privacy check
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    category_text = models.CharField(max_length=200, blank=True)  # of an earlier system
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    agency_text = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    area_text = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    happened_at = models.DateTimeField(null=True)

    channel = models.CharField(max_length=10, choices=channel_choices)
    provenance = models.JSONField(default=dict)  # account, who typed it, station, newspaper page, original word
    language = models.CharField(max_length=5, default="id")
    is_imported = models.BooleanField(default=False)

    filed_at = models.DateTimeField()
    state_since = models.DateTimeField()
    held_since = models.DateTimeField(null=True)  # by the agency that holds it now
    remind_at = models.DateTimeField(null=True)  # of a wait for the reporter or for somebody outside
    first_response_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # the nearest end of a running clock of the office
    search = models.GeneratedField(
        expression=SearchVector("title", "text", config=RawSQL("'indonesian'::regconfig", [])),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["root", "state", "due_at", "id"], name="report_inbox"),
            models.Index(fields=["agency", "state", "due_at", "id"], name="report_agency_inbox"),
            models.Index(fields=["root", "-filed_at", "id"], name="report_filed"),
            models.Index(fields=["remind_at"], name="report_remind", condition=~models.Q(remind_at=None)),
            models.Index(fields=["parent"], name="report_children", condition=~models.Q(parent=None)),
            models.Index(fields=["former_number"], name="report_former", condition=~models.Q(former_number="")),
            models.Index(
                fields=["state", "state_since"],
                name="report_waiting",
                condition=models.Q(state__in=["awaiting_reporter", "answered"]),
            ),
            models.Index(
                fields=["root", "due_at", "id"], name="report_unchecked", condition=models.Q(has_unchecked=True)
            ),
            models.Index(
                fields=["root", "due_at", "id"], name="report_called", condition=models.Q(officer_call="open")
            ),
            GinIndex(fields=["search"], name="report_search"),
            HashIndex(
                fields=["receipt_hash"], name="report_receipt"
            ),  # words that repeat a code are known (publication.mask_codes_in)
            HashIndex(
                KT("provenance__post"), name="report_post"
            ),  # however long a link is; most reports have none and are not in it
        ]

    is_story_changed = (
        False  # while an act is done: whether it changed entries or files that were there before (change_story)
    )

    def __str__(self) -> str:
        return show_tracking_id(self.tracking_id)

    def change_story(self, rows: "models.QuerySet[Entry] | models.QuerySet[Attachment]", **values: object) -> int:
        """Change older entries or files of this report within an act, whose event then commits to all of them anew.

        Gives how many."""
        changed = rows.update(**values)
        self.is_story_changed = self.is_story_changed or bool(changed)
        return changed

    @property
    def words(self) -> str:
        """All that the reporter wrote: the text, and below it the answers to the category's questions."""
        lines = [
            f"{said['question']}{'' if said['question'].endswith('?') else ':'} {said['answer']}"
            for said in self.answers
        ]
        return "\n\n".join([self.text, "\n".join(lines)]) if lines else self.text

    @property
    def public_text(self) -> str:
        """What the public may read once it is published."""
        return self.published_text or self.words

    @property
    def public_title(self) -> str:
        """Likewise; where words were taken out, never the title as it was written."""
        return self.published_title if self.published_title or self.published_text else self.title


class Audience(models.TextChoices):
    PUBLIC = "public"  # everyone, once report and entry are published (publication.py); the reporter at once
    REPORTER = "reporter"
    INTERNAL = "internal"


class Entry(models.Model):
    """One line of a report's story: an act, by whom, with what words. Recording only; surfaces choose the wording."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="entries")
    act = models.CharField(max_length=20)
    at = models.DateTimeField()
    state_after = models.CharField(max_length=20, choices=State.choices)
    actor_kind = models.CharField(max_length=10)
    officer = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="+")
    agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, related_name="+"
    )  # the officer's, or the one it went to
    audience = models.CharField(max_length=10, choices=Audience.choices)
    publication = models.CharField(
        max_length=10, choices=Publication.choices, default=Publication.WITHHELD
    )  # of its words and files
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


class Assignment(models.Model):
    """Disposisi: which agency held a report, from when to when, and why it moved."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="assignments")
    from_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    to_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    was_refused = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=models.Q(ended_at=None), name="one_holder_at_a_time")
        ]


class Clock(models.Model):
    """One deadline of a report, with the calendar and policy it was computed with; it never moves when those change."""

    class Status(models.TextChoices):
        RUNNING = "running"
        PAUSED = "paused"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=12, choices=ClockKind.choices)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    working_days = models.PositiveSmallIntegerField(default=0)
    calendar_hours = models.PositiveSmallIntegerField(default=0)
    calendar_version = models.CharField(max_length=40)
    policy_version = models.CharField(max_length=40)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=20, blank=True)
    left_working_days = models.SmallIntegerField(default=0)
    left_seconds = models.IntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)
    # What the sweep has said of it, and when it has to look again (null: never).
    reminded = models.PositiveSmallIntegerField(default=0)
    remind_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="one_clock_of_a_kind")]
        indexes = [models.Index(fields=["remind_at"], name="clock_remind", condition=~models.Q(remind_at=None))]

    @property
    def was_late(self) -> bool | None:
        """Whether it ended after its time; None while it has not ended."""
        return self.stopped_at > self.due_at if self.stopped_at else None


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

    id = models.UUIDField(primary_key=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments")
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="attachments")
    publication = models.CharField(max_length=10, choices=Publication.choices, default=Publication.WITHHELD)
    is_evidence = models.BooleanField(default=False)
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.PHOTO)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.READY)
    is_masked = models.BooleanField(default=False)  # parts of the photo were made unrecognisable
    sha256 = models.CharField(
        max_length=64, blank=True
    )  # of the full-size variant; names its file; empty until there is one
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


class Feedback(models.Model):
    """The reporter's rating of how it was handled, 1 to 5."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="feedback")
    rating = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()


class Proposal(models.Model):
    """An act that needs approval: kept as it was proposed, done when it is approved, void when the report moves on."""

    class Status(models.TextChoices):
        OPEN = "open"
        APPROVED = "approved"
        DECLINED = "declined"
        VOID = "void"

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, models.CASCADE, related_name="proposals")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")  # holds the proposed photos
    act = models.CharField(max_length=20)
    approver = models.CharField(max_length=24)  # the role whose approval it needs
    data = models.JSONField()
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=models.Q(status="open"), name="one_open_proposal")
        ]


class Support(models.Model):
    """Somebody who experiences the same.

    `supporter` is a keyed hash: it counts a person once and says nothing of who."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="supports")
    supporter = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "supporter"], name="support_counts_once")]


class ReadyNumber(models.Model):
    """A tracking number that a desk holds for the time when the network is gone.

    `key` is the hash of the secret submission key from which the receipt code follows: only the browser it was handed
    to knows key and code."""

    key = models.BinaryField(primary_key=True)
    tracking_id = models.CharField(max_length=10, unique=True)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")  # whose desk
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")  # to whom it was handed
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)


class SupportingAgency(models.Model):
    """An agency that was asked to help: sees the report, may report progress, is not responsible."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="helpers")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "agency"], name="helper_once")]


class Exclusion(models.Model):
    """An accused agency (with all below it) or officer that may not see a protected report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="exclusions")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
