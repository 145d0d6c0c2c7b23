"""Identities: sealed, opened with a reason and where needed two officers, given out, erased, kept no longer than the
table says."""

import json
import uuid
from argparse import Namespace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.casework import identities
from lapor.casework.models import IdentityOpening
from lapor.casework.persons import erase_person, export_person
from lapor.config.commands import person as person_command
from lapor.core import clock
from lapor.gateway.models import OutboundMessage
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint, Reporter
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import SYSTEM, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from tests.officers import gave_password_again
from tests.vault.reports import report_of

REASON = "Perlu menelepon untuk memastikan alamat"


@pytest.fixture
def people(root):
    wanted = {
        "vera": (Role.TRIAGE_OFFICER, "diskominfo"),
        "hana": (Role.LIAISON_OFFICER, "perkim"),
        "wening": (Role.OVERSEER, "inspektorat"),
        "vino": (Role.TRIAGE_OFFICER, "diskominfo"),
        "lia": (Role.LIAISON_OFFICER, "bappeda"),
        "dewi": (Role.DESK_OFFICER, "diskominfo"),
    }
    return {
        name: create_officer(
            username=name, password="Rahasia-2026-x", name=name, agency=Agency.objects.get(code=code), role=role
        )
        for name, (role, code) in wanted.items()
    }


def names_of(report):
    return list(Event.objects.filter(stream_id=report.pk).order_by("sequence").values_list("name", flat=True))


def test_named_report_opens_with_a_reason_that_stays(root, people):
    report = report_of(root)
    opening = identities.ask_to_open(report, by=people["vera"], reason=REASON)
    opened = identities.open_identity(opening.pk, by=people["vera"])
    assert (opened.name, opened.contacts) == (
        "Budi Santosa",
        [("email", "budi@contoh.example"), ("phone", "+6281234567890")],
    )
    assert names_of(report) == ["report.file", "identity.requested", "identity.opened"]
    assert verify().faults == []


@pytest.mark.parametrize("guarded", [{"identity": "anonymous"}, {"visibility": "confidential"}])
def test_guarded_report_needs_a_second_officer_of_another_agency(root, people, guarded):
    report = report_of(root, **guarded)
    opening = identities.ask_to_open(report, by=people["vera"], reason=REASON)
    for name in ("vera", "vino", "dewi"):
        with pytest.raises(ActRefused):
            identities.consent(opening.pk, by=people[name])
    with pytest.raises(ActRefused):
        identities.open_identity(opening.pk, by=people["vera"])
    assert identities.waiting_for_consent(people["lia"]) == [opening]
    identities.consent(opening.pk, by=people["wening"])
    with pytest.raises(ActRefused):
        identities.open_identity(opening.pk, by=people["wening"])
    assert identities.open_identity(opening.pk, by=people["vera"]).name == "Budi Santosa"
    assert names_of(report)[1:] == ["identity.requested", "identity.approved", "identity.opened"]


def test_it_opens_once_and_within_a_day(root, people):
    report = report_of(root)
    opening = identities.ask_to_open(report, by=people["vera"], reason=REASON)
    with clock.at(clock.now() + timedelta(hours=25)), pytest.raises(ActRefused):
        identities.open_identity(opening.pk, by=people["vera"])
    identities.open_identity(opening.pk, by=people["vera"])
    with pytest.raises(ActRefused):
        identities.open_identity(opening.pk, by=people["vera"])


@pytest.mark.parametrize(("who", "reason"), [("hana", REASON), ("dewi", REASON), ("vera", "ingin tahu")])
def test_who_has_no_business_or_no_reason_asks_in_vain(root, people, who, reason):
    with pytest.raises(ActRefused):
        identities.ask_to_open(report_of(root), by=people[who], reason=reason)
    assert IdentityOpening.objects.count() == 0


def refused(step, *arguments, **named):
    with translation.override("en"), pytest.raises(ActRefused) as caught:
        step(*arguments, **named)
    return str(caught.value.reason)


def test_who_left_nothing_cannot_be_opened(root, people):
    report = report_of(root, name="", email="", phone="")
    said = refused(identities.ask_to_open, report, by=people["vera"], reason=REASON)
    assert said == "The reporter left neither name nor contact."


def test_reporter_who_was_erased_meanwhile_cannot_be_opened(root, people):
    report = report_of(root)
    opening = identities.ask_to_open(report, by=people["vera"], reason=REASON)
    erase_person(report.reporter, by=SYSTEM)
    assert (
        refused(identities.open_identity, opening.pk, by=people["vera"])
        == "The reporter left neither name nor contact."
    )


