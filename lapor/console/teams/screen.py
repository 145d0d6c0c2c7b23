"""Teams of the officer's agency, and when they are on duty."""

from django.urls import path

from lapor.console.screens import Screen
from lapor.console.teams import views

SCREEN = Screen(
    urls=(
        path("regu/", views.teams_view, name="teams"),
        path("regu/baru", views.team_view, name="new_team"),
        path("regu/<uuid:pk>", views.team_view, name="team"),
    ),
)
