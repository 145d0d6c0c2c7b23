"""Identities: sealed, opened with a reason and where needed two officers, given out, erased, kept no longer than the
table says."""

import json
import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField
from django.test import Client
from django.utils import translation

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.casework import identities, rotation
from lapor.casework.models import IdentityOpening
from lapor.casework.persons import erase_person, export_person, reporters_with_contact
from lapor.config.commands import keys as keys_command
from lapor.config.commands import person as person_command
from lapor.core import clock, environment
from lapor.core.keys import add_vault_key, load_keys
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.messages import opened_call, opened_message
from lapor.gateway.models import Delivery, InboundMessage, OutboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.ops.retention import KEEP_CONTACTS, TABLE, apply_retention
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint, Reporter
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import SYSTEM, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from tests.contract.channels import SPOKEN
from tests.officers import gave_password_again
from tests.outgoing import queued_message

REASON = "Perlu menelepon untuk memastikan alamat"
# Binary columns that hold no words: hashes, salts, heads, signatures.
NOT_SEALED = {
    "receipt_hash",
    "salt",
    "lookup",
    "key",
    "draft_key",
    "supporter",
    "token_hash",
    "code_hash",
    "browser_hash",
    "head",
    "hash",
    "signature",
    "digest",
    "group_key",
    "mail_id",
    "credential",
    "credential_id",
}


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


def report_of(root, **changed):
    values = {"text": "Lampu mati", "name": "Budi Santosa", "email": "Budi@Contoh.example", "phone": "0812 3456 7890"}
    new = NewReport(**{**values, "submission_key": str(uuid.uuid4()), "channel": "web", **changed})
    return file_new_report(new, root=root, actor=reporter_actor(None)).report


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
    client.force_login(people["vera"], backend="allauth.account.auth_backends.AuthenticationBackend")
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
    client.force_login(people["lia"], backend="allauth.account.auth_backends.AuthenticationBackend")
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


def test_commands_find_a_person_by_number_and_address(root, capsys):
    report = report_of(root)
    arguments = {"user": None, "yes": True, "report": None, "email": None, "phone": None}
    for found in ({"report": report.tracking_id}, {"email": " BUDI@contoh.example"}, {"phone": "+62 812-3456-7890"}):
        assert person_command.run(namespace(action="export", **{**arguments, **found})) == 0
        assert json.loads(capsys.readouterr().out)[0]["name"] == "Budi Santosa"
    assert person_command.run(namespace(action="erase", **{**arguments, "email": "budi@contoh.example"})) == 0
    assert person_command.run(namespace(action="export", **{**arguments, "email": "budi@contoh.example"})) == 1


def namespace(**values):
    from argparse import Namespace  # noqa: PLC0415 - beside its use

    return Namespace(**values)


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


def test_every_sealed_column_is_in_the_rotation():
    columns = {
        (model, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("lapor.")
        for field in model._meta.get_fields()
        if isinstance(field, BinaryField) and field.name not in NOT_SEALED
    }
    assert columns == set(rotation.SEALED)


@pytest.fixture
def own_keys(tmp_path, monkeypatch, settings):
    """A keys file and sealed files of this test's own: a rotation leaves the others alone, and none of theirs comes
    between."""
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    path = tmp_path / "keys.json"
    path.write_bytes(environment.keys_file().read_bytes())
    monkeypatch.setenv("LAPOR_KEYS_FILE", str(path))
    return path


def test_rotated_keys_open_everything_and_the_old_ones_can_go(root, own_keys, capsys):
    report_of(root)
    account = make_account("webhook", "uji", root=root, settings={}, secrets={"secret": "s"})
    for text in ("Lampu mati", "Jalan rusak"):
        store(opened(account), SPOKEN["webhook"].call(SPOKEN["webhook"].message(text, id=text, sender=text)))
    read_channel("webhook")
    old = load_keys(own_keys).vault
    sealed_before = bytes(Reporter.objects.get().name)
    assert keys_command.run(namespace(action="rotate")) == 0
    assert load_keys(own_keys).vault[1:] == old
    assert bytes(Reporter.objects.get().name) != sealed_before
    assert keys_command.run(namespace(action="forget")) == 0
    assert set(load_keys(own_keys).vault) & set(old) == set()
    assert vault.identity_of(Reporter.objects.get())[0] == "Budi Santosa"
    assert reporters_with_contact("email", "budi@contoh.example") == [Reporter.objects.get()]
    account.refresh_from_db()
    assert opened(account).account.secrets == {"secret": "s"}
    assert {opened_message(bytes(row.body)).text for row in InboundMessage.objects.all()} == {
        "Lampu mati",
        "Jalan rusak",
    }
    assert all(opened_call(bytes(row.raw)).body for row in Delivery.objects.all())


def test_old_keys_are_kept_while_something_needs_them(root, own_keys, capsys):
    report_of(root)
    add_vault_key(own_keys)
    assert keys_command.run(namespace(action="forget")) == 1
    assert len(load_keys(own_keys).vault) == 2
    assert vault.identity_of(Reporter.objects.get())[0] == "Budi Santosa"


def test_running_process_seals_with_the_new_key_at_once(root, own_keys):
    vault.seal("x")
    add_vault_key(own_keys)
    assert vault.needing_older_keys([vault.seal("y")]) == 0


def test_retention_forgets_who_it_was_when_all_reports_ended_long_ago(root):
    ended, going_on = report_of(root), report_of(root)
    perform_action(ended.pk, "withdraw", actor=reporter_actor(ended.reporter_id))
    with clock.at(clock.now() + KEEP_CONTACTS + timedelta(days=1)):
        apply_retention()
        apply_retention()
    ended, going_on = Report.objects.get(pk=ended.pk), Report.objects.get(pk=going_on.pk)
    assert (bytes(ended.reporter.name), ended.reporter.contact_points.count()) == (b"", 0)
    assert (bool(bytes(going_on.reporter.name)), going_on.reporter.contact_points.count()) == (True, 2)


def test_retention_empties_messages_and_keeps_that_they_were_sent(root):
    now = clock.now()
    message = queued_message(
        channel="email",
        cause="report.file",
        address=vault.seal("a@b.example"),
        status="sent",
        done_at=now,
        dedupe_key="x",
    )
    with clock.at(now + timedelta(days=181)):
        apply_retention()
    message.refresh_from_db()
    assert (bytes(message.address), bytes(message.words), message.status) == (b"", b"", "sent")


def test_page_for_people_shows_the_same_table():
    page = (Path(settings.BASE_DIR) / "docs" / "operate" / "retention.md").read_text()
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (.+?) \|$", page, re.M)
    assert rows == [(kept.what, str(kept.days), kept.ends) for kept in TABLE]
