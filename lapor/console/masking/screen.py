"""Squares over a photo."""

from django.urls import path

from lapor.console.masking import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(path("samarkan/<uuid:attachment_id>", views.mask_photo_view, name="mask_photo"),),
)
