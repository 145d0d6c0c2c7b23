"""The words of the field (docs/product.md): codes for the code, labels for people.

One vocabulary for every screen and message."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lapor.gateway.channels import CHANNELS


class State(TextChoices):
    RECEIVED = "received", _("Not yet verified")
    AWAITING_REPORTER = "awaiting_reporter", _("Waiting for the reporter")
    FORWARDED = "forwarded", _("Not yet followed up")
    IN_PROGRESS = "in_progress", _("In progress")
    SCHEDULED = "scheduled", _("Scheduled")
    ANSWERED = "answered", _("Answered, waiting for confirmation")
    RESOLVED = "resolved", _("Resolved, confirmed")
    CLOSED_UNCONFIRMED = "closed_unconfirmed", _("Closed without confirmation")
    MERGED = "merged", _("Merged")
    ARCHIVED = "archived", _("Archived")
    REFERRED = "referred", _("Referred outside")


CLOSED_STATES = (State.RESOLVED, State.CLOSED_UNCONFIRMED, State.ARCHIVED, State.REFERRED, State.MERGED)


class ActName(StrEnum):
    """What may be done to a report; the rows of each stand in reports.workflow.acts, its words in presentation."""

    FILE = "file"
    IMPORT = "import"
    ASK = "ask"
    FORWARD = "forward"
    DECIDE = "decide"
    REROUTE = "reroute"
    MERGE = "merge"
    SPLIT = "split"
    ARCHIVE = "archive"
    REFER = "refer"
    OUTSIDE_ANSWER = "outside_answer"
    ASSIGN_OFFICER = "assign_officer"
    GIVE_TEAM = "give_team"
    TAKE = "take"
    HAND_BACK = "hand_back"
    REFUSE = "refuse"
    START = "start"
    RESPOND = "respond"
    SCHEDULE = "schedule"
    RESCHEDULE = "reschedule"
    ANSWER = "answer"
    EXTEND = "extend"
    UNASSIGN = "unassign"
    CALL_SUPPORT = "call_support"
    APPROVE = "approve"
    DECLINE = "decline"
    REPLY = "reply"
    LATE_REPLY = "late_reply"
    CONFIRM = "confirm"
    REJECT = "reject"
    REOPEN = "reopen"
    OBJECT = "object"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    TAKE_BACK = "take_back"
    APPEAL = "appeal"
    NOTE = "note"
    CALL_OFFICER = "call_officer"
    RATE = "rate"
    LOWER_PRIVACY = "lower_privacy"
    SUPPORT = "support"
    EXPIRE = "expire"
    LAPSE = "lapse"
    REMIND = "remind"
    CORRECT = "correct"
    PUBLISH = "publish"
    MASK = "mask"
    MASK_PHOTO = "mask_photo"
    MOVE_OUT = "move_out"
    DIVIDE = "divide"
    TAKE_IN = "take_in"
    ANSWER_CALL = "answer_call"
    END_CALL = "end_call"
    PUBLISH_ENTRY = "publish_entry"
    WITHHOLD_ENTRY = "withhold_entry"
    WITHHOLD = "withhold"
    RAISE_PRIVACY = "raise_privacy"
    PROPOSE = "propose"  # in no row: what is done where a row needs an approval
    PROTECT = "protect"
    EXCLUDE = "exclude"
    STATEMENT = "statement"
    WORK_NOTE = "work_note"
    INVITE_PARTNER = "invite_partner"
    END_PARTNER = "end_partner"
    PARTNER_NEWS = "partner_news"
    UNDO = "undo"
    CALL_BACK = "call_back"

    @property
    def event(self) -> str:
        """The name of its event in the ledger."""
        return f"report.{self.value}"


class PartnerStep(TextChoices):
    """How far a partner of an office (a firm, PLN, an RT) says that the work is."""

    RECEIVED = "received", _("We have received it")
    PLANNED = "planned", _("It is planned")
    DONE = "done", _("It is done")


class Kind(TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    ASPIRATION = "aspiration", _("Aspiration")
    INFORMATION_REQUEST = "information_request", _("Information request")


class Identity(TextChoices):
    NAMED = "named", _("With my name, seen only by officers")
    ANONYMOUS = "anonymous", _("Anonymous")


class Visibility(TextChoices):
    PUBLIC = "public", _("Public")
    CONFIDENTIAL = "confidential", _("Confidential")


class OfficerCall(TextChoices):
    """A person asked for a person."""

    OPEN = "open", _("Asks for an officer")
    ANSWERED = "answered", _("Asked for an officer, who answered")


class WaitsFor(TextChoices):
    """Whose turn it is; made by the database of the row (models.queue)."""

    TRIAGE = "triage", _("Verification")
    AGENCY = "agency", _("The agency")
    HEAD = "head", _("The head of the agency")
    CITY_HEAD = "city_head", _("The head of the city")
    REPORTER = "reporter", _("The reporter")
    OUTSIDE = "outside", _("Somebody outside")


class Audience(TextChoices):
    PUBLIC = "public"  # everyone, once report and entry are published (publication.py); the reporter at once
    REPORTER = "reporter"
    INTERNAL = "internal"


class Publication(TextChoices):
    PENDING = "pending", _("Waiting for the privacy check")
    PUBLISHED = "published", _("Published")
    WITHHELD = "withheld", _("Withheld")


class Urgency(TextChoices):
    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")


class Verdict(TextChoices):
    """What the reporter of a merged report says of the parent's answer."""

    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")


