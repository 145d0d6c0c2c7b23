"""A NUL, which no text of the database holds, in any part of any address, in any parameter of it, and in any field that
is sent: never a fault of ours."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from lapor.core.environment import PROJECT_DIR
from tests.reports.conftest import forward, new_report, people  # noqa: F401 - a fixture
from tests.routes import routes

pytestmark = pytest.mark.django_db
_READ = re.compile(r'GET(?:\.get|\.getlist)?[(\[]"(\w+)"')  # in our own code
_SENT = re.compile(r'(?:POST|data|given|values)(?:\.get|\.getlist)?[(\[]"(\w+)"|(?m:^    (\w+) = forms\.)')
_ARGUMENT = re.compile(r"<(\w+):(\w+)>")
_OF_FORMS = "q category agency area state kind channel queue since until near sort number publication"
SOURCES = [path.read_text(encoding="utf-8") for path in (PROJECT_DIR / "lapor").rglob("*.py")]
NAMES = sorted({name for text in SOURCES for name in _READ.findall(text)} | set(_OF_FORMS.split()))
FIELDS = sorted({name for text in SOURCES for found in _SENT.findall(text) for name in found if name})
TOGETHER = ["&".join(f"{name}={value}" for name in NAMES) for value in ("%00", "a%00b")]
_DEEP = [pytest.param(who, marks=pytest.mark.deep) for who in ("", "wening", "ade", "dewi")]
EACH_ALONE = [f"{name}=%00" for name in NAMES]


def client_of(accounts, who):
    """`who` "": nobody is signed in. A fault of ours is an answer."""
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(accounts[who])
    return client


@pytest.mark.parametrize("queries", [TOGETHER, pytest.param(EACH_ALONE, marks=pytest.mark.deep)], ids=["all", "each"])
@pytest.mark.parametrize("who", ["", "vera", "hana", "wening", "ade", "dewi"])
def test_no_parameter_of_any_address_makes_a_fault_of_ours(root, people, who, queries):  # noqa: F811
    number = forward(new_report(root), people).report.tracking_id
    client, found = client_of(people, who), {}
    for route, _name, _pattern in routes():
        path = re.sub(r"<str:(?:number|tracking_id)>", number, route)
        if "<" not in path and "(" not in path:
            found |= {f"/{path}?{query}": client.get(f"/{path}?{query}").status_code for query in queries}
    assert [url for url, status in found.items() if status >= 500 and not url.startswith("/healthz")] == []
    assert list(found.values()).count(200) > 10


def addresses(number):
    """Every address with arguments, filled in: its parts, and which of them take any text."""
    known = {"number": number, "tracking_id": number, "act": "work_note", "uuid": str(uuid.uuid4()), "int": "1"}
    for route, _name, _pattern in routes():
        if "(" not in route.replace("(?", "") and _ARGUMENT.search(route):
            parts = _ARGUMENT.split(route)
            kinds, names = parts[1::3], parts[2::3]
            values = [known.get(name) or known.get(kind, "a") for kind, name in zip(kinds, names, strict=True)]
            yield parts[0::3], values, [place for place, kind in enumerate(kinds) if kind in {"str", "path"}]


def joined(between, values):
    return "/" + "".join(piece for pair in zip(between, [*values, ""], strict=True) for piece in pair)


@pytest.mark.parametrize("way", ["get", "post"])
@pytest.mark.parametrize("who", ["", "vera", "hana", "wening", "ade", "dewi"])
def test_no_part_of_any_address_makes_a_fault_of_ours(root, people, who, way):  # noqa: F811
    number = forward(new_report(root), people).report.tracking_id
    client, found = client_of(people, who), {}
    for between, values, taking_text in addresses(number):
        for place in taking_text:
            for nul in ("%00", f"{values[place]}%00"):
                url = joined(between, [*values[:place], nul, *values[place + 1 :]])
                found[url] = getattr(client, way)(url, {"act": "work_note"} if way == "post" else None).status_code
    assert [url for url, status in found.items() if status >= 500] == []
    assert len(found) > 60


@pytest.mark.parametrize("who", ["vera", "hana", *_DEEP])
def test_no_field_that_is_sent_makes_a_fault_of_ours(root, people, who):  # noqa: F811
    """Also beside an act that is known, and confirmed: the fields are looked at then."""
    number = forward(new_report(root), people).report.tracking_id
    client = Client(raise_request_exception=False)
    plain = [f"/{route}" for route, _name, _pattern in routes() if "<" not in route and "(" not in route]
    filled = [joined(between, values) for between, values, _taking in addresses(number)]
    nothing: dict[str, Any] = {name: ["\x00", "a\x00b"] for name in FIELDS}
    known: list[dict[str, Any]] = [
        {},
        {"act": "work_note"},
        {"act": "merge", "confirm": "1"},
        {"report": [number], "act": "merge", "confirm": "1"},
    ]
    found = {}
    for url in [*plain, *filled]:
        if who:
            client.force_login(people[who])  # some of them sign out
        for more in known:
            found[url, str(more)] = client.post(url, {**nothing, **more}).status_code
    assert [one for one, status in found.items() if status >= 500] == []
    assert {"report", "parent", "text", "also", "until", "reason"} <= set(FIELDS)