def test_request_that_needs_no_consent_or_has_it_takes_none(root, people):
    named, guarded = report_of(root), report_of(root, identity="anonymous")
    opening = identities.ask_to_open(named, by=people["vera"], reason=REASON)
    assert (
        refused(identities.consent, opening.pk, by=people["wening"]) == "This request needs no consent, or no longer."
    )
    opening = identities.ask_to_open(guarded, by=people["vera"], reason=REASON)
    identities.consent(opening.pk, by=people["wening"])
    assert (
        refused(identities.consent, opening.pk, by=people["wening"]) == "This request needs no consent, or no longer."
    )
    assert refused(identities.consent, uuid.uuid4(), by=people["wening"]) == "There is no such request."


def test_nobody_of_another_city_agrees_to_an_opening(root, people):
    city = Agency.objects.create(code="kota-lain", name="Kota Lain", path=[])
    Agency.objects.filter(pk=city.pk).update(path=[city.pk])
    stranger = create_officer(
        username="asing",
        password="Rahasia-2026-x",
        name="Asing",
        agency=Agency.objects.get(pk=city.pk),
        role=Role.OVERSEER,
    )
    opening = identities.ask_to_open(report_of(root, identity="anonymous"), by=people["vera"], reason=REASON)
    assert not identities.may_consent(opening, stranger)
    assert identities.waiting_for_consent(stranger) == []


def test_to_the_opening_of_a_protected_case_only_its_officers_and_the_overseer_agree(root, people):
    report = report_of(root, text="Ada pungli di loket")
    asks = create_officer(
        username="lintang",
        password="Rahasia-2026-x",
        name="Lintang",
        agency=report.agency,
        role=Role.PROTECTED_CASE_OFFICER,
    )
    opening = identities.ask_to_open(report, by=asks, reason=REASON)
    assert opening.needs_second
    assert (
        refused(identities.consent, opening.pk, by=people["lia"])
        == "An officer of another agency or an overseer has to agree."
    )
    identities.consent(opening.pk, by=people["wening"])


def test_who_lost_the_report_meanwhile_no_longer_opens_it(root, people):
    report = report_of(root)
    perkim, bappeda = Agency.objects.get(code="perkim"), Agency.objects.get(code="bappeda")
    Report.objects.filter(pk=report.pk).update(agency=perkim, state="forwarded")
    report.refresh_from_db()
    opening = identities.ask_to_open(report, by=people["hana"], reason=REASON)
    Report.objects.filter(pk=report.pk).update(agency=bappeda)
    assert refused(identities.open_identity, opening.pk, by=people["hana"]) == "This report is not with your office."


def test_console_shows_the_identity_on_one_answer_only(root, people):
    report = report_of(root)
    client = Client()
    client.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")
    url = f"/konsol/laporan/{report.tracking_id}/identitas"
    assert client.post(url, {"do": "ask", "reason": "x"}).status_code == 422
    assert client.post(url, {"do": "ask", "reason": REASON}).status_code == 302
    opening = IdentityOpening.objects.get()
    assert "Budi" not in client.get(url).content.decode()
    gave_password_again(client)
    shown = client.post(url, {"do": "open", "opening": str(opening.pk)})
    assert "Budi Santosa" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "Budi" not in client.post(url, {"do": "open", "opening": str(opening.pk)}).content.decode()
    assert client.post(url, {"do": "open", "opening": "rubbish"}).status_code == 200


def test_second_officer_sees_who_asks_and_why_and_nothing_of_the_report(root, people):
    report = report_of(root, identity="anonymous", text="Lampu Pasar Johar mati")
    identities.ask_to_open(report, by=people["vera"], reason=REASON)
    client = Client()
    client.force_login(people["lia"], backend="lapor.agencies.officers.backend.OfficerBackend")
    page = client.get("/konsol/persetujuan/").content.decode()
    assert REASON in page
    assert "Johar" not in page
    client.post("/konsol/persetujuan/", {"opening": str(IdentityOpening.objects.get().pk)})
    assert IdentityOpening.objects.get().approved_by == people["lia"]


def test_person_takes_along_everything_and_nothing_internal(root, people):
    report = report_of(root)
    perform_action(report.pk, "ask", actor=identity_actor(people["vera"]), data=act_data(text="Di mana?"))
    perform_action(
        report.pk, "work_note", actor=identity_actor(people["vera"]), data=act_data(text="Pelapor sering salah")
    )
    exported = export_person(report.reporter)
    assert exported["name"] == "Budi Santosa"
    assert [entry["act"] for entry in exported["reports"][0]["story"]] == ["file", "ask"]
    assert "sering salah" not in json.dumps(exported)