class Reminder(TextChoices):
    """What time alone makes an office hear of; the order is that of the escalation (docs/product.md, Deadlines)."""

    NEAR = "near", _("A deadline is near")
    PASSED = "passed", _("A deadline has passed")
    FAR_PASSED = "far_passed", _("A deadline passed long ago")
    ASKED_3 = "asked_3", _("No reply for 3 working days")
    ASKED_7 = "asked_7", _("No reply for 7 working days")
    REFERRED = "referred", _("No word from outside for 10 working days")


class Outcome(TextChoices):
    SOLVED = "solved", _("Solved")
    PARTLY = "partly", _("Partly")
    NOT_POSSIBLE = "not_possible", _("Not possible")
    ADOPTED = "adopted", _("Adopted")
    PLANNED = "planned", _("Planned")
    DECLINED = "declined", pgettext_lazy("outcome", "Declined")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", pgettext_lazy("outcome", "Refused")
    NOT_HELD = "not_held", _("Information not held")


OUTCOMES_OF_KIND: dict[str, tuple[Outcome, ...]] = {
    Kind.COMPLAINT: (Outcome.SOLVED, Outcome.PARTLY, Outcome.NOT_POSSIBLE),
    Kind.ASPIRATION: (Outcome.ADOPTED, Outcome.PLANNED, Outcome.DECLINED),
    Kind.INFORMATION_REQUEST: (Outcome.GRANTED, Outcome.PARTLY, Outcome.REFUSED, Outcome.NOT_HELD),
}


class CallResult(TextChoices):
    """What the person said whom an officer of another office asked about a closed report (casework.callback)."""

    SOLVED = "solved", pgettext_lazy("call-back", "Solved")
    PARTLY = "partly", pgettext_lazy("call-back", "Partly solved")
    NOT_SOLVED = "not_solved", pgettext_lazy("call-back", "Not solved")
    NOT_REACHED = "not_reached", pgettext_lazy("call-back", "Not reached")
    DECLINED = "declined", pgettext_lazy("call-back", "Does not want to be asked")


class ArchiveReason(TextChoices):
    INCOMPLETE = "incomplete", _("Incomplete after asking")
    SPAM = "spam", _("Spam")
    THREAT_OR_HATE = "threat_or_hate", _("Threat or hate")
    BEFORE_COURT = "before_court", _("Already before a court when filed")
    NOT_PUBLIC_SERVICE = "not_public_service", _("Not a public service (private dispute)")
    TEST = "test", _("Test")
    TOO_OLD = "too_old", _("Past the age limit when filed")
    WITHDRAWN = "withdrawn", _("Withdrawn by the reporter")
    IMPORTED = "imported", _("Archived in an earlier system")


def archive_reason_choices() -> list[tuple[str, str]]:
    """For the column: asked when it is needed, so that a new reason is no migration."""
    return [(reason.value, str(reason.label)) for reason in ArchiveReason]


# Withdrawn and imported are set by those acts only.
CHOSEN_ARCHIVE_REASONS = tuple(r for r in ArchiveReason if r not in {ArchiveReason.WITHDRAWN, ArchiveReason.IMPORTED})


class ClockKind(TextChoices):
    VERIFY = "verify", _("Verification")
    RESPONSE = "response", _("First response")
    RESOLUTION = "resolution", _("Resolution")
    CONFIRMATION = "confirmation", _("Reporter's confirmation")


class Channel(TextChoices):
    WEB = "web", _("Website")
    APP = "app", _("Mobile app")
    EMAIL = "email", _("Email")
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    X = "x", "X (Twitter)"
    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"
    SMS = "sms", "SMS"
    WEBHOOK = "webhook", _("Connected system")
    NEWS = "news", _("Online news")
    RADIO = "radio", _("Radio")
    NEWSPAPER = "newspaper", _("Newspaper")
    COUNTER = "counter", _("Face to face")
    PHONE = "phone", _("Phone")
    LETTER = "letter", _("Letter")
    IMPORT = "import", _("Imported")
    API = "api", "API"
    OPEN311 = "open311", "Open311"
    SP4N = "sp4n", "SP4N-LAPOR!"


_OWN_CHANNELS = frozenset(Channel.values)


def channel_label(name: str) -> str:
    """As people know it; a platform that stands in no list here says its name itself (channels.base)."""
    if name in _OWN_CHANNELS:
        return str(Channel(name).label)
    return gettext(CHANNELS[name].label or name) if name in CHANNELS else name


def channel_choices() -> list[tuple[str, str]]:
    """For the column and for filters: asked when it is needed, so that a new channel is no migration."""
    return [(name, channel_label(name)) for name in dict.fromkeys([*Channel.values, *CHANNELS])]


DESK_CHANNELS = (Channel.COUNTER, Channel.PHONE, Channel.LETTER, Channel.RADIO, Channel.NEWSPAPER)
