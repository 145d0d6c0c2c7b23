"""Promise: who somebody is, and the codes by which they show it, are found only in the vault and in mails to that very
person; after an erasure nowhere.

The places: `lapor/reporters/vault.py` (what is sealed), `lapor/gateway/outbound/sealed_words.py` (messages),
`casework.persons.erase_person` (the end). An identity is planted through every channel, field, file name, header,
search word and code, then looked for in every row, file, log line, page of every role, export and answer of REST.
"""

import base64
import email
import email.policy
import json
import logging
import re
import uuid
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from lapor.agencies.actions import create_officer, create_token
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.casework.identities import ask_to_open
from lapor.casework.persons import erase_person
from lapor.core import clock
from lapor.core.personal_data import MARK
from lapor.gateway.accounts.accounts import account_for_files, make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.messages import Received
from lapor.gateway.models import OutboundMessage
from lapor.gateway.outbound.sending import send_message
from lapor.intake.conversations.reading import read_channel
from lapor.ledger.models import Event
from lapor.ops.retention import apply_retention
from lapor.publish.open_data.dumping import dump
from lapor.reporters.models import Reporter
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry, Proposal, Report
from lapor.reports.receipts.receipts import check_receipt, receipt_of
from lapor.reports.workflow.acting import SYSTEM, ActData, reporter_actor
from tests.api.conftest import Caller
from tests.architecture.test_addresses import AGENCIES, DAY, NUMBER, TABLE, UPLOAD
from tests.contract.channels import SPOKEN
from tests.makers import photo
from tests.reports.conftest import do, in_days, merged, new_report
from tests.rows import row_faults
from tests.signing_in import ask

NAME, EMAIL, PHONE = "Zebedeus Qwartowiryo", "zebedeus.qwarto@rahasia.example", "081355577713"
MARKS = ("zebedeus", "qwarto", "81355577713", "81355577713"[::-1])
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """What other tests left is not looked through."""
    settings.OUTBOX_DIR, settings.ATTACHMENTS_DIR = tmp_path / "outbox", tmp_path / "attachments"


@pytest.fixture
def clients(root):
    found = {"stranger": Client()}
    for role in Role:
        agency = Agency.objects.get(code=AGENCIES[role])
        officer = create_officer(
            username=role.value, password="Rahasia-2026-x", name=role.value, agency=agency, role=role
        )
        found[role.value] = Client()
        found[role.value].force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return found


FILE = f"KTP {NAME} {PHONE}.jpg"
CHATS = sorted(
    name for name, spoken in SPOKEN.items() if spoken.kind == "message" and name not in {"email", "webhook", "kiosk"}
)
HEADERS = {"User-Agent": f"Browser of {NAME}", "Referer": f"https://rahasia.example/{EMAIL}", "From": EMAIL}


def plant(clients):
    """By the form (at once and in parts), the desk, REST, each chat and a mail; public, anonymous, confidential and
    protected."""
    person = {"name": NAME, "email": EMAIL, "phone": PHONE}
    for extra in ({}, {"identity": "anonymous"}, {"visibility": "confidential"}, {"text": "Ada pungli di loket"}):
        data = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati", "photos": upload(), **person, **extra}
        assert Client(headers=HEADERS).post("/lapor", data).status_code == 201
    parts = {
        "draft_id": str(uuid.uuid4()),
        "file_id": str(uuid.uuid4()),
        "offset": 0,
        "total": len(photo()),
        "name": FILE,
    }
    assert Client().post("/lapor/bagian", {**parts, "part": upload()}).status_code == 200
    assert (
        Client()
        .post("/lapor", {"draft_id": str(uuid.uuid4()), "text": "Lampu", "photos": upload(b"none"), **person})
        .status_code
        == 422
    )
    desk = {
        "draft_id": str(uuid.uuid4()),
        "text": "Lampu mati di pasar",
        "channel": "counter",
        "consent": "on",
        "photos": upload(),
        **person,
    }
    assert clients["desk_officer"].post("/loket/", desk).status_code == 201
    sent = [{"name": FILE, "content": base64.b64encode(photo()).decode()}]
    codes = [Caller().file(text="Lampu mati lagi", contact=person, attachments=sent)["receipt_code"]]
    write_by_chats()
    write_a_mail()
    for channel in ("webhook", "email", *CHATS):
        read_channel(channel)
    assert Report.objects.filter(channel__in=["webhook", "email"]).count() == 3
    codes += [
        code
        for row in OutboundMessage.objects.filter(holds_code=True)
        for code in re.findall(r"\b\d{16}\b", row.said.text)
    ]
    return codes + look_around()


