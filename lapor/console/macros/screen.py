"""Macros of an officer, an office and the city."""

from django.urls import path

from lapor.console.macros import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(
        path("makro/", views.macros_view, name="macros"),
        path("makro/baru", views.macro_view, name="new_macro"),
        path("makro/<uuid:pk>", views.macro_view, name="macro"),
    ),
)
