"""Waits until the site is ready behind its proxy, files a report by REST (or takes the one that is named) and reads it
back. Run inside the trial by the installed release's Python, with the site's address, its certificate and perhaps a
number."""

import json
import ssl
import sys
import time
import urllib.request

SECONDS = 90


def ask(path: str, sent: dict[str, str] | None = None) -> dict[str, object]:
    url, certificate = sys.argv[1:3]
    body = json.dumps(sent).encode() if sent else None
    request = urllib.request.Request(url + path, body, {"Content-Type": "application/json"})
    trusted = ssl.create_default_context(cafile=certificate)
    with urllib.request.urlopen(request, timeout=20, context=trusted) as response:
        return dict(json.loads(response.read()))


def wait_until_ready() -> None:
    until = time.monotonic() + SECONDS
    while True:
        try:
            print("ready:", ask("/readyz")["ready"])
        except OSError as error:
            if time.monotonic() > until:
                raise
            print("not yet:", error)
            time.sleep(1)
        else:
            return


if __name__ == "__main__":
    wait_until_ready()
    number = (
        sys.argv[3] if sys.argv[3:] else ask("/api/v1/reports", {"text": "Lampu mati di Jalan Kelud"})["tracking_id"]
    )
    print("filed:", ask(f"/api/v1/reports/{number}")["tracking_id"])
