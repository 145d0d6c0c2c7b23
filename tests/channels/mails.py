"""Raw mails for the tests, made a few lines at a time."""

import base64

SENDER = "Siti Aminah <siti@contoh.example>"


def mail(
    body="Lampu jalan mati",
    *fields,
    sender=SENDER,
    subject="Lampu mati",
    charset="utf-8",
    content_type="text/plain",
    encode="",
):
    """Headers and body as bytes. `fields` are header lines; a bytes body is taken as it is."""
    content = body if isinstance(body, bytes) else body.encode(charset)
    if encode == "base64":
        content = base64.encodebytes(content)
    lines = [
        *fields,
        *([f"From: {sender}"] if sender else []),
        "To: lapor@kota.example",
        *([f"Subject: {subject}"] if subject else []),
        "Date: Mon, 02 Mar 2026 08:30:00 +0700",
        "Message-ID: <1@contoh.example>",
        *(
            [f"Content-Type: {content_type}; charset={charset}"]
            if not any(field.lower().startswith("content-type") for field in fields)
            else []
        ),
        *([f"Content-Transfer-Encoding: {encode}"] if encode else []),
    ]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + content


def parts(*children, kind="mixed", boundary="batas", close=True):
    """The body of a multipart mail and its Content-Type field. A child is (header lines, content)."""
    out = b""
    for fields, content in children:
        raw = content if isinstance(content, bytes) else content.encode()
        out += (
            f"--{boundary}\r\n".encode() + "".join(f"{line}\r\n" for line in fields).encode() + b"\r\n" + raw + b"\r\n"
        )
    return out + (
        f"--{boundary}--\r\n".encode() if close else b""
    ), f'Content-Type: multipart/{kind}; boundary="{boundary}"'


def multipart(*children, kind="mixed", close=True, fields=(), **kwargs):
    body, content_type = parts(*children, kind=kind, close=close)
    return mail(body, content_type, "MIME-Version: 1.0", *fields, **kwargs)


PLAIN = ["Content-Type: text/plain; charset=utf-8"]
HTML = ["Content-Type: text/html; charset=utf-8"]


def attached(name, kind="image/jpeg"):
    return [
        f'Content-Type: {kind}; name="{name}"',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{name}"',
    ]


def encoded(content):
    return base64.encodebytes(content).decode()
