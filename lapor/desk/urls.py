"""Addresses of the counter desk."""

from django.urls import path

from lapor.desk import beside, day, kept, lookup, posts, queue, views

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
    path("antrean", queue.queue_view, name="queue"),
    path("antrean/layar", queue.screen_view, name="screen"),
    path("kiriman", posts.post_view, name="post"),
    path("laporan", lookup.lookup_view, name="lookup"),
    path("laporan/<str:number>", lookup.report_view, name="report"),
]
