"""Addresses of the officers' console."""

from django.urls import path

from lapor.console.blocked_senders import views as blocked_senders
from lapor.console.candidates import views as candidates
from lapor.console.deliveries import views as deliveries
from lapor.console.identities import views as identities
from lapor.console.imports import views as imports
from lapor.console.inbox import views as inbox
from lapor.console.incidents import views as incidents
from lapor.console.masking import views as masking
from lapor.console.notices import views as notices
from lapor.console.offices import views as offices
from lapor.console.pages import views as pages
from lapor.console.report import views as report
from lapor.console.substitutes import views as substitutes

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
