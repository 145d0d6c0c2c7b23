"""The public search knows places and offices by name, counts its hits as far as it matters, and gives the list in three
orders, each in pages that hold every report once, whichever way is taken."""

from datetime import timedelta
from functools import partial

import pytest

from lapor.agencies.models import Agency, Area
from lapor.core import clock
from lapor.intake.filing.actions import supporter_hash
from lapor.publish import searching
from lapor.publish.filters import Filters
from lapor.publish.models import PublicReport
from lapor.publish.orders import BY_NEWEST, BY_SUPPORT, by_distance
from lapor.publish.queries import public_list
from lapor.reports.actions import perform_action
from lapor.reports.workflow.acting import ANYONE, ActData
from tests.plans import leave_indexes, plan_of

from .conftest import publish

pytestmark = pytest.mark.django_db
HERE = {"latitude": -6.9932, "longitude": 110.4203}
FROM_HERE = by_distance(HERE["latitude"], HERE["longitude"])


def texts(root, words="", **more):
    rows, _found = public_list(root, Filters(words=words), **more)
    return {row.text for row in rows}


@pytest.fixture
def placed(root, make):
    """In Genuk's kelurahan Bangetayu Kulon with perkim; in Tugu with dishub; one that names Genuk in its words."""

    def at(text, area, office):
        report = make(text)
        PublicReport.objects.filter(pk=report.pk).update(
            area=Area.objects.filter(name=area).order_by("-code").first(), agency=Agency.objects.get(code=office)
        )

    at("Sampah menumpuk", "Bangetayu Kulon", "perkim")
    at("Sampah liar", "Tugu", "dishub")
    at("Lampu padam di jalan menuju Genuk", "Sekayu", "perkim")


BOTH = {"Sampah menumpuk", "Sampah liar"}
TO_GENUK = "Lampu padam di jalan menuju Genuk"
SEARCHES = [
    ("sampah", BOTH),
    ("sampah genuk", {"Sampah menumpuk"}),
    ("sampah di kecamatan Genuk", {"Sampah menumpuk"}),
    ("genuk", {"Sampah menumpuk", TO_GENUK}),
    ("Kel. Bangetayu Kulon", {"Sampah menumpuk"}),
    ("dinas perhubungan", {"Sampah liar"}),
    ("dishub sampah", {"Sampah liar"}),
    ("dishub sampah genuk", set()),
    ("sampah dishub tugu", {"Sampah liar"}),
    ("dinas", set()),
    ('"sampah liar"', {"Sampah liar"}),
    ("sampah -liar", {"Sampah menumpuk"}),
    ("' OR 1=1 --", set()),
]


@pytest.mark.parametrize(("words", "expected"), SEARCHES)
@pytest.mark.parametrize("rare", [-1, 5000])
def test_places_and_offices_are_found_by_name_whichever_way_is_taken(root, placed, monkeypatch, words, expected, rare):
    monkeypatch.setattr(searching, "RARE", rare)
    assert texts(root, words) == expected


def test_place_typed_wrong_is_mended(root, placed):
    rows, found = public_list(root, Filters(words="sampha gneuk"))
    assert ([row.text for row in rows], found.mended) == (["Sampah menumpuk"], "sampah genuk")


def test_public_search_knows_no_officer(root, placed, triage):
    """Whose name is no word of a published text."""
    assert texts(root, triage.name.partition("(")[0]) == set()


@pytest.mark.parametrize("rare", [-1, 5000])
def test_hits_are_counted_up_to_a_bound(root, make, monkeypatch, rare):
    monkeypatch.setattr(searching, "RARE", rare)
    monkeypatch.setattr(searching, "MOST_COUNTED", 3)
    for number in range(3):
        make(f"Lampu nomor {number}")
    asked = partial(public_list, root, Filters(words="lampu"), size=2, with_count=True)
    _rows, found = asked()
    assert (found.count, found.has_more) == (3, False)
    assert asked(after=found.next)[1].count is None  # told once, on the first page
    make("Lampu nomor 3")
    _rows, found = asked()
    assert (found.count, found.has_more) == (3, True)
    assert public_list(root, Filters(words="kapal"), with_count=True)[1].count == 0


def test_count_says_where_only_a_share_was_looked_through(root, make, monkeypatch):
    monkeypatch.setattr(searching, "RARE", -1)
    monkeypatch.setattr(searching, "LOOKED_AT", 2)
    for text in ("Lampu lama", "Lampu mati", "Lampu redup"):
        make(text)
    _rows, found = public_list(root, Filters(words="lampu"), size=1, with_count=True)
    assert (found.count, found.has_more) == (2, True)


