"""Addresses of the counter desk."""

from django.urls import path

from lapor.desk import beside, day, kept, lookup, newsrooms, papers, posts, queue, radio, views

app_name = "desk"
urlpatterns = [
    path("", views.file_view, name="file"),
    path("pelapor", beside.known_view, name="known"),
    path("serupa", beside.similar_view, name="similar"),
    path("dukung", beside.support_view, name="support"),
    path("denyut", kept.pulse_view, name="pulse"),
    path("nomor", kept.numbers_view, name="numbers"),
    path("simpanan", kept.kept_view, name="kept"),
    path("kerja.js", kept.worker_view, name="worker"),
    path("hari", day.day_view, name="day"),
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
