"""How reports go from office to office."""

from django.urls import path

from lapor.console.dispositions import views
from lapor.console.screens import Screen

SCREEN = Screen(urls=(path("disposisi", views.dispositions_view, name="dispositions"),))
