"""Beside the counter's form: who came before, what is open nearby, and what of it reaches the report."""

import uuid

import pytest
from django.core import signing

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.casework import known_people
from lapor.gateway import rate_limits
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.publish.models import PublicReport
from lapor.publish.public_rows import public_row
from lapor.publish.similar import SIMILAR_SHOWN, similar_open
from lapor.reporters.models import ContactPoint
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor

pytestmark = pytest.mark.django_db
PHONE = "0812 3456 7890"


def filed(root, **values):
    new = NewReport(
        **{"text": "Lampu jalan mati di gang", "submission_key": str(uuid.uuid4()), "channel": "web", **values}
    )
    return file_new_report(new, root=root, actor=reporter_actor(None)).report


def typed(desk, **values):
    draft = desk.get("/loket/").context["form"]["draft_id"].value()
    return {"draft_id": draft, "channel": "counter", "text": "Lampu di depan rumah mati lagi", **values}


# --- who came before


def test_person_is_found_by_phone_without_a_name_and_the_next_report_is_theirs(desk, desk_officer, root):
    first = filed(root, name="Sumi", phone=PHONE)
    page = desk.post("/loket/pelapor", {"phone": "+62 812-3456-7890", "part": "known"})
    person = page.context["people"][0]
    assert (person.reports, person.name) == (1, "")
    assert "Sumi" not in page.content.decode()
    agreed = desk.post("/loket/pelapor", {"phone": PHONE, "part": "known", "is_agreed": "1"})
    assert "Sumi" in agreed.content.decode()
    seen = [
        (event.data["reason"], event.data["with_name"])
        for event in Event.objects.filter(name="reporter.looked_up").order_by("id")
    ]
    assert seen == [("desk look-up", False), ("desk look-up", True)]
    assert set(Event.objects.filter(name="reporter.looked_up").values_list("actor_id", "stream_id")) == {
        (desk_officer.pk, first.reporter_id)
    }
    answer = desk.post(
        "/loket/", typed(desk, known=person.token, name="Sumi", phone=PHONE, email="sumi@contoh.example", consent="on")
    )
    assert answer.status_code == 201
    assert answer.context["report"].reporter_id == first.reporter_id
    assert ContactPoint.objects.filter(reporter=first.reporter_id).count() == 2  # the phone once, the mail as new


def test_two_people_with_one_phone_are_two_choices_and_none_is_chosen_alone(desk, root):
    filed(root, name="Sumi", phone=PHONE)
    filed(root, name="Karno", phone=PHONE)
    page = desk.post("/loket/pelapor", {"phone": PHONE, "part": "known"})
    assert len(page.context["people"]) == 2
    answer = desk.post("/loket/", typed(desk, known="", name="Yanto", phone=PHONE, consent="on"))
    assert Report.objects.exclude(reporter=None).values("reporter").distinct().count() == 3
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": "confidential"},
        {"identity": "anonymous"},
        {"text": "Suami saya memukul saya, kekerasan dalam rumah tangga"},
    ],
)
def test_who_filed_only_what_is_hidden_is_unknown_at_the_desk(desk, root, hidden):
    report = filed(root, name="Sumi", phone=PHONE, **hidden)
    assert report.visibility == "confidential" or report.identity == "anonymous"
    assert desk.post("/loket/pelapor", {"phone": PHONE, "part": "known"}).context["people"] == []


def test_forged_token_or_another_officers_ties_no_report_to_anybody(desk, root):
    someone = filed(root, name="Sumi", phone=PHONE).reporter
    other = create_officer(
        username="rina",
        password="Rahasia-2026-x",
        name="Rina",
        agency=Agency.objects.get(code="diskominfo"),
        role=Role.DESK_OFFICER,
    )
    theirs = known_people.people_known(phone=PHONE, email="", by=other, is_agreed=False)[0].token
    for token in ("x", signing.dumps({"reporter": str(someone.pk), "officer": str(other.pk)}), theirs):
        answer = desk.post("/loket/", typed(desk, known=token))
        assert answer.status_code == 422
        assert answer.context["form"]["text"].value() == "Lampu di depan rumah mati lagi"
    assert Report.objects.count() == 1


