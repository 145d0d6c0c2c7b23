"""How a report came, in words for officers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.ui.times import local_time

LABELS: dict[str, Any] = {  # of reports/provenance.py; texts, translated when they are shown
    "asset": gettext_lazy("From the sticker"),
    "typed_by": gettext_lazy("Typed by"),
    "agency": gettext_lazy("At"),
    "source_word": gettext_lazy("Source, as the earlier system named it"),
    "said_at": gettext_lazy("Said at"),
    "station": gettext_lazy("Station"),
    "account": gettext_lazy("Account"),
    "newspaper": gettext_lazy("Newspaper"),
    "page": gettext_lazy("Page"),
    "rubric": gettext_lazy("Section"),
    "programme": gettext_lazy("Programme"),
    "marks": gettext_lazy("In the recording"),
    "forwarded_by": gettext_lazy("Passed on by"),
    "sender_check": gettext_lazy("Sender, as our mail server says"),
    "closed_by": gettext_lazy("Closed by"),
    "file": gettext_lazy("File"),
    "url": gettext_lazy("Link"),
    "accepted_by": gettext_lazy("Made a report by"),
    "moved_from": gettext_lazy("Split from report"),
    "source": gettext_lazy("Source"),
    "taken_at": gettext_lazy("Taken at the desk, without network"),
    "same_as": gettext_lazy("Told at the desk to be the same matter as"),
    "outlet": gettext_lazy("Outlet"),
    "also_told_by": gettext_lazy("Also reported by"),
}
# Kept with the report, not told on its page.
NOT_SHOWN = frozenset({"consent", "printed_number", "sent_by", "post", "status_word", "classification", "made_up"})


def provenance_views(provenance: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of what is known."""
    return [(str(LABELS[key]), _shown(key, value)) for key, value in provenance.items() if key in LABELS and value]


def _shown(key: str, value: Any) -> str:
    if key == "also_told_by" and isinstance(value, list):
        return "; ".join(f"{one.get('outlet', '')} {one.get('url', '')}".strip() for one in value)
    if key == "sender_check":
        return _("proved") if value == "pass" else _("forged (DMARC)")
    return _said_at(value) if key in {"said_at", "taken_at"} else str(value)


def _said_at(value: Any) -> str:
    """A desk writes it as people say it, a conversation as machines do."""
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return local_time(at) if at.tzinfo else str(value)