def identity_actor(officer):
    from lapor.reports.workflow.acting import officer_actor  # noqa: PLC0415 - beside its use

    return officer_actor(officer)


def act_data(**data):
    from lapor.reports.workflow.acting import ActData  # noqa: PLC0415 - beside its use

    return ActData(**data)


def test_erased_person_is_gone_and_the_chain_is_whole(root):
    report = report_of(root)
    reporter_id = report.reporter_id
    assert erase_person(report.reporter, by=SYSTEM) == 1
    report = Report.objects.get(pk=report.pk)
    assert (report.reporter, report.text) == (None, "Lampu mati")
    assert (Reporter.objects.count(), ContactPoint.objects.count()) == (0, 0)
    assert names_of(report) == ["report.file", "reporter.erased"]
    assert Event.objects.filter(stream_id=reporter_id, stream_kind="reporter").count() == 1
    assert verify().faults == []


def test_reporter_erases_and_takes_along_on_the_page(root):
    client = Client()
    data = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati", "name": "Siti", "email": "siti@contoh.example"}
    number = client.post("/lapor", data).context["report"].tracking_id
    url = f"/laporan/{number}/data-saya"
    assert Client().get(url).status_code == 404
    assert json.loads(client.post(url, {"do": "export"}).content)["name"] == "Siti"
    client.post(url, {"do": "erase"})
    assert Reporter.objects.count() == 1  # not without the tick
    client.post(url, {"do": "erase", "sure": "1"})
    assert Reporter.objects.count() == 0
    assert client.get(f"/laporan/{number}").status_code == 200


def test_neither_page_nor_address_reaches_a_protected_report_of_the_same_person(root):
    """Somebody else may hold the phone: its own code alone gives it out and takes its reporter away."""
    client = Client()
    data = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati", "name": "Siti", "email": "siti@contoh.example"}
    number = client.post("/lapor", data).context["report"].tracking_id
    reporter = Reporter.objects.get()
    new = NewReport(text="Suami saya memukul saya", submission_key=str(uuid.uuid4()), channel="web", reporter=reporter)
    secret = file_new_report(new, root=root, actor=reporter_actor(reporter.pk)).report
    assert secret.is_protected
    url = f"/laporan/{number}/data-saya"
    given = client.post(url, {"do": "export"}).content.decode()
    assert "Lampu mati" in given and "memukul" not in given and secret.tracking_id not in given
    client.post(url, {"do": "erase", "sure": "1"})
    assert Report.objects.get(tracking_id=number).reporter is None
    secret = Report.objects.get(pk=secret.pk)
    assert secret.reporter is not None
    assert vault.identity_of(secret.reporter) == ("Siti", [("email", "siti@contoh.example")])
    assert verify().faults == []


def test_commands_find_a_person_by_number_and_address(root, capsys):
    report = report_of(root)
    arguments = {"user": None, "yes": True, "report": None, "email": None, "phone": None}
    for found in ({"report": report.tracking_id}, {"email": " BUDI@contoh.example"}, {"phone": "+62 812-3456-7890"}):
        assert person_command.run(Namespace(action="export", **{**arguments, **found})) == 0
        assert json.loads(capsys.readouterr().out)[0]["name"] == "Budi Santosa"
    assert person_command.run(Namespace(action="erase", **{**arguments, "email": "budi@contoh.example"})) == 0
    assert person_command.run(Namespace(action="export", **{**arguments, "email": "budi@contoh.example"})) == 1


@pytest.mark.django_db(transaction=True)
def test_readers_of_events_go_on_after_an_opening_and_an_erasure(root, people, caught_up):
    """These events stand in a report's chain and are no acts: nobody is written to, and nobody waits behind them."""
    first, second = report_of(root), report_of(root)
    opening = identities.ask_to_open(first, by=people["vera"], reason=REASON)
    identities.open_identity(opening.pk, by=people["vera"])
    erase_person(first.reporter, by=SYSTEM)
    perform_action(second.pk, "ask", actor=identity_actor(people["vera"]), data=act_data(text="Di mana?"))
    caught_up()
    assert set(OutboundMessage.objects.filter(report_id=second.pk).values_list("cause", flat=True)) == {
        "report.file",
        "report.ask",
    }
