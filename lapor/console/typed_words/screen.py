"""Typed words that were not taken, which stand beside every page until they are."""

from django.urls import path

from lapor.console.screens import Screen
from lapor.console.typed_words import views

SCREEN = Screen(urls=(path("tulisan/buang", views.dismiss_view, name="dismiss_words"),))
