"""Rows as JSON: what the public list, one report and the inbox say of a report. Only reads what it is given."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from lapor.agencies.current import base_url
from lapor.agencies.models import Agency, Category
from lapor.api.access import Asked
from lapor.core import clock as time_now
from lapor.presentation.acts import act_word, standing_words
from lapor.presentation.next_step import next_step
from lapor.presentation.story import actor_word, place_name, public_state, state_words
from lapor.publish.public_rows import shows_point
from lapor.reports.evidence import taken_at
from lapor.reports.models import Attachment, Clock, Entry, Report
from lapor.reports.publication import is_file_public, is_public
from lapor.reports.queries import StoryLine, filed_files
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.act import Act
from lapor.ui.language import reads_english


def page_url(root: Agency, tracking_id: str) -> str:
    return f"{base_url(root)}{reverse('web:report', args=[tracking_id])}"


def list_items(root: Agency, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The read model's values under the names of the interface."""
    name = "category__name_en" if reads_english() else "category__name"
    start, end = page_url(root, "0000000000").split("0000000000")
    return [
        {
            "tracking_id": row["tracking_id"],
            "url": f"{start}{row['tracking_id']}{end}",
            "kind": row["kind"],
            "state": row["state"],
            "publication": row["publication"],
            "title": row["title"] or None,
            "text": row["text"] or None,
            "category": row["category__code"],
            "category_name": row[name] or row["category_text"] or None,
            "agency": row["agency__code"],
            "agency_name": row["agency__name"] or row["agency_text"] or None,
            "area": row["area_id"],
            "area_name": row["area__name"] or row["area_text"] or None,
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "channel": row["channel"],
            "filed_at": row["filed_at"],
            "closed_at": row["closed_at"],
        }
        for row in rows
    ]


def place(report: Report) -> dict[str, Any]:
    """Category, agency and area of a report loaded with them."""
    return {
        "category": report.category.code if report.category else None,
        "category_name": (report.category.label if report.category else report.category_text) or None,
        "agency": report.agency.code if report.agency else None,
        "agency_name": (report.agency.name if report.agency else report.agency_text) or None,
        "area": report.area_id,
        "area_name": place_name(report) or None,
    }


def report_out(asked: Asked, clocks: list[Clock], lines: list[StoryLine], acts: list[Act]) -> dict[str, Any]:
    """One report for this caller: words once published or with proof, a masked text to the public as it was
    published."""
    report, has_proof = asked.report, asked.has_proof
    is_published = is_public(report)
    with_words = is_published or has_proof
    with_point = has_proof or (is_published and shows_point(report))
    text = report.text if has_proof else report.public_text
    title = report.title if has_proof else report.public_title
    filed = filed_files(lines)
    return {
        "tracking_id": report.tracking_id,
        "url": page_url(report.root, report.tracking_id),
        "kind": report.kind,
        "state": report.state,
        "state_label": _state_label(asked),
        "standing": standing_words(report) or None,
        "next_step": asdict(next_step(report, clocks, is_own=asked.has_receipt)),
        "publication": report.publication,
        "outcome": report.outcome or None,
        "archive_reason": report.archive_reason or None,
        "title": (title or None) if with_words else None,
        "text": text if with_words else None,
        **place(report),
        "latitude": report.latitude if with_point else None,
        "longitude": report.longitude if with_point else None,
        "channel": report.channel,
        "filed_at": report.filed_at,
        "closed_at": report.closed_at,
        "happened_at": report.happened_at if has_proof else None,
        "answers": report.answers if has_proof else None,
        "clocks": [clock_out(clock) for clock in clocks],
        "timeline": [entry_out(line, asked) for line in lines],
        "attachments": files_out(filed, asked),
        "version": report.version if has_proof else None,
        "visibility": report.visibility if has_proof else None,
        "acts": [act_out(act) for act in acts] if has_proof else None,
    }


def _state_label(asked: Asked) -> str:
    report = asked.report
    return state_words(report) if asked.officer else public_state(report, is_late=report.is_late(time_now.now()))


