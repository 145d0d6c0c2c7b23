"""Similar open reports beside a report: near in place and time, alike in words, and only what this officer may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.agencies.models import Area, Category
from lapor.core import clock
from lapor.core.geometry import METRES_A_DEGREE
from lapor.reports.models import Report
from lapor.reports.models.report import OPEN_STATES
from lapor.reports.workflow.act import OPEN
from lapor.triage.duplicates import LEAST_SCORE, similar_reports
from lapor.triage.likeness import likeness, matter_of
from tests.plans import plan_of
from tests.reports.conftest import do, forward, new_report, people

__all__ = ["people"]
pytestmark = pytest.mark.django_db
HERE = (-7.03, 110.37)
WORDS = "Lampu jalan depan masjid Al Ikhlas Jl Kenanga mati"


@pytest.fixture
def lamp(root):
    """A lamp that is out, so many metres north of the middle, of the category with a radius of 40 metres."""
    category = Category.objects.get(root=root, code="lampu-jalan-mati")

    def file(north=0.0, text=WORDS, **changed):
        report = new_report(root, text)
        place = {"latitude": HERE[0] + north / METRES_A_DEGREE, "longitude": HERE[1], "category": category}
        Report.objects.filter(pk=report.pk).update(**{**place, **changed})
        return Report.objects.select_related("category", "area", "agency", "root").get(pk=report.pk)

    return file


def numbers(report, officer):
    return [one.report.pk for one in similar_reports(report, officer)]


def test_row_says_distance_days_and_shared_words(lamp, triage):
    first = lamp()
    with clock.at(clock.now() + timedelta(days=3)):
        second = lamp(20, "pju dpn mesjid al ikhlas jln kenanga padam")
    (found,) = similar_reports(second, triage)
    assert (found.report.pk, found.metres, found.days, found.may_be_merged) == (first.pk, 20, 3, True)
    assert {"masjid", "kenanga", "ikhlas", "mati"} <= set(found.words)


@pytest.mark.parametrize(("north", "is_found"), [(39, True), (42, False)])
def test_radius_is_that_of_the_category(north, is_found, lamp, triage):
    first, second = lamp(), lamp(north)
    assert (numbers(second, triage) == [first.pk]) is is_found


@pytest.mark.parametrize(("days", "is_found"), [(29, True), (31, False)])
def test_days_are_those_of_the_category(days, is_found, lamp, triage):
    with clock.at(clock.now() - timedelta(days=days)):
        first = lamp()
    assert (numbers(lamp(), triage) == [first.pk]) is is_found


@pytest.mark.parametrize(
    "other",
    [
        "Sampah menumpuk di trotoar, bau",
        "Lampu jalan depan warung Bu Tini Jl Melati mati",
        "Tetangga saya berisik",
    ],
)
def test_same_place_without_the_same_matter_is_nothing(other, lamp, triage):
    lamp(10, other, category=None)
    assert numbers(lamp(), triage) == []


def test_other_number_of_a_lane_or_neighbourhood_speaks_against(root):
    def score(one, other):
        return likeness(matter_of(one), matter_of(other), nearness=0.5, is_same_category=True).score

    assert score("Lampu Gang Cempaka 4 mati", "pju gg cempaka IV padam") > 0.5
    assert score("Lampu Gang Cempaka 4 mati", "pju gg cempaka VII padam") < LEAST_SCORE
    assert score("Banjir di RT 03 RW 05", "rt 3/rw 5 banjir") > 0.5 > 2 * score("Banjir di RT 03", "rt 4 banjir")


def test_without_a_point_the_kelurahan_and_the_words_find_it(lamp, triage, root):
    village, other = Area.objects.filter(root=root, level="village")[:2]
    nowhere = {"latitude": None, "longitude": None}
    pinned = lamp(area=village)
    told = lamp(area=village, **nowhere)
    lamp(area=other, **nowhere)
    assert numbers(told, triage) == [pinned.pk]
    (found,) = similar_reports(told, triage)
    assert found.metres is None


def test_without_any_place_words_find_it(lamp, triage):
    nowhere = {"latitude": None, "longitude": None, "category": None}
    first = lamp()
    lamp(text="Jalan berlubang di Sriwijaya")
    assert numbers(lamp(**nowhere), triage) == [first.pk]


@pytest.mark.parametrize("changed", [{"is_protected": True}, {"visibility": "confidential"}, {"state": "archived"}])
def test_what_cannot_be_merged_with_it_is_not_shown(changed, lamp, triage):
    lamp(10, **changed)
    assert numbers(lamp(), triage) == []


def test_protected_case_stands_beside_protected_ones_only_and_for_their_group_only(lamp, triage, people, root):
    plain, first = lamp(), lamp(is_protected=True)
    second = lamp(is_protected=True)
    assert numbers(second, people["lintang"]) == [first.pk]
    assert numbers(plain, people["lintang"]) == numbers(second, triage) == []


def test_agency_sees_beside_its_report_only_its_own(lamp, people):
    mine, other = lamp(), lamp(5)
    forward(mine, people, "perkim")
    forward(other, people, "dpu")
    mine.refresh_from_db()
    assert numbers(mine, people["hana"]) == []
    assert numbers(mine, people["vera"]) == [other.pk]


def test_parent_of_others_may_be_merged_into_but_not_merged(lamp, triage, people):
    parent, child = lamp(), lamp(5)
    do(child, "merge", triage, parent=parent)
    (found,) = similar_reports(lamp(10), triage)
    assert (found.report.pk, found.may_be_merged) == (parent.pk, False)


def test_open_states_of_the_indexes_are_those_of_the_table():
    assert set(OPEN_STATES) == OPEN


PLACES = [
    ({}, 3, {"report_open_place", "report_open_area"}),
    ({"latitude": None, "longitude": None}, 2, {"report_open_area"}),
    ({"latitude": None, "longitude": None, "area": None}, 2, {"report_filed"}),
]


def test_three_queries_along_indexes_of_open_reports(lamp, triage, root):
    village = Area.objects.filter(root=root, level="village").first()
    reports = [lamp(**{"area": village, **place}) for place, _most, _indexes in PLACES]
    _thousands_more(root)
    for report, (_place, most, indexes) in zip(reports, PLACES, strict=True):
        with CaptureQueriesContext(connection) as asked:
            similar_reports(report, triage)
        reads = [query["sql"] for query in asked if '"reports_report"' in query["sql"]]
        plans = "".join(map(plan_of, reads))
        assert 0 < len(reads) <= most
        assert "Seq Scan on reports_report" not in plans
        assert all(index in plans for index in indexes)


def _thousands_more(root):
    """As in a city: nine of ten are closed, over two years and all kelurahan."""
    villages, now = list(Area.objects.filter(root=root, level="village")), clock.now()
    one = Report.objects.first()
    rows = [
        Report(
            tracking_id=f"x{number}",
            root=root,
            channel="web",
            text=one.text,
            state="received" if number % 10 == 0 else "archived",
            state_since=now,
            filed_at=now - number * timedelta(hours=3),
            area=villages[number % len(villages)],
            latitude=-7.1 + number % 100 * 0.0015,
            longitude=110.3 + number % 61 * 0.003,
        )
        for number in range(6000)
    ]
    Report.objects.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reports_report")
