from django.apps import AppConfig


class SuggestConfig(AppConfig):
    name = "lapor.suggest"
    label = "suggest"
