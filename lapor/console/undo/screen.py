"""Taking back what was done to a report seconds ago."""

from django.urls import path

from lapor.console.screens import Screen
from lapor.console.undo import views

SCREEN = Screen(
    urls=(
        path("laporan/<str:number>/urungkan", views.undo_view, name="undo"),
        path("banyak/urungkan", views.undo_many_view, name="undo_many"),
    )
)
