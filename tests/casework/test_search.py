"""Officers find a report by what they type: words, a place, an office, a colleague, in any mixture, mistyped too."""

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.agencies.models import Agency, Area
from lapor.agencies.search_names import readings
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.casework.inbox_rows import begins_an_index
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.publish.public_rows import publish_events
from lapor.reports import officer_search
from lapor.reports.models import Report
from lapor.reports.vocabulary import State
from tests.plans import leave_indexes, plan_of
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12  # of a page
CLOSED = {1, 2, 5, 7, 8, 10}  # of twelve reports


def found(officer, words, **filters):
    return {report.text for report in Inbox(officer, InboxFilters(q=words, **filters)).page().rows}


def at(report, name):
    Report.objects.filter(pk=report.pk).update(area=Area.objects.filter(name=name).order_by("-code").first())


@pytest.fixture
def reports(root, people):  # noqa: F811
    """In Genuk's village Bangetayu Kulon with perkim; in Tugu with bappeda; nowhere, with an address."""
    one, other, third = (new_report(root, text) for text in ("Sampah menumpuk", "Sampah liar", "Lampu padam"))
    at(one, "Bangetayu Kulon")
    at(other, "Tugu")
    forward(one, people)
    forward(other, people, code="bappeda")
    do(one, "assign_officer", people["hana"], officer=people["landung"])
    Report.objects.filter(pk=third.pk).update(address="Jalan Pandanaran 12")
    return one, other, third


BOTH = {"Sampah menumpuk", "Sampah liar"}


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("sampah", BOTH),
        ("sampah genuk", {"Sampah menumpuk"}),
        ("sampah di kecamatan Genuk", {"Sampah menumpuk"}),
        ("bangetayu kulon", {"Sampah menumpuk"}),
        ("Kel. Bangetayu Kulon", {"Sampah menumpuk"}),
        ("tugu", {"Sampah liar"}),
        ("perkim", {"Sampah menumpuk"}),
        ("dinas perumahan dan kawasan permukiman", {"Sampah menumpuk"}),
        ("perumahan dan kawasan permukiman sampah", {"Sampah menumpuk"}),
        ("sampah bappeda tugu", {"Sampah liar"}),
        ("sampah bappeda genuk", set()),
        ("landung", {"Sampah menumpuk"}),
        ("landung lampu", set()),
        ("pandanaran", {"Lampu padam"}),
        ("lampu pandanaran", {"Lampu padam"}),
        ("kota", set()),
        ("dinas", set()),
        ('"sampah liar"', {"Sampah liar"}),
        ("sampah -liar", {"Sampah menumpuk"}),
        ("' OR 1=1 --", set()),
        ("%s {0} {} 100% \\'", set()),
        ("sampah %s {begin}", set()),
        ("sampah & | ! :* <-> ( '", BOTH),
    ],
)
def test_found_by_words_and_by_what_they_name(reports, people, words, texts):  # noqa: F811
    assert found(people["vera"], words) == texts


def test_the_other_way_to_look_finds_the_same(reports, people, monkeypatch):  # noqa: F811
    """Where many fit the list is read in its order instead."""
    expected = {words: found(people["vera"], words) for words in ("sampah", "sampah genuk", "perkim", "landung")}
    monkeypatch.setattr(officer_search, "MOST_SORTED", 0)
    assert {words: found(people["vera"], words) for words in expected} == expected


def test_nobody_finds_what_they_may_not_see(reports, people):  # noqa: F811
    assert found(people["hana"], "sampah") == {"Sampah menumpuk"}
    assert found(people["hana"], "tugu") == found(people["hana"], "bappeda") == set()
    assert found(people["lintang"], "sampah genuk") == set()


def test_names_of_another_city_say_nothing(root, reports):
    other = Agency.objects.create(code="kota-lain", name="Kota lain", kind="root")
    assert [reading.named for reading in readings(other, "sampah genuk")] == [()]
    assert (
        len(readings(root, "sampah genuk tugu bappeda landung", with_officers=True)) == 8
    )  # of three names, each taken or not


def test_names_cost_no_query_of_each_search(root, people, reports, django_assert_num_queries, monkeypatch):  # noqa: F811
    monkeypatch.setattr("lapor.core.ttl_cache.SECONDS", 60)
    readings(root, "genuk")
    with django_assert_num_queries(0):
        readings(root, "sampah genuk")


