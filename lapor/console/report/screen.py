"""A report with all that may be done to it."""

from django.urls import path

from lapor.console.report import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(
        path("laporan/<str:number>", views.report_view, name="report"),
        path("laporan/<str:number>/serupa", views.similar_view, name="similar"),
        path("laporan/<str:number>/tindakan/<str:act>", views.act_form_view, name="act_form"),
        path("laporan/<str:number>/tulis/<str:act>", views.write_view, name="write"),
    ),
)
