"""A macro on one report, or on those that were selected."""

from django.urls import path

from lapor.console.running_macros import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(
        path("laporan/<str:number>/makro/<uuid:pk>", views.run_view, name="run_macro"),
        path("banyak/makro", views.bulk_view, name="bulk_macro"),
    ),
)
