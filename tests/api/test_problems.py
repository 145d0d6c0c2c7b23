"""Every error below /api/ is a problem document; OpenAPI names every operation."""

import pytest
from django.urls import URLResolver, get_resolver

from lapor.api.v1 import reading

pytestmark = pytest.mark.django_db
MEDIA_TYPE = "application/problem+json"


def test_problem_is_in_the_language_of_the_caller(caller):
    english, indonesian, unnamed = (
        caller.get("/reports/0000000000", language=language) for language in ("en", "id", "")
    )
    assert english.json()["title"] == "Report not found"
    assert indonesian.json()["title"] == unnamed.json()["title"] == "Laporan tidak ditemukan"
    assert english.json()["type"] == indonesian.json()["type"] == "urn:lapor:problem:unknown-report"
    assert {r["Content-Language"] for r in (english, indonesian, unnamed)} == {"en", "id"}


def test_language_cookie_does_not_count(caller):
    caller.client.cookies["lapor_language"] = "en"
    assert caller.get("/reports/0000000000", language="id").json()["title"] == "Laporan tidak ditemukan"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nothing", None, 404),
        ("GET", "/", None, 404),
        ("GET", "/reports/%00", None, 404),
        ("DELETE", "/reports", None, 405),
        ("PUT", "/inbox", {}, 405),
        ("POST", "/openapi.json", {}, 405),
        ("POST", "/reports", "{", 400),
        ("POST", "/reports", b"\xff\xfe", 400),
        ("POST", "/reports", "[]", 400),
        ("POST", "/reports", '{"text": NaN}', 400),
        ("POST", "/reports", "[" * 100_000, 400),
        ("POST", "/reports", '{"text": "%s"}' % ("x" * 1_100_000), 413),
    ],
)
def test_error_is_a_problem_document(caller, method, path, body, status):
    response = caller.send(method, path, body)
    assert (response.status_code, response["Content-Type"]) == (status, MEDIA_TYPE)
    found = response.json()
    assert found["status"] == status
    assert found["type"].startswith("urn:lapor:problem:")
    assert found["title"]
    assert found["detail"]


def test_method_not_allowed_names_those_that_are(caller):
    assert set(caller.send("DELETE", "/reports")["Allow"].split(", ")) == {"GET", "POST"}


def test_other_formats_are_refused(caller):
    response = caller.client.post("/api/v1/reports", "text=a", content_type="application/x-www-form-urlencoded")
    assert (response.status_code, response["Content-Type"]) == (415, MEDIA_TYPE)


def test_broken_multipart_is_a_problem(caller):
    response = caller.client.post("/api/v1/reports", b"abc", content_type="multipart/form-data")
    assert (response.status_code, response["Content-Type"]) == (400, MEDIA_TYPE)


def test_body_larger_than_all_photos_is_refused_unread(caller):
    response = caller.client.post(
        "/api/v1/reports", b"abc", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**9)
    )
    assert (response.status_code, response["Content-Type"]) == (413, MEDIA_TYPE)


