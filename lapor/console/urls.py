"""Addresses of the officers' console."""

from django.urls import path

from lapor.console import (
    blocked_senders,
    candidates,
    deliveries,
    identities,
    imports,
    inbox,
    incidents,
    masking,
    notices,
    offices,
    pages,
    report,
    substitutes,
)

app_name = "console"
urlpatterns = [
    path("", inbox.inbox_view, name="inbox"),
    path("laporan/<str:number>", report.report_view, name="report"),
    path("terbitkan", inbox.publish_view, name="publish"),
    path("laporan/<str:number>/identitas", identities.identity_view, name="identity"),
    path("samarkan/<uuid:attachment_id>", masking.mask_photo_view, name="mask_photo"),
    path("kandidat/", candidates.candidates_view, name="candidates"),
    path("laporan/<str:number>/surel", candidates.mail_view, name="mail"),
    path("pindah/<uuid:entry_id>", candidates.move_entry_view, name="move_entry"),
    path("laporan/<str:number>/tutup", blocked_senders.block_view, name="block"),
    path("penulis/<uuid:conversation_id>/buka", blocked_senders.unblock_view, name="unblock"),
    path("persetujuan/", identities.consents_view, name="consents"),
    path("pengganti/", substitutes.substitutes_view, name="substitutes"),
    path("pengganti/pakai", substitutes.stand_in_view, name="stand_in"),
    path("kejadian/", incidents.incidents_view, name="incidents"),
    path("kejadian/<uuid:incident_id>/gabung", incidents.merge_incident_view, name="merge_incident"),
    path("impor/", imports.imports_view, name="imports"),
    path("impor/<uuid:run_id>", imports.run_view, name="import"),
    path("impor/<uuid:run_id>/kesalahan.csv", imports.faults_view, name="import_faults"),
    path("halaman/", pages.pages_view, name="pages"),
    path("halaman/<slug:name>/<slug:language>", pages.page_view, name="page"),
    path("kabar/", notices.notices_view, name="notices"),
    path("petugas/", offices.offices_view, name="offices"),
    path("pesan/", deliveries.deliveries_view, name="deliveries"),
]
