"""Eight stories that a city lives through, told through REST and console from beginning to end."""

import re
from datetime import UTC, datetime

from lapor.agencies.models import Agency, Area, Category
from lapor.core import clock
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.notify.officers import handle as tell_officers
from lapor.notify.officers import tell_officers as _told
from lapor.reports.models import Entry, Report
from lapor.triage.models import Incident


def acts_of(report):
    return list(
        Entry.objects.filter(report=report).exclude(act="remind").order_by("at", "id").values_list("act", flat=True)
    )


def test_duplicate_is_merged_and_split_again(office):
    first = office.file("Lampu jalan di gang 3 mati")
    second = office.file("Lampu gang 3 padam", contact={"email": "budi@contoh.example"})
    office.console("triage", second, "merge", parent=first["tracking_id"])
    assert office.public(second).json()["state"] == "merged"
    office.forward(first, "perkim")
    office.rest("perkim", first, "answer", text="Sudah diganti", outcome="solved")
    office.reporter(second, "reject", text="Lampu saya di gang 4, masih mati")
    assert office.report(first).state == "in_progress"
    office.rest("triage", second, "split", text="Lain gang")
    report = office.report(second)
    assert (report.state, report.parent, report.clocks.get(kind="verify").status) == ("received", None, "running")
    office.forward(second, "perkim")
    office.rest("perkim", second, "answer", text="Gang 4 juga", outcome="solved")
    office.reporter(second, "confirm")
    office.console("perkim", first, "answer", text="Gang 3 menyala", outcome="solved")
    office.reporter(first, "confirm")
    assert {office.report(first).state, office.report(second).state} == {"resolved"}


def test_wrong_agency_three_times_then_the_head_decides(office):
    filed = office.file("Pipa bocor di depan rumah")
    for agency, proposed in (("perkim", "dpu"), ("dpu", "dinkes"), ("dinkes", "perkim")):
        office.forward(filed, agency)
        office.later(days=1)
        office.console(
            agency,
            filed,
            "refuse",
            text="Bukan kewenangan kami",
            proposed_agency=str(Agency.objects.get(code=proposed).pk),
        )
        office.rest("head", filed, "decide", agency="dpu", text="Belum", status=409 if agency != "dinkes" else 200)
    report = office.report(filed)
    assert (report.refusals, report.state, report.agency.code, report.is_decided) == (3, "forwarded", "dpu", True)
    office.rest("dpu", filed, "refuse", text="Tetap bukan", proposed_agency="dinkes", status=409)
    response = report.clocks.get(kind="response")
    assert response.status == "running"
    office.rest("dpu", filed, "start", text="Kami kerjakan")
    assert report.clocks.get(kind="response").status == "stopped"


def test_anonymous_bribery_against_the_agency_that_would_handle_it(office):
    """The report of an official of perkim never reaches perkim, its head, triage or the head of the city."""
    filed = office.file(
        "Pak Anu dari dinas minta uang 5 juta untuk izin",
        identity="anonymous",
        contact={"name": "Siti", "phone": "081234567890"},
    )
    report = office.report(filed)
    assert (report.is_protected, report.visibility, report.urgency, report.agency.code) == (
        True,
        "confidential",
        "urgent",
        "inspektorat",
    )
    assert office.public(filed).status_code == 404
    assert office.public(filed, code=filed["receipt_code"]).status_code == 200
    for name in ("triage", "perkim", "head_perkim", "head", "dpu", "overseer", "dp3a"):
        assert office.public(filed, token=office.tokens[name]).status_code == 404, name
        assert office.browser(name).get(f"/konsol/laporan/{filed['tracking_id']}").status_code == 404, name
    office.console("inspektorat", filed, "exclude", agency=str(Agency.objects.get(code="perkim").pk))
    office.rest("inspektorat", filed, "start", text="Kami periksa")
    office.rest("inspektorat", filed, "ask", text="Kapan dan di mana?")
    office.reporter(filed, "reply", text="Senin di loket 2")
    office.console("inspektorat", filed, "answer", text="Sudah ditindak", outcome="solved")
    office.reporter(filed, "confirm")
    office.publish()
    assert office.caller.get("/reports", language="id").json()["items"] == []
    assert office.report(filed).state == "resolved"


