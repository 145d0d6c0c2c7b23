"""Reports of a person, by phone, mail address or name."""

from django.urls import path

from lapor.console.reporter_search import views
from lapor.console.screens import Screen

SCREEN = Screen(urls=(path("cari-pelapor", views.reporter_search_view, name="reporter_search"),))
