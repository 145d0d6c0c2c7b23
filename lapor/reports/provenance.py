"""How a report came: what `Report.provenance` may hold. It never names who reports: that is the vault's."""

from typing import Any, TypedDict, cast


class NamedOutlet(TypedDict):
    """An outlet that told the same story."""

    outlet: str
    url: str


class Provenance(TypedDict, total=False):
    """Texts; times in ISO 8601. What is not known is left out."""

    # A channel's account.
    account: str
    said_at: str  # when the person said it, where that was before it came to us (radio, paper, post, conversation)
    forwarded_by: str  # the officer who passed a mail on
    sender_check: str  # of a mail, by the trusted mail server: pass, fail
    accepted_by: str  # the officer who made a candidate a report

    asset: str  # the code of the sticker that was scanned

    # Typed at a desk.
    typed_by: str
    agency: str
    source: str
    consent: bool
    same_as: str
    taken_at: str  # without a network
    printed_number: str
    sent_by: str

    # Radio, newspaper, post, online news.
    station: str
    programme: str
    marks: str
    newspaper: str
    page: str
    rubric: str
    url: str
    post: str  # the post's key: report_post, the index, finds it
    outlet: str
    also_told_by: list[NamedOutlet]

    # Taken over from an earlier system.
    source_word: str
    status_word: str
    closed_by: str
    file: str
    classification: str

    moved_from: str  # the tracking id of the report that it was split from
    made_up: bool  # by the load generator


def only_known(provenance: Provenance) -> Provenance:
    """What is known of it."""
    return cast(Provenance, {key: value for key, value in provenance.items() if value})


def provenance_of(values: Any) -> Provenance:
    """A stored one, as the database gives it."""
    return cast(Provenance, values)
