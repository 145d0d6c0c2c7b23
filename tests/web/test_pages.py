"""Public and officers' pages answer, and keep what they must keep."""

import re
import uuid

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/lapor", "/laporan/", "/laporan-saya/", "/statistik/", "/bantuan/", "/masuk", "/healthz"]
)
def test_public_page_answers_with_a_strict_policy(root, path):
    response = Client().get(path)
    assert response.status_code == 200
    assert "unsafe-inline" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/lapor", "/bantuan/"])
@pytest.mark.parametrize("lines", [[], [{"number": "110", "name": "Polisi"}, {"number": "118", "name": "Ambulans"}]])
def test_emergency_numbers_are_the_citys_own(root, path, lines):
    root.preset_brand = {**root.brand, "emergency": lines}
    root.save()
    page = Client().get(path).content.decode()
    assert set(re.findall(r"tel:(\d+)", page)) == {line["number"] for line in lines}


@pytest.mark.parametrize("path", ["/konsol/", "/konsol/pesan/", "/loket/"])
def test_stranger_is_sent_to_sign_in(root, path):
    response = Client().get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/masuk")


def test_filing_ends_with_number_and_code_and_proof(root):
    client = Client()
    data = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati di gang <b>kami</b>"}
    first, again = client.post("/lapor", data), client.post("/lapor", data)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.context["receipt_code"] == again.context["receipt_code"]
    number = first.context["report"].tracking_id
    page = client.get(f"/laporan/{number}").content.decode()
    assert "&lt;b&gt;kami" in page
    assert "kami" not in re.sub(r"<main.*</main>", "", Client().get(f"/laporan/{number}").content.decode(), flags=re.S)


def test_empty_text_keeps_the_other_fields(root):
    response = Client().post("/lapor", {"draft_id": str(uuid.uuid4()), "text": "", "address": "Jalan Pemuda 12"})
    assert response.status_code == 422
    assert "Jalan Pemuda 12" in response.content.decode()


@pytest.mark.parametrize(
    ("text", "is_urgent", "is_protected"), [("Kabel putus", 1, 0), ("Ada pungli", 1, 1), ("Lampu", 0, 0)]
)
def test_form_that_comes_back_says_at_once_whom_to_call(root, text, is_urgent, is_protected):
    page = Client().post("/lapor", {"draft_id": str(uuid.uuid4()), "text": text, "email": "salah"}).content.decode()
    assert bool(re.search(r"data-urgent\s+hidden", page)) != bool(is_urgent)
    assert bool(re.search(r"data-protected\s+hidden", page)) != bool(is_protected)


def test_confidential_report_answers_like_an_unknown_number(root):
    client = Client()
    client.post("/lapor", {"draft_id": str(uuid.uuid4()), "text": "Rahasia", "visibility": "confidential"})
    from lapor.reports.models import Report  # noqa: PLC0415

    number = Report.objects.get().tracking_id
    hidden, unknown = Client().get(f"/laporan/{number}"), Client().get("/laporan/0000000000")
    assert hidden.status_code == unknown.status_code == 404
    assert client.get(f"/laporan/{number}").status_code == 200


def test_officer_forwards_in_the_console(filed, triage):
    from lapor.agencies.models import Agency, Category  # noqa: PLC0415

    client = Client()
    client.force_login(triage, backend="lapor.agencies.officers.backend.OfficerBackend")
    url = f"/konsol/laporan/{filed.report.tracking_id}"
    assert client.get("/konsol/").status_code == 200
    assert client.get(url).status_code == 200
    data = {
        "act": "forward",
        "category": str(Category.objects.get(code="lampu-jalan-baru").pk),
        "agency": str(Agency.objects.get(code="perkim").pk),
        "publication": "published",
        "version": "1",
    }
    assert client.post(url, data).status_code == 302
    filed.report.refresh_from_db()
    assert filed.report.state == "forwarded"


def test_help_explains_every_state(root):
    from lapor.reports.vocabulary import State  # noqa: PLC0415 - beside its use

    assert {row["state"] for row in Client().get("/bantuan/").context["states"]} == set(State.values)


def test_a_wrong_number_or_code_is_said_of_a_field_by_its_name(client, root):
    page = client.post("/laporan-saya/", {"number": "1234567890", "receipt_code": "1111-2222-3333-4444"})
    assert page.status_code in {404, 422}
    text = page.content.decode()
    assert "Kode tanda terima" in text and "Receipt code" not in text
