"""Rows of an officer's lists as JSON, from values alone: a report made of each, with all that it joins, took half of a
list of 50."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from lapor.agencies.current import base_url
from lapor.agencies.models import Agency
from lapor.intake.filing.fields import PLACE_LINES
from lapor.presentation.story import place_words
from lapor.reports.models.report import words_with_answers
from lapor.ui.language import reads_english

_MARKS = ("unanswered_act", "officer_call", "has_unchecked", "children_count", "supporters_count")
_AS_THEY_ARE = (
    *("tracking_id", "version", "kind", "state", "publication", "visibility", "is_protected"),
    *(*PLACE_LINES, "latitude", "longitude", "channel", "filed_at", *_MARKS, "due_at"),
)
# All that an item is made of.
COLUMNS = (
    *(*_AS_THEY_ARE, "urgency", "title", "text", "answers", "approver"),
    *("category__code", "category__name", "category__name_en", "category_text"),
    *("agency__code", "agency__name", "agency_text"),
    *("area_id", "area__name", "area__level", "area__parent__name", "area_text"),
)
_NUMBER = "0000000000"  # in an address that is found once for a list


def inbox_items(root: Agency, rows: list[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    start, end = f"{base_url(root)}{reverse('console:report', args=[_NUMBER])}".split(_NUMBER)
    category_name = "category__name_en" if reads_english() else "category__name"
    return [_item(row, f"{start}{row['tracking_id']}{end}", category_name, now) for row in rows]


def _item(row: Mapping[str, Any], url: str, category_name: str, now: datetime) -> dict[str, Any]:
    """Of a protected case the title is empty as well: its text stands at its own address, where reading is noted."""
    is_protected, area = row["is_protected"], row["area_id"]
    place = place_words(row["area__name"], row["area__level"], row["area__parent__name"]) if area else row["area_text"]
    return {
        **{name: row[name] for name in _AS_THEY_ARE},
        "url": url,
        "is_urgent": row["urgency"] == "urgent",
        "title": "" if is_protected else row["title"],
        "text": "" if is_protected else words_with_answers(row["text"], row["answers"]),
        "category": row["category__code"],
        "category_name": (row[category_name] if row["category__code"] else row["category_text"]) or None,
        "agency": row["agency__code"],
        "agency_name": (row["agency__name"] if row["agency__code"] else row["agency_text"]) or None,
        "area": area,
        "area_name": place or None,
        "has_proposal": bool(row["approver"]),
        "is_late": row["due_at"] is not None and row["due_at"] < now,
    }
