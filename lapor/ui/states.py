"""How each state of a report looks: its word, icon and tone. One vocabulary for card, page, message and statistics."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    """The word, the icon of the sprite and the tone of the style sheet that stand for one state."""

    label: str | Promise
    icon: str
    tone: str


STATE_LOOKS = {
    "received": Look(_("Not yet verified"), "state-received", "neutral"),
    "awaiting_reporter": Look(_("Waiting for the reporter"), "state-awaiting_reporter", "waiting"),
    "forwarded": Look(_("Not yet followed up"), "state-forwarded", "planned"),
    "in_progress": Look(_("In progress"), "state-in_progress", "info"),
    "scheduled": Look(_("Scheduled"), "state-scheduled", "planned"),
    "answered": Look(_("Answered, waiting for confirmation"), "state-answered", "reply"),
    "resolved": Look(_("Resolved, confirmed"), "state-resolved", "good"),
    "closed_unconfirmed": Look(_("Closed without confirmation"), "state-closed_unconfirmed", "neutral"),
    "merged": Look(_("Merged"), "state-merged", "neutral"),
    "archived": Look(_("Archived"), "state-archived", "neutral"),
    "referred": Look(_("Referred outside"), "state-referred", "neutral"),
}

UNKNOWN_LOOK = Look("", "info", "neutral")
