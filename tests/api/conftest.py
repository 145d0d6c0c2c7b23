"""A caller of the REST interface, photos, and published reports."""

import io
import json
import uuid

import pytest
from django.test import Client
from PIL import Image

from lapor.agencies.actions import create_token
from lapor.ledger.models import Event
from lapor.publish.public_rows import publish_events


class Caller:
    """A program that speaks JSON; `token` and `code` are sent where given."""

    def __init__(self):
        self.client = Client(raise_request_exception=False)

    def send(self, method, path, body=None, *, token="", code="", key="", language="en", **extra):
        headers = {
            "Authorization": f"Bearer {token}" if token else "",
            "X-Receipt-Code": code,
            "Idempotency-Key": key,
            "Accept-Language": language,
        }
        data = body if isinstance(body, str | bytes) else "" if body is None else json.dumps(body)
        sent = {name: value for name, value in headers.items() if value}
        return self.client.generic(method, f"/api/v1{path}", data, "application/json", headers=sent, **extra)

    def get(self, path, **kwargs):
        return self.send("GET", path, **kwargs)

    def post(self, path, body, **kwargs):
        return self.send("POST", path, body, **kwargs)

    def file(self, **fields):
        """A report just filed: number and code."""
        response = self.post("/reports", {"text": "Lampu jalan mati sejak Senin", **fields})
        assert response.status_code == 201, response.content
        return response.json()


@pytest.fixture
def caller(root):
    return Caller()


@pytest.fixture
def photo():
    def make(colour="red", side=40):
        buffer = io.BytesIO()
        Image.new("RGB", (side, side), colour).save(buffer, "JPEG")
        return buffer.getvalue()

    return make


@pytest.fixture
def token_of():
    return create_token


@pytest.fixture
def publish():
    """Bring the public read model up to date, as the consumer does."""
    return lambda: publish_events(list(Event.objects.all()))


@pytest.fixture
def new_key():
    return lambda: str(uuid.uuid4())
