from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "lapor.ledger"
    label = "ledger"
