"""Addresses of the counter desk."""

from django.urls import path

from lapor.desk import lookup, views

app_name = "desk"
urlpatterns = [
    path("", views.file_view, name="file"),
    path("laporan", lookup.lookup_view, name="lookup"),
    path("laporan/<str:number>", lookup.report_view, name="report"),
]
