from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "lapor.triage"
    label = "triage"
