"""On the way to a report: photos that came before it, and the keys under which it was sent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from lapor.agencies.models import Agency, Officer
from lapor.core.ids import new_id
from lapor.gateway.models import ChannelAccount, InboundMessage
from lapor.reporters import vault
from lapor.reporters.models import Reporter
from lapor.reports.models import Attachment, Report


class Upload(models.Model):
    """A file received for a draft, checked and stored; becomes an attachment when the report is filed, else is swept
    away."""

    id = models.UUIDField(primary_key=True)
    draft_key = models.BinaryField(db_index=True)  # keyed hash of the draft's secret id
    kind = models.CharField(max_length=5, choices=Attachment.Kind.choices, default=Attachment.Kind.PHOTO)
    sha256 = models.CharField(max_length=64, blank=True)  # empty until it is prepared, after filing
    original_sha256 = models.CharField(max_length=64)  # keyed, see attachments.original_name
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    place = models.BinaryField(default=b"")  # sealed: where the photo says it was taken; ends with the draft
    facts = models.BinaryField(default=b"")  # sealed: what the photo tells of itself (PhotoFacts); ends with the draft
    name = models.BinaryField(default=b"")  # sealed: shown to its sender alone; ends with the draft
    print_words = models.BinaryField(default=b"")  # sealed: what a machine read in a clipping, to be corrected
    print_read_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_index=True)

    @property
    def called(self) -> str:
        """As its sender calls it: to be shown to them and nobody else."""
        return vault.open_sealed(bytes(self.name))


class Conversation(models.Model):
    """A person's messages on one account of ours.

    The sender and the draft are sealed; the person is known to the vault once they file."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(ChannelAccount, models.PROTECT, related_name="+")
    lookup = models.BinaryField()  # keyed hash of the sender
    sender = models.BinaryField()  # sealed
    name = models.BinaryField(default=b"")  # sealed; as the platform says it
    reporter = models.ForeignKey(Reporter, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=5, default="id")
    draft = models.BinaryField(default=b"")  # sealed JSON, see drafts.py; empty = none
    draft_at = models.DateTimeField(null=True)  # of the last message in the draft: silence is counted from here
    asked = models.CharField(max_length=60, blank=True)  # what the last question was about
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")  # the one they wrote about last
    report_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # STOP: nothing is sent until they write again
    last_at = models.DateTimeField()
    blocked_at = models.DateTimeField(null=True)  # shut out for abuse: messages are kept, but not taken
    blocked_by = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="+")
    blocked_reason = models.CharField(max_length=300, blank=True)
    heard_count = models.PositiveIntegerField(default=0)  # messages within the hour that began at heard_since
    heard_since = models.DateTimeField(null=True)
    answers_count = models.PositiveIntegerField(default=0)  # of ours within the hour that began at answers_since
    answers_since = models.DateTimeField(null=True)
    nobody_reads = False  # of the message at hand: what is said would reach nobody, or a whole group

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "lookup"], name="conversation_of_a_sender")]
        indexes = [
            models.Index(
                fields=["account", "-blocked_at"], name="conversation_blocked", condition=~models.Q(blocked_at=None)
            ),
            models.Index(fields=["draft_at"], name="draft_silent", condition=~models.Q(draft_at=None)),
        ]


class Submission(models.Model):
    """The key a report was sent under (a form's draft id, an Idempotency-Key): sent again, it is the same report."""

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.BinaryField(unique=True)
    # keyed hash of what a form said under it; empty: the key alone says what it is
    digest = models.BinaryField(default=b"")
    report = models.OneToOneField(Report, models.CASCADE, related_name="submission")


class Outlet(models.Model):
    """A station, newspaper or news site that spoke of the city, and where its newsroom reads what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)  # the channel: radio, newspaper, news
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)  # of the newsroom: an office's, no person's
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("root", "kind", Lower("name"), name="outlet_once")]
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class Coverage(models.Model):
    """Where a report was said or printed: the outlet hears of the answer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="coverages")
    report = models.ForeignKey(Report, models.CASCADE, related_name="coverages")
    place = models.CharField(max_length=200)  # programme, or page and rubric
    said_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outlet", "report"], name="coverage_once")]
        indexes = [models.Index(fields=["outlet", "-id"], name="coverage_newest")]


class ImportRun(models.Model):
    """One file of an earlier system on its way in.

    The file, a sample of its rows and its faults lie sealed beside the attachments for a month."""

    class State(models.TextChoices):
        READING = "reading"  # a job looks for its header
        MAPPING = "mapping"  # a person says which column is which
        CHECKING = "checking"  # a job reads all of it and writes nothing
        CHECKED = "checked"
        IMPORTING = "importing"
        IMPORTED = "imported"
        UNDOING = "undoing"
        UNDONE = "undone"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    profile = models.CharField(max_length=10, default="table")
    state = models.CharField(max_length=9, choices=State.choices, default=State.READING)
    header = models.JSONField(default=list)
    sample = models.BinaryField(default=b"")  # sealed JSON: the first rows
    mapping = models.JSONField(default=dict)  # {"fields": {…}, "states": {…}, "links": {kind: {word: code}}}
    words = models.JSONField(default=dict)  # what the check found: {kind: {word: count}}
    rows_read = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)  # by an undo, since somebody has worked on them
    error = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]


class ImportedReport(models.Model):
    """Which run a report came by, so that a whole import can be undone."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="+")
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="reports")


class ImportProfile(models.Model):
    """A mapping that is used again for files with the same columns."""

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    mapping = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "name"], name="import_profile_once")]
        ordering = ["name"]


class NewsItem(models.Model):
    """A news story that is a candidate, or was one: which others tell the same, and what it said before its outlet
    corrected it."""

    message = models.OneToOneField(InboundMessage, models.CASCADE, primary_key=True, related_name="news")
    root = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    story = models.UUIDField(db_index=True)  # the same for all that tell it: the message that told it first
    words = ArrayField(models.BigIntegerField(), default=list)  # newsworthy.fingerprint
    came_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)  # when the outlet changed it last
    before = models.BinaryField(default=b"")  # sealed: what it said before that

    class Meta:
        indexes = [models.Index(fields=["root", "-came_at"], name="news_recent")]
