"""Texts of the public pages that a city writes itself: the newest version, all versions, a new one.

Called by publish.help_texts and the console."""

from collections.abc import Collection

from lapor.agencies.actions import tell_of_account
from lapor.agencies.models import Agency, Officer, PageText
from lapor.core import clock
from lapor.ledger.event_names import EventName


def newest(root: Agency, names: Collection[str], languages: Collection[str]) -> dict[tuple[str, str], PageText]:
    """By name and language; without those that the city never wrote, or where it went back to the text of the
    program."""
    rows = (
        PageText.objects.filter(root=root, name__in=names, language__in=languages)
        .order_by("name", "language", "-made_at", "-id")
        .distinct("name", "language")
    )
    return {(row.name, row.language): row for row in rows if row.body}


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
