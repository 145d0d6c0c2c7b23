"""Asking the reporters of other offices whether a closed report is solved, and drawing whom."""

from django.urls import path

from lapor.console.callback import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(
        path("uji-petik/", views.calls_view, name="callback"),
        path("uji-petik/tarik", views.draws_view, name="callback_draws"),
        path("uji-petik/<uuid:case_id>", views.case_view, name="callback_case"),
    )
)
