"""The end of what a person said of themselves: name, phones and addresses that the vault held are masked in their
reports, in all that was said there, and in the reports those were merged into or whose words were moved there. Called
by casework.persons before the vault forgets them.

What is masked is what the one finder knows as the reporter's; the rest of the words stays. The event of each report
commits to its new words.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from lapor.core.personal_data import MARK, find_personal_data, mask
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream
from lapor.reports import publication
from lapor.reports.history import commitments
from lapor.reports.models import Assignment, Clock, Entry, Feedback, Proposal, Report
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import Actor

ERASED, WORDS_ERASED = EventName.REPORTER_ERASED, EventName.REPORT_WORDS_ERASED  # reports.0013 asks for one of them
_PUBLISHED = ("published_title", "published_text")
_IN_DETAILS = ("source", "destination", "cleared_reason", "photo_reason")


def without(words: str, known: Sequence[str], *, most: int = 0) -> str:
    """The words with a mark wherever they say what is known of the reporter; all masked where that would be longer than
    `most` signs."""
    masked = mask(words, [found for found in find_personal_data(words, known) if found.kind == "reporter"])
    return MARK if most and len(masked) > most else masked


def forget_words(reporter_id: UUID, known: Sequence[str], *, by: Actor) -> list[UUID]:
    """Mask what is known in all words of this reporter's reports, and tell each report's history that its reporter was
    erased. Gives the reports.

    Needs a transaction. `known`: name, phones and addresses in words.
    """
    own = list(Report.objects.filter(reporter=reporter_id).values_list("pk", flat=True))
    for story in _stories({*own, *_led_to(own)}, known):
        is_own = story.report.pk in own
        if not (is_own or story.is_changed):
            continue
        data: dict[str, object] = {"reporter": str(reporter_id)} if is_own else {}
        if story.is_changed:
            data |= {"words": True, commitments.KEY: commitments.of_words(story.report, story.clocks, story.entries)}
        append(
            stream_id=story.report.pk,
            kind=Stream.Kind.REPORT,
            name=ERASED if is_own else WORDS_ERASED,
            actor_kind=by.kind,
            actor_id=by.id,
            data=data,
        )
        if story.is_changed:
            story.save()
    return own


def _led_to(report_ids: Iterable[UUID]) -> set[UUID]:
    """Where they were merged, or their words were moved."""
    merged = Report.objects.filter(pk__in=report_ids).exclude(parent=None).values_list("parent", flat=True)
    moved = Entry.objects.filter(report__in=report_ids, act__in=(ActName.MOVE_OUT, ActName.DIVIDE)).values_list(
        "details__parent", flat=True
    )
    return {pk for pk in merged if pk} | {UUID(str(pk)) for pk in moved if pk}


@dataclass
class _Story:
    """A report, and what of it is masked: its rows as they will stand in the database."""

    report: Report
    words: dict[str, object]
    clocks: list[Clock] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)  # those that are changed, likewise below
    assignments: list[dict[str, object]] = field(default_factory=list)
    proposals: list[dict[str, object]] = field(default_factory=list)
    feedback: str | None = None
    is_changed: bool = False

    def save(self) -> None:
        """The columns that acts change as always; the others are masked by the owner's function, which the event
        allows."""
        self.report.save(update_fields=[*_PUBLISHED, "findings", "version"])
        Entry.objects.bulk_update(self.entries, ["published_text", "details", "findings"])
        entries = [{"id": str(entry.pk), "text": entry.text} for entry in self.entries]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reports_mask_words(%s, %s, %s, %s, %s, %s)",
                [
                    self.report.pk,
                    *(json.dumps(rows) for rows in (self.words, entries, self.assignments, self.proposals)),
                    self.feedback,
                ],
            )


def _stories(report_ids: set[UUID], known: Sequence[str]) -> list[_Story]:
    """Masked in memory: one query a table. Reports are locked from the child to the parent, as everywhere."""
    reports = (
        Report.objects.select_for_update().filter(pk__in=report_ids).order_by(F("parent").asc(nulls_last=True), "pk")
    )
    stories = {report.pk: _Story(report, {}) for report in reports}
    for clock in Clock.objects.filter(report__in=stories):
        stories[clock.report_id].clocks.append(clock)
    for entry in Entry.objects.filter(report__in=stories).order_by("at", "id"):
        if _mask_entry(entry, known):
            stories[entry.report_id].entries.append(entry)
    _mask_what_hangs_on(stories, known)
    for story in stories.values():
        _mask_report(story, known)
    return list(stories.values())


def _mask_what_hangs_on(stories: dict[UUID, _Story], known: Sequence[str]) -> None:
    for assignment in Assignment.objects.filter(report__in=stories).exclude(reason=""):
        if (reason := without(assignment.reason, known)) != assignment.reason:
            stories[assignment.report_id].assignments.append({"id": str(assignment.pk), "text": reason})
    for proposal in Proposal.objects.filter(report__in=stories):
        if (data := _without_in(proposal.data, known)) != proposal.data:
            stories[proposal.report_id].proposals.append({"id": str(proposal.pk), "data": data})
    for rated in Feedback.objects.filter(report__in=stories).exclude(text=""):
        if (text := without(rated.text, known)) != rated.text:
            stories[rated.report_id].feedback = text


def _mask_report(story: _Story, known: Sequence[str]) -> None:
    report = story.report
    before = [getattr(report, name) for name in (*Report.SAID, *_PUBLISHED, "answers")]
    for name in (*Report.SAID, *_PUBLISHED):
        setattr(
            report,
            name,
            without(getattr(report, name), known, most=getattr(Report._meta.get_field(name), "max_length", None) or 0),
        )
    report.answers = [{**said, "answer": without(said["answer"], known)} for said in report.answers]
    after = [getattr(report, name) for name in (*Report.SAID, *_PUBLISHED, "answers")]
    story.is_changed = before != after or bool(story.entries or story.assignments or story.proposals or story.feedback)
    if not story.is_changed:
        return
    story.words = {"answers": report.answers} | {name: getattr(report, name) for name in Report.SAID}
    report.findings = publication.find_in_report(report, ())
    report.version += 1  # who decides on the words as they were looks at them again


def _mask_entry(entry: Entry, known: Sequence[str]) -> bool:
    """Whether anything was known in it."""
    before = (entry.text, entry.published_text, entry.details)
    entry.text, entry.published_text = without(entry.text, known), without(entry.published_text, known)
    entry.details = _without_in(entry.details, known)
    if (entry.text, entry.published_text, entry.details) == before:
        return False
    if entry.findings is not None:
        entry.findings = publication.find_in_entry(entry.text, ())
    return True


def _without_in(kept: dict[str, Any], known: Sequence[str]) -> dict[str, Any]:
    """The details of an entry or the words of a proposal, by their names."""
    masked = {name: without(kept[name], known) for name in ("text", *_IN_DETAILS) if isinstance(kept.get(name), str)}
    cleared = {"cleared": [without(words, known) for words in kept["cleared"]]} if "cleared" in kept else {}
    return {**kept, **masked, **cleared}
