"""A report, what people add to it (their judgement, that it concerns them too), and numbers kept ready."""

import secrets
from datetime import datetime
from typing import Any

from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.fields.json import KT

from lapor.agencies.models import Agency, Area, Category, Officer, Team
from lapor.core.ids import new_id, show_tracking_id
from lapor.db.search_text import search_vector
from lapor.reporters.models import Reporter
from lapor.reports.models.queue import FIRST_CLOSED, queue_key_column, waits_for_column
from lapor.reports.vocabulary import (
    Identity,
    Kind,
    OfficerCall,
    Outcome,
    Publication,
    State,
    Urgency,
    Verdict,
    Visibility,
    WaitsFor,
    archive_reason_choices,
    channel_choices,
)
from lapor.reports.workflow.rules import is_refused_too_often

NARROWED_BY = (["root"], ["root", "state"], ["agency"], ["category"], ["area"])
# The database knows an index of some rows by the very words of its condition: queries use these.
FOR_TRIAGE = (WaitsFor.TRIAGE, WaitsFor.CITY_HEAD)
FOR_HEAD = (WaitsFor.HEAD, WaitsFor.CITY_HEAD)
# of an index; the same as workflow.act.OPEN (a test compares them)
OPEN_STATES = ["received", "awaiting_reporter", "forwarded", "in_progress", "scheduled", "answered"]


def new_salt() -> bytes:
    return secrets.token_bytes(16)


