"""A NUL, which no text of the database holds, in any parameter of any address: never a fault of ours."""

import re

import pytest
from django.test import Client

from lapor.core.environment import PROJECT_DIR
from tests.reports.conftest import forward, new_report, people  # noqa: F401 - a fixture
from tests.routes import routes

pytestmark = pytest.mark.django_db
_READ = re.compile(r'GET(?:\.get|\.getlist)?[(\[]"(\w+)"')  # in our own code
_OF_FORMS = "q category agency area state kind channel queue since until near sort number publication"
NAMES = sorted(
    {name for path in (PROJECT_DIR / "lapor").rglob("*.py") for name in _READ.findall(path.read_text(encoding="utf-8"))}
    | set(_OF_FORMS.split())
)
TOGETHER = ["&".join(f"{name}={value}" for name in NAMES) for value in ("%00", "a%00b")]
EACH_ALONE = [f"{name}=%00" for name in NAMES]


@pytest.mark.parametrize("queries", [TOGETHER, pytest.param(EACH_ALONE, marks=pytest.mark.deep)], ids=["all", "each"])
@pytest.mark.parametrize("who", ["", "vera", "hana", "wening", "ade", "dewi"])
def test_no_parameter_of_any_address_makes_a_fault_of_ours(root, people, who, queries):  # noqa: F811
    number = forward(new_report(root), people).report.tracking_id
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(people[who])
    found = {}
    for route, _name, _pattern in routes():
        path = re.sub(r"<str:(?:number|tracking_id)>", number, route)
        if "<" not in path and "(" not in path:
            found |= {f"/{path}?{query}": client.get(f"/{path}?{query}").status_code for query in queries}
    assert [url for url, status in found.items() if status >= 500 and not url.startswith("/healthz")] == []
    assert list(found.values()).count(200) > 10
