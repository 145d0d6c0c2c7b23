"""What a report's page tells while it is open: who is here, what they type, what they put off."""

from django.urls import path

from lapor.console.presence import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(
        path("laporan/<str:number>/hadir", views.presence_view, name="presence"),
        path("laporan/<str:number>/draf", views.draft_view, name="draft"),
        path("laporan/<str:number>/tunda", views.snooze_view, name="snooze"),
    ),
)
