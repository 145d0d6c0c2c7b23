"""What the camera in a report's page asks for: the word to be in frame, and the note of a photo that was taken."""

from django.urls import path

from lapor.console.evidence import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(
        path("laporan/<str:number>/kata-uji", views.challenge_view, name="challenge"),
        path("laporan/<str:number>/foto-bukti", views.capture_view, name="capture"),
    ),
)