class Report(models.Model):
    """One report. Identity is only a link to the vault's reporter; an anonymous one's name is nowhere but there."""

    id = models.UUIDField(primary_key=True, default=new_id)
    tracking_id = models.CharField(max_length=10, unique=True)
    former_number = models.CharField(max_length=40, blank=True)
    root = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    reporter = models.ForeignKey(Reporter, models.SET_NULL, null=True, related_name="reports")
    receipt_hash = models.BinaryField(null=True)
    salt = models.BinaryField(default=new_salt)  # of the commitments in the ledger

    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.COMPLAINT)
    identity = models.CharField(max_length=10, choices=Identity.choices, default=Identity.NAMED)
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC)
    publication = models.CharField(max_length=10, choices=Publication.choices, default=Publication.PENDING)
    urgency = models.CharField(max_length=8, choices=Urgency.choices, default=Urgency.NORMAL)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    is_protected = models.BooleanField(default=False)

    state = models.CharField(max_length=20, choices=State.choices)
    return_state = models.CharField(max_length=20, choices=State.choices, blank=True)
    # where its words were made public by an act that can be undone for some seconds: from when others read them
    public_from = models.DateTimeField(null=True)
    # grows with each act; says what an officer's decision was based on
    version = models.PositiveIntegerField(default=1)
    archive_reason = models.CharField(max_length=20, choices=archive_reason_choices, blank=True)
    archived_by = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="+")
    refusals = models.PositiveSmallIntegerField(default=0)
    is_decided = models.BooleanField(default=False)
    # answers that its reporter (or the overseer) said have not solved it: `reject` and `reopen`, counted together
    rejections = models.PositiveSmallIntegerField(default=0)
    # since the last of them, the second or a later one, nobody has decided who goes on
    awaits_decision = models.BooleanField(default=False)
    has_appealed = models.BooleanField(default=False)
    has_objected = models.BooleanField(default=False)
    is_extended = models.BooleanField(default=False)
    is_unreachable = models.BooleanField(default=False)  # closed at once: there was no way to ask the reporter
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")  # of a merged one
    children_count = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)  # of a merged one's reporter
    supporters_count = models.PositiveIntegerField(default=0)
    promised_on = models.DateField(null=True)
    extra_working_days = models.PositiveSmallIntegerField(default=0)  # the published change of clocks of an incident
    # whom the agency gave it to
    officer = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="+", db_index=False)
    # a team of the agency that has it until one of them takes it (`officer`), and to which that one can give it back
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+", db_index=False)
    # the role whose approval an open proposal needs; "" = nothing was proposed
    approver = models.CharField(max_length=24, blank=True, default="")
    # Whether rows stand in the tables of that name, so that most acts need not look there.
    has_helpers = models.BooleanField(default=False)
    has_exclusions = models.BooleanField(default=False)
    has_partners = models.BooleanField(default=False)
    # the story says when and in which words
    officer_call = models.CharField(max_length=8, choices=OfficerCall.choices, blank=True, default="")
    # what the reporter or a refusing agency did last, while no officer has done anything since (act.UNANSWERED)
    unanswered_act = models.CharField(max_length=20, blank=True, default="")
    # how often the reporter or a partner did something: most of that leaves `version` as it is
    heard_count = models.PositiveIntegerField(default=0)

    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    answers = models.JSONField(default=list)  # to the category's own questions: code, question and answer in words
    published_text = models.TextField(blank=True)  # where it differs from what was written
    published_title = models.CharField(max_length=200, blank=True)  # likewise
    # what looks like personal data in title and words: [field, kind, start, end]; null: not looked for
    findings = models.JSONField(null=True)
    # later words or files of the reporter wait for the privacy check
    has_unchecked = models.BooleanField(default=False)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+", db_index=False)
    category_text = models.CharField(max_length=200, blank=True)  # of an earlier system
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", db_index=False)
    agency_text = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    area_text = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    happened_at = models.DateTimeField(null=True)

    channel = models.CharField(max_length=10, choices=channel_choices)
    provenance = models.JSONField(default=dict)  # reports/provenance.py
    language = models.CharField(max_length=5, default="id")
    is_imported = models.BooleanField(default=False)

    filed_at = models.DateTimeField()
    state_since = models.DateTimeField()
    held_since = models.DateTimeField(null=True)  # by the agency that holds it now
    remind_at = models.DateTimeField(null=True)  # of a wait for the reporter or for somebody outside
    first_response_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # the nearest end of a running clock of the office
    waits_for = waits_for_column()
    queue_key = queue_key_column()
    search = models.GeneratedField(
        expression=search_vector("title", "text", "address"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    SAID = ("title", "text", "address")  # lines and texts that its reporter wrote

    class Meta:
        indexes = [
            # Officers' lists, one for each way to narrow them; they serve the foreign keys too.
            *(models.Index(fields=[*by, "queue_key", "id"], name=f"report_by_{by[-1]}") for by in NARROWED_BY),
            models.Index(
                fields=["officer", "queue_key", "id"], name="report_by_officer", condition=~models.Q(officer=None)
            ),
            models.Index(fields=["team", "queue_key", "id"], name="report_by_team", condition=~models.Q(team=None)),
            models.Index(
                fields=["root", "queue_key", "id"],
                name="report_for_triage",
                condition=models.Q(waits_for__in=FOR_TRIAGE),
            ),
            models.Index(
                fields=["root", "queue_key", "id"], name="report_for_head", condition=models.Q(waits_for__in=FOR_HEAD)
            ),
            models.Index(
                fields=["root", "queue_key", "id"], name="report_protected", condition=models.Q(is_protected=True)
            ),
            models.Index(fields=["root", "-filed_at", "id"], name="report_filed"),
            models.Index(fields=["remind_at"], name="report_remind", condition=~models.Q(remind_at=None)),
            models.Index(fields=["parent"], name="report_children", condition=~models.Q(parent=None)),
            models.Index(fields=["former_number"], name="report_former", condition=~models.Q(former_number="")),
            models.Index(
                fields=["state", "state_since"],
                name="report_waiting",
                condition=models.Q(state__in=["awaiting_reporter", "answered"]),
            ),
            models.Index(
                fields=["root", "queue_key", "id"], name="report_unchecked", condition=models.Q(has_unchecked=True)
            ),
            models.Index(
                fields=["root", "queue_key", "id"], name="report_called", condition=models.Q(officer_call="open")
            ),
            # what may be of the same matter is looked for among these (triage/duplicates.py); report_open_place, by
            # point, stands in the migration
            models.Index(
                fields=["root", "area", "-filed_at"],
                name="report_open_area",
                condition=models.Q(state__in=OPEN_STATES),
            ),
            GinIndex(fields=["search"], name="report_search"),
            # of open ones, which are few, alone: lists begin with them
            GinIndex(fields=["search"], name="report_search_open", condition=models.Q(queue_key__lt=FIRST_CLOSED)),
            # words that repeat a code are known (publication.mask_codes_in)
            HashIndex(fields=["receipt_hash"], name="report_receipt"),
            # however long a link is; most reports have none and are not in it
            HashIndex(KT("provenance__post"), name="report_post"),
        ]

    is_story_changed = (
        False  # while an act is done: whether it changed entries or files that were there before (change_story)
    )

    def __str__(self) -> str:
        return show_tracking_id(self.tracking_id)

    def change_story(self, rows: "models.QuerySet[Any]", **values: object) -> int:
        """Change older entries or files of this report within an act, whose event then commits to all of them anew.

        Gives how many."""
        changed = rows.update(**values)
        self.is_story_changed = self.is_story_changed or bool(changed)
        return changed

    @property
    def has_proposal(self) -> bool:
        """Whether an act waits for approval."""
        return bool(self.approver)

    @property
    def is_before_head(self) -> bool:
        """Whether the head of the city decides who handles it, after rejections or refusals."""
        return (self.state == State.RECEIVED and self.awaits_decision) or is_refused_too_often(
            self.state, self.refusals, is_decided=self.is_decided
        )

    def is_late(self, now: datetime) -> bool:
        """Whether the office has left it past a deadline (see reports.queries.late_among for many)."""
        return self.due_at is not None and self.due_at < now

    @property
    def words(self) -> str:
        return words_with_answers(self.text, self.answers)

    @property
    def public_text(self) -> str:
        """What the public may read once it is published."""
        return self.published_text or self.words

    @property
    def public_title(self) -> str:
        """Likewise; where words were taken out, never the title as it was written."""
        return self.published_title if self.published_title or self.published_text else self.title


def words_with_answers(text: str, answers: list[dict[str, str]]) -> str:
    """All that the reporter wrote: the text, and below it the answers to the category's questions."""
    lines = [f"{said['question']}{'' if said['question'].endswith('?') else ':'} {said['answer']}" for said in answers]
    return "\n\n".join([text, "\n".join(lines)]) if lines else text


class Feedback(models.Model):
    """The reporter's rating of how it was handled, 1 to 5."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="feedback")
    rating = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()


class Support(models.Model):
    """Somebody who experiences the same.

    `supporter` is a keyed hash: it counts a person once and says nothing of who."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="supports")
    supporter = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "supporter"], name="support_counts_once")]


class ReadyNumber(models.Model):
    """A tracking number that a desk holds for the time when the network is gone.

    `key` is the hash of the secret submission key from which the receipt code follows: only the browser it was handed
    to knows key and code."""

    key = models.BinaryField(primary_key=True)
    tracking_id = models.CharField(max_length=10, unique=True)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")  # whose desk
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")  # to whom it was handed
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