def test_fault_of_ours_is_a_problem_without_its_cause(caller, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(reading, "public_values", fail)
    response = caller.get("/reports")
    assert (response.status_code, response["Content-Type"]) == (500, MEDIA_TYPE)
    assert "secret" not in response.content.decode()


def test_pages_outside_keep_their_own_errors(caller):
    assert caller.client.get("/laporan/0000000000")["Content-Type"].startswith("text/html")


def test_openapi_names_every_path_with_words_and_problems(caller):
    schema = caller.get("/openapi.json").json()
    below = (p for p in get_resolver().url_patterns if isinstance(p, URLResolver) and str(p.pattern) == "api/v1/")
    served = {"/api/v1/" + str(p.pattern).replace("<", "{").replace(">", "}") for p in next(below).url_patterns} - {
        "/api/v1/",
        "/api/v1/openapi.json",
    }
    assert set(schema["paths"]) == served
    assert {(path, method) for path, methods in schema["paths"].items() for method in methods} == {
        ("/api/v1/reports", "get"),
        ("/api/v1/reports", "post"),
        ("/api/v1/reports/{tracking_id}", "get"),
        ("/api/v1/reports/{tracking_id}/acts", "post"),
        ("/api/v1/reports/{tracking_id}/files/{file_id}/{variant}", "get"),
        ("/api/v1/inbox", "get"),
        ("/api/v1/categories", "get"),
        *((f"/api/v1/{path}", "get") for path in ("proposals", "incidents", "dispositions", "candidates", "notices")),
        *((f"/api/v1/{path}", "post") for path in ("hand-over", "reporter-search", "incidents", "notices/read")),
        ("/api/v1/candidates/{candidate_id}", "post"),
        ("/api/v1/reports/{tracking_id}/undo", "post"),
        ("/api/v1/reports/{tracking_id}/presence", "put"),
        *((f"/api/v1/{path}", method) for path in ("notices/choice", "routing") for method in ("get", "put")),
        *((f"/api/v1/{path}", "post") for path in ("routing/trial", "escalation/trial", "escalation/other-term")),
        *(("/api/v1/substitutes", method) for method in ("get", "post")),
        ("/api/v1/substitutes/{delegation_id}", "delete"),
        ("/api/v1/incidents/{incident_id}/candidates", "get"),
        ("/api/v1/incidents/{incident_id}/merge", "post"),
        *(("/api/v1/reports/{tracking_id}/snooze", method) for method in ("get", "put", "delete")),
        ("/api/v1/reports/{tracking_id}/drafts", "get"),
        *(("/api/v1/reports/{tracking_id}/drafts/{act}", method) for method in ("put", "delete")),
        ("/api/v1/reports/{tracking_id}/suggestions", "get"),
        ("/api/v1/reports/{tracking_id}/similar", "get"),
        *(
            (f"/api/v1/reports/{{tracking_id}}/{path}", "post")
            for path in ("challenges", "challenges-ahead", "captures")
        ),
        ("/api/v1/reports/{tracking_id}/partners", "get"),
        ("/api/v1/teams", "get"),
        ("/api/v1/calls", "get"),
        ("/api/v1/calls/{case_id}/result", "post"),
        ("/api/v1/calls/{case_id}/pass", "post"),
        ("/api/v1/reports/{tracking_id}/checklist", "get"),
        ("/api/v1/reports/{tracking_id}/templates/{act}", "get"),
        ("/api/v1/reports/{tracking_id}/macros", "get"),
        ("/api/v1/reports/{tracking_id}/macros/{macro_id}", "post"),
        ("/api/v1/bulk-acts", "post"),
        *(("/api/v1/saved-views", method) for method in ("get", "post")),
        ("/api/v1/saved-views/{view_id}", "delete"),
        *(("/api/v1/templates", method) for method in ("get", "post")),
        *(("/api/v1/templates/{template_id}", method) for method in ("put", "delete")),
        *(("/api/v1/macros", method) for method in ("get", "post")),
        *(("/api/v1/macros/{macro_id}", method) for method in ("put", "delete")),
    }
    for methods in schema["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["description"]
            assert MEDIA_TYPE in operation["responses"]["422" if "422" in operation["responses"] else "404"]["content"]
    assert set(schema["paths"]["/api/v1/reports"]["post"]["requestBody"]["content"]) == {
        "application/json",
        "multipart/form-data",
    }


def test_openapi_refers_to_nothing_that_is_missing(caller):
    schema = caller.get("/openapi.json").json()

    def references(node):
        if isinstance(node, dict):
            yield from ([node["$ref"]] if "$ref" in node else [])
            node = list(node.values())
        if isinstance(node, list):
            for part in node:
                yield from references(part)

    names = {reference.removeprefix("#/components/schemas/") for reference in references(schema)}
    assert names
    assert names <= set(schema["components"]["schemas"])


def test_no_answer_is_cached_or_sets_a_cookie(caller):
    for path in ("/reports", "/openapi.json", "/nothing"):
        response = caller.get(path)
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
