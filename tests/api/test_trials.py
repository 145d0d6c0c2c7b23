"""By REST as on the pages: routing rows, levels of escalation and another term, tried on the past."""

from typing import Any

import pytest

from lapor.agencies.models import RuleSet
from lapor.agencies.routing.queries import routing_in_force
from lapor.core import clock
from lapor.ledger.models import Event
from tests.agencies.routing.conftest import csv_of, layer, line, routing  # noqa: F401
from tests.notify.test_escalation_page import GOOD, NOW, late  # noqa: F401
from tests.promises.conftest import everyone, people  # noqa: F401
from tests.triage.test_routing_page import OFF, ROW, forwarded

pytestmark = pytest.mark.django_db
TERM = {"working_days": 2, "clock": "response"}
ALL: list[tuple[str, str, Any]] = [
    ("GET", "/routing", None),
    ("PUT", "/routing", {"rows": "x"}),
    ("POST", "/routing/trial", {"rows": "x"}),
    ("POST", "/escalation/trial", {}),
    ("POST", "/escalation/other-term", TERM),
]


@pytest.fixture
def tokens(everyone, token_of):  # noqa: F811
    return lambda name: token_of(everyone[name])


@pytest.mark.parametrize(("method", "path", "body"), ALL)
def test_for_administrators_only(method, path, body, caller, tokens):
    assert caller.send(method, path, body).status_code == 401
    for name in ("vera", "kepala", "walikota"):
        assert caller.send(method, path, body, token=tokens(name)).status_code == 403, name


def test_rows_are_tried_and_then_put_into_force(root, caller, tokens, everyone):  # noqa: F811
    forwarded(root, everyone["vera"], "perkim")
    token, rows = tokens("ade"), {"rows": csv_of(ROW).decode()}
    assert caller.get("/routing", token=token).json() == {"version": None, "rows": []}
    tried = caller.post("/routing/trial", rows, token=token).json()
    assert (tried["tried"], tried["met"], tried["changed"]) == (1, 1, 1)
    [change] = tried["changes"]
    assert (change["name"], change["to_name"], change["reports"]) == ("jalan provinsi", "Dinas Perhubungan", 1)
    assert change["from_name"] == "Dinas Perumahan dan Kawasan Permukiman"
    assert routing_in_force(root) is None
    assert caller.send("PUT", "/routing", rows, token=token).json() == {"version": "1"}
    assert Event.objects.get(name="routing.loaded").actor_id == everyone["ade"].pk
    assert caller.send("PUT", "/routing", rows, token=token).json() == {"version": "1"}
    in_force = caller.get("/routing", token=token).json()
    assert in_force == {"version": "1", "rows": [{"line": 2, "name": "jalan provinsi", "routed": 0}]}


@pytest.mark.parametrize(("method", "path"), [("POST", "/routing/trial"), ("PUT", "/routing")])
def test_rows_with_faults_are_refused_with_all_of_them(method, path, root, caller, tokens):
    refused = caller.send(method, path, {"rows": csv_of(OFF).decode()}, token=tokens("ade"))
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json()["errors"]} == {"rows"}
    assert any("there is no agency 'dinas'" in one["message"] for one in refused.json()["errors"])
    assert routing_in_force(root) is None


def test_levels_are_tried_and_nothing_is_changed(root, caller, tokens, late):  # noqa: F811
    before = RuleSet.objects.count()
    with clock.at(NOW):
        in_force = caller.post("/escalation/trial", {}, token=tokens("ade")).json()
        tried = caller.post("/escalation/trial", {"levels": GOOD.decode()}, token=tokens("ade")).json()
        faults = caller.post("/escalation/trial", {"levels": "levels = 3"}, token=tokens("ade"))
    assert (in_force["reports"], in_force["is_cut"]) == (1, False)
    assert [one["number"] for one in tried["levels"]] == [1]
    assert tried["levels"][0]["reached"] > 0
    assert tried["would"] == sum(one["notices"] for one in tried["levels"])
    assert faults.status_code == 422
    assert faults.json()["errors"][0]["field"] == "levels"
    assert RuleSet.objects.count() == before


def test_another_term_is_tried(root, caller, tokens, late):  # noqa: F811
    with clock.at(NOW):
        found = caller.post("/escalation/other-term", TERM, token=tokens("ade")).json()
        none = caller.post("/escalation/other-term", {**TERM, "category": "tidak-ada"}, token=tokens("ade"))
    assert (found["working_days"], found["deadlines"], found["really_late"]) == (2, 1, 1)
    assert none.status_code == 422
