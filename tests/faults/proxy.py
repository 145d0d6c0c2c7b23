"""nginx before a site, with the block of deploy/nginx/lapor.conf that passes requests on; on loopback, without TLS."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from lapor.core.environment import PROJECT_DIR
from tests.journeys.installation import free_port
from tests.setup.runs import parents

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
START_SECONDS = 10
OWN = """{user} worker_processes 1; pid {folder}/pid; error_log {folder}/errors.txt;
events {{}}
http {{
access_log off;
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{site}
}}
"""


def site(port: int, to: int) -> str:
    """What stands in deploy/nginx/lapor.conf, but for names, ports and certificates."""
    text = (PROJECT_DIR / "deploy" / "nginx" / "lapor.conf").read_text(encoding="utf-8")
    upstream, secure = (
        text[text.index("upstream") : text.index("server {\n    listen 80")],
        text.rpartition("\nserver {"),
    )
    lines = [line for line in secure[2].splitlines() if not re.match(r"\s*(ssl_|listen \[|server_name)", line)]
    block = "\n".join(lines).replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
    block = block.replace("X-Forwarded-Proto https", "X-Forwarded-Proto http").replace(
        "Host $host;", "Host $http_host;"
    )
    return f"{upstream.replace('127.0.0.1:8000', f'127.0.0.1:{to}')}\nserver {{{block}"


class Proxy:
    def __init__(self, folder: Path, to: int) -> None:
        folder.mkdir()
        self.port, self.config = free_port(), folder / "nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        self.config.write_text(OWN.format(user=user, folder=folder, site=site(self.port, to)))
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen([str(NGINX), "-c", str(self.config), "-g", "daemon off;"])
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise AssertionError("nginx did not start")

    def kill(self) -> None:
        """All of it, in the middle of whatever it does."""
        if self.process is None:
            return
        family = [self.process.pid, *(pid for pid, parent in parents().items() if parent == self.process.pid)]
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        until = time.monotonic() + START_SECONDS
        while set(family) & parents().keys():  # the last of them holds the port
            assert time.monotonic() < until
            time.sleep(0.05)
        self.process = None
