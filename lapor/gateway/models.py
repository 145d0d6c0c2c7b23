"""What comes in and what goes out: accounts, deliveries, messages, attempts, and the counters of the doors.

Raw deliveries, addresses and words of messages are sealed by the vault's keys.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lapor.agencies.models import Agency
from lapor.core.ids import new_id
from lapor.gateway.outbound.sealed_words import Words, opened_words


class MessageAudience(models.TextChoices):
    """Whom a message is for. Every message says it; what the delivery log lists hangs on it (casework.delivery_log)."""

    REPORTER = "reporter", _("Reporter")  # of the report, on a way that only they read
    PUBLIC = "public", _("Reporter, in public")  # a reporter, under their public post
    OFFICER = "officer", _("Officers")
    NEWSROOM = "newsroom", _("Newsroom")  # an answer to it is no word of a reporter
    FOLLOWER = "follower", _("Who follows it")  # who follows something, the reporter of a report among them
    CODE = "code", _("Who signs in")  # who wants to sign in
    OURSELVES = "ourselves", _("Ourselves")  # a canary


TO_REPORTERS = (MessageAudience.REPORTER, MessageAudience.PUBLIC)


class ChannelAccount(models.Model):
    """One account of the city on a platform, and how it fares."""

    id = models.UUIDField(primary_key=True, default=new_id)
    root = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    name = models.SlugField(max_length=40)
    settings = models.JSONField(default=dict)
    secrets = models.BinaryField(default=b"")  # sealed JSON
    is_active = models.BooleanField(default=True)
    is_local = models.BooleanField(default=False)  # made by `lapor ingest`: receives files, never sends
    silent_after_hours = models.PositiveIntegerField(default=0)  # alarm where nothing comes for so long; 0 = none
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)  # last, also a copy that was ignored
    sent_at = models.DateTimeField(null=True)
    received_count = models.PositiveBigIntegerField(default=0)  # messages, copies apart
    sent_count = models.PositiveBigIntegerField(default=0)
    failed_count = models.PositiveBigIntegerField(default=0)  # messages that could not be sent for good
    rejected_count = models.PositiveIntegerField(default=0)  # calls with a wrong signature
    cursor = models.CharField(max_length=200, blank=True)  # of a channel that is polled: where to go on
    polled_at = models.DateTimeField(null=True)  # last time that the platform answered
    # why nothing goes out until somebody mends it; empty once something does
    send_error = models.CharField(max_length=300, blank=True)
    limited_at = models.DateTimeField(null=True)  # when the platform said last that we send too much
    check_text = models.CharField(max_length=300, blank=True)  # what the live check found
    checked_at = models.DateTimeField(null=True)
    check_is_fine = models.BooleanField(default=False)
    poll_error = models.CharField(max_length=300, blank=True)  # why it did not, the last time
    canary = models.CharField(max_length=40, blank=True)  # the word that was sent to ourselves last
    canary_sent_at = models.DateTimeField(null=True)
    canary_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "name"], name="account_of_a_channel")]
        ordering = ["channel", "name"]

    def __str__(self) -> str:
        return f"{self.channel}/{self.name}"


class Delivery(models.Model):
    """Raw bytes and headers as they came, sealed; stored before the platform is told 200. Partitioned by month."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READ = "read"
        QUARANTINED = "quarantine"

    pk = models.CompositePrimaryKey("received_at", "id")
    id = models.UUIDField()
    received_at = models.DateTimeField()
    account_id = models.UUIDField()
    channel = models.CharField(max_length=10)
    raw = models.BinaryField()  # sealed: headers, query, body
    size = models.PositiveIntegerField()  # bytes of the body
    state = models.CharField(max_length=10)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(default="")
    request_id = models.CharField(max_length=64, blank=True, default="", db_default="")  # core.logs: its lines name it

    class Meta:
        managed = False
        db_table = "gateway_delivery"

    objects: ClassVar[models.Manager["Delivery"]] = models.Manager()


class DeliveryKey(models.Model):
    """A delivery that came before: narrow and never partitioned, so that a copy is known however old the first is."""

    key = models.BinaryField(primary_key=True)  # SHA-256 of account and body
    delivery_id = models.UUIDField()
    received_at = models.DateTimeField()


