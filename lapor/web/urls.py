"""Addresses of the public pages."""

from datetime import date

from django.urls import path, register_converter

from lapor.web.views import (
    app,
    brand_preview,
    callback,
    discovery,
    feeds,
    files,
    filing,
    follow,
    lists,
    map,
    ombudsman,
    open_data,
    openness,
    own_data,
    pages,
    partner,
    passkeys,
    people,
    receipts,
    report,
    sending,
    sharing,
    statistics,
    statistics_csv,
    stop,
    suggestions,
    year,
)


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
    path("lapor/denyut", sending.pulse_view, name="pulse"),
    path("lapor/bagian", sending.part_view, name="part"),
    path("lapor/simpanan", sending.kept_view, name="kept"),
    path("lapor/bagikan", sending.shared_view, name="shared"),
    path("lapor/saran", suggestions.guess_view, name="guess"),
    path("lapor/tempat", suggestions.places_view, name="places"),
    path("lapor/serupa", suggestions.similar_view, name="similar"),
    path("laporan/<str:number>", report.report_view, name="report"),
    path("laporan/<str:number>/kartu.png", sharing.card_view, name="share_card"),
    path("laporan/<str:number>/dukung", report.support_view, name="support"),
    path("laporan/<str:number>/ombudsman", ombudsman.ombudsman_view, name="ombudsman"),
    path("laporan/<str:number>/data-saya", own_data.own_data_view, name="own_data"),
    path("laporan/<str:number>/tanda-terima.json", receipts.receipt_file_view, name="receipt_file"),
    path("peta/", map.map_view, name="map"),
    path("peta/data.json", map.map_data_view, name="map_data"),
    path("peta/dasar.pmtiles", map.tiles_view, name="map_tiles"),
    path("laporan-saya/lupakan", report.forget_view, name="forget"),
    path("laporan-saya/", report.my_reports_view, name="my_reports"),
    path("laporan-saya/masuk", people.sign_in_view, name="sign_in"),
    path("laporan-saya/akun", people.account_view, name="account"),
    path("laporan-saya/masuk/kunci", passkeys.sign_in_view, name="key_sign_in"),
    path("laporan-saya/akun/kunci", passkeys.add_view, name="key_add"),
    path("laporan-saya/akun/kunci/hapus", passkeys.remove_view, name="key_remove"),
    path("ikuti", follow.follow_view, name="follow"),
    path("ikuti/<str:token>", follow.manage_view, name="follow_manage"),
    path("ikuti/<str:token>/berhenti", follow.stop_view, name="follow_stop"),
    path("kabar/<str:token>/berhenti", stop.stop_mails_view, name="stop_mails"),
    path("mitra/<str:token>", partner.partner_view, name="partner"),
    path("mitra/<str:token>/kata-uji", partner.challenge_view, name="partner_challenge"),
    path("mitra/<str:token>/foto-bukti", partner.capture_view, name="partner_capture"),
    path("statistik/uji-petik/", callback.callback_view, name="callback"),
    path("statistik/uji-petik/<str:month>.json", callback.frame_view, name="callback_frame"),
    path("statistik/", statistics.statistics_view, name="statistics"),
    path("statistik/angka.csv", statistics_csv.csv_view, name="statistics_csv"),
    path("statistik/instansi/<str:code>/", statistics.agency_view, name="agency_card"),
    path("statistik/wilayah/<str:code>/", statistics.area_view, name="area_card"),
    path("statistik/tahun/<int:number>/", year.year_view, name="year"),
    path("sematkan/", year.embed_view, name="embed"),
    path("sematkan/angka", year.widget_view, name="widget"),
    path("data/", open_data.data_view, name="data"),
    path("data/terbaru/<str:name>", open_data.newest_view, name="data_newest"),
    path("data/<isodate:day>/<str:name>", open_data.file_view, name="data_file"),
    path("bantuan/", pages.help_view, name="help"),
    path("bantuan/tanda-terima/", receipts.check_view, name="check_receipt"),
    path("keterbukaan/rantai/", openness.heads_view, name="heads"),
    path("keterbukaan/rantai/<isodate:day>.json", openness.head_view, name="head"),
    path("keterbukaan/kunci.json", openness.keys_view, name="public_keys"),
    path("wilayah.json", pages.areas_view, name="areas"),
    path("bahaya.json", pages.danger_view, name="danger"),
    path(".well-known/security.txt", discovery.security_view, name="security"),
    path("robots.txt", discovery.robots_view, name="robots"),
    path("sitemap.xml", discovery.index_view, name="sitemap_index"),
    path("sitemap/halaman.xml", discovery.pages_view, name="sitemap_pages"),
    path("sitemap/<isodate:day>.xml", discovery.day_view, name="sitemap_day"),
    path("sw.js", app.worker_view, name="worker"),
    path("luring", app.offline_view, name="offline"),
    path("manifest.webmanifest", app.manifest_view, name="manifest"),
    path("ikon/<str:name>.png", app.icon_view, name="app_icon"),
    path(".well-known/assetlinks.json", app.asset_links_view, name="asset_links"),
    path("brand.css", pages.brand_css_view, name="brand_css"),
    path("merek/<slug:digest>", pages.brand_file_view, name="brand_file"),
    path("pratinjau/", brand_preview.preview_view, name="brand_preview"),
    path("pratinjau/merek.css", brand_preview.preview_css_view, name="brand_preview_css"),
    path("tentang/", pages.about_view, name="about"),
    path("privasi/", pages.privacy_view, name="privacy"),
]
