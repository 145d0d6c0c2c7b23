"""The proxy before the site is killed, or what stands behind it: a form whose answer was lost and that is sent again is
one report, messages of platforms that are asked and what is sent go on."""

import http.client
import os
import re
import signal
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from lapor.runtime.cluster import Cluster
from tests.faults.proxy import NGINX, Proxy
from tests.faults.sending import TOKEN
from tests.faults.test_killed_while_filing import pids_of, rows, texts_filed, wait_until
from tests.faults.test_small_faults import Provider
from tests.faults.times import recovery
from tests.fixtures.polled import Platform
from tests.setup.runs import running

pytestmark = [
    pytest.mark.setup,
    pytest.mark.deep,
    pytest.mark.skipif(NGINX is None, reason="needs nginx, which .ci/run installs"),
]
SOON = 15  # seconds
AT_THE_LOCK = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%reports_report%'"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    with running(tmp_path_factory.mktemp("proxied") / "data", more={"LAPOR_TRUSTED_PROXIES": "127.0.0.1"}) as started:
        wait_until(lambda: started.answers("/readyz"), seconds=30)
        yield started


@pytest.fixture
def proxy(run, tmp_path):
    found = Proxy(tmp_path / "nginx", run.port)
    found.start()
    yield found
    found.kill()


@pytest.fixture
def provider():
    with Provider() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def platform():
    with Platform() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


class Person:
    """A browser with the filing form open."""

    def __init__(self, url):
        self.url, self.text = url, f"Lampu gang mati {uuid.uuid4().hex} sejak Senin"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        token = TOKEN.search(self.browser.open(f"{url}/lapor", timeout=20).read().decode()).group(1)
        self.form = {"csrfmiddlewaretoken": token, "draft_id": str(uuid.uuid4()), "text": self.text}

    def send(self):
        """The page that says the number; raises OSError where no answer comes."""
        body = urllib.parse.urlencode(self.form).encode()
        with self.browser.open(f"{self.url}/lapor", body, timeout=20) as answer:
            return re.search(r"/laporan/(\d{10})", answer.read().decode()).group(1)


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def signal_all(pids, number):
    for pid in pids:
        os.kill(pid, number)


def test_form_whose_answer_was_lost_with_the_proxy_is_one_report_when_it_is_sent_again(run, proxy):
    person = Person(proxy.url)
    with ThreadPoolExecutor(1) as thread:
        with psycopg.connect(Cluster(run.data_dir).superuser_url) as holder:
            holder.execute("LOCK TABLE reports_report IN EXCLUSIVE MODE")
            sent = thread.submit(person.send)
            wait_until(lambda: rows(run, AT_THE_LOCK) == [(1,)], seconds=SOON)  # asked, and not answered yet
            proxy.kill()
        assert isinstance(sent.exception(), (OSError, http.client.HTTPException))
    wait_until(lambda: person.text in texts_filed(run), seconds=SOON)  # nobody was told
    with recovery("proxy killed: it answers again after its start"):
        proxy.start()
        assert status(f"{proxy.url}/") == 200
    number = person.send()
    assert person.send() == number
    assert texts_filed(run).count(person.text) == 1


def test_form_that_was_cut_half_way_to_the_proxy_leaves_nothing_and_is_sent_again(run, proxy):
    person, before = Person(proxy.url), texts_filed(run)
    body = urllib.parse.urlencode(person.form).encode()
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as sender:
        head = f"POST /lapor HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
        sender.sendall(head.encode() + body[: len(body) // 2])
        time.sleep(0.5)
        proxy.kill()
    proxy.start()
    assert texts_filed(run) == before
    person.send()
    assert texts_filed(run) == sorted([*before, person.text])


def test_without_its_proxy_the_site_is_away_and_messages_and_jobs_go_on(run, proxy, platform, provider):
    settings = (
        f"poll_url=http://127.0.0.1:{platform.server_port}/",
        f"send_url=http://127.0.0.1:{provider.server_port}/",
    )
    made = run.lapor("account", "add", "webhook", "tanya", *(word for one in settings for word in ("--set", one)))
    assert made.returncode == 0, made.stderr
    proxy.kill()
    assert status(f"{proxy.url}/") == 0
    text = f"Ada kebakaran di pasar {uuid.uuid4().hex}"
    platform.messages.append({"id": "a-1", "from": "08221", "text": text})
    wait_until(lambda: text in texts_filed(run), seconds=60)
    wait_until(lambda: [call for call in provider.calls if call.get("to") == "08221"], seconds=30)
    proxy.start()
    assert status(f"{proxy.url}/") == 200


def test_site_that_was_killed_behind_its_proxy_is_back_without_anybody(run, proxy):
    person = Person(proxy.url)
    with recovery("all of the web killed behind the proxy"):
        signal_all(pids_of(run, "lapor.cli serve"), signal.SIGKILL)
        assert status(f"{proxy.url}/") in {0, 502}
        wait_until(lambda: status(f"{proxy.url}/") == 200, seconds=SOON)
    person.send()
    assert texts_filed(run).count(person.text) == 1
    assert rows(run, "SELECT count(*) FROM reports_report") == [(len(set(texts_filed(run))),)]