def clock_out(clock: Clock) -> dict[str, Any]:
    is_running = clock.status == Clock.Status.RUNNING
    is_late = clock.was_late if clock.stopped_at else is_running and clock.due_at < time_now.now()
    return {
        "kind": clock.kind,
        "status": clock.status,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "paused_at": clock.paused_at,
        "stopped_at": clock.stopped_at,
        "is_late": bool(is_late),
    }


def entry_out(line: StoryLine, asked: Asked) -> dict[str, Any]:
    """A line of the story; the files filed with the report stand at the report itself."""
    entry = line.entry
    files = [] if entry.act == ActName.FILE else line.files
    return {
        "act": entry.act,
        "label": act_word(line),
        "at": entry.at,
        "by": actor_word(entry, for_officers=asked.officer is not None),
        "state": entry.state_after,
        "text": line.text or None,
        "is_waiting": line.is_waiting,
        "outcome": entry.details.get("outcome") or None,
        **_details(entry if asked.officer else None),
        "attachments": files_out(files, asked),
    }


def _details(entry: Entry | None) -> dict[str, Any]:
    """What officers read beside the words, so that nobody decides without it."""
    found = entry.details if entry else {}
    return {
        "proposed_agency": found.get("proposed_agency_name") or None,
        "promised_on": found.get("promised_on") or None,
        "destination": found.get("destination") or None,
    }


def files_out(files: list[Attachment], asked: Asked) -> list[dict[str, Any]]:
    """Addresses that answer anybody, or who asks as they ask now. Officers are told of every file."""
    return [
        {
            "id": str(file.pk),
            "kind": file.kind,
            "status": file.status,
            "url": _file_url(file, "full", asked),
            "thumbnail_url": _file_url(file, "thumb", asked) if file.kind != Attachment.Kind.AUDIO else None,
            "seconds": file.seconds or None,
            "pages": file.pages or None,
            "is_evidence": file.is_evidence,
            "taken": file.taken or None,
            **_challenge(file),
        }
        for file in files
        if asked.has_proof or is_file_public(file, asked.report)
    ]


def _challenge(file: Attachment) -> dict[str, Any]:
    capture = file.capture if file.taken == Attachment.Taken.IN_APP else None
    challenge = capture.challenge if capture else None
    return {
        "taken_at": taken_at(capture) if capture else None,
        "challenge_word": challenge.word if challenge else None,
        "is_challenge_ahead": challenge.is_ahead if challenge else None,
    }


def _file_url(file: Attachment, variant: str, asked: Asked) -> str | None:
    if file.status != Attachment.Status.READY:
        return None
    if is_file_public(file, asked.report):
        return f"{settings.BASE_URL}{reverse('attachment', args=[file.pk, variant])}"
    return f"{settings.BASE_URL}{reverse('api-v1:get_file', args=[asked.report.tracking_id, file.pk, variant])}"


def act_out(act: Act) -> dict[str, Any]:
    """An act with its fields under the names of the interface."""
    return {"act": act.name, "label": str(act.label), "needs": shown_fields(act.needs), "may": shown_fields(act.may)}


def shown_fields(names: tuple[str, ...]) -> list[str]:
    return [field for name in names for field in (("photo", "cells") if name == "masked" else (shown(name),))]


def shown(field: str) -> str:
    """The interface says `attachments` where the table says photos."""
    return "attachments" if field == "photos" else field


def category_out(category: Category) -> dict[str, Any]:
    """A category and what it asks."""
    language = get_language() or "id"
    questions = [
        {
            "code": q.code,
            "kind": q.kind.value,
            "question": q.label(language),
            "choices": [words for words, _english in q.choices],
            "is_wanted": q.is_wanted,
        }
        for q in category.own_questions()
    ]
    return {
        "code": category.code,
        "name": category.label,
        "group": category.group_code,
        "group_name": category.group_label,
        "questions": questions,
    }