def upload(content=None):
    return SimpleUploadedFile(FILE, content or photo(), "image/jpeg")


def write_by_chats():
    root = Agency.objects.get(code="pemkot")
    chat = make_account(
        "webhook", "uji", root=root, settings={"send_url": "http://127.0.0.1:9/"}, secrets={"secret": "s"}
    )
    files = [
        {"name": FILE, "content": base64.b64encode(one).decode()} for one in (photo(), b"nothing that can be read")
    ]
    for number, text in enumerate(("Pohon tumbang", "di Jalan Kelud", "KIRIM", "STATUS", "Ada pungli di pasar")):
        extra = {"name": NAME, **({"media": files} if number == 1 else {})}
        store(
            opened(chat),
            SPOKEN["webhook"].call(SPOKEN["webhook"].message(text, id=str(number), sender=PHONE, extra=extra)),
        )
    for name in CHATS:
        account = make_account(name, "uji", root=root, settings={}, secrets=dict(SPOKEN[name].account.secrets))
        for number, text in enumerate(("Selokan mampet", "di Jalan Kelud", "KIRIM")):
            store(opened(account), SPOKEN[name].call(SPOKEN[name].message(text, id=f"{number}", sender=PHONE)))


def write_a_mail():
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{NAME} <{EMAIL}>", "lapor@kota.example", "Air keruh"
    mail["Message-ID"], mail["X-Mailer"], mail["Reply-To"] = "<1@pc-zebedeus.qwarto.example>", f"Surat {NAME}", EMAIL
    mail.set_content(f"Air keruh sejak Senin.\n\nSalam, {NAME} {PHONE}\n\n-- \n{NAME}\n{PHONE}\n")
    for content in (photo(), b"nothing that can be read"):
        mail.add_attachment(content, maintype="image", subtype="jpeg", filename=FILE)
    mailbox = account_for_files("email")
    assert mailbox is not None
    store(opened(mailbox), Received(mail.as_bytes()))


def look_around():
    """Search words, a follower's address, a code to sign in (given back), wrong codes."""
    browser = Client(headers=HEADERS)
    for path in ("/laporan/", "/peta/", "/laporan-saya/"):
        browser.get(path, {"q": NAME, "number": PHONE})
    browser.post("/ikuti", {"email": EMAIL, "category": Category.objects.first().pk})
    ask(browser, EMAIL)
    [message] = OutboundMessage.objects.filter(audience="code")
    code = re.search(r"\d{4} ?\d{4}", message.said.text).group()
    browser.post("/laporan-saya/masuk", {"contact": EMAIL, "code": "000000"})
    return [code, code.replace(" ", "")] if " " in code else [code]


def found_in(text, marks):
    return [mark for mark in marks if mark in text.lower()]


