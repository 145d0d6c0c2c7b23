"""An identity planted through every way in is found only in the vault and in mails to that very person."""

import json
import logging
import uuid
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from lapor.agencies.actions import create_officer, create_token
from lapor.agencies.models import Agency, Category, Role
from lapor.gateway.accounts import account_for_files, make_account, opened
from lapor.gateway.actions import send_message
from lapor.gateway.messages import Received
from lapor.gateway.models import OutboundMessage
from lapor.gateway.receiving import store
from lapor.intake.reading import read_channel
from lapor.reports.models import Report
from tests.api.conftest import Caller
from tests.architecture.test_addresses import AGENCIES, DAY, NUMBER, TABLE, UPLOAD
from tests.contract.channels import SPOKEN

NAME, EMAIL, PHONE = "Zebedeus Qwartowiryo", "zebedeus.qwarto@rahasia.example", "081355577713"
MARKS = ("zebedeus", "qwarto", "81355577713", "81355577713"[::-1])
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clients(root):
    found = {"stranger": Client()}
    for role in Role:
        agency = Agency.objects.get(code=AGENCIES[role])
        officer = create_officer(username=role.value, password="Rahasia-2026-x", name=role.value, agency=agency, role=role)
        found[role.value] = Client()
        found[role.value].force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def plant(clients):
    """By the form, the desk, REST, a chat and a mail; public, anonymous, confidential and protected."""
    person = {"name": NAME, "email": EMAIL, "phone": PHONE}
    for extra in ({}, {"identity": "anonymous"}, {"visibility": "confidential"}, {"text": "Ada pungli di loket"}):
        data = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati", **person, **extra}
        assert Client().post("/lapor", data).status_code == 201
    desk = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati di pasar", "channel": "counter", "consent": "on", **person}
    assert clients["desk_officer"].post("/loket/", desk).status_code == 201
    Caller().file(text="Lampu mati lagi", contact=person)
    root = Agency.objects.get(code="pemkot")
    chat = make_account("webhook", "uji", root=root, settings={"send_url": "http://127.0.0.1:9/"}, secrets={"secret": "s"})
    for number, text in enumerate(("Pohon tumbang", "di Jalan Kelud", "KIRIM", "STATUS", "Ada pungli di pasar")):
        body = SPOKEN["webhook"].message(text, id=str(number), sender=PHONE, extra={"name": NAME})
        store(opened(chat), SPOKEN["webhook"].call(body))
    head = f"From: {NAME} <{EMAIL}>\nTo: lapor@kota.example\nSubject: Air keruh\nMessage-ID: <1@rahasia.example>\n\n"
    mail = f"{head}Air keruh sejak Senin.\n\n-- \n{NAME}\n{PHONE}\n"
    mailbox = account_for_files("email")
    assert mailbox is not None
    store(opened(mailbox), Received(mail.encode()))
    for channel in ("webhook", "email"):
        read_channel(channel)
    assert Report.objects.filter(channel__in=["webhook", "email"]).count() == 3


def found_in(text):
    return [mark for mark in MARKS if mark in text.lower()]


def test_planted_identity_is_nowhere_but_in_the_vault_and_its_own_mail(clients, caught_up, caplog):
    caplog.set_level(logging.DEBUG)
    plant(clients)
    triage = Caller()
    token = create_token(officer_named("triage_officer"))
    for report in Report.objects.filter(state="received"):
        category = Category.objects.get(code="lampu-jalan-baru")
        body = {"act": "forward", "category": category.code, "agency": "perkim", "publication": "published"}
        assert triage.post(f"/reports/{report.tracking_id}/acts", body, token=token).status_code == 200
    caught_up()
    for message_id in OutboundMessage.objects.filter(status="waiting").values_list("pk", flat=True):
        send_message(message_id)
    assert OutboundMessage.objects.filter(status="sent").count() > 5
    assert rows_with_marks() == []
    assert files_with_marks() == []
    assert pages_with_marks(clients, token) == []
    assert found_in(caplog.text) == []


def officer_named(username):
    from lapor.agencies.models import Officer  # noqa: PLC0415 - beside its use

    return Officer.objects.get(username=username)


def rows_with_marks():
    """Every row of every table as text, jobs and their arguments included; sealed columns are hex and say nothing."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608 - names from the catalogue of the database itself
            found += [(table, marks) for (row,) in cursor.fetchall() if (marks := found_in(row))]
    return found


def files_with_marks():
    """A mail may hold the address it goes to, in its To line, and nothing else of the person."""
    found = []
    for path in Path(settings.DATA_DIR).rglob("*"):
        if not path.is_file() or "postgres" in path.parts or path.suffix == ".sock":
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".eml":
            text = "\n".join(line for line in text.splitlines() if not line.startswith("To: "))
        if marks := found_in(text):
            found.append((path.name, marks))
    return found


def pages_with_marks(clients, token):
    """Every address for every role, each report's page, REST with and without token."""
    numbers = list(Report.objects.values_list("tracking_id", flat=True))
    known: dict[object, object] = {NUMBER: numbers[0], DAY: date(2000, 1, 1), UPLOAD: uuid.uuid4()}
    urls = [reverse(name, args=[known.get(one, one) for one in arguments]) for name, (_roles, arguments) in TABLE.items()]
    urls += [f"/laporan/{number}" for number in numbers] + [f"/konsol/laporan/{number}" for number in numbers]
    urls += [f"/api/v1/reports/{number}" for number in numbers]
    found = [
        (role, url, marks)
        for role, client in clients.items()
        for url in urls
        if (marks := found_in(b"".join(client.get(url)).decode("utf-8", "replace")))
    ]
    caller, paths = Caller(), ("/inbox", *(f"/reports/{number}" for number in numbers))
    return found + [("token", path, marks) for path in paths if (marks := found_in(json.dumps(caller.get(path, token=token).json())))]
