"""Addresses of the operators' pages."""

from django.urls import path

from lapor.ops import channels

app_name = "ops"
urlpatterns = [path("kanal/", channels.channels_view, name="channels")]
