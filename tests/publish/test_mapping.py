"""The map: cells kept by events agree with the rows, at every zoom, with every filter; what is not published is nowhere
on it."""

from datetime import timedelta

import pytest

from lapor.core import clock
from lapor.publish import mapping
from lapor.publish.filters import Box, Filters
from lapor.publish.mapping import APART, MapCluster, merged, shown_on_map
from lapor.publish.models import MapCell, PublicReport
from lapor.publish.remaking import remake
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor

from .conftest import publish

pytestmark = pytest.mark.django_db
CITY = Box(110.2, -7.2, 110.6, -6.8)
ZOOMS = (9, 10, 12, 13, 15, 18)
PLACES = [(-6.9932 + n * 0.004, 110.4203 + n * 0.005) for n in range(6)]


@pytest.fixture
def some(make, liaison):
    """Six published reports, two of them closed, two of another category."""
    made = []
    for n, (latitude, longitude) in enumerate(PLACES):
        category = "lampu-jalan-mati" if n % 3 == 0 else "lampu-jalan-baru"
        made.append(
            make(
                f"Lampu {n}",
                category=category,
                latitude=latitude,
                longitude=longitude,
                at=clock.now() - timedelta(days=40 * n),
            )
        )
    for report in made[:2]:
        perform_action(report.pk, "answer", actor=officer_actor(liaison), data=ActData(text="Sudah", outcome="partly"))
        perform_action(report.pk, "confirm", actor=reporter_actor(report.reporter_id), data=ActData())
        publish(report)
    return made


def total(root, zoom=12, box=CITY, **filters):
    shown = shown_on_map(root, Filters(**filters), box, zoom)
    assert sum(one.count for one in shown.clusters) + len(shown.points) == shown.total
    return shown.total


@pytest.mark.parametrize("few", [-1, 3000])
def test_counts_are_the_same_from_cells_and_from_rows(root, some, monkeypatch, few):
    monkeypatch.setattr(mapping, "FEW", few)
    for zoom in ZOOMS:
        assert total(root, zoom) == 6
        assert (
            total(root, zoom, state="open"),
            total(root, zoom, state="closed"),
            total(root, zoom, state="resolved"),
        ) == (4, 2, 2)
        assert (
            total(root, zoom, category="lampu-jalan-mati"),
            total(root, zoom, category="lampu-jalan-mati", state="closed"),
        ) == (2, 1)
        assert total(root, zoom, category="lampu-jalan-baru", agency="perkim", state="forwarded") == 3
        assert total(root, zoom, category="tidak-ada") == total(root, zoom, channel="radio") == 0
        assert total(root, zoom, since=(clock.now() - timedelta(days=50)).date()) == 2
        assert total(root, zoom, words="lampo lampu") == 0


def test_box_leaves_out_what_lies_outside(root, some):
    latitude, longitude = PLACES[0]
    near = Box(longitude - 0.001, latitude - 0.001, longitude + 0.001, latitude + 0.001)
    shown = shown_on_map(root, Filters(), near, 18)
    assert [one.tracking_id for one in shown.points] == [some[0].tracking_id]
    assert shown.clusters == []


def test_several_filters_over_many_look_at_the_newest_and_say_how_far(root, some, monkeypatch):
    monkeypatch.setattr(mapping, "FEW", -1)
    monkeypatch.setattr(mapping, "LOOKED_AT", 3)
    shown = shown_on_map(root, Filters(kind="complaint", channel="web"), CITY, 12)
    assert shown.total == 3
    assert shown.looked_back_to == PublicReport.objects.get(pk=some[2].pk).filed_at
    assert shown_on_map(root, Filters(kind="complaint"), CITY, 12).looked_back_to is None


def test_hidden_words_and_reports_without_a_point_are_not_on_the_map(root, make, triage):
    place = {"latitude": PLACES[0][0], "longitude": PLACES[0][1]}
    make("Rahasia", publication="withheld", **place)
    make("Menunggu", forwarded=False, **place)
    make("Tanpa titik")
    assert total(root) == 0
    shown = make("Lampu mati", **place)
    assert total(root) == 1
    perform_action(shown.pk, "raise_privacy", actor=officer_actor(triage), data=ActData(text="Rumah seseorang"))
    publish(shown)
    assert total(root) == 0
    assert not MapCell.objects.filter(level__gt=0).exists()


def test_protected_report_that_was_made_public_has_no_point(root, make):
    report = make("Lampu mati", latitude=PLACES[0][0], longitude=PLACES[0][1])
    Report.objects.filter(pk=report.pk).update(is_protected=True)
    publish(report)
    assert PublicReport.objects.get(pk=report.pk).latitude is None
    assert total(root) == 0


def test_event_read_twice_changes_no_cell_and_making_anew_gives_the_same(root, some):
    def cells():
        return sorted(
            MapCell.objects.values_list(
                "level", "facet", "value", "x", "y", "opened", "closed", "latitudes", "longitudes"
            )
        )

    kept = cells()
    assert {level for level, *_rest in kept} == {0, 11, 13, 15, 17}
    for report in some:
        publish(report)
    assert cells() == kept
    remake()
    assert cells() == kept


def test_queries_do_not_grow_with_the_reports(root, some, monkeypatch, django_assert_max_num_queries):
    for few in (-1, 3000):
        monkeypatch.setattr(mapping, "FEW", few)
        for filters in (Filters(), Filters(state="open"), Filters(kind="complaint", channel="web")):
            with django_assert_max_num_queries(4):
                shown_on_map(root, filters, CITY, 13)


def test_clusters_that_would_touch_become_one():
    step = APART * 360 / 256 / 2**12  # degrees of longitude
    clusters = [MapCluster(-7, 110, 5, 1), MapCluster(-7, 110 + step / 2, 3, 2), MapCluster(-7, 110 + 3 * step, 1, 1)]
    apart = merged(clusters, 12)
    assert sorted((one.count, one.opened, one.longitude) for one in apart) == [(1, 1, 110 + 3 * step), (8, 3, 110)]
