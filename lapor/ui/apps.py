from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "lapor.ui"
    label = "ui"
