from django.apps import AppConfig


class ReportersConfig(AppConfig):
    name = "lapor.reporters"
    label = "reporters"
