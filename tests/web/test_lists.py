"""The list and what programs get of any search: filters in the address, words typed wrong, feed, table, JSON; nothing
that is not published."""

import csv
import io
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.test import Client

from lapor.core import clock, ttl_cache
from lapor.gateway.rate_limits import Limit
from lapor.web.views import feeds

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "=HYPERLINK(1) lampu <script>alert(1)</script> & mati\x0b"


def page(path, **data):
    response = Client().get(path, data)
    assert response.status_code == 200, response
    return response


def test_typing_error_finds_and_says_what_was_searched(make):
    report = make("Lampu jalan mati di gang mawar")
    found = page("/laporan/", q="lapmu gang").content.decode()
    assert report.tracking_id in found
    assert 'memuat kata "lapmu gang". Laporan ini memuat: lampu gang.' in found
    assert "<i>" not in page("/laporan/", q="lapmu <i>gang").content.decode()


def test_empty_fields_of_the_form_leave_the_address(root):
    response = Client().get("/laporan/", {"q": "lampu", "state": "", "since": ""})
    assert (response.status_code, response["Location"]) == (302, "/laporan/?q=lampu")


def test_chosen_filters_stand_in_the_form_and_can_be_taken_off(make, village):
    make("Lampu mati", area=village)
    found = page("/laporan/", area=village.pk, state="open", category="lampu-jalan-baru").content.decode()
    assert f'value="{village.pk}" selected' in found
    assert "?area=" in found
    assert found.count("chip is-on") == 3
    assert 'content="noindex,follow"' in found


@pytest.mark.parametrize("wrong", ["since=gestern", "category=tidak-ada", "after=x", "area=00", "state=x", "q=%00"])
def test_what_is_wrong_in_an_address_is_passed_over(make, wrong):
    report = make("Lampu mati")
    assert report.tracking_id in Client().get(f"/laporan/?{wrong}").content.decode()


def test_pages_of_the_list_keep_the_filters(make):
    for n in range(22):
        make(f"Lampu {n}", at=clock.now() - timedelta(minutes=n))
    first = page("/laporan/", q="lampu", state="open")
    assert len(first.context["reports"]) == 20
    second = Client().get(first.context["next_url"])
    assert len(second.context["reports"]) == 2
    assert "q=lampu" in second.context["previous_url"]


def test_list_takes_the_same_few_queries(make, monkeypatch, django_assert_num_queries):
    """Two counts, the search, its rows, their photos, which of them are late."""
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    make("Lampu mati")
    page("/laporan/", q="lampu", state="open")  # the choices of the form are believed for some seconds
    with django_assert_num_queries(6):
        page("/laporan/", q="lampu", state="open")


@pytest.fixture
def mixed(make, liaison):
    make(HOSTILE)
    make("Pohon tumbang")
    make("Tetangga bernama Sukijan", publication="withheld")
    return make("Menunggu Sukijan", forwarded=False)


def test_feed_of_a_search_is_atom_and_escaped(mixed):
    response = page("/laporan/atom.xml", q="lampu")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content.decode())  # noqa: S314
    entries = feed.findall(f"{ATOM}entry")
    assert [("<script>" in str(e.findtext(f"{ATOM}title"))) for e in entries] == [True]
    assert "<script>" not in response.content.decode()
    assert "&amp;lt;script&amp;gt;" in response.content.decode()  # of HTML in XML
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"alternate", "self"}
    everything = page("/laporan/atom.xml").content.decode()
    assert "<title>Usul lampu jalan baru " in everything  # and its number: its words are withheld
    assert len(ET.fromstring(everything).findall(f"{ATOM}entry")) == 4  # noqa: S314
    assert "Sukijan" not in everything


def test_table_holds_what_is_published_and_no_formula(mixed):
    response = page("/laporan/laporan.csv")
    text = response.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 4
    assert "Sukijan" not in text
    assert [row["text"][:2] for row in rows if "script" in row["text"]] == ["'="]
    assert {row["publication"] for row in rows} == {"published", "withheld", "pending"}


def test_table_goes_on_where_its_bound_ends(mixed, monkeypatch):
    monkeypatch.setattr(feeds, "IN_PIECE", 1)
    monkeypatch.setattr(feeds, "PIECES", 2)
    seen, path = [], "/laporan/laporan.csv?kind=complaint"
    while path:
        rows = list(csv.DictReader(io.StringIO(Client().get(path).getvalue().decode("utf-8-sig"))))
        seen += [row["tracking_id"] for row in rows if row["tracking_id"] != "next"]
        path = next(
            (row["url"].split("testserver")[-1].split("8000")[-1] for row in rows if row["tracking_id"] == "next"), ""
        )
    assert len(seen) == len(set(seen)) == 4


def test_json_goes_on_with_the_mended_words(mixed, make, monkeypatch):
    monkeypatch.setattr(feeds, "IN_JSON", 1)
    make("Lampu redup")
    found = page("/laporan/laporan.json", q="lampo").json()
    assert (len(found["items"]), found["searched"]) == (1, "lampu")
    rest = Client().get("/laporan/laporan.json" + found["next"].partition("laporan.json")[2]).json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    assert "Sukijan" not in str([found, rest])


@pytest.mark.parametrize("name", ["csv", "json"])
def test_position_nobody_gave_out_is_said(root, name):
    assert Client().get(f"/laporan/laporan.{name}?after=gestern").status_code == 400


def test_feeds_are_limited(root, monkeypatch):
    monkeypatch.setattr("lapor.gateway.rate_limits.FEED", Limit("feed", 1, 60))
    answers = [Client().get(f"/laporan/{name}").status_code for name in ("atom.xml", "laporan.csv", "laporan.json")]
    assert answers == [200, 429, 429]


@pytest.mark.parametrize(
    "path", ["/laporan/", "/laporan/atom.xml", "/laporan/laporan.csv", "/laporan/laporan.json", "/peta/"]
)
def test_the_last_day_of_all_is_a_day(client, root, path):
    assert client.get(path, {"until": "9999-12-31"}).status_code == 200
