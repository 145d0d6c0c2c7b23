"""Addresses of the public pages."""

from datetime import date

from django.urls import path, register_converter

from lapor.web.views import discovery, feeds, files, filing, lists, map, openness, own_data, pages, receipts, report, sharing


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
    path("laporan/", lists.list_view, name="report_list"),
    path("laporan/atom.xml", feeds.feed_view, name="feed"),
    path("laporan/laporan.csv", feeds.csv_view, name="csv"),
    path("laporan/laporan.json", feeds.json_view, name="json"),
    path("laporan/<str:number>", report.report_view, name="report"),
    path("laporan/<str:number>/kartu.png", sharing.card_view, name="share_card"),
    path("laporan/<str:number>/dukung", report.support_view, name="support"),
    path("laporan/<str:number>/data-saya", own_data.own_data_view, name="own_data"),
    path("laporan/<str:number>/tanda-terima.json", receipts.receipt_file_view, name="receipt_file"),
    path("peta/", map.map_view, name="map"),
    path("peta/data.json", map.map_data_view, name="map_data"),
    path("peta/dasar.pmtiles", map.tiles_view, name="map_tiles"),
    path("laporan-saya/", report.my_reports_view, name="my_reports"),
    path("statistik/", pages.statistics_view, name="statistics"),
    path("bantuan/", pages.help_view, name="help"),
    path("bantuan/tanda-terima/", receipts.check_view, name="check_receipt"),
    path("keterbukaan/rantai/", openness.heads_view, name="heads"),
    path("keterbukaan/rantai/<isodate:day>.json", openness.head_view, name="head"),
    path("keterbukaan/kunci.json", openness.keys_view, name="public_keys"),
    path("wilayah.json", pages.areas_view, name="areas"),
    path("robots.txt", discovery.robots_view, name="robots"),
    path("sitemap.xml", discovery.index_view, name="sitemap_index"),
    path("sitemap/halaman.xml", discovery.pages_view, name="sitemap_pages"),
    path("sitemap/<isodate:day>.xml", discovery.day_view, name="sitemap_day"),
    path("brand.css", pages.brand_css_view, name="brand_css"),
]