def test_look_ups_are_limited_and_the_screen_keeps_what_was_typed(desk, root, monkeypatch):
    monkeypatch.setattr(rate_limits, "DESK_LOOK_UP", rate_limits.Limit("desk-look-up", 1, 3600))
    filed(root, name="Sumi", phone=PHONE)
    whole = desk.post("/loket/pelapor", typed(desk, phone=PHONE, address="RT 3"))  # without a script: the whole page
    assert "RT 3" in whole.content.decode()
    assert len(whole.context["people"]) == 1
    again = desk.post("/loket/pelapor", {"phone": PHONE, "part": "known"})
    assert (again.status_code, again.context["people"]) == (429, [])
    assert desk.get("/loket/pelapor").status_code == 405


# --- what is open nearby


@pytest.fixture
def published(root, triage):
    """An open report of Tembalang that everybody may read."""
    area, category = root.areas.get(name="Tembalang", level="village"), Category.objects.get(code="lampu-jalan-mati")
    report = filed(root, text="Lampu jalan di gang mawar mati", area=area, category=category)
    perform_action(
        report.pk,
        "forward",
        actor=officer_actor(triage),
        data=ActData(category=category, agency=category.agency or triage.agency, publication="published"),
    )
    report.refresh_from_db()
    public_row(report).save()
    return report


def alike(root, text="lampunya mati di gang mawar", area=None, category=""):
    return [row.tracking_id for row in similar_open(root, text=text, area=area, category=category)]


def test_open_report_of_the_place_in_like_words_is_shown(desk, root, published):
    asked = {"text": "Lampu di gang mawar mati semua", "area": published.area_id}
    page = desk.post("/loket/serupa", asked)
    assert published.title in page.content.decode()
    assert alike(root, category="lampu-jalan-mati", area="") == [published.tracking_id]
    assert alike(root, text="sampah menumpuk", area=published.area_id) == []
    elsewhere = root.areas.filter(level="village").exclude(pk=published.area_id).first()
    assert alike(root, area=elsewhere.pk) == []
    assert alike(root, text="' | & ! :* )(", area=published.area_id) == []


def test_unpublished_closed_and_confidential_ones_are_never_shown(root, published):
    row = PublicReport.objects.get()
    for change in (
        {"publication": "pending"},
        {"publication": "withheld"},
        {"state": "resolved"},
        {"state": "archived"},
    ):
        PublicReport.objects.update(publication="published", state="forwarded")
        PublicReport.objects.update(**change)
        assert alike(root, area=row.area_id) == []


def test_only_a_handful_is_shown_and_one_query_is_asked(root, published, django_assert_num_queries):
    row = PublicReport.objects.get()
    for number in range(SIMILAR_SHOWN + 3):
        row.pk, row.tracking_id = uuid.uuid4(), f"{number:010d}"
        row.save(force_insert=True)
    with django_assert_num_queries(1):
        assert len(alike(root, area=row.area_id, category="lampu-jalan-mati")) == SIMILAR_SHOWN


def test_same_matter_reaches_triage_and_the_count_counts_a_visit_once(desk, published):
    answer = desk.post("/loket/", typed(desk, same_as=published.tracking_id))
    assert answer.context["report"].provenance["same_as"] == published.tracking_id
    visit = {"draft_id": str(uuid.uuid4()), "count_for": published.tracking_id}
    for _twice in range(2):
        assert desk.post("/loket/dukung", visit)["Location"] == "/loket/"
    published.refresh_from_db()
    assert published.supporters_count == 1


def test_hidden_report_counts_nobody(desk, root):
    hidden = filed(root, visibility="confidential")
    desk.post("/loket/dukung", {"draft_id": str(uuid.uuid4()), "count_for": hidden.tracking_id})
    hidden.refresh_from_db()
    assert hidden.supporters_count == 0
