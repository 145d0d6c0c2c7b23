"""/konsol/rute/: the administrator sees which rows are in force and how often each routed, tries another file, loads
it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lapor.agencies.models import Agency, Category
from lapor.agencies.routing.queries import routing_in_force
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.reports.models import Entry
from tests.agencies.routing.conftest import csv_of, layer, line, routing  # noqa: F401
from tests.plans import leave_indexes, plan_of
from tests.reports.conftest import do, new_report, people  # noqa: F401

pytestmark = pytest.mark.django_db
ROW = "jalan provinsi,jalan-rusak,,provinsi,,,,,dishub,,,"
OFF = "jalan provinsi,jalan-rusak,,provinsi,,,,,dinas,,,"


@pytest.fixture
def page(people):  # noqa: F811
    browser = Client()
    browser.force_login(people["ade"], backend="lapor.agencies.officers.backend.OfficerBackend")

    def ask(rows=(), **data):
        url = reverse("console:routing")
        if rows:
            data["file"] = SimpleUploadedFile("rute.csv", csv_of(*rows), content_type="text/csv")
        return browser.post(url, data, follow=True) if data else browser.get(url)

    return ask


def forwarded(root, officer, code, text="Jalan provinsi rusak", **data):
    category, agency = Category.objects.get(code="jalan-rusak"), Agency.objects.get(code=code)
    report = new_report(root, text, category=category)
    do(report, "forward", officer, category=category, agency=agency, publication="withheld", **data)
    return report


def test_file_is_tried_and_only_then_put_into_force(root, page, people):  # noqa: F811
    forwarded(root, people["vera"], "perkim")
    assert "Belum ada baris yang berlaku" in page().text
    tried = page([ROW])
    assert "1 dari 1 laporan akan ke instansi lain (1 cocok dengan satu baris). 0 di antaranya" in tried.text
    assert "Dinas Perumahan dan Kawasan Permukiman → Dinas Perhubungan:" in tried.text
    assert routing_in_force(root) is None
    loaded = page(text=tried.context["text"], do="load")
    assert "Berlaku: versi 1" in loaded.text
    table = routing_in_force(root)
    assert table is not None
    assert [row.name for row in table.rows] == ["jalan provinsi"]
    assert Event.objects.get(name="routing.loaded").actor_id == people["ade"].pk


@pytest.mark.parametrize("do_what", ["", "load"])
def test_file_with_faults_is_refused_with_all_of_them(root, page, do_what):
    answer = page([OFF], do=do_what)
    assert answer.status_code == 422
    assert "Tidak ada yang diubah." in answer.text
    assert "line 2, agency: there is no agency &#x27;dinas&#x27;" in answer.text
    assert routing_in_force(root) is None
    assert page(do="load").status_code == 422  # without a file


def test_trial_and_list_say_what_becomes_urgent(root, page, people):  # noqa: F811
    forwarded(root, people["vera"], "dishub")
    tried = page([ROW + "urgent"])
    assert "0 dari 1 laporan akan ke instansi lain" in tried.text
    assert "1 laporan akan menjadi mendesak." in tried.text
    assert "1 mendesak oleh baris 2, “jalan provinsi”" in tried.text
    assert "Mendesak" in page(text=tried.context["text"], do="load").text


def test_each_row_says_how_often_it_routed_under_this_version_in_ninety_days(root, page, routing, people):  # noqa: F811
    routing(ROW, "lain,jalan-rusak,,tol,,,,,dpu,,,")
    assert "mengarahkan 0 laporan dalam 90 hari" in page().text
    for reference in ("1/2", "1/2", "1/2/jalan-1", "7/2", "1/3"):
        forwarded(root, people["vera"], "dishub", route=reference, route_name="jalan provinsi")
    old = forwarded(root, people["vera"], "dishub", route="1/2", route_name="jalan provinsi")
    Entry.objects.filter(report=old).update(at=clock.now() - timedelta(days=91))
    rows = {row.line: count for row, count in page().context["rows"]}
    assert rows == {2: 3, 3: 1}


def test_rows_that_disagree_since_a_layer_was_changed_are_listed(root, page, routing, layer):  # noqa: F811
    east, west = line((110.42, -7.0), (110.42, -6.98)), line((110.40, -7.0), (110.40, -6.98))
    layer("satu", east)
    layer("dua", west)
    routing("a,,,,,,,satu,dpu,,,", "b,,,,,,,dua,dishub,,,")
    assert "saling" not in page().text
    assert page().context["conflicts"] == []
    layer("dua", east)
    assert page().context["conflicts"] == [(2, 3)]
    assert "Baris 2 dan 3 bertentangan sejak sebuah lapisan diganti" in page().text


def test_counting_reads_an_index_that_holds_nothing_but_routed_acts(root):
    routed = Entry.objects.filter(details__has_key="route", at__gte=clock.now())
    leave_indexes("entry_routed")
    assert "entry_routed" in plan_of(routed)
    assert "entry_routed" not in plan_of(Entry.objects.filter(at__gte=clock.now()))
