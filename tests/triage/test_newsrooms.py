"""Newsrooms whose story became a report are told of its result and of official statements; nobody else's affairs reach
them."""

import pytest

from lapor.agencies.models import Agency, Category
from lapor.gateway.models import ChannelAccount, OutboundMessage
from lapor.gateway.queries import to_press, to_reporters
from lapor.ledger.models import Event
from lapor.notify.newsrooms import tell_newsrooms
from lapor.reporters import vault
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry
from lapor.reports.queries import offered_acts
from lapor.reports.workflow.acting import ActData, officer_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.triage import candidates
from tests.intake.test_news import story, told  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(told, triage):  # noqa: F811
    """Two outlets' story, made one report."""
    [first] = told(story())
    told(story(host="kabar"), outlet="kabar")
    return candidates.accept(first.pk, by=triage).report


@pytest.fixture
def answered(accepted, triage, liaison):
    category = Category.objects.get(code="jalan-rusak")
    agency = Agency.objects.get(code="perkim")
    data = ActData(
        category=category, agency=agency, publication="published", published_text="Jalan berlubang di Tembalang."
    )
    perform_action(accepted.pk, "forward", actor=officer_actor(triage), data=data)
    perform_action(
        accepted.pk,
        "answer",
        actor=officer_actor(liaison),
        data=ActData(text="Lubang sudah ditambal.", outcome="partly"),
    )
    return accepted


def tell():
    events = list(Event.objects.order_by("id"))
    tell_newsrooms(events)
    tell_newsrooms(events)  # read twice, told once
    return {vault.open_sealed(bytes(row.address)): row for row in OutboundMessage.objects.order_by("created_at")}


def test_result_is_told_to_every_newsroom_of_the_story_once(answered):
    sent = tell()
    assert set(sent) == {"redaksi@suara.example", "redaksi@kabar.example"}
    mail = sent["redaksi@kabar.example"]
    assert "Lubang sudah ditambal." in mail.said.text
    assert answered.tracking_id in mail.said.text
    assert "https://kabar.example/a/1" in mail.said.text
    assert "suara.example" not in mail.said.text
    assert mail.said.subject.startswith("Hasil laporan")
    assert to_press().count() == 2
    assert not to_reporters().exists()


def test_statement_stands_on_the_public_page_and_goes_to_the_newsrooms(accepted, triage, client):
    assert "statement" in [row.name for row in offered_acts(accepted, officer_actor(triage))]
    perform_action(accepted.pk, "statement", actor=officer_actor(triage), data=ActData(text="Perbaikan dimulai Senin."))
    assert Entry.objects.get(act="statement").audience == "public"
    assert all("Perbaikan dimulai Senin." in mail.said.text for mail in tell().values())
    assert to_press().count() == 2
    page = client.get(f"/laporan/{accepted.tracking_id}").content.decode()
    assert "Pernyataan resmi" in page
    assert "Pelapor, di loket" not in page  # the office found it in the press


def test_answer_to_a_withheld_report_is_told_as_little_as_on_its_page(accepted, triage, liaison):
    data = ActData(
        category=Category.objects.get(code="jalan-rusak"),
        agency=Agency.objects.get(code="perkim"),
        publication="withheld",
    )
    perform_action(accepted.pk, "forward", actor=officer_actor(triage), data=data)
    perform_action(
        accepted.pk,
        "answer",
        actor=officer_actor(liaison),
        data=ActData(text="Pemilik rumah Budi sudah pindah.", outcome="partly"),
    )
    assert tell() == {}


def test_report_that_came_from_no_newsroom_offers_no_statement(filed, triage):
    assert "statement" not in [row.name for row in offered_acts(filed.report, officer_actor(triage))]
    with pytest.raises(ActRefused):
        perform_action(filed.report.pk, "statement", actor=officer_actor(triage), data=ActData(text="Tidak ada."))


def test_outlet_without_address_is_not_written_to_and_a_wrong_one_stops_nothing(answered):
    for name, address in (("suara", "bukan alamat\nBcc: x@y"), ("kabar", "")):
        row = ChannelAccount.objects.get(name=name)
        row.settings["newsroom_email"] = address
        row.save()
    assert tell() == {}


def test_confidential_report_is_never_told_to_the_press(answered, triage):
    perform_action(answered.pk, "raise_privacy", actor=officer_actor(triage), data=ActData())
    assert tell() == {}
    answered.refresh_from_db()
    assert "statement" not in [row.name for row in offered_acts(answered, officer_actor(triage))]


def test_nobody_can_be_asked_whether_it_is_solved(answered):
    answered.refresh_from_db()
    assert answered.receipt_hash is None
    assert answered.reporter_id is None


def test_result_of_the_report_that_a_story_was_merged_into_reaches_its_newsroom(accepted, filed, triage, liaison):
    perform_action(accepted.pk, "merge", actor=officer_actor(triage), data=ActData(parent=filed.report))
    agency = Agency.objects.get(code="perkim")
    category = Category.objects.get(code="lampu-jalan-mati")
    data = ActData(category=category, agency=agency, publication="published", published_text="Lampu mati.")
    perform_action(filed.report.pk, "forward", actor=officer_actor(triage), data=data)
    perform_action(
        filed.report.pk,
        "answer",
        actor=officer_actor(liaison),
        data=ActData(text="Lampu sudah menyala.", outcome="partly"),
    )
    sent = tell()
    assert set(sent) == {"redaksi@suara.example", "redaksi@kabar.example"}
    assert "Lampu sudah menyala." in sent["redaksi@suara.example"].said.text
