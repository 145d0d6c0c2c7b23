"""Signed receipts: only for who has the code, genuine or not told in a sentence, whatever is sent."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from lapor.core import keys as core_keys
from lapor.ledger.signing import signed
from lapor.reports.models import Report
from lapor.reports.receipts.receipts import check_receipt, receipt_of

pytestmark = pytest.mark.django_db
TEXT = "Lampu jalan mati sejak Senin"


def file_a_report(client, **data):
    return client.post("/lapor", {"draft_id": str(uuid.uuid4()), "text": TEXT, **data})


@pytest.fixture
def receipt(filed):
    return receipt_of(filed.report)


def texts(check):
    return [finding.text for finding in check.findings]


def checked(receipt, **options):
    return check_receipt(json.dumps(receipt).encode(), **options)


def resign(receipt, **changes):
    return signed({**{name: value for name, value in receipt.items() if name not in {"key", "signature"}}, **changes})


def test_reporter_downloads_the_receipt_from_the_page_after_filing_and_later_with_the_code(root):
    client = Client()
    page = file_a_report(client)
    url = page.context["receipt_file_url"]
    assert url in page.content.decode()
    answer = client.get(url)
    assert "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]
    assert checked(answer.json()).is_genuine
    other = Client()
    other.post(f"/laporan/{page.context['report'].tracking_id}", {"receipt_code": page.context["receipt_code"]})
    assert other.get(url).content == answer.content
    assert url in other.get(f"/laporan/{page.context['report'].tracking_id}").content.decode()


def test_without_the_code_there_is_no_receipt(root, filed):
    number = filed.report.tracking_id
    answer = Client().get(f"/laporan/{number}/tanda-terima.json")
    assert answer.status_code == 302
    assert answer["Location"] == f"/laporan/{number}"
    assert "tanda-terima.json" not in Client().get(f"/laporan/{number}").content.decode()


def test_confidential_report_has_no_receipt_address_for_strangers(root):
    page = file_a_report(Client(), visibility="confidential")
    known, unknown = (
        Client().get(f"/laporan/{n}/tanda-terima.json") for n in (page.context["report"].tracking_id, "0000000000")
    )
    assert known.status_code == unknown.status_code == 404


def test_report_that_was_not_filed_here_has_no_receipt(filed):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE ledger_event SET name = 'report.import'")
        cursor.execute("SET session_replication_role = DEFAULT")
    assert receipt_of(filed.report) is None


def test_receipt_holds_neither_name_nor_words(receipt):
    whole = json.dumps(receipt)
    assert "Budi" not in whole
    assert "Lampu" not in whole


def test_genuine_receipt_proves_signature_ledger_and_words(receipt):
    check = checked(receipt, words=f"  {TEXT}\r\n")
    assert check.is_genuine
    assert len(check.findings) == 4
    assert not checked(receipt, words="Lampu jalan mati sejak Selasa").is_genuine


@pytest.mark.parametrize(
    "field", ["installation", "issuer", "tracking_id", "filed_at", "stream", "event", "text_commitment", "text_salt"]
)
def test_receipt_with_any_field_changed_is_not_genuine(receipt, field):
    value = receipt[field]
    changed = {**receipt, field: value[:-1] + ("1" if value[-1] != "1" else "2")}
    check = checked(changed)
    assert not check.is_genuine
    assert check.receipt is None


def test_receipt_of_an_event_that_was_altered_or_is_gone_says_so(receipt):
    assert not checked(resign(receipt, event="ab" * 32)).is_genuine
    assert not checked(resign(receipt, stream=str(uuid.uuid4()))).is_genuine
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE ledger_event SET actor_kind = 'officer'")
        cursor.execute("SET session_replication_role = DEFAULT")
    assert not checked(receipt).is_genuine


def test_words_changed_in_the_database_are_found_erased_ones_are_no_fault(filed, receipt):
    Report.objects.update(text="Semua baik")
    assert not checked(receipt).is_genuine
    Report.objects.update(text="")
    check = checked(receipt, words=TEXT)
    assert check.is_genuine
    assert [finding.is_good for finding in check.findings] == [True, True, None, True]


def test_receipt_signed_before_the_key_was_changed_stays_genuine(filed, receipt, settings):
    from lapor.ledger.signing import public_keys  # noqa: PLC0415

    settings.FORMER_SIGNING_KEYS = list(public_keys().values())
    settings.SIGNING_KEY = b"n" * 32
    assert checked(receipt).is_genuine
    settings.FORMER_SIGNING_KEYS = []
    assert not checked(receipt).is_genuine


def test_a_new_signing_key_keeps_the_public_half_of_the_old_one(tmp_path):
    first = core_keys.create_keys(tmp_path / "keys.json")
    second = core_keys.with_new_signing_key(first)
    third = core_keys.with_new_signing_key(second)
    third.check()
    assert len(set(third.former_signing)) == 2
    assert third.former_signing[1:] == second.former_signing
    assert first.signing not in third.former_signing
    assert third.vault == first.vault


FIELDS = (
    "format",
    "installation",
    "issuer",
    "tracking_id",
    "filed_at",
    "stream",
    "event",
    "text_commitment",
    "text_salt",
    "key",
    "signature",
)
HOSTILE = {
    "empty": b"",
    "blank": b"  \n",
    "words": b"halo",
    "huge": b'{"a": "' + b"x" * 40_000,
    "list": b"[1, 2]",
    "number": b"7",
    "null": b"null",
    "nested": b"[" * 15_000,
    "nested maps": b'{"a":' * 3_000,
    "long number": b"1" * 15_000,
    "not utf-8": b"\xff\xfe\x00",
    "nul": b'{"a":"\\u0000"}',
    "infinite": b'{"format": Infinity}',
    "wrong types": json.dumps({name: {"a": [1]} for name in FIELDS}).encode(),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_input_gets_a_sentence_pasted_or_as_a_file(root, what):
    raw = HOSTILE[what]
    [sentence] = texts(check_receipt(raw))
    assert sentence.endswith(".")
    client = Client()
    pasted = client.post("/bantuan/tanda-terima/", {"pasted": raw.decode("utf-8", "replace").replace("\x00", "")})
    as_file = client.post("/bantuan/tanda-terima/", {"file": SimpleUploadedFile("x.json", raw)})
    assert (pasted.status_code, as_file.status_code) == (422, 422)
    assert "notice" in as_file.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("issuer", "\ud800"), ("stream", "-" * 36), ("event", "zz" * 32), ("filed_at", "9" * 25), ("key", 7)],
)
def test_single_fields_of_wrong_form_get_a_sentence(receipt, field, value):
    assert not checked({**receipt, field: value}).is_genuine


def test_anyone_checks_a_receipt_on_the_page(root, receipt):
    client = Client(enforce_csrf_checks=True)
    page = client.get("/bantuan/tanda-terima/")
    token = page.context["csrf_token"]
    raw = json.dumps(receipt, indent=1)
    answer = client.post("/bantuan/tanda-terima/", {"csrfmiddlewaretoken": str(token), "pasted": raw, "words": TEXT})
    assert answer.status_code == 200
    assert answer.context["check"].is_genuine
    assert "no-store" in answer["Cache-Control"]
    with_file = client.post(
        "/bantuan/tanda-terima/",
        {"csrfmiddlewaretoken": str(token), "file": SimpleUploadedFile("t.json", raw.encode())},
    )
    assert with_file.context["check"].is_genuine
    false = client.post(
        "/bantuan/tanda-terima/",
        {"csrfmiddlewaretoken": str(token), "pasted": raw.replace(receipt["tracking_id"], "1234567890")},
    )
    assert false.status_code == 422
    assert "does not hold" in false.content.decode() or "tidak" in false.content.decode()


def test_checking_too_often_has_to_wait(root, monkeypatch):
    monkeypatch.setattr("lapor.web.views.receipts.rate_limits.seconds_to_wait", lambda *_: 60)
    assert Client().post("/bantuan/tanda-terima/", {"pasted": "x"}).status_code == 429
    monkeypatch.undo()
    assert Client().post("/bantuan/tanda-terima/", {"pasted": "x", "words": "x" * 30_000}).status_code == 422
