"""What was asked last in a conversation, and of what: kept as a word and an id, so that an answer never meets another
report."""

from uuid import UUID

from lapor.intake.models import Conversation

REASON = "reason"  # what is not solved yet, of a report
IS_ANSWER = "answer"  # whether these words (an entry) answer the question of an office
MATTER = "matter"  # whether the draft is about the report that is open
PERSON = "person"  # nothing more: an officer was asked for, of a report
RATING = "rating"  # how content they are, of a report


def ask(conversation: Conversation, what: str, of: UUID) -> None:
    conversation.asked = f"{what}:{of.hex}"


def is_asked(conversation: Conversation, what: str, of: UUID | None = None) -> bool:
    kind, _colon, about = conversation.asked.partition(":")
    return kind == what and (of is None or about == of.hex)


def asked_of(conversation: Conversation, what: str) -> UUID | None:
    """The id that the question was about; None where another was put."""
    kind, _colon, about = conversation.asked.partition(":")
    return UUID(hex=about) if kind == what and about else None