def test_planted_identity_is_nowhere_but_in_the_vault_and_its_own_mail(clients, root, caught_up, caplog):
    caplog.set_level(logging.DEBUG)
    codes = plant(clients)
    triage = Caller()
    token = create_token(officer_named("triage_officer"))
    for report in Report.objects.filter(state="received"):
        category = Category.objects.get(code="lampu-jalan-baru")
        body = {"act": "forward", "category": category.code, "agency": "perkim", "publication": "published"}
        assert triage.post(f"/reports/{report.tracking_id}/acts", body, token=token).status_code == 200
    caught_up()
    for message_id in OutboundMessage.objects.filter(status="waiting").values_list("pk", flat=True):
        send_message(message_id)
    # whose platform is not there
    OutboundMessage.objects.filter(holds_code=True, status="waiting").update(status="failed", words=b"")
    assert OutboundMessage.objects.filter(status="sent").count() > 5
    dump(root, date(2026, 1, 2))
    marks = (*MARKS, *codes)
    assert rows_with(marks) == []
    assert files_with(marks) == []
    assert pages_with(marks, clients, token) == []
    assert found_in(caplog.text, marks) == []
    for reporter in list(Reporter.objects.exclude(name=b"", contact_points=None)):
        erase_person(reporter, by=SYSTEM)
    end_what_nobody_reported()
    assert rows_with(MARKS) == []
    assert files_with(MARKS, also_addresses=True) == []
    assert (
        not OutboundMessage.objects.filter(audience__in=("reporter", "public", "code", "follower"))
        .exclude(address=b"", words=b"")
        .exists()
    )


def end_what_nobody_reported():
    """Words that never became a report are in no erasure: they end by the retention table."""
    with clock.at(clock.now() + timedelta(days=200)):
        apply_retention()


def officer_named(username):
    from lapor.agencies.models import Officer  # noqa: PLC0415 - beside its use

    return Officer.objects.get(username=username)


def rows_with(marks):
    """Every row of every table as text, jobs and their arguments included; sealed columns are hex and say nothing."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608 - names from the catalogue of the database itself
            found += [(table, there, row[:300]) for (row,) in cursor.fetchall() if (there := found_in(row, marks))]
    return found


def files_with(marks, *, also_addresses=False):
    """A mail may hold the address it goes to, the id of the mail that it answers, and its code; nothing else of the
    person."""
    found, of_others = [], Path(settings.DATA_DIR) / "outbox"  # mails of tests that run beside this one
    for path in (
        path
        for folder in (settings.DATA_DIR, settings.OUTBOX_DIR, settings.ATTACHMENTS_DIR)
        for path in Path(folder).rglob("*")
    ):
        if not path.is_file() or "postgres" in path.parts or path.suffix == ".sock" or path.is_relative_to(of_others):
            continue
        try:
            text, wanted = path.read_bytes().decode("utf-8", "replace"), marks
        except FileNotFoundError:  # the folder is shared: another test's draft, renamed meanwhile
            continue
        if path.suffix == ".eml":
            text = text if also_addresses else without_own_headers(path.read_bytes())
            wanted = [mark for mark in marks if mark in MARKS]
        if there := found_in(f"{path.name}\n{text}", wanted):
            found.append((path.name, there))
    return found


def without_own_headers(raw):
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    for name in ("To", "References", "In-Reply-To"):
        del mail[name]
    return f"{mail.items()}\n{mail.get_content()}"


def pages_with(marks, clients, token):
    """Every address for every role, each report's page, REST with and without token."""
    numbers = list(Report.objects.values_list("tracking_id", flat=True))
    known: dict[object, object] = {NUMBER: numbers[0], DAY: date(2000, 1, 1), UPLOAD: uuid.uuid4()}
    urls = [
        reverse(name, args=[known.get(one, one) for one in arguments]) for name, (_roles, arguments) in TABLE.items()
    ]
    urls += [f"/laporan/{number}" for number in numbers] + [f"/konsol/laporan/{number}" for number in numbers]
    urls += [f"/api/v1/reports/{number}" for number in numbers]
    found = [
        (role, url, there)
        for role, client in clients.items()
        for url in urls
        if (there := found_in(b"".join(client.get(url)).decode("utf-8", "replace"), marks))
    ]
    caller, paths = Caller(), ("/inbox", *(f"/reports/{number}" for number in numbers))
    return found + [
        ("token", path, there)
        for path in paths
        if (there := found_in(json.dumps(caller.get(path, token=token).json()), marks))
    ]


SELF = "Saya Zebedeus Qwartowiryo, WA 0813 5557 7713"


