"""Every act x every state x every role: allowed as the product says, or refused with a reason; never anything else."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category, Role
from lapor.core import clock
from lapor.intake.actions import NewReport, file_new_report
from lapor.ledger.verifying import verify
from lapor.reports import workflow
from lapor.reports.acting import ANYONE, SYSTEM, ActData, MaskedPhoto, StoredFile, officer_actor, reporter_actor
from lapor.reports.actions import ActRefused, take_act
from lapor.reports.models import Attachment, Report
from lapor.reports.rules import Facts
from lapor.reports.vocabulary import State

T, L, F, H, D = "triage_officer", "liaison_officer", "field_officer", "head", "desk_officer"
V, A, P, R, S, X = "overseer", "administrator", "protected_case_officer", "reporter", "system", "anyone"
ROLES = (T, L, F, H, D, V, A, P, R, S, X)
WHO_REPORTS = {R, D}

# The product's table once more, written by hand and apart from the code: act -> [(from, to, who)].
PRODUCT = {
    "ask": [({"received"}, "awaiting_reporter", {T}), ({"forwarded", "in_progress"}, "awaiting_reporter", {L})],
    "reply": [({"awaiting_reporter"}, "return_state", WHO_REPORTS)],
    "expire": [({"awaiting_reporter"}, "archived", {S}), ({"awaiting_reporter"}, "in_progress", {S})],
    "forward": [({"received"}, "forwarded", {T, S}), ({"forwarded", "in_progress"}, "forwarded", {L, H})],
    "reroute": [({"forwarded", "in_progress"}, "forwarded", {T})],
    "refuse": [({"forwarded", "in_progress"}, "received", {L})],
    "decide": [({"received"}, "forwarded", {H})],
    "start": [({"forwarded"}, "in_progress", {L, F})],
    "schedule": [({"in_progress"}, "scheduled", {L})],
    "answer": [({"forwarded", "in_progress", "scheduled"}, "answered", {L, H})],
    "confirm": [({"answered", "closed_unconfirmed"}, "resolved", WHO_REPORTS), ({"merged"}, "same", WHO_REPORTS)],
    "reject": [({"answered"}, "holder", WHO_REPORTS), ({"merged"}, "same", WHO_REPORTS)],
    "release": [({"merged"}, "received", {S, *WHO_REPORTS})],
    "lapse": [({"answered"}, "closed_unconfirmed", {S})],
    "reopen": [({"resolved", "closed_unconfirmed"}, "holder", {V, *WHO_REPORTS})],
    "merge": [({"received", "forwarded", "in_progress"}, "merged", {T})],
    "split": [({"merged"}, "received", {T})],
    "refer": [({"received", "forwarded", "in_progress", "scheduled", "answered"}, "referred", {T}),
              ({"forwarded", "in_progress", "scheduled"}, "referred", {L})],
    "outside_answer": [({"referred"}, "answered", {T})],
    "archive": [({"received", "awaiting_reporter"}, "archived", {T})],
    "withdraw": [({"received", "awaiting_reporter", "forwarded", "in_progress", "scheduled", "merged", "referred"}, "archived", WHO_REPORTS)],
    "appeal": [({"archived"}, "received", WHO_REPORTS)],
    "late_reply": [({"archived"}, "received", WHO_REPORTS)],
    "correct": [({"archived", "referred"}, "received", {V})],
    "extend": [({"in_progress"}, "same", {L})],
    "object": [({"answered", "resolved", "closed_unconfirmed"}, "holder", WHO_REPORTS)],
}  # fmt: skip
NAMES = sorted({row.name for row in workflow.TABLE if row.sources})


def test_table_says_what_the_product_says():
    for name, expected in PRODUCT.items():
        rows = [row for row in workflow.TABLE if row.name == name]
        for state in State.values:
            for role in ROLES:
                wanted = {"holder" if to == workflow.HOLDER else to for sources, to, who in expected if state in sources and role in who}
                found = {"holder" if row.target == workflow.HOLDER else row.target for row in rows if state in row.sources and role in row.actors}
                assert found == wanted, (name, state, role)


@pytest.mark.parametrize("name", NAMES)
def test_act_is_found_or_refused_with_a_reason_never_both(name):
    for state in State.values:
        for role in ROLES:
            for is_protected in (False, True):
                facts = Facts(state=state, is_protected=is_protected, refusals=3, actor_in_root=True, waiting_time_over=True)
                roles = workflow.acting_as(role, is_protected=is_protected)
                row, reason = workflow.find_row(name, facts, roles), workflow.refusal(name, facts, roles)
                assert (row is None) == (reason is not None), (state, role)
                assert row is None or row in workflow.offered(facts, roles)


def test_nobody_but_the_standing_group_handles_a_protected_case():
    for state in State.values:
        for role in (T, L, F, H, A):
            facts = Facts(state=state, is_protected=True)
            assert workflow.offered(facts, workflow.acting_as(role, is_protected=True)) == []


def test_unknown_act_is_said_so():
    assert str(workflow.refusal("abrakadabra", Facts(state="received"), frozenset({T})))


@pytest.fixture
def people(root):
    """An actor for every role; the liaison, field officer and head of the same agency."""
    agencies = {T: "diskominfo", L: "perkim", F: "perkim", H: "pemkot", D: "diskominfo", V: "inspektorat", A: "diskominfo", P: "inspektorat"}
    found = {R: reporter_actor(None), S: SYSTEM, X: ANYONE}
    for role, code in agencies.items():
        agency = Agency.objects.get(code=code)
        officer = create_officer(username=role, password="Rahasia-2026-x", name=role, agency=agency, role=Role(role))
        found[role] = officer_actor(officer, has_receipt=role == D)
    return found


@pytest.fixture
def data(root, people, filed):
    """Something sensible for every field that an act may need."""
    photo = Attachment.objects.create(id=uuid.uuid4(), report=filed.report, sha256="0" * 64, width=9, height=9, created_at=clock.now())
    parent = file_new_report(NewReport(text="Induk", submission_key=str(uuid.uuid4()), channel="web"), root=root, actor=reporter_actor(None)).report
    values = {
        "text": "Alasan", "category": Category.objects.get(code="lampu-jalan-baru"), "agency": Agency.objects.get(code="perkim"),
        "proposed_agency": Agency.objects.get(code="bappeda"), "unit": None, "officer": people[F].officer, "parent": parent,
        "publication": "published", "published_text": "Lampu mati", "archive_reason": "spam", "destination": "PLN", "source": "PLN",
        "outcome": "solved", "reminder": "passed", "promised_on": (clock.now() + timedelta(days=30)).date(), "rating": 4, "supporter": b"x" * 32,
        "masked": MaskedPhoto(photo.pk, (0,), "0" * 64, "1" * 64, 10, 10),
    }  # fmt: skip

    def for_row(name):
        wanted = {field for row in workflow.TABLE if row.name == name for field in (*row.needs, *row.may)} - {"photos"}
        return ActData(**{field: values[field] for field in wanted if field != "unit"})

    return for_row


@pytest.mark.parametrize("name", NAMES)
def test_every_state_and_role_acts_or_is_refused_with_a_reason(name, filed, people, data):
    """Through take_act, against the database: whatever is tried, the answer is Taken or a reason, and the chain stays whole."""
    perkim, category = Agency.objects.get(code="perkim"), Category.objects.get(code="lampu-jalan-baru")
    done = 0
    for state in State.values:
        holder = perkim if state not in {"received", "archived", "merged", "referred"} else None
        parent = data("merge").parent if state == "merged" else None
        Report.objects.filter(tracking_id=parent.tracking_id if parent else "").update(children_count=1)
        Report.objects.filter(pk=filed.report.pk).update(state=state, agency=holder, category=category, publication="published", parent=parent)
        for role, actor in people.items():
            with transaction.atomic():
                before = Report.objects.get(pk=filed.report.pk).version
                try:
                    taken = take_act(filed.report.pk, name, actor=actor, data=data(name))
                    assert taken.report.version >= before
                    done += 1
                except ActRefused as refused:
                    assert len(str(refused.reason)) > 10, (state, role)
                transaction.set_rollback(True)
    assert done or name in {"approve", "decline", "exclude", "decide", "extend", "object", "appeal", "late_reply", "expire", "lapse", "lower_privacy",
                            "release", "publish"}  # fmt: skip
    assert verify().faults == []


def test_photo_of_the_result_is_asked_for_where_the_category_wants_it(filed, people, data):
    Category.objects.filter(code="lampu-jalan-baru").update(needs_evidence=True)
    take_act(filed.report.pk, "forward", actor=people[T], data=data("forward"))
    with pytest.raises(ActRefused) as caught:
        take_act(filed.report.pk, "answer", actor=people[L], data=ActData(text="Sudah", outcome="solved"))
    assert caught.value.field == "photos"
    photo = StoredFile(id=uuid.uuid4(), sha256="0" * 64, original_sha256="1" * 64, width=10, height=10)
    taken = take_act(filed.report.pk, "answer", actor=people[L], data=ActData(text="Sudah", outcome="solved", photos=(photo,)))
    assert taken.entry.attachments.get().is_evidence
