"""One act on the reports that were selected in a list."""

from django.urls import path

from lapor.console.bulk import views
from lapor.console.screens import Screen

SCREEN = Screen(urls=(path("banyak", views.bulk_view, name="bulk"),))