def test_what_a_person_said_of_themselves_goes_with_them(root, people):
    """Their own words, an office's that repeat them, titles, answers, what was published, proposed, rated and assigned;
    in other reports too."""
    parent, child = merged(root, people)
    told = new_report(
        root,
        f"{SELF}. Lampu mati di depan rumah Zebedeus",
        title="Lampu Zebedeus mati",
        name=NAME,
        email=EMAIL,
        phone=PHONE,
    )
    Report.objects.filter(pk=child.pk).update(reporter=told.reporter)
    Report.objects.filter(pk=told.pk).update(
        address=f"Rumah {NAME}", answers=[{"code": "x", "question": "Siapa?", "answer": f'{NAME} \\ 100% "ya"'}]
    )
    perform_action(
        told.pk, "note", actor=reporter_actor(told.reporter_id), data=ActData(text=f"{SELF}: masih mati. 50%_\\ benar")
    )
    do(told, "work_note", people["vera"], text="Kata Pak Qwartowiryo masih mati, bukan kata Pak Slamet")
    do(
        told,
        "forward",
        people["vera"],
        category=Category.objects.get(code="lampu-jalan-baru"),
        agency=Agency.objects.get(code="perkim"),
        publication="withheld",
        text=f"Mohon hubungi {EMAIL}",
        cleared=(EMAIL,),
        cleared_reason="Begitu kata Zebedeus",
    )
    do(told, "start", people["hana"], text="Kami mulai")
    do(
        told,
        "schedule",
        people["hana"],
        text="Qwartowiryo menunggu",
        promised_on=in_days(20),
        cleared=("Qwartowiryo",),
        cleared_reason="Ia mau",
    )
    do(parent, "work_note", people["vera"], text=f"{NAME} melapor juga")
    ask_to_open(told, by=people["vera"], reason="Perlu menelepon Zebedeus karena lampunya")
    before = Report.objects.get(pk=told.pk).version
    erase_person(Reporter.objects.get(pk=told.reporter_id), by=SYSTEM)
    assert rows_with(MARKS) == []
    report, words = (
        Report.objects.get(pk=told.pk),
        set(Entry.objects.filter(report=told).values_list("text", flat=True)),
    )
    assert (report.text, report.title) == (
        f"Saya {MARK}, WA {MARK}. Lampu mati di depan rumah {MARK}",
        f"Lampu {MARK} mati",
    )
    assert report.answers[0]["answer"] == f'{MARK} \\ 100% "ya"'
    assert {
        f"Saya {MARK}, WA {MARK}: masih mati. 50%_\\ benar",
        f"Kata Pak {MARK} masih mati, bukan kata Pak Slamet",
    } <= words
    assert report.version == before + 1  # a form that was made of the words before is asked again
    assert Proposal.objects.get(report=told).data["text"] == f"{MARK} menunggu"
    assert row_faults() == []
    names = list(Event.objects.filter(stream_id=parent.pk).values_list("name", flat=True))
    assert names[-1] == "report.words_erased"
    assert str(told.reporter_id) not in str(Event.objects.filter(stream_id=parent.pk).order_by("sequence").last().data)


def test_the_public_row_and_the_receipt_follow_an_erasure(root, people, caught_up):
    told = new_report(root, f"{SELF}. Lampu mati", name=NAME, email=EMAIL)
    do(told, "publish", people["vera"], cleared=(NAME, "0813 5557 7713"), cleared_reason="Sengaja dibuat untuk contoh")
    caught_up()
    receipt = json.dumps(receipt_of(told)).encode()
    assert check_receipt(receipt).is_genuine
    assert rows_with(MARKS)
    erase_person(told.reporter, by=SYSTEM)
    caught_up()
    assert rows_with(MARKS[:2]) == []
    found = check_receipt(receipt)
    assert found.is_genuine
    assert found.findings[-1].is_good is None
    tamper_words(told.pk)
    assert row_faults()


def tamper_words(pk):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_report SET text = 'lain' WHERE id = %s", [pk])


def test_words_of_somebody_who_calls_themselves_a_resident_stay(root):
    told = new_report(root, "Warga mengeluh, ibu ibu juga", name="Warga", email=EMAIL)
    erase_person(told.reporter, by=SYSTEM)
    assert Report.objects.get(pk=told.pk).text == "Warga mengeluh, ibu ibu juga"
