"""A role lent for a time."""

from django.urls import path

from lapor.console.screens import Screen
from lapor.console.substitutes import views

SCREEN = Screen(
    urls=(
        path("pengganti/", views.substitutes_view, name="substitutes"),
        path("pengganti/pakai", views.stand_in_view, name="stand_in"),
    ),
)