class InboundMessage(models.Model):
    """One message of a delivery. Its words and sender are sealed; files that came along stay in the delivery."""

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"  # part of a conversation or a report
        CANDIDATE = "candidate"  # public words: an officer decides
        IGNORED = "ignored"
        QUARANTINED = "quarantine"

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(ChannelAccount, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    key = models.BinaryField()  # of the platform's id, else of sender, text and time
    delivery_id = models.UUIDField()
    delivery_at = models.DateTimeField()
    place_in_delivery = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    body = models.BinaryField()  # sealed JSON, see messages.py
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=40, blank=True)  # what was done with it, in a word
    report_id = models.UUIDField(null=True)
    entry_id = models.UUIDField(null=True)  # of the report's story, where it became one
    conversation_id = models.UUIDField(null=True)
    group_key = models.BinaryField(default=b"")  # the same for all pieces of one message; empty: it is whole
    piece = models.PositiveSmallIntegerField(default=0)  # which one
    pieces = models.PositiveSmallIntegerField(default=0)  # of how many
    is_urgent = models.BooleanField(default=False)  # of a candidate: by its words
    is_protected = models.BooleanField(default=False)  # of a candidate: only the standing group reads it
    error = models.TextField(blank=True)
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    # hash of what it said when it came last, where a platform tells again what it told before
    said = models.BinaryField(default=b"")
    mail_id = models.BinaryField(default=b"")  # keyed hash of a mail's Message-ID, see threads.py
    lookup = models.BinaryField(default=b"")  # keyed hash of the sender: when somebody last wrote, and in which order
    # it waits so long for files that have to be fetched; null = for none
    files_due_at = models.DateTimeField(null=True)
    request_id = models.CharField(max_length=64, blank=True, default="", db_default="")  # core.logs: its lines name it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="inbound_once")]
        indexes = [
            models.Index(
                fields=["account", "lookup", "received_at"], name="inbound_sender", condition=~models.Q(lookup=b"")
            ),
            models.Index(
                fields=["account", "lookup"],
                name="inbound_files",
                condition=models.Q(state="waiting", files_due_at__isnull=False),
            ),
            models.Index(
                fields=["channel", "received_at", "id"], name="inbound_waiting", condition=models.Q(state="waiting")
            ),
            models.Index(
                fields=["account", "state", "received_at"],
                name="inbound_open",
                condition=models.Q(state__in=["quarantine", "candidate"]),
            ),
            models.Index(fields=["mail_id"], name="inbound_mail_id", condition=~models.Q(mail_id=b"")),
            models.Index(
                fields=["account", "-received_at"],
                name="inbound_ignored",
                condition=models.Q(state="ignored", channel="email"),
            ),
            models.Index(
                fields=["group_key"],
                name="inbound_group",
                condition=~models.Q(group_key=b"") & models.Q(state="waiting"),
            ),
            models.Index(fields=["entry_id"], name="inbound_entry", condition=~models.Q(entry_id=None)),
            models.Index(fields=["report_id"], name="inbound_report", condition=~models.Q(report_id=None)),
            models.Index(
                fields=["conversation_id"], name="inbound_conversation", condition=~models.Q(conversation_id=None)
            ),
        ]


class InboundFile(models.Model):
    """A file that a message referred to, fetched by a job. Sealed; emptied once the message is settled."""

    class State(models.TextChoices):
        WAITING = "waiting"
        FETCHED = "fetched"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    message = models.ForeignKey(InboundMessage, models.CASCADE, related_name="files")
    place = models.PositiveSmallIntegerField()  # among the files of its message
    content = models.BinaryField(default=b"")  # sealed
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)  # why it was not had, the last time
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "place"], name="file_of_a_message")]
        indexes = [
            models.Index(fields=["created_at"], name="file_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["created_at"], name="file_failed", condition=models.Q(state="failed")),
            models.Index(fields=["created_at"], name="file_kept", condition=~models.Q(content=b"")),
        ]


class OutboundMessage(models.Model):
    """One message to one address. Address and words are sealed, and hold no more than the receiver may know.

    Words with a code (to sign in, of a receipt) are emptied as soon as they are sent or failed: `holds_code`.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    channel = models.CharField(max_length=10)
    # null: the email of the settings
    account = models.ForeignKey(ChannelAccount, models.PROTECT, null=True, related_name="+")
    root = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=MessageAudience.choices)
    report_id = models.UUIDField(null=True)
    conversation_id = models.UUIDField(null=True)  # what is said before there is a report ends with the person too
    cause = models.CharField(max_length=40)  # the event's name
    address = models.BinaryField()  # sealed by the vault
    words = models.BinaryField(default=b"")  # sealed, see words.py
    holds_code = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)  # somebody is sending it
    not_before = models.DateTimeField(null=True)  # at night it waits for the morning
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    # the platform's id of it, so that an answer finds its way
    provider_id = models.CharField(max_length=200, blank=True)
    # what became of it: delivered, read, failed; closed: it goes again
    provider_state = models.CharField(max_length=10, blank=True)
    public_post = models.CharField(max_length=200, blank=True)  # the platform's id of the public post it replies to
    asks_place = models.BooleanField(default=False)
    opens = models.CharField(max_length=300, blank=True)  # of a push: the page behind it
    stop_url = models.CharField(max_length=300, blank=True)  # where one call ends what it came of (RFC 8058)
    request_id = models.CharField(max_length=64, blank=True, default="", db_default="")  # core.logs: its lines name it
    dedupe_key = models.CharField(max_length=120, unique=True)  # an event tells a person once, however often it is read

    class Meta:
        indexes = [
            models.Index(fields=["root", "-created_at", "id"], name="outbound_recent"),
            models.Index(fields=["report_id"], name="outbound_report"),
            models.Index(
                fields=["channel", "created_at"], name="outbound_waiting", condition=models.Q(status="waiting")
            ),
            models.Index(fields=["report_id"], name="outbound_failed", condition=models.Q(status="failed")),
            models.Index(
                fields=["conversation_id"], name="outbound_conversation", condition=~models.Q(conversation_id=None)
            ),
            models.Index(fields=["provider_id"], name="outbound_provider", condition=~models.Q(provider_id="")),
        ]

    @property
    def said(self) -> Words:
        """Raises core.crypto.CannotDecrypt."""
        return opened_words(bytes(self.words))


class OutboundHold(models.Model):
    """While this row stands nothing is sent (outbound.hold)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    since = models.DateTimeField()
    is_by_hand = models.BooleanField(default=False, db_default=False)  # else a restore or a copy was noticed


class DeliveryAttempt(models.Model):
    """One try to send: when, with what result. `answer` is the provider's word or the error, for the delivery log."""

    message = models.ForeignKey(OutboundMessage, models.CASCADE, related_name="delivery_attempts")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=14)
    answer = models.CharField(max_length=300, blank=True)


class RateCount(models.Model):
    """How often somebody came through a door in a window of time.

    `key` is a keyed hash; rows live for hours (table is unlogged)."""

    key = models.BinaryField(primary_key=True)
    window_ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()
