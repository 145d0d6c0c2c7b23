"""Files of every kind through REST, and blurring a photo by it."""

import base64
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lapor.intake.files import attachments
from lapor.reports.models import Attachment, Report
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path


def test_files_of_every_kind_are_taken_and_shown_as_they_get_ready(caller, triage, token_of):
    token, contents = token_of(triage), (makers.photo(), makers.pdf(2), makers.recording(1))
    files = [SimpleUploadedFile(f"{n}.bin", content) for n, content in enumerate(contents)]
    sent = caller.client.post("/api/v1/reports", {"json": '{"text": "Lampu mati"}', "attachments": files})
    assert sent.status_code == 201, sent.content
    number = sent.json()["tracking_id"]
    shown = {file["kind"]: file for file in caller.get(f"/reports/{number}", token=token).json()["attachments"]}
    assert {kind: file["status"] for kind, file in shown.items()} == {
        "photo": "ready",
        "pdf": "preparing",
        "video": "preparing",
    }
    assert (shown["pdf"]["url"], shown["video"]["thumbnail_url"], shown["pdf"]["pages"]) == (None, None, 2)
    for attachment in Attachment.objects.filter(status="preparing"):
        attachments.prepare(attachment.pk)
    act = {"act": "forward", "category": "lampu-jalan-baru", "agency": "perkim", "publication": "published"}
    assert caller.post(f"/reports/{number}/acts", act, token=token).status_code == 200
    for file in caller.get(f"/reports/{number}").json()["attachments"]:
        assert file["status"] == "ready"
        assert caller.client.get(f"/lampiran/{file['url'].partition('/lampiran/')[2]}").status_code == 200


def test_pdf_within_the_json_is_taken(caller):
    filed = caller.file(attachments=[{"name": "surat.pdf", "content": base64.b64encode(makers.pdf()).decode()}])
    assert Report.objects.get(tracking_id=filed["tracking_id"]).attachments.get().kind == "pdf"


def test_locked_or_broken_file_is_named(caller):
    response = caller.post(
        "/reports",
        {"text": "Lampu mati", "attachments": [{"name": "a.pdf", "content": base64.b64encode(b"%PDF-1.7").decode()}]},
    )
    assert response.status_code == 422
    assert "a.pdf" in response.json()["errors"][0]["message"]


def test_officer_blurs_squares_by_rest(caller, triage, token_of):
    filed = caller.file(attachments=[{"content": base64.b64encode(makers.photo()).decode()}])
    number, token = filed["tracking_id"], token_of(triage)
    assert caller.get(f"/reports/{number}").json()["attachments"] == []
    seen = caller.get(f"/reports/{number}", token=token).json()
    assert ["photo", "cells"] in [act["needs"] for act in seen["acts"] if act["act"] == "mask_photo"]
    photo = seen["attachments"][0]
    assert caller.client.get(urlsplit(photo["url"]).path).status_code == 404  # to who shows nothing
    before = Attachment.objects.get().sha256
    act = {"act": "mask_photo", "photo": photo["id"], "cells": "0 1, 10"}
    assert caller.post(f"/reports/{number}/acts", act, token=token).status_code == 200
    attachment = Attachment.objects.get()
    assert (attachment.is_masked, attachment.sha256 != before) == (True, True)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"cells": "100"}, "cells"), ({"cells": ""}, "cells"), ({"photo": "x"}, "photo"), ({"photo": None}, "photo")],
)
def test_what_is_wrong_with_a_blurring_is_named(caller, triage, token_of, change, field):
    filed = caller.file(attachments=[{"content": base64.b64encode(makers.photo()).decode()}])
    act = {"act": "mask_photo", "photo": str(Attachment.objects.get().pk), "cells": "1", **change}
    response = caller.post(f"/reports/{filed['tracking_id']}/acts", act, token=token_of(triage))
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


HOSTILE_NAMES = [
    "\u202egpj.exe",
    "a\r\nSet-Cookie: x=1",
    "\x1b[31mmerah\x07.jpg",
    "<img src=x onerror=alert(1)>.jpg",
    "%(size)s %s %d.jpg",
    "n" * 5000 + ".jpg",
    "\ud800.jpg",
    "\u200b\u200b",
    "..",
    ".",
    "../../etc/passwd",
    "",
    "/",
    "{{ 7 * 7 }}",
    "\u2066foto\u2069.jpg",
    "a\u0000b.jpg",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=[ascii(name)[:20] for name in HOSTILE_NAMES])
@pytest.mark.parametrize("is_in_parts", [False, True])
def test_a_hostile_name_of_a_refused_file_is_harmless(is_in_parts, name, caller):
    """Its own sender reads it again, in a terminal or a log as well."""
    if is_in_parts:
        said = name.encode("utf-8", "surrogatepass")
        head = b"Content-Disposition: form-data; name="
        parts = [
            head + b'"json"',
            b"",
            b'{"text": "Lampu mati"}',
            b"--x",
            head + b'"attachments"; filename="' + said + b'"',
            b"",
            b"none",
        ]
        body = b"\r\n".join([b"--x", *parts, b"--x--", b""])
        response = caller.client.post(
            "/api/v1/reports", body, content_type="multipart/form-data; boundary=x", headers={"Accept-Language": "en"}
        )
    else:
        sent = [{"name": name, "content": base64.b64encode(b"none").decode()}]
        response = caller.post("/reports", {"text": "Lampu mati", "attachments": sent})
    assert response.status_code in {201, 400, 422}, response.content
    if response.status_code == 201:
        assert is_in_parts
        return  # without a name it is no file
    assert response["Content-Type"] == "application/problem+json"
    assert response["X-Content-Type-Options"] == "nosniff"
    for error in response.json().get("errors", []):
        said = error["message"]
        assert said.isprintable(), said
        assert len(said) < 250
        assert not set(said) & set("\u202e\u2066\u2069\u200b"), said
        assert "Everything else is kept." in said
