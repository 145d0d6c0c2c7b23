"""The client for other servers goes where it was meant to and nowhere else, and comes back in time.

Against real servers on this machine."""

import datetime
import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lapor.core import http
from lapor.core.http import Failed, Refused, TooLarge, is_loopback, is_public, request


class Server(ThreadingHTTPServer):
    daemon_threads = True
    url = ""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen = []

    def handle_error(self, request, client_address):
        """A client that hangs up is what is tested."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_args):
        """Keep quiet."""

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        path, _question, rest = self.path.partition("?")
        getattr(self, f"get_{path.strip('/') or 'fine'}")(rest)

    def do_POST(self):
        self.server.seen.append((self.path, dict(self.headers)))
        if self.path == "/moved":
            return self.answer(307, b"", Location="/fine")
        return self.answer(201, self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def get_fine(self, _rest):
        self.answer(200, b"fine")

    def get_to(self, rest):
        self.answer(302, b"", Location=rest)

    def get_ring(self, _rest):
        self.answer(302, b"", Location="/ring")

    def get_large(self, _rest):
        self.answer(200, b"x" * 5000)

    def get_endless(self, _rest):
        self.send_response(200)
        self.end_headers()
        for _ in range(10_000):
            self.wfile.write(b"x" * 1000)

    def get_drip(self, _rest):
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            time.sleep(0.1)

    def get_short(self, _rest):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"half")


@pytest.fixture
def servers():
    made = []

    def make(context=None):
        server = Server()
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https" if context else "http"
        server.url = f"{scheme}://{'kota.example' if context else '127.0.0.1'}:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        made.append(server)
        return server

    yield make
    for server in made:
        server.shutdown()
        server.server_close()


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate of kota.example that this process believes."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kota.example")]),
        datetime.datetime.now(datetime.UTC),
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("kota.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "kota.pem"
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(plain + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    monkeypatch.setattr(http, "tls", lambda: ssl.create_default_context(cafile=str(path)))
    return context


@pytest.fixture
def names(monkeypatch):
    """Names and the addresses they stand for; how often each was looked up."""
    known, asked, real = {}, [], socket.getaddrinfo

    def look_up(host, port, *args, **rest):
        asked.append(host)
        if host not in known:
            return real(host, port, *args, **rest)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known, asked


def test_answer_comes_back_with_status_and_headers(servers):
    server = servers()
    answer = request("POST", f"{server.url}/x", body=b"halo", headers={"X-Key": "k"}, trusted=server.url)
    assert (answer.status, answer.body, answer.headers["content-length"]) == (201, b"halo", "4")
    assert server.seen[0][1]["X-Key"] == "k"


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "127.0.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "0.0.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "2001:0:0:1::1",
        "240.0.0.1",
    ],
)
def test_addresses_of_the_own_network_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "157.240.1.1", "2a03:2880:f10c::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://[::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
    ],
)
def test_own_machine_is_refused_however_it_is_written(url):
    with pytest.raises(Refused, match="not of the open internet"):
        request("GET", url)


def test_plain_http_is_refused(servers):
    with pytest.raises(Refused, match="not https"):
        request("GET", servers().url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.example/",
        "//a.example",
        "",
        "https://",
        "https://u:p@a.example/",
        "https://a.example:99999/",
        "https://a.example/\r\nX: y",
    ],
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(Refused, match="no web address"):
        request("GET", url)


def test_only_the_trusted_origin_is_exempt_not_its_neighbour(servers):
    home, neighbour = servers(), servers()
    assert request("GET", home.url, trusted=home.url).body == b"fine"
    with pytest.raises(Refused, match="not https"):
        request("GET", neighbour.url, trusted=home.url)
    with pytest.raises(Refused, match="not https"):
        request("GET", f"{home.url}/to?{neighbour.url}/fine", trusted=home.url)
    assert neighbour.seen == []


def test_name_of_a_private_address_is_refused_even_among_public_ones(names):
    known, _asked = names
    known["jahat.example"] = ["8.8.8.8", "10.0.0.5"]
    with pytest.raises(Refused, match="not of the open internet"):
        request("GET", "https://jahat.example/")


def test_host_outside_the_list_is_refused_before_it_is_looked_up(names):
    _known, asked = names
    for host in ("evil.example", "fbcdn.net.evil.example", "xfbcdn.net"):
        with pytest.raises(Refused, match="not the platform's"):
            request("GET", f"https://{host}/", hosts=["fbcdn.net"])
    assert asked == []


def test_name_is_looked_up_once_and_its_certificate_checked(servers, certificate, names, monkeypatch):
    known, asked = names
    known.update({"kota.example": ["127.0.0.1"], "lain.example": ["127.0.0.1"]})
    monkeypatch.setattr(http, "is_public", lambda _address: True)
    server = servers(certificate)
    assert request("GET", f"{server.url}/fine", hosts=["kota.example"]).body == b"fine"
    assert asked == ["kota.example", "127.0.0.1"]  # the second is the address itself, when connecting
    with pytest.raises(Failed, match="SSLCertVerificationError"):
        request("GET", server.url.replace("kota", "lain"))


def test_redirect_to_another_server_carries_no_secret_and_is_checked_anew(servers, certificate, names, monkeypatch):
    known, _asked = names
    known.update({"kota.example": ["127.0.0.1"]})
    monkeypatch.setattr(http, "is_public", lambda address: address == "127.0.0.1")
    first, second = servers(certificate), servers(certificate)
    secret = {"Authorization": "Bearer rahasia", "X-Api-Key": "rahasia", "Accept": "image/*"}
    assert request("GET", f"{first.url}/to?{second.url}/fine", headers=secret).body == b"fine"
    assert first.seen[0][1]["Authorization"] == "Bearer rahasia"
    assert "rahasia" not in str(second.seen)
    assert second.seen[0][1]["Accept"] == "image/*"
    assert request("GET", f"{first.url}/to?/fine", headers=secret).body == b"fine"
    assert first.seen[-1][1]["X-Api-Key"] == "rahasia"
    for target, words in (
        ("https://10.0.0.1/", "open internet"),
        (first.url.replace("https", "http"), "not https"),
        ("file:///x", "no web address"),
    ):
        with pytest.raises(Refused, match=words):
            request("GET", f"{first.url}/to?{target}")


def test_ring_of_redirects_ends(servers):
    server = servers()
    with pytest.raises(Refused, match="too many redirects"):
        request("GET", f"{server.url}/ring", trusted=server.url)
    assert len(server.seen) == http.MOST_REDIRECTS + 1


def test_post_is_not_sent_on_to_where_it_was_redirected(servers):
    server = servers()
    assert request("POST", f"{server.url}/moved", body=b"x", trusted=server.url).status == 307
    assert len(server.seen) == 1


@pytest.mark.parametrize("path", ["large", "endless"])
def test_answer_that_is_too_large_is_left(servers, path):
    server = servers()
    with pytest.raises(TooLarge):
        request("GET", f"{server.url}/{path}", trusted=server.url, largest=4999)


def test_answer_of_just_the_size_is_taken(servers):
    server = servers()
    assert len(request("GET", f"{server.url}/large", trusted=server.url, largest=5000).body) == 5000


def test_server_that_drips_is_cut_off_by_the_clock(servers):
    server, began = servers(), time.monotonic()
    with pytest.raises(Failed, match="too slow"):
        request("GET", f"{server.url}/drip", trusted=server.url, seconds=0.5)
    assert time.monotonic() - began < 3


def test_half_an_answer_is_none(servers):
    server = servers()
    with pytest.raises(Failed, match="IncompleteRead"):
        request("GET", f"{server.url}/short", trusted=server.url)


def test_server_that_is_away_is_a_failure():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Failed, match="ConnectionRefused"):
        request("GET", f"http://127.0.0.1:{port}/", trusted=f"http://127.0.0.1:{port}")


def test_loopback_is_told_from_other_addresses():
    assert is_loopback("http://127.0.0.1:8081/api")
    assert is_loopback("http://localhost:1")
    assert not is_loopback("http://10.0.0.1")
    assert not is_loopback("https://localhost.example")
    assert not is_loopback("")
