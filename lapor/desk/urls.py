"""Addresses of the counter desk."""

from django.urls import path

from lapor.desk import lookup, posts, views

app_name = "desk"
urlpatterns = [
    path("", views.file_view, name="file"),
    path("kiriman", posts.post_view, name="post"),
    path("laporan", lookup.lookup_view, name="lookup"),
    path("laporan/<str:number>", lookup.report_view, name="report"),
]