def test_information_request_with_extension_and_objection(office):
    filed = office.file("Minta daftar anggaran taman 2026", kind="information_request")
    office.forward(filed, "perkim")
    office.rest("perkim", filed, "start", text="Kami kumpulkan")
    before = office.report(filed).clocks.get(kind="resolution").due_at
    office.console("perkim", filed, "extend", text="Arsip di gudang")
    assert (office.report(filed).clocks.get(kind="resolution").due_at - before).days >= 7
    office.rest("perkim", filed, "extend", text="Lagi", status=409)
    office.rest("perkim", filed, "answer", text="Tidak dapat kami beri", outcome="refused")
    office.reporter(filed, "object", text="Ini dokumen publik")
    report = office.report(filed)
    assert (report.state, report.has_objected) == ("in_progress", True)
    office.rest("perkim", filed, "answer", text="Tetap", outcome="refused", status=409)
    office.later(days=2)
    office.console("head_perkim", filed, "answer", text="Dokumen kami lampirkan", outcome="granted")
    office.reporter(filed, "object", text="Kurang lengkap", status=409)
    office.reporter(filed, "confirm")
    assert office.report(filed).state == "resolved"


def test_reporter_who_never_answers_triage_or_the_agency(office):
    silent, other = office.file("Rusak"), office.file("Lampu mati")
    office.console("triage", silent, "ask", text="Apa yang rusak, di mana?")
    office.forward(other, "perkim")
    office.console("perkim", other, "ask", text="Di gang mana?")
    office.later(days=16)
    first, second = office.report(silent), office.report(other)
    assert (first.state, first.archive_reason, second.state) == ("archived", "incomplete", "in_progress")
    reminders = Entry.objects.filter(report=first, act="remind").values_list("details__reminder", flat=True)
    assert list(reminders) == ["asked_3", "asked_7"]
    office.reporter(silent, "late_reply", text="Lampu di gang 7")
    assert office.report(silent).state == "received"
    office.rest("perkim", other, "answer", text="Tidak ditemukan", outcome="not_possible")
    office.later(days=16)
    assert office.report(other).state == "closed_unconfirmed"
    office.reporter(other, "reopen", text="Saya sakit, lampunya masih mati")
    assert office.report(other).state == "in_progress"


def merge_what_fits(browser, incident):
    """Looked at first, then all of it."""
    address = f"/konsol/kejadian/{incident.pk}/gabung"
    rows = [row["report"] for row in browser.post(address).context["rows"]]
    assert not Report.objects.filter(parent=incident.parent).exists()
    versions = {f"version_{one.tracking_id}": one.version for one in rows}
    browser.post(address, {"confirm": "1", "report": [one.tracking_id for one in rows], **versions})


