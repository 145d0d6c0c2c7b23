"""Every act x every state x every role through perform_action: done, or refused with a reason; never anything else."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category, Team
from lapor.agencies.roles import Role
from lapor.core import clock
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.verifying import verify
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.models import Attachment, Entry, PartnerLink, Report
from lapor.reports.vocabulary import State
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.acting import (
    ANYONE,
    SYSTEM,
    ActData,
    MaskedPhoto,
    StoredFile,
    officer_actor,
    reporter_actor,
)
from tests.reports.product import NAMES, A, D, F, H, L, P, R, S, T, V, X


@pytest.fixture
def people(root):
    """An actor for every role; the liaison, field officer and head of the same agency."""
    agencies = {
        T: "diskominfo",
        L: "perkim",
        F: "perkim",
        H: "pemkot",
        D: "diskominfo",
        V: "inspektorat",
        A: "diskominfo",
        P: "inspektorat",
    }
    found = {R: reporter_actor(None), S: SYSTEM, X: ANYONE}
    for role, code in agencies.items():
        agency = Agency.objects.get(code=code)
        officer = create_officer(username=role, password="Rahasia-2026-x", name=role, agency=agency, role=Role(role))
        found[role] = officer_actor(officer, has_receipt=role == D)
    return found


@pytest.fixture
def data(root, people, filed):
    """Something sensible for every field that an act may need."""
    photo = Attachment.objects.create(
        id=uuid.uuid4(), report=filed.report, sha256="0" * 64, width=9, height=9, created_at=clock.now()
    )
    parent = file_new_report(
        NewReport(text="Induk", submission_key=str(uuid.uuid4()), channel="web"), root=root, actor=reporter_actor(None)
    ).report
    entry = Entry.objects.create(
        report=filed.report,
        act="note",
        at=clock.now(),
        state_after="received",
        actor_kind="reporter",
        audience="public",
        text="Salah alamat",
    )
    team = Team.objects.create(agency=Agency.objects.get(code="perkim"), name="Regu 1")
    team.members.set([people[L].officer, people[F].officer])
    values = {
        "entry": entry,
        "text": "Alasan",
        "category": Category.objects.get(code="lampu-jalan-baru"),
        "agency": Agency.objects.get(code="perkim"),
        "proposed_agency": Agency.objects.get(code="bappeda"),
        "unit": None,
        "officer": people[F].officer,
        "team": team,
        "parent": parent,
        "publication": "published",
        "published_text": "Lampu mati",
        "archive_reason": "spam",
        "destination": "PLN",
        "source": "PLN",
        "outcome": "solved",
        "reminder": "passed",
        "promised_on": (clock.now() + timedelta(days=30)).date(),
        "rating": 4,
        "call_result": "solved",
        "partner_name": "CV Terang",
        "partner_days": 7,
        "partner_step": "received",
        "partner_link": PartnerLink(report=filed.report, valid_until=clock.now() + timedelta(days=7)),
        "supporter": b"x" * 32,
        "masked": MaskedPhoto(photo.pk, (0,), "0" * 64, "1" * 64, 10, 10),
        "taken_files": (photo,),
        "withheld_files": (photo,),
        "published_title": "Lampu",
    }

    def for_row(name):
        wanted = {field for row in workflow.TABLE if row.name == name for field in (*row.needs, *row.may)} - {"photos"}
        return ActData(**{field: values[field] for field in wanted if field != "unit"})

    return for_row


def standing(name, people):
    """What a report must be besides its state for an act of teams to be possible at all."""
    if name not in {"take", "hand_back"}:
        return {}
    return {"team": Team.objects.get(), "officer": people[F].officer if name == "hand_back" else None}


def tried(name, state, people, *, all_roles):
    """Whom the table lets in, and one whom it does not; or everybody."""
    inside = [role for role in people if workflow.rows_for(name, state, workflow.acting_as(role, is_protected=False))]
    outside = [role for role in people if role not in inside]
    return [*inside, *(outside if all_roles else outside[:1])]


@pytest.mark.parametrize("all_roles", [False, pytest.param(True, marks=pytest.mark.deep)], ids=["let in", "all"])
@pytest.mark.parametrize("name", NAMES)
def test_every_state_and_role_acts_or_is_refused_with_a_reason(name, all_roles, filed, people, data):
    """Through perform_action, against the database: whatever is tried, the answer is Taken or a reason, and the chain
    stays whole."""
    perkim, category = Agency.objects.get(code="perkim"), Category.objects.get(code="lampu-jalan-baru")
    done = 0
    for state in State.values:
        holder = perkim if state not in {"received", "archived", "merged", "referred"} else None
        parent = data("merge").parent if state == "merged" else None
        Report.objects.filter(tracking_id=parent.tracking_id if parent else "").update(children_count=1)
        Report.objects.filter(pk=filed.report.pk).update(
            state=state,
            agency=holder,
            category=category,
            publication="published",
            parent=parent,
            **standing(name, people),
        )
        for role in tried(name, state, people, all_roles=all_roles):
            actor = people[role]
            with transaction.atomic():
                before = Report.objects.get(pk=filed.report.pk).version
                try:
                    taken = perform_action(filed.report.pk, name, actor=actor, data=data(name))
                    assert taken.report.version >= before
                    done += 1
                except ActRefused as refused:
                    assert len(str(refused.reason)) > 10, (state, role)
                transaction.set_rollback(True)
    assert done or name in {
        "approve",
        "decline",
        "exclude",
        "decide",
        "extend",
        "object",
        "appeal",
        "late_reply",
        "expire",
        "lapse",
        "lower_privacy",
        "release",
        "publish",
        "statement",
        "take_back",
        "unassign",
        "answer_call",
        "end_call",
        "undo",
        "call_back",
        "end_partner",
        "partner_news",
    }
    assert verify().faults == []


def test_photo_of_the_result_is_asked_for_where_the_category_wants_it(filed, people, data):
    Category.objects.filter(code="lampu-jalan-baru").update(needs_evidence=True)
    perform_action(filed.report.pk, "forward", actor=people[T], data=data("forward"))
    with pytest.raises(ActRefused) as caught:
        perform_action(filed.report.pk, "answer", actor=people[L], data=ActData(text="Sudah", outcome="solved"))
    assert caught.value.field == "photos"
    photo = StoredFile(id=uuid.uuid4(), sha256="0" * 64, original_sha256="1" * 64, width=10, height=10)
    taken = perform_action(
        filed.report.pk, "answer", actor=people[L], data=ActData(text="Sudah", outcome="solved", photos=(photo,))
    )
    assert taken.entry.attachments.get().is_evidence
