"""Files, pictures, nested and damaged parts of a mail: what is text, what is a file, and what is told."""

import pytest

from lapor.channels.email.reading import read_mail
from tests.channels.mails import HTML, PLAIN, attached, encoded, mail, multipart, parts


def test_files_come_with_name_type_and_content():
    raw = multipart((PLAIN, "Foto"), (attached("=?utf-8?B?bHViYW5nIPCfmqcuanBn?="), encoded(b"\xff\xd8foto")))
    (file,) = read_mail(raw).media
    assert (file.name, file.content_type, file.content) == ("lubang 🚧.jpg", "image/jpeg", b"\xff\xd8foto")


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("filename*=utf-8''lubang%20%F0%9F%9A%A7.jpg", "lubang 🚧.jpg"),
        ("filename*0=lub; filename*1=ang.jpg", "lubang.jpg"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\\\foto\\\\a.jpg"', "a.jpg"),
        ("filename*0*=x; filename*a=y", "x"),
        ("", ""),
    ],
)
def test_file_name_is_decoded_and_holds_no_path(field, name):
    raw = multipart((PLAIN, "x"), (["Content-Type: image/jpeg", f"Content-Disposition: attachment; {field}"], "y"))
    assert [file.name for file in read_mail(raw).media] == [name]


def test_pictures_within_the_text_are_files_too():
    related, kind = parts(
        (HTML, '<p>Lubang <img src="cid:1"></p>'),
        (["Content-Type: image/png", "Content-ID: <1>"], b"png"),
        kind="related",
        boundary="dalam",
    )
    got = read_mail(multipart((PLAIN, "Lubang"), ([kind], related), kind="alternative"))
    assert (got.text, [file.content_type for file in got.media]) == ("Lubang", ["image/png"])


def test_text_around_a_picture_is_kept_in_order():
    assert (
        read_mail(multipart((PLAIN, "Sebelum"), (["Content-Type: image/png"], b"x"), (PLAIN, "Sesudah"))).text
        == "Sebelum\n\nSesudah"
    )


def test_attached_text_file_is_no_text_of_the_mail():
    got = read_mail(multipart((PLAIN, "Terlampir"), (attached("surat.txt", "text/plain"), encoded(b"isi"))))
    assert (got.text, got.media[0].content) == ("Terlampir", b"isi")


def test_text_file_is_read_where_there_is_no_other_text():
    got = read_mail(
        multipart((attached("foto.jpg"), "eA=="), (attached("pesan.txt", "text/plain"), encoded(b"Lampu mati")))
    )
    assert (got.text, len(got.media)) == ("Lampu mati", 2)


def test_mail_that_is_one_picture_is_kept():
    got = read_mail(mail(b"\xff\xd8", "Content-Type: image/jpeg"))
    assert (got.text, got.media[0].content) == ("", b"\xff\xd8")


def test_twenty_files_are_kept_and_the_others_told():
    got = read_mail(multipart((PLAIN, "x"), *[(attached(f"{n}.jpg"), "eA==") for n in range(23)]))
    assert len(got.media) == 20
    assert got.flaws == ("23 files: the first 20 are kept",)


def test_mail_within_the_mail_is_readable():
    got = read_mail(
        multipart(
            (PLAIN, "Mohon ditindak"),
            (["Content-Type: message/rfc822"], mail("Pompa rusak", sender="RT 3 <rt@contoh.example>")),
        )
    )
    assert got.text.startswith("Mohon ditindak\n\nFrom: RT 3 <rt@contoh.example>\nDate: ")
    assert got.text.endswith("\n\nPompa rusak")


def test_winmail_dat_that_cannot_be_opened_is_kept_and_told():
    got = read_mail(multipart((PLAIN, "x"), (attached("winmail.dat", "application/ms-tnef"), "eA==")))
    assert (len(got.media), got.flaws) == (1, ("winmail.dat (TNEF): cannot be opened, kept as it is",))


def test_signed_mail_is_read_without_its_signature():
    got = read_mail(
        multipart((PLAIN, "Lampu"), (["Content-Type: application/pkcs7-signature; name=smime.p7s"], "x"), kind="signed")
    )
    assert (got.text, got.media) == ("Lampu", ())


def der(tag, *contents):
    body = b"".join(contents)
    length = bytes([len(body)]) if len(body) < 128 else b"\x82" + len(body).to_bytes(2, "big")
    return bytes([tag]) + length + body


def opaque(inner, oid="2a864886f70d010702"):
    content = der(0x30, der(6, bytes.fromhex("2a864886f70d010701")), der(0xA0, der(4, inner)))
    return der(0x30, der(6, bytes.fromhex(oid)), der(0xA0, der(0x30, der(2, b"\x01"), der(0x31), content)))


def test_opaque_signature_is_unwrapped():
    inner = b"Content-Type: text/plain; charset=utf-8\r\n\r\nLampu " + b"mati " * 40
    raw = mail(opaque(inner), "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m")
    assert read_mail(raw).text == ("Lampu " + "mati " * 40).strip()


@pytest.mark.parametrize("content", [opaque(b"x", oid="2a864886f70d010703"), b"", b"\x30", opaque(b"x")[:20]])
def test_encrypted_mail_is_kept_and_told(content):
    got = read_mail(mail(content, "Content-Type: application/pkcs7-mime; name=smime.p7m"))
    assert ([file.content for file in got.media], got.flaws) == ([content], ("encrypted: kept, not read",))


def test_pgp_encrypted_mail_is_kept_and_told():
    got = read_mail(
        multipart((["Content-Type: application/octet-stream"], "-----BEGIN PGP MESSAGE-----"), kind="encrypted")
    )
    assert (len(got.media), got.flaws) == (1, ("encrypted: kept, not read",))


def test_mail_cut_off_within_a_part_is_read_so_far():
    got = read_mail(multipart((PLAIN, "Lampu mati"), close=False))
    assert (got.text, got.flaws) == ("Lampu mati", ("cut off: the end of the parts is missing",))


def test_wrong_or_missing_boundary_is_found_in_the_body():
    raw = multipart((PLAIN, "Lampu mati"), (attached("a.jpg"), "eA=="))
    for broken in (raw.replace(b'boundary="batas"', b'boundary="lain"'), raw.replace(b'; boundary="batas"', b"")):
        got = read_mail(broken)
        assert (got.text, len(got.media), bool(got.flaws)) == ("Lampu mati", 1, True)


def test_multipart_without_parts_is_read_as_text():
    assert read_mail(mail("Lampu mati", "Content-Type: multipart/mixed; boundary=x")).text == "Lampu mati"


def test_header_fields_without_an_empty_line_behind_them_are_told():
    got = read_mail(b"From: siti@contoh.example\nSubject: Lampu\nLampu mati sejak Senin\n")
    assert (got.subject, got.text, len(got.flaws)) == ("Lampu", "Lampu mati sejak Senin", 1)


def test_damaged_line_among_the_header_fields_hides_no_field():
    got = read_mail(mail().replace(b"Subject:", b"baris rusak\r\nSubject:"))
    assert (got.subject, got.text, got.flaws) == (
        "Lampu mati",
        "Lampu jalan mati",
        ("a block of header fields is broken or too long",),
    )
