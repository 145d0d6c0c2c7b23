"""Addresses of the officers' console: those of its screens."""

from lapor.console.registry import SCREENS

app_name = "console"
urlpatterns = [url for screen in SCREENS for url in screen.urls]
