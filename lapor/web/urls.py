"""Addresses of the public pages."""

from datetime import date

from django.urls import path, register_converter

from lapor.web.views import app, beside, files, filing, openness, own_data, pages, receipts, report, sending


class IsoDate:
    """A day as 2026-01-31; anything else is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(IsoDate, "isodate")
app_name = "web"
urlpatterns = [
    path("", pages.home_view, name="home"),
    path("lapor", filing.file_view, name="file"),
    path("lapor/foto/<uuid:upload_id>", files.kept_photo_view, name="kept_photo"),
    path("lapor/denyut", sending.pulse_view, name="pulse"),
    path("lapor/bagian", sending.part_view, name="part"),
    path("lapor/simpanan", sending.kept_view, name="kept"),
    path("lapor/bagikan", sending.shared_view, name="shared"),
    path("lapor/saran", beside.guess_view, name="guess"),
    path("lapor/serupa", beside.similar_view, name="similar"),
    path("laporan/", pages.list_view, name="report_list"),
    path("laporan/<str:number>", report.report_view, name="report"),
    path("laporan/<str:number>/dukung", report.support_view, name="support"),
    path("laporan/<str:number>/data-saya", own_data.own_data_view, name="own_data"),
    path("laporan/<str:number>/tanda-terima.json", receipts.receipt_file_view, name="receipt_file"),
    path("laporan-saya/lupakan", report.forget_view, name="forget"),
    path("laporan-saya/", report.my_reports_view, name="my_reports"),
    path("statistik/", pages.statistics_view, name="statistics"),
    path("bantuan/", pages.help_view, name="help"),
    path("bantuan/tanda-terima/", receipts.check_view, name="check_receipt"),
    path("keterbukaan/rantai/", openness.heads_view, name="heads"),
    path("keterbukaan/rantai/<isodate:day>.json", openness.head_view, name="head"),
    path("keterbukaan/kunci.json", openness.keys_view, name="public_keys"),
    path("wilayah.json", pages.areas_view, name="areas"),
    path("sw.js", app.worker_view, name="worker"),
    path("luring", app.offline_view, name="offline"),
    path("manifest.webmanifest", app.manifest_view, name="manifest"),
    path("ikon/<str:name>.png", app.icon_view, name="app_icon"),
    path(".well-known/assetlinks.json", app.asset_links_view, name="asset_links"),
    path("brand.css", pages.brand_css_view, name="brand_css"),
]