def test_a_page_of_three_names_asks_no_more_than_any_other(root, reports, people, monkeypatch):  # noqa: F811
    """Eight ways to read it are one query."""
    monkeypatch.setattr("lapor.core.ttl_cache.SECONDS", 60)
    browser = Client()
    browser.force_login(people["vera"])
    for words in ("sampah", "genuk"):  # what is kept for seconds is known
        browser.get("/konsol/", {"q": words})
    with CaptureQueriesContext(connection) as plain:
        browser.get("/konsol/", {"q": "sampah"})
    with CaptureQueriesContext(connection) as named:
        browser.get("/konsol/", {"q": "sampah genuk perkim bangetayu kulon"})
    assert len(named) == len(plain) <= MOST_QUERIES


def test_words_without_end_narrow_the_list_and_blanks_do_not(reports, people):  # noqa: F811
    """A pasted letter once showed the whole list, as if all of it fitted."""
    browser = Client()
    browser.force_login(people["vera"])
    every = browser.get("/konsol/", {"queue": "open"}).context["rows"]
    assert len(every) > 1
    assert browser.get("/konsol/", {"queue": "open", "q": "tidakada " * 40}).context["rows"] == []
    assert len(browser.get("/konsol/", {"queue": "open", "q": "   "}).context["rows"]) == len(every)


def test_mistyped_words_are_told_and_mended(reports, people):  # noqa: F811
    publish_events(list(Event.objects.all()))
    browser = Client()
    browser.force_login(people["vera"])
    page = browser.get("/konsol/", {"q": "sampha gneuk"}).content.decode()
    assert "sampah genuk" in page
    assert "Sampah menumpuk" in page
    assert "Sampah liar" not in page


@pytest.mark.parametrize(("beginning", "most"), [(2000, 5000), (3, 5000), (3, 0), (1, 2), (2000, 0)])
@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"queue": "open"},
        {"queue": "mine"},
        {"queue": "closed"},
        {"area": "genuk"},
        {"area": "genuk", "queue": "closed"},
        {"state": "forwarded"},
        {"category": "lampu-jalan-baru"},
    ],
)
def test_pages_of_words_hold_each_report_once_in_order_on_every_way(
    root,
    people,  # noqa: F811 - the fixture
    monkeypatch,
    beginning,
    most,
    filters,
):
    monkeypatch.setattr(officer_search, "BEGINNING", beginning)
    monkeypatch.setattr(officer_search, "MOST_SORTED", most)
    monkeypatch.setattr(officer_search, "FURTHER", beginning + 2)
    genuk = Area.objects.get(name="Genuk", level="district")
    for n in range(12):
        report = new_report(root, f"Sampah {n}" if n % 3 else "Lampu padam")
        if n % 2:
            forward(report, people)
        if n in CLOSED:
            Report.objects.filter(pk=report.pk).update(state=State.RESOLVED, closed_at=clock.now())
        Report.objects.filter(pk=report.pk).update(area=genuk if n > 3 else None)
    given = {**filters, "area": genuk.pk} if "area" in filters else filters
    seen_at_all = 0
    for name in ("vera", "hana"):
        inbox, plain = (Inbox(people[name], InboxFilters(q=q, **given)) for q in ("sampah", ""))
        expected = [row for row in plain.page().rows if "Sampah" in row.text]
        seen, after = [], ""
        while True:
            page = inbox.page(after=after, size=2)
            seen += page.rows
            if not (after := page.next):
                break
        assert seen == expected, name
        seen_at_all += len(seen)
        assert all(inbox.holds(row) for row in expected)
        assert not any(inbox.holds(row) for row in plain.page().rows if row not in expected)
        for row, following in zip(expected, [*expected[1:], *expected[:1]], strict=True):
            assert inbox.following(row) == (following.tracking_id if len(expected) > 1 else "")
    assert seen_at_all


def test_open_reports_are_found_by_an_index_of_their_own(root, people):  # noqa: F811 - the fixture
    """Its condition is that of the query, in the very number, whatever the planner thinks of a small table."""
    rows = officer_search.open_ones(Report.objects.filter(search=SearchQuery("sampah", config="indonesian")))
    leave_indexes("report_search_open", bitmaps=True)
    plan = plan_of(rows.values_list("pk"))
    assert "report_search_open" in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize("many", [0, 3, 40])
