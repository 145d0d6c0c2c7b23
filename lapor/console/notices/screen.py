"""What an officer is told, and by which way."""

from django.urls import path

from lapor.console.notices import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(path("kabar/", views.notices_view, name="notices"),),
)
