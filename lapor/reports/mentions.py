"""Whom officers name with @ in the words of an internal note.

Called by notify.officers, which asks whether they may see the report, and by casework.officers, which says so."""

import re
from collections.abc import Iterable
from uuid import UUID

from lapor.agencies.models import Officer
from lapor.reports.models import Entry

MOST = 20  # of one note
_AT = re.compile(r"(?<![\w@.])@([\w.+-]{1,60})")


def names_in(text: str) -> list[str]:
    """User names, each once, without the full stop that ends a sentence; what stands within a mail address is none.

    >>> names_in("Tolong @hana dan @landung. Surat ke budi@contoh.example, @hana")
    ['hana', 'landung']
    """
    return list(dict.fromkeys(name for found in _AT.findall(text) if (name := found.rstrip(".-+"))))[:MOST]


def mentioned_in(entry_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Active officers by the entry that names them: two queries at most."""
    wanted = list(entry_ids)
    texts = dict(Entry.objects.filter(pk__in=wanted, text__contains="@").values_list("pk", "text")) if wanted else {}
    names = {pk: names_in(text) for pk, text in texts.items()}
    every = {name for found in names.values() for name in found}
    rows = Officer.objects.filter(username__in=every, is_active=True) if every else Officer.objects.none()
    known = dict(rows.values_list("username", "pk"))
    return {pk: [known[name] for name in found if name in known] for pk, found in names.items()}