def test_of_words_that_open_reports_fill_a_page_with_no_closed_one_is_read(root, people, monkeypatch, many):  # noqa: F811
    """And of rarer ones, the closed ones come behind them."""
    monkeypatch.setattr(officer_search, "BEGINNING", 1)
    for n in range(many + 3):
        report = new_report(root, f"Sampah {n}")
        if n < 3:
            Report.objects.filter(pk=report.pk).update(state=State.RESOLVED, closed_at=clock.now())
    with CaptureQueriesContext(connection) as asked:
        rows = Inbox(people["vera"], InboxFilters(q="sampah")).page(size=30).rows
    assert len(rows) == min(many + 3, 30)
    assert [row.state for row in rows][: min(many, 30)] == ["received"] * min(many, 30)
    [searched] = [query["sql"] for query in asked if "websearch_to_tsquery" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {searched}")
        [(explained,)] = cursor.fetchall()
    [way_of_all] = [node for node in _nodes(explained[0]["Plan"]) if node.get("Subplan Name") == "CTE way_3"]
    reads = [node["Actual Loops"] for node in _nodes(way_of_all) if "Relation Name" in node]
    assert reads
    assert (max(reads) == 0) == (many >= 31)


def _nodes(plan):
    return [plan, *(node for part in plan.get("Plans", ()) for node in _nodes(part))]


@pytest.mark.parametrize(
    ("name", "filters", "begins"),
    [
        ("vera", {}, True),
        ("vera", {"queue": "open"}, True),
        ("vera", {"queue": "closed", "category": "lampu-jalan-baru"}, True),
        ("vera", {"state": "forwarded"}, True),
        ("vera", {"queue": "snoozed"}, False),
        ("vera", {"queue": "mine"}, True),
        ("vera", {"queue": "mine", "kind": "aspiration"}, False),
        ("walikota", {"queue": "mine"}, True),
        ("vera", {"kind": "aspiration"}, False),
        ("vera", {"state": "forwarded", "category": "lampu-jalan-baru"}, False),
        ("vera", {"unreached": "1"}, False),
        ("vera", {"area": "33.74.05"}, False),
        ("hana", {"queue": "open"}, True),
        ("hana", {"queue": "open", "state": "forwarded"}, False),
        ("hana", {"queue": "mine"}, False),
        ("hana", {}, False),
        ("lintang", {"queue": "open"}, False),
    ],
)
def test_a_beginning_is_looked_through_only_where_it_is_that_of_an_index(root, people, name, filters, begins):  # noqa: F811 - the fixture
    """Else the first few of a rare kind would be looked for through all reports of the city."""
    assert begins_an_index(Inbox(people[name], InboxFilters(q="sampah", **filters)).shape) is begins


@pytest.mark.parametrize("typed", ["RT 3 RW 6", "rt 03/rw 06", "RT/RW 3/6", "rw 6", "RT.3", "lampu rt 003", '"rw 06"'])
@pytest.mark.parametrize("written", ["RT 03/RW 06", "Gg. II RT.3 RW.6", "RT/RW 003/006", "rt 3/6"])
def test_a_neighbourhood_is_found_however_it_is_written(root, people, typed, written):  # noqa: F811
    Report.objects.filter(pk=new_report(root, "Lampu padam").pk).update(address=written)
    new_report(root, "Lampu mati di RT 13/RW 16, nomor 3 dan 6")
    assert found(people["vera"], typed) == {"Lampu padam"}


@pytest.mark.parametrize("typed", ["jalan kelud", "Jl Kelud", "jl. kelud raya", "Jln.Kelud", '"jl. kelud raya"'])
@pytest.mark.parametrize(
    "written", ["di Jalan Kelud Raya", "jl. Kelud raya", "Jln Kelud Raya 3", "depan Jl.Kelud Raya"]
)
def test_streets_are_found_however_they_are_written(root, people, typed, written):  # noqa: F811
    new_report(root, f"Lampu mati {written}")
    new_report(root, "Lampu mati di Jl. Majapahit")
    assert found(people["vera"], typed) == {f"Lampu mati {written}"}
