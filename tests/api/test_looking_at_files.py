"""Files by REST, before anybody else may see them: to whoever may see them on the pages, and to nobody else."""

import base64

import pytest

from lapor.reports.models import Entry, Report
from tests import makers

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path


@pytest.fixture
def filed(caller):
    return caller.file(attachments=[{"content": base64.b64encode(makers.photo()).decode()}])


def path_in(url):
    return url.partition("/api/v1")[2]


def file_of(caller, filed, **who):
    [file] = caller.get(f"/reports/{filed['tracking_id']}", **who).json()["attachments"]
    return file


@pytest.mark.parametrize("variant", ["url", "thumbnail_url"])
def test_an_officer_looks_at_a_file_that_nobody_else_may_see(caller, triage, token_of, filed, variant):
    file = file_of(caller, filed, token=token_of(triage))
    answer = caller.get(path_in(file[variant]), token=token_of(triage))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_its_reporter_does_too(caller, filed):
    code = filed["receipt_code"]
    file = file_of(caller, filed, code=code)
    assert caller.get(path_in(file["url"]), code=code).status_code == 200


def test_strangers_other_offices_and_wrong_codes_get_the_same_as_for_no_file(caller, triage, liaison, token_of, filed):
    path = path_in(file_of(caller, filed, token=token_of(triage))["url"])
    number = filed["tracking_id"]
    nothing = caller.get(f"/reports/{number}/files/{Report.objects.get().pk}/full").json()
    for who in ({}, {"token": token_of(liaison)}):
        answer = caller.get(path, **who)
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
        assert answer.json() == nothing
    assert caller.get(path, code="0000000000000000").status_code == 403
    assert caller.get(path, token="lapor_wrong").status_code == 401


def test_a_file_is_found_below_its_own_report_alone(caller, triage, token_of, filed):
    other = caller.file(text="Jalan berlubang")["tracking_id"]
    path = path_in(file_of(caller, filed, token=token_of(triage))["url"])
    wrong = path.replace(filed["tracking_id"], other)
    assert caller.get(wrong, token=token_of(triage)).status_code == 404
    for part in ("/original", "/..", "/full/x"):
        assert caller.get(path.replace("/full", part), token=token_of(triage)).status_code == 404


def test_what_officers_keep_among_themselves_is_not_the_reporters(caller, triage, token_of, filed):
    path = path_in(file_of(caller, filed, token=token_of(triage))["url"])
    Entry.objects.filter(attachments__isnull=False).update(audience="internal")
    assert caller.get(path, token=token_of(triage)).status_code == 200
    assert caller.get(path, code=filed["receipt_code"]).status_code == 404


def test_a_public_file_answers_everybody_at_its_public_address(caller, triage, token_of, filed):
    number = filed["tracking_id"]
    path = path_in(file_of(caller, filed, token=token_of(triage))["url"])
    act = {"act": "forward", "category": "lampu-jalan-baru", "agency": "perkim", "publication": "published"}
    assert caller.post(f"/reports/{number}/acts", act, token=token_of(triage)).status_code == 200
    file = file_of(caller, filed)
    assert "/lampiran/" in file["url"]
    assert file_of(caller, filed, token=token_of(triage))["url"] == file["url"]
    answer = caller.get(path)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, no-cache")


def test_ranges_and_marks_are_as_on_pages(caller, triage, token_of, filed):
    token = token_of(triage)
    path = path_in(file_of(caller, filed, token=token)["url"])
    part = caller.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}", "Range": "bytes=0-9"})
    assert (part.status_code, len(b"".join(part.streaming_content))) == (206, 10)
    wrong = caller.client.get(
        f"/api/v1{path}", headers={"Authorization": f"Bearer {token}", "Range": "bytes=99999999-"}
    )
    assert (wrong.status_code, wrong["Content-Type"]) == (416, PROBLEM)
    assert wrong["Content-Range"].startswith("bytes */")
    mark = part["ETag"]
    same = caller.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}", "If-None-Match": mark})
    assert same.status_code == 304
