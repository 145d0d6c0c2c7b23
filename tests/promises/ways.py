"""The ways by which an officer's act on a report comes in, each as `send(report, officer, body)`."""

import json

from django.test import Client

from lapor.agencies.actions import create_token


def by_page(address):
    def send(report, officer, body):
        client = Client()
        client.force_login(officer)
        assert client.post(f"{address}{report.tracking_id}", body).status_code == 302

    return send


def by_rest(report, officer, body):
    headers = {"Authorization": f"Bearer {create_token(officer)}"}
    address = f"/api/v1/reports/{report.tracking_id}/acts"
    sent = Client().post(address, json.dumps(body), "application/json", headers=headers)
    assert sent.status_code == 200
    return sent.json()


def by_rest_on_many(report, officer, body):
    headers = {"Authorization": f"Bearer {create_token(officer)}"}
    version = {name: body.pop(name) for name in ("version",) if name in body}
    body |= {"reports": [{"tracking_id": report.tracking_id, **version}], "preview": False}
    sent = Client().post("/api/v1/bulk-acts", json.dumps(body), "application/json", headers=headers)
    assert [item["is_done"] for item in sent.json()["items"]] == [True]


def by_page_on_many(report, officer, body):
    client = Client()
    client.force_login(officer)
    version = {f"version_{report.tracking_id}": body.pop(name) for name in ("version",) if name in body}
    sent = {**body, **version, "report": [report.tracking_id], "confirm": "1"}
    assert client.post("/konsol/banyak", sent).status_code == 302


WAYS = {
    "page": by_page("/konsol/laporan/"),
    "task": by_page("/konsol/tugas/"),
    "rest": by_rest,
    "rest on many": by_rest_on_many,
    "page on many": by_page_on_many,
}
