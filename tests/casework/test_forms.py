"""Forms of acts as every surface shows them, and what an officers' list is narrowed to."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from lapor.agencies.models import Agency, Area
from lapor.casework.actions import act_with_form, form_for
from lapor.casework.forms import ActForm, proposal_words
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.core import clock
from lapor.reports.models import Entry, Report
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import NOT_OFFICERS
from lapor.reports.workflow.acting import officer_actor, reporter_actor
from lapor.reports.workflow.rules import GuardContext
from tests.reports.conftest import do, forward, in_days, new_report


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def act_of(name, state, *roles):
    return workflow.find_row(name, GuardContext(state=state), frozenset(roles))


def test_act_with_a_photo_that_cannot_be_read_is_not_done_and_the_form_says_which(root):
    report = new_report(root)
    files = {"photos": [SimpleUploadedFile("struk.jpg", b"no photo at all")]}
    form = form_for(act_of("note", "received", "reporter"), report, {"text": "Ini fotonya"}, files)
    assert act_with_form(form, actor=reporter_actor(report.reporter_id)) is None
    assert form.errors == {
        "photos": ["The file struk.jpg cannot be read as a photo, PDF, sound or video. Everything else is kept."]
    }
    assert not Entry.objects.filter(report=report, act="note").exists()


@pytest.mark.parametrize("number", ["4821 0937 62", "nothing", ""])
def test_report_is_merged_only_into_one_that_exists_here(root, triage, number):
    form = form_for(act_of("merge", "received", "triage_officer"), new_report(root), {"parent": number})
    assert act_with_form(form, actor=officer_actor(triage)) is None
    assert list(form.errors) == ["parent"]


def test_number_of_another_citys_report_is_answered_as_an_unknown_one(root, triage):
    theirs = new_report(root, "Lampu")
    city = Agency.objects.create(code="kota-lain", name="Kota Lain", path=[])
    Report.objects.filter(pk=theirs.pk).update(root=city)
    form = form_for(act_of("merge", "received", "triage_officer"), new_report(root), {"parent": theirs.tracking_id})
    assert act_with_form(form, actor=officer_actor(triage)) is None
    assert form.errors == {"parent": ["There is no such report."]}


def test_rating_is_chosen_in_words_and_kept_as_a_number(root):
    report = new_report(root)
    Report.objects.filter(pk=report.pk).update(state="resolved")
    form = form_for(act_of("rate", "resolved", "reporter"), report, {"rating": "4"})
    words = [str(label) for _value, label in getattr(form.fields["rating"], "choices", ())]
    assert words == ["1 – Very bad", "2 – Bad", "3 – Fair", "4 – Good", "5 – Very good"]
    assert act_with_form(form, actor=reporter_actor(report.reporter_id)) is not None
    assert Report.objects.get(pk=report.pk).feedback.rating == 4


def test_answer_from_outside_says_who_answered(root, triage):
    report = new_report(root)
    do(report, "refer", triage, destination="PLN", text="Jaringan PLN")
    row = act_of("outside_answer", "referred", "triage_officer")
    assert act_with_form(form_for(row, report, {"text": "Sudah menyala"}), actor=officer_actor(triage)) is None
    report.refresh_from_db()
    done = act_with_form(
        form_for(row, report, {"text": "Sudah menyala", "source": "PLN, surat 7"}), actor=officer_actor(triage)
    )
    assert (done.report.state, done.entry.details["source"]) == ("answered", "PLN, surat 7")


def test_page_of_the_report_shows_what_waits_for_approval_and_whose_proposal_it_is(root, triage, liaison):
    report = new_report(root)
    assert proposal_words(report) is None
    forward(report, {"vera": triage})
    do(report, "start", liaison, text="Kami cek")
    do(report, "schedule", liaison, text="Menunggu bahan", promised_on=in_days(40))
    words = proposal_words(Report.objects.get(pk=report.pk)) or {}
    assert (str(words["label"]), words["text"], words["officer"]) == ("Schedule", "Menunggu bahan", "Hana")
    assert words["promised_on"] == in_days(40).isoformat()


def test_officers_list_is_narrowed_to_what_is_late_what_lies_in_an_area_and_what_holds_a_word(root, triage):
    late, there, plain = (
        new_report(root, "Lampu padam"),
        new_report(root, "Jalan berlubang"),
        new_report(root, "Sampah menumpuk"),
    )
    village = Area.objects.filter(root=root, level="village").first()
    Report.objects.filter(pk=late.pk).update(due_at=clock.now() - timedelta(hours=1))
    Report.objects.filter(pk=there.pk).update(area=village)

    def found(**filters):
        return set(Inbox(triage, InboxFilters(**filters)).page().rows)

    assert found() == {late, there, plain}
    assert found(late="1") == {late}
    assert found(area=str(village.pk)) == found(area=str(village.parent_id)) == {there}
    assert found(q="sampah\x00") == {plain}
    assert found(state="received", kind="complaint", publication="pending") == {late, there, plain}
    assert found(state="archived") == set()


OF_OFFICERS = [row for row in workflow.TABLE if not row.actors & NOT_OFFICERS]


@pytest.mark.parametrize("row", OF_OFFICERS, ids=lambda row: row.name)
def test_beside_an_officers_words_stands_who_reads_them(root, row):
    """As the table of acts says: a note that goes with a report to an agency is read by everybody."""
    form = ActForm(act=row, report=new_report(root))
    if "text" in form.fields:
        hint = str(form.fields["text"].help_text)
        assert ("everybody" in hint) == (row.audience == "public")
        assert ("Only officers" in hint) == (row.audience == "internal")
        assert "The reporter reads it" in hint or row.audience == "internal"