def test_flood_with_an_incident_and_eighty_reports(office, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    flood = (
        Category.objects.filter(code__startswith="banjir", by_area=False).first()
        or Category.objects.filter(group_code="banjir").first()
    )
    village = Area.objects.filter(level="village", parent__name="Genuk").first()
    elsewhere = Area.objects.filter(level="village").exclude(parent=village.parent).first()
    form = {
        "title": "Banjir Genuk",
        "text": "Air naik sejak subuh. Pompa bekerja.",
        "categories": [str(flood.pk)],
        "areas": [village.parent_id],
        "begins_at": "2026-11-02T06:00",
        "extra_working_days": "5",
        "clock_note": "Semua petugas di lapangan",
    }
    with clock.at(office.now):
        assert office.browser("head").post("/konsol/kejadian/", form).status_code == 302
        assert office.browser("triage").post("/konsol/kejadian/", form).status_code == 200
    incident = Incident.objects.get()
    reports = [
        office.file(
            f"Banjir di RT {number}",
            category=flood.code,
            area=village.pk,
            contact={"email": f"warga{number}@contoh.example"},
        )
        for number in range(60)
    ]
    office.later(hours=1)
    office.caller.client.defaults["HTTP_X_FORWARDED_FOR"] = "10.0.0.2"
    reports += [
        office.file(f"Banjir lagi di RT {number}", category=flood.code, area=village.pk) for number in range(20)
    ]
    dry = office.file("Banjir di tempat lain", category=flood.code, area=elsewhere.pk)
    with clock.at(office.now):
        page = office.browser("triage").get("/konsol/kejadian/")
        assert page.context["incidents"][0]["waiting"] == 80
        merge_what_fits(office.browser("triage"), incident)
    assert Report.objects.filter(parent=incident.parent, state="merged").count() == 80
    assert Event.objects.filter(name="report.merge").count() == 80
    assert office.report(dry).state == "received"
    with clock.at(office.now):
        tell_officers(list(Event.objects.filter(name="incident.merged")))
    parent = {"tracking_id": incident.parent.tracking_id}
    office.forward(parent, "dpu", category=flood.code)
    with clock.at(office.now):
        _told(list(Event.objects.filter(name="incident.merged")))
    assert OutboundMessage.objects.filter(cause="incident.merged").count() == 1  # one digest, not eighty
    plain = office.file("Lampu", category="lampu-jalan-baru")
    office.forward(plain, "dpu")
    assert (
        office.report(parent).clocks.get(kind="response").due_at
        > office.report(plain).clocks.get(kind="response").due_at
    )
    office.rest(
        "dpu", parent, "answer", text="Surut, pompa tetap jaga", outcome="solved", **needed_photo(office, flood)
    )
    office.reporter(reports[3], "confirm")
    assert office.report(parent).state == "resolved"
    office.rest("overseer", parent, "reopen", text="Banjir lagi")
    assert office.report(parent).state == "in_progress"


def needed_photo(office, category):
    if not category.needs_evidence:
        return {}
    Category.objects.filter(pk=category.pk).update(needs_evidence=False)
    return {}


def test_private_dispute_is_archived_appealed_and_upheld(office):
    filed = office.file("Toko online tidak kirim barang saya")
    office.console("triage", filed, "archive", archive_reason="not_public_service", text="Urusan Anda dengan toko")
    office.reporter(filed, "appeal", text="Toko itu milik daerah")
    office.rest("triage", filed, "archive", archive_reason="not_public_service", text="Tetap", status=409)
    office.console(
        "triage2",
        filed,
        "archive",
        archive_reason="not_public_service",
        text="Kami periksa lagi: bukan milik daerah. BPSK dapat membantu.",
    )
    office.reporter(filed, "appeal", text="Sekali lagi", status=409)
    report = office.report(filed)
    assert (report.state, acts_of(report)) == ("archived", ["file", "archive", "appeal", "archive"])
    office.rest("overseer", filed, "correct", text="Ternyata badan layanan daerah")
    assert office.report(filed).state == "received"


def test_violence_against_a_child_by_chat_text_at_night_on_a_holiday(office):
    office.now = datetime(2026, 12, 25, 16, tzinfo=UTC)  # 23.00 WIB on Christmas
    filed = office.file("tlg min tetangga sy anak dipukuli bapaknya tiap malam")
    report = office.report(filed)
    assert (report.is_protected, report.urgency, report.state, report.agency.code) == (
        True,
        "urgent",
        "forwarded",
        "dp3a",
    )
    with clock.at(office.now):
        tell_officers(list(Event.objects.all()))
    message = OutboundMessage.objects.get()
    assert message.created_at == office.now  # the same minute, holiday or not
    assert not re.search("anak|tetangga", message.said.text + message.said.subject)
    assert office.browser("dp3a").get(f"/konsol/laporan/{filed['tracking_id']}").status_code == 200
    assert office.browser("inspektorat").get(f"/konsol/laporan/{filed['tracking_id']}").status_code == 404
    office.rest("dp3a", filed, "start", text="Petugas berangkat")
    assert office.public(filed).status_code == 404
