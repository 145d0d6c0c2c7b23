"""Words that belong to another report."""

from django.urls import path

from lapor.console.moving import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(path("pindah/<uuid:entry_id>", views.move_entry_view, name="move_entry"),),
)
