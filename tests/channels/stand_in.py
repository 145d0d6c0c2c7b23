"""A stand-in for every platform on this machine, an account there and a message to send."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lapor.channels.base import Outbound

SETTINGS = {
    "page_id": "1029",
    "phone_number_id": "1065",
    "user_id": "2244",
    "template": "kabar_laporan",
    "template_language": "id",
}


SECRETS = {"token": "RAHASIA", "app_secret": "a", "secret": "uji", "consumer_secret": "c"}


FINE = {
    "facebook": {"recipient_id": "77", "message_id": "m_1"},
    "instagram": {"recipient_id": "77", "message_id": "m_1"},
    "whatsapp": {"messaging_product": "whatsapp", "messages": [{"id": "m_1"}]},
    "x": {"data": {"dm_event_id": "m_1"}},
    "telegram": {"ok": True, "result": {"message_id": "1", "chat": {"id": "m"}}},
}


NOW = datetime.now(UTC)


class StandIn(ThreadingHTTPServer):
    """Answers everything with `status`, `content` and `headers`, in turn where several are given; keeps what it was
    asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.seen = [], []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def will_say(self, content, status=200, **headers):
        self.answers.append((status, content, headers))


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self):
        self.server.seen.append(
            (self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"]))), dict(self.headers))
        )
        self.answer()

    def do_GET(self):
        self.server.seen.append((self.path, None, dict(self.headers)))
        self.answer()

    def answer(self):
        status, content, headers = (
            self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
        )
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keep quiet."""


def outbound(text="Laporan Anda diterima", to="77", heard=timedelta(hours=1), **rest):
    return Outbound(
        id="1",
        to=to,
        subject="",
        text=text,
        sender="",
        last_heard_at=NOW - heard if heard is not None else None,
        **rest,
    )
