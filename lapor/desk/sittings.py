"""One programme or one page at a time: what stays the same from report to report is kept in the officer's session.

Used by radio and papers."""

import uuid
from typing import Any

from django.http import HttpRequest

from lapor.core.ids import show_tracking_id

MOST_SHOWN = 50


def sitting_of(request: HttpRequest, kind: str) -> dict[str, Any]:
    """The facts typed last, `key` (secret: names its recording or scan) and `filed` (numbers and titles)."""
    kept = request.session.get(f"sitting_{kind}")
    return dict(kept) if isinstance(kept, dict) else {"key": str(uuid.uuid4()), "filed": [], "clippings": []}


def keep_sitting(request: HttpRequest, kind: str, sitting: dict[str, Any]) -> None:
    request.session[f"sitting_{kind}"] = sitting


def end_sitting(request: HttpRequest, kind: str) -> None:
    request.session.pop(f"sitting_{kind}", None)


def note_filed(sitting: dict[str, Any], number: str, title: str) -> None:
    """The title of a confidential report is not kept."""
    sitting["filed"] = [*sitting["filed"], {"number": number, "shown": show_tracking_id(number), "title": title}][
        -MOST_SHOWN:
    ]
