"""Officers in a test's browser."""

import time

from django.test import Client


def gave_password_again(client: Client) -> None:
    """As after /masuk/ulang: good for some minutes."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
