"""Lines of the log: UTC, text or JSON, with the number of the request that the answer names."""

import json
import logging
import sys

import pytest
from django.test import Client

from lapor.config.settings import program
from lapor.core.logs import REQUEST_ID, JsonFormatter, LineFormatter, request_id


def record(message="disk %s", arguments=("full",), error=None):
    info = (type(error), error, None) if error else None
    made = logging.LogRecord("lapor.x", logging.WARNING, __file__, 1, message, arguments, info)
    made.created, made.msecs = 0.25, 250
    return made


def test_line_is_in_utc_and_names_the_request():
    line = LineFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s").format(record())
    assert line == "1970-01-01T00:00:00.250Z WARNING lapor.x: disk full"
    token = REQUEST_ID.set("abc-1")
    try:
        assert LineFormatter("%(message)s").format(record()) == "[abc-1] disk full"
        assert json.loads(JsonFormatter().format(record()))["request"] == "abc-1"
    finally:
        REQUEST_ID.reset(token)


def test_json_is_one_object_a_line_with_its_traceback():
    line = JsonFormatter().format(record("dua\nbaris", (), error=ValueError("rusak")))
    assert "\n" not in line
    found = json.loads(line)
    assert found["at"] == "1970-01-01T00:00:00.250+00:00"
    assert found["message"] == "dua\nbaris"
    assert "ValueError: rusak" in found["traceback"]
    assert "request" not in found


@pytest.mark.parametrize("given", ["", "a" * 65, "a b", "a\r\nSet-Cookie: x", "é", "<script>"])
def test_a_hostile_number_is_replaced(given):
    assert len(request_id(given)) == 16
    assert request_id(given) != request_id(given)


@pytest.mark.django_db
def test_answer_names_the_number_that_a_proxy_of_ours_gave(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.0/8"]
    given = {"X-Request-ID": "abc-123"}
    assert Client().get("/healthz", headers=given)["X-Request-ID"] == "abc-123"
    settings.TRUSTED_PROXIES = []
    assert Client().get("/healthz", headers=given)["X-Request-ID"] != "abc-123"
    assert REQUEST_ID.get() == ""


@pytest.mark.parametrize(
    ("arguments", "web", "name"),
    [(["x/lapor", "worker"], "", "worker"), (["x/lapor/cli.py", "serve"], "1", "web"), (["pytest", "-q"], "", "other")],
)
def test_program_is_named_to_the_database(monkeypatch, arguments, web, name):
    monkeypatch.setattr(sys, "argv", arguments)
    monkeypatch.setenv("LAPOR_IS_WEB", web)
    assert program() == name
