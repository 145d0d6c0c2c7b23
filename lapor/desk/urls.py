"""Addresses of the counter desk."""

from django.urls import path

from lapor.desk import lookup, newsrooms, offline, papers, posts, queue, radio, shift_log, suggestions, views

app_name = "desk"
urlpatterns = [
    path("", views.file_view, name="file"),
    path("pelapor", suggestions.known_view, name="known"),
    path("serupa", suggestions.similar_view, name="similar"),
    path("dukung", suggestions.support_view, name="support"),
    path("denyut", offline.pulse_view, name="pulse"),
    path("nomor", offline.numbers_view, name="numbers"),
    path("simpanan", offline.kept_view, name="kept"),
    path("kerja.js", offline.worker_view, name="worker"),
    path("hari", shift_log.day_view, name="day"),
    path("radio", radio.radio_view, name="radio"),
    path("koran", papers.page_view, name="paper"),
    path("koran/halaman", papers.picture_view, name="picture"),
    path("koran/<str:draft>", papers.clipping_view, name="clipping"),
    path("koran/<str:draft>/gambar", papers.picture_view, name="clipping_picture"),
    path("redaksi", newsrooms.newsrooms_view, name="newsrooms"),
    path("naskah/<uuid:coverage_id>", newsrooms.script_view, name="script"),
    path("naskah/<uuid:coverage_id>/surat", newsrooms.letter_view, name="letter"),
    path("antrean", queue.queue_view, name="queue"),
    path("antrean/layar", queue.screen_view, name="screen"),
    path("kiriman", posts.post_view, name="post"),
    path("laporan", lookup.lookup_view, name="lookup"),
    path("laporan/<str:number>", lookup.report_view, name="report"),
]
