from django.apps import AppConfig


class MeasureConfig(AppConfig):
    name = "lapor.measure"
    label = "measure"
