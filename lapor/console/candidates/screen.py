"""Public words that wait, and mails without proof beside a report."""

from django.urls import path

from lapor.console.candidates import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(
        path("kandidat/", views.candidates_view, name="candidates"),
        path("laporan/<str:number>/surel", views.mail_view, name="mail"),
    ),
)