def supported(root, triage, make):
    """Three reports, the oldest with two supporters, the next with one."""
    made = [make(f"Lampu {n}", at=clock.now() - timedelta(hours=3 - n)) for n in range(3)]
    for report, people in ((made[0], ("a", "b")), (made[1], ("a",))):
        for person in people:
            data = ActData(supporter=supporter_hash(report.pk, person))
            perform_action(report.pk, "support", actor=ANYONE, data=data)
        publish(report)
    return [report.tracking_id for report in made]


def pages(root, order, filters=None, size=2):
    seen, after = [], ""
    for _ in range(9):
        rows, found = public_list(root, filters or Filters(), order=order, after=after, size=size)
        seen += [row.tracking_id for row in rows]
        after = found.next
        if not after:
            return seen
    raise AssertionError("no end")


FILTERS = [
    Filters(),
    Filters(words="lampu"),
    Filters(category="lampu-jalan-baru"),
    Filters(state="open", kind="complaint"),
]


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("rare", [-1, 5000])
def test_most_supported_stand_first(root, make, triage, monkeypatch, filters, rare):
    first, second, last = supported(root, triage, make)
    monkeypatch.setattr(searching, "RARE", rare)
    monkeypatch.setattr(searching, "MOST_RARE", rare)
    newer = make("Lampu paling baru").tracking_id
    assert pages(root, BY_SUPPORT, filters) == [first, second, newer, last]


def test_supporters_read_twice_are_counted_once(root, make, triage):
    first, _second, _last = supported(root, triage, make)
    row = PublicReport.objects.get(tracking_id=first)
    assert row.supporters_count == 2
    assert PublicReport.objects.get(pk=publish(row).pk).supporters_count == 2


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("rare", [-1, 5000])
@pytest.mark.parametrize("first_look", [1, 1000])
def test_nearest_stand_first(root, make, monkeypatch, filters, rare, first_look):
    for name, number in {"RARE": rare, "MOST_RARE": rare, "NEAR_FIRST": first_look}.items():
        monkeypatch.setattr(searching, name, number)
    ways = {n: make(f"Lampu {n}", latitude=-6.9932 + n / 1000, longitude=110.4203) for n in (3, 1, 7, 2)}
    make("Lampu entah di mana")
    assert pages(root, FROM_HERE, filters) == [ways[n].tracking_id for n in (1, 2, 3, 7)]


def test_nearest_looks_through_its_share_and_says_so(root, make, monkeypatch):
    for name, number in {"RARE": -1, "NEAR_FIRST": 1, "LOOKED_AT": 2}.items():
        monkeypatch.setattr(searching, name, number)
    for n, text in ((1, "Lampu mati"), (2, "Lampu mati"), (3, "Jembatan retak")):
        make(text, latitude=-6.9932 + n / 1000, longitude=110.4203)
    rows, found = public_list(root, Filters(words="jembatan"), order=FROM_HERE, with_count=True)
    assert (rows, found.next, found.is_cut, found.count, found.has_more) == ([], "", True, 0, True)


def test_withheld_point_is_not_near(root, make):
    make("Lampu mati", **HERE, publication="withheld")
    assert texts(root, order=FROM_HERE) == set()


@pytest.mark.parametrize(
    ("order", "position"),
    [(BY_SUPPORT, "x|2026-01-01|y"), (BY_SUPPORT, "2026-01-01|y"), (FROM_HERE, "1|2"), (BY_NEWEST, "3|2026-01-01|y")],
)
def test_position_of_another_order_is_refused(root, order, position):
    with pytest.raises(ValueError):
        public_list(root, Filters(), order=order, after=position)


@pytest.mark.parametrize(("order", "index"), [(BY_SUPPORT, "public_by_support"), (FROM_HERE, "public_point")])
def test_each_order_is_read_from_its_index(root, make, order, index):
    make("Lampu mati", **HERE)
    needs = order.needs.sql if order.needs else "TRUE"
    leave_indexes(index)
    plan = plan_of(
        f"SELECT id FROM publish_publicreport WHERE root_id = %s AND {needs} ORDER BY {order.walk} LIMIT 5",  # noqa: S608 - our own
        [root.pk, *(order.needs.params if order.needs else []), *order.walk_params],
    )
    assert index in plan
    assert "Sort" not in plan


def test_everything_goes_on_page_by_page(root, make):
    made = [make(f"Lampu {n}", at=clock.now() - timedelta(hours=n)).tracking_id for n in range(5)]
    assert pages(root, BY_NEWEST) == made
