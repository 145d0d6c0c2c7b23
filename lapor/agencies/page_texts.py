"""Texts of the public pages that a city writes itself: the newest version, all versions, a new one.

Called by publish.help_texts and the console."""

from lapor.agencies.actions import tell_of_account
from lapor.agencies.models import Agency, Officer, PageText
from lapor.core import clock
from lapor.ledger.event_names import EventName


def newest(root: Agency, name: str, language: str) -> PageText | None:
    """None where the city never wrote one, or went back to the text of the program."""
    row = versions(root, name, language, most=1)
    return row[0] if row and row[0].body else None


def versions(root: Agency, name: str, language: str, *, most: int = 50) -> list[PageText]:
    """The newest first."""
    rows = (
        PageText.objects.filter(root=root, name=name, language=language)
        .select_related("made_by")
        .order_by("-made_at", "-id")
    )
    return list(rows[:most])


def write(root: Agency, name: str, language: str, *, title: str, body: str, by: Officer) -> PageText:
    """A new version, shown from now on; needs a transaction. The same words again make no version."""
    last = versions(root, name, language, most=1)
    if last and (last[0].title, last[0].body) == (title, body):
        return last[0]
    row = PageText.objects.create(
        root=root, name=name, language=language, title=title, body=body, made_at=clock.now(), made_by=by
    )
    tell_of_account(by, EventName.PAGE_WRITTEN, page=name, language=language)
    return row
