"""The routing rows in force decide what the forms have filled in and where urgent reports go at once; the row is named
on the report. A new table is tried on the past."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lapor.agencies.models import Agency, Area, Category, RuleSet
from lapor.agencies.routing.queries import known_codes
from lapor.agencies.routing.reading import read_rows
from lapor.agencies.routing.rows import RoutingTable
from lapor.casework.actions import act_with_form, form_for
from lapor.core import ttl_cache
from lapor.ledger.models import Event
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import Channel
from lapor.reports.workflow.acting import officer_actor
from lapor.reports.workflow.table import TABLE
from lapor.suggest.queries import suggestions_of
from lapor.triage.routing_trial import lines_of, try_table
from tests.agencies.routing.conftest import csv_of, layer, line, routing  # noqa: F401
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401
from tests.rows import row_faults

pytestmark = pytest.mark.django_db
PROVINCIAL = "jalan provinsi,jalan-rusak,,provinsi,,,,,dishub,,,"  # of the city's other office: to be told apart
ROAD = line((110.42, -7.0), (110.42, -6.98))


def form_of(name, report, data=None, needs="agency"):
    report = Report.objects.get(pk=report.pk)
    row = next(row for row in TABLE if row.name == name and needs in row.needs)
    return form_for(row, report, data)


def last_entry(report, act):
    return Entry.objects.filter(report=report, act=act).latest("id")


def test_without_rows_the_preset_s_agency_is_filled_in_and_nothing_is_said(root, categories, offices):
    report = new_report(root, "Jalan provinsi rusak", category=categories["jalan-rusak"])
    field = form_of("forward", report).fields["agency"]
    assert (field.initial, field.help_text) == (offices["dpu"].pk, "")


def test_row_that_decides_is_filled_in_and_named(root, routing, categories, offices):  # noqa: F811
    routing(PROVINCIAL)
    report = new_report(root, "Jalan provinsi rusak", category=categories["jalan-rusak"])
    other = new_report(root, "Jalan kampung rusak", category=categories["jalan-rusak"])
    field = form_of("forward", report).fields["agency"]
    assert field.initial == offices["dishub"].pk
    assert field.help_text == "Rute: baris 2, “jalan provinsi” (versi 1)."
    assert form_of("forward", other).fields["agency"].initial == offices["dpu"].pk


def test_page_fills_the_agency_of_each_category_by_the_rows(root, routing, categories, offices):  # noqa: F811
    routing(PROVINCIAL, "sampah provinsi,sampah-menumpuk,,provinsi,,,,,,,DLH Provinsi,")
    report = new_report(root, "Jalan provinsi rusak")
    whose = json.loads(form_of("forward", report).fields["category"].widget.attrs["data-agencies"])
    assert whose[str(categories["jalan-rusak"].pk)] == str(offices["dishub"].pk)
    assert whose[str(categories["trotoar-rusak"].pk)] == str(offices["dpu"].pk)
    assert str(categories["sampah-menumpuk"].pk) not in whose


def test_suggested_agency_follows_the_rows_so_that_keeping_them_is_no_correction(root, routing, caught_up):  # noqa: F811
    routing("lampu provinsi,lampu-jalan-mati,,provinsi,,,,,dishub,,,")
    city, province = new_report(root, "Lampu jalan mati"), new_report(root, "Lampu jalan provinsi mati")
    caught_up()
    assert suggestions_of(city.pk)["agency"].code == "perkim"
    assert suggestions_of(province.pk)["agency"].code == "dishub"


def forward_by_form(report, officer, category, agency):
    data = {"category": str(category.pk), "agency": str(agency.pk), "publication": "published"}
    form = form_of("forward", report, data)
    taken = act_with_form(form, actor=officer_actor(officer))
    assert taken is not None, form.errors
    return taken


def test_row_that_the_officer_kept_is_named_in_story_and_proof(root, routing, people, categories, offices):  # noqa: F811
    routing(PROVINCIAL)
    report = new_report(root, "Jalan provinsi rusak")
    taken = forward_by_form(report, people["vera"], categories["jalan-rusak"], offices["dishub"])
    assert (taken.entry.details["route"], taken.entry.details["route_name"]) == ("1/2", "jalan provinsi")
    assert taken.event.data["route"] == "1/2"
    routing("jalan provinsi,jalan-rusak,,provinsi,,,,,perkim,,,")  # the story says what was, not what is
    browser = Client()
    browser.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")
    page = browser.get(reverse("console:report", args=[report.tracking_id])).text
    assert "Rute: baris 2, “jalan provinsi” (versi 1)." in page
    assert "Rute:" not in browser.get(reverse("web:report", args=[report.tracking_id])).text
    assert row_faults() == []


def test_row_that_the_officer_did_not_follow_is_not_named(root, routing, people, categories, offices):  # noqa: F811
    routing(PROVINCIAL)
    report = new_report(root, "Jalan provinsi rusak")
    taken = forward_by_form(report, people["vera"], categories["jalan-rusak"], offices["perkim"])
    assert "route" not in taken.entry.details


def test_whom_a_refusal_names_stands_before_any_row(root, routing, people, categories, offices):  # noqa: F811
    routing(PROVINCIAL)
    report = new_report(root, "Jalan provinsi rusak")
    do(
        report,
        "forward",
        people["vera"],
        category=categories["jalan-rusak"],
        agency=offices["perkim"],
        publication="published",
    )
    do(report, "refuse", people["hana"], text="Bukan kami", proposed_agency=offices["bappeda"])
    field = form_of("forward", report).fields["agency"]
    assert (field.initial, field.help_text) == (offices["bappeda"].pk, "Disebut oleh instansi yang mengembalikannya.")


def test_rows_that_disagree_are_said_and_the_preset_s_agency_stands(root, routing, categories, offices):  # noqa: F811
    routing(PROVINCIAL, "rusak,jalan-rusak,,rusak,,,,,perkim,,,")
    report = new_report(root, "Jalan provinsi rusak", category=categories["jalan-rusak"])
    field = form_of("forward", report).fields["agency"]
    assert field.initial == offices["dpu"].pk
    assert field.help_text == "Baris rute 2, 3 saling bertentangan: tidak satu pun diikuti."


def test_row_of_an_office_that_is_switched_off_decides_nothing(root, routing, categories, offices):  # noqa: F811
    routing(PROVINCIAL)
    Agency.objects.filter(code="dishub").update(is_active=False)
    report = new_report(root, "Jalan provinsi rusak", category=categories["jalan-rusak"])
    assert form_of("forward", report).fields["agency"].initial == offices["dpu"].pk


def test_area_channel_and_unit_count_with_what_the_report_has(root, routing, categories, offices):  # noqa: F811
    village = Area.objects.filter(root=root, level="village").select_related("parent").first()
    unit = Agency.objects.create(root=root, parent=offices["dpu"], code="dpu-utara", name="UPT Utara", kind="unit")
    Agency.objects.filter(pk=unit.pk).update(path=[*offices["dpu"].path, unit.pk])
    routing(f"utara,,{village.parent_id},,sms,,,,dpu,dpu-utara,,", "laut,,,,email,,,,perkim,,,")
    there = new_report(root, area=village, channel="sms", category=categories["jalan-rusak"])
    elsewhere = new_report(root, channel="sms", category=categories["jalan-rusak"])
    assert form_of("forward", there).fields["agency"].initial == unit.pk
    assert form_of("forward", elsewhere).fields["agency"].initial == offices["dpu"].pk


def test_urgent_category_goes_at_once_to_whom_the_row_names(root, routing, offices):  # noqa: F811
    Category.objects.filter(root=root, code="pohon-tumbang").update(is_urgent=True)
    urgent = Category.objects.get(root=root, code="pohon-tumbang")
    routing(f"gudang,{urgent.code},,gudang,,,,,bpbd,,,", f"tol,{urgent.code},,tol,,,,,,,Jasa Marga,")
    routed, plain, outside = (
        new_report(root, words, category=urgent) for words in ("Asap di gudang", "Asap di rumah", "Asap di tol")
    )
    assert (routed.agency, plain.agency, outside.agency) == (offices["bpbd"], offices["perkim"], offices["perkim"])
    assert last_entry(routed, "forward").details["route_name"] == "gudang"
    assert "route" not in last_entry(plain, "forward").details
    assert "route" not in last_entry(outside, "forward").details


def test_row_makes_a_report_urgent_when_it_is_filed_and_says_so(root, routing):  # noqa: F811
    routing("lubang besar,,,lubang & besar,,,,,dpu,,,urgent")
    urgent, plain = new_report(root, "Lubang besar di jalan"), new_report(root, "Lubang kecil")
    assert (urgent.urgency, plain.urgency) == ("urgent", "normal")
    assert urgent.agency is None
    assert last_entry(urgent, "file").details["route_name"] == "lubang besar"


def test_protected_report_goes_to_its_standing_group_whatever_the_rows_say(root, routing):  # noqa: F811
    protected = Category.objects.filter(root=root, is_protected=True).first()
    plain = new_report(root, "Ada yang terjadi", category=protected)
    routing("web,,,,web,,,,perkim,,,urgent")
    routed = new_report(root, "Ada yang terjadi", category=protected)
    assert routed.is_protected
    assert routed.agency == plain.agency != Agency.objects.get(code="perkim")
    assert "route" not in last_entry(routed, "forward").details


def test_report_on_a_layer_is_proposed_to_be_referred_outside(root, routing, layer, people, categories):  # noqa: F811
    assert layer("jalan-provinsi", ROAD) == "jalan-provinsi-1"
    routing("jalan provinsi,jalan-rusak,,,,,,jalan-provinsi,,,Dinas PU Provinsi,")
    there, beside = (
        new_report(
            root, "Lubang", category=categories["jalan-rusak"], latitude=-6.99, longitude=110.42 + metres / 111_320
        )
        for metres in (10, 40)
    )
    forwarding = form_of("forward", there).fields["agency"]
    assert forwarding.initial is None
    assert forwarding.help_text.endswith("Ini kewenangan: Dinas PU Provinsi. Alihkan ke sana.")
    referring = form_of("refer", there, needs="destination").fields["destination"]
    assert (referring.initial, referring.help_text) == ("Dinas PU Provinsi", forwarding.help_text)
    assert form_of("refer", beside, needs="destination").fields["destination"].initial is None
    form = form_of("refer", there, {"destination": "Dinas PU Provinsi", "text": "Jalan provinsi"}, needs="destination")
    taken = act_with_form(form, actor=officer_actor(people["vera"]))
    assert taken.entry.details["route"] == "1/2/jalan-provinsi-1"


def test_same_content_stays_the_version_it_is_and_other_content_is_another_with_an_event(root, routing, layer):  # noqa: F811
    assert [routing(PROVINCIAL), routing(PROVINCIAL)] == ["1", "1"]
    assert [layer("tol", ROAD), layer("tol", ROAD, buffer=20), layer("sungai", ROAD)] == ["tol-1", "tol-2", "sungai-1"]
    assert routing("lain,jalan-rusak,,,,,,tol,dishub,,,") == "2"
    assert routing(PROVINCIAL) == "3"  # what was in force before comes back as a version of its own
    kept = RuleSet.objects.filter(root=root, kind="routing").order_by("id").values_list("content", flat=True)
    assert kept[0] == kept[2] != kept[1]
    told = Event.objects.filter(name__startswith="routing.").order_by("id").values_list("name", "data__version")
    assert list(told) == [
        ("routing.loaded", "1"),
        ("routing.layer_loaded", "tol-1"),
        ("routing.layer_loaded", "tol-2"),
        ("routing.layer_loaded", "sungai-1"),
        ("routing.loaded", "2"),
        ("routing.loaded", "3"),
    ]


def past(root, people, categories):  # noqa: F811
    """Three on a provincial road, one of which ended where it belongs; one elsewhere; one that nobody forwarded."""
    officer, category, offices = people["vera"], categories["jalan-rusak"], Agency.objects.filter(root=root)
    texts = ("Jalan provinsi satu", "Jalan provinsi dua", "Jalan provinsi tiga", "Jalan kampung")
    reports = [new_report(root, text, category=category) for text in texts]
    for report, code in zip(reports, ("perkim", "perkim", "dishub", "perkim"), strict=True):
        agency = offices.get(code=code)
        do(report, "forward", officer, category=category, agency=agency, publication="published")
    do(reports[0], "reroute", officer, agency=offices.get(code="dishub"), text="Jalan provinsi")
    new_report(root, "Jalan provinsi empat", category=category)
    return reports


def table_of(root, *rows):
    return RoutingTable("", read_rows(csv_of(*rows), known_codes(root, Channel.values)))


def test_trial_counts_what_would_have_changed_and_what_of_it_ended_there(
    root,
    people,  # noqa: F811
    categories,
    django_assert_num_queries,
):
    past(root, people, categories)
    table = table_of(root, PROVINCIAL)
    with django_assert_num_queries(3):
        trial = try_table(root, table)
    assert (trial.tried, trial.met, trial.changed, trial.ended_there) == (4, 3, 2, 1)
    assert list(lines_of(trial)) == [
        "would have changed 2 of 4 reports (3 met a row): 2 would have gone elsewhere, 1 of them ended where the row"
        " points; 0 would have become urgent",
        "  2: Dinas Perumahan dan Kawasan Permukiman -> Dinas Perhubungan, row 2 'jalan provinsi' (1 ended there)",
    ]
    assert try_table(root, table, reports=1).tried == 1


def test_trial_says_which_rows_disagree_and_what_would_be_referred(root, people, categories):  # noqa: F811
    reports = past(root, people, categories)
    do(reports[3], "refer", people["vera"], destination="Provinsi", text="Bukan kota")
    rows = (PROVINCIAL, "satu,jalan-rusak,,satu,,,,,perkim,,,", "luar,jalan-rusak,,kampung,,,,,,,Provinsi,")
    lines = list(lines_of(try_table(root, table_of(root, *rows))))
    assert lines[0].startswith(
        "would have changed 2 of 4 reports (3 met a row): 2 would have gone elsewhere, 1 of them"
    )
    assert "Permukiman -> Provinsi, row 4 'luar' (1 ended there)" in "".join(lines)
    assert lines[-1] == "  1: rows 2, 3 disagree, none is followed"


def test_officers_page_asks_nothing_more_for_the_rows_once_they_are_known(
    root,
    routing,  # noqa: F811
    layer,  # noqa: F811
    people,  # noqa: F811
    monkeypatch,
):
    report = new_report(root, "Jalan provinsi rusak", latitude=-6.99, longitude=110.42)
    browser = Client()
    browser.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")

    def page_with_queries():
        browser.get(reverse("console:report", args=[report.tracking_id]))
        with monkeypatch.context() as patch, CaptureQueriesContext(connection) as ran:
            patch.setattr(ttl_cache, "SECONDS", 600.0)
            page = browser.get(reverse("console:report", args=[report.tracking_id])).text
        return len(ran), page

    before, _page = page_with_queries()
    layer("jalan-provinsi", ROAD)
    routing("di atas jalan,,,,,,,jalan-provinsi,dishub,,,", PROVINCIAL)
    after, page = page_with_queries()
    assert "Rute: baris 2, “di atas jalan” (versi 1)." in page
    assert after == before
