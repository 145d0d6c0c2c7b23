"""Lists under a name."""

from django.urls import path

from lapor.console.saved_views import views
from lapor.console.screens import Screen

SCREEN = Screen(urls=(path("tampilan", views.saved_view, name="saved_view"),))
