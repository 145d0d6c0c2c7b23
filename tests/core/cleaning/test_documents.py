"""PDF: pages come out as pictures; nothing active or hidden comes along; locked, broken and endless ones are
refused."""

import io

import pypdfium2
import pytest

from lapor.core.cleaning import documents, guard
from lapor.core.cleaning.limits import MAX_BYTES, MAX_PAGES, FileRefused
from tests import makers


def test_pages_are_pictures_and_nothing_active_or_hidden_is_left():
    content = makers.pdf(3, extra=makers.ACTIVE)
    assert b"JavaScript" in content
    clean = guard.clean_heavy(content)
    for word in (b"JavaScript", b"/JS", b"/OpenAction", b"/AA", b"/EmbeddedFile", b"/Annots", makers.SECRET.encode()):
        assert word not in clean.full
    made = pypdfium2.PdfDocument(clean.full)
    assert (clean.kind, clean.pages, len(made)) == ("pdf", 3, 3)
    assert set(made.get_metadata_dict().values()) - {""} == {"D:19700101000000Z"}
    colour = made[0].render(scale=1).to_pil().convert("RGB").getpixel((150, int(made[0].get_height()) - 150))
    assert colour[0] > 200
    assert colour[1] < 60
    assert clean.thumb.startswith(b"\xff\xd8")


def test_same_pdf_gives_the_same_file():
    assert documents.clean_pdf(makers.pdf()).full == documents.clean_pdf(makers.pdf()).full


def test_page_of_a_kilometre_is_drawn_small():
    clean = documents.clean_pdf(makers.pdf(size=(2_000_000, 1_000_000)))
    assert max(clean.width, clean.height) <= 1600


def test_too_many_pages_are_refused_at_once():
    assert guard.inspect(makers.pdf(MAX_PAGES)).pages == MAX_PAGES
    with pytest.raises(FileRefused) as found:
        guard.inspect(makers.pdf(MAX_PAGES + 1))
    assert (found.value.code, found.value.kind) == ("too_many_pages", "pdf")


def test_too_large_pdf_is_refused_unread():
    with pytest.raises(FileRefused, match="too_large"):
        guard.inspect(b"%PDF-1.4" + b" " * MAX_BYTES["pdf"])


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.4\ntrailer << /Root 9 0 R >>\n%%EOF", makers.pdf(0)])
def test_broken_or_empty_pdf_is_unreadable(content):
    with pytest.raises(FileRefused, match="unreadable"):
        guard.inspect(content)


def test_pdf_with_a_password_is_said_to_be_locked(monkeypatch):
    """PDFium says so by its error code; a locked PDF cannot be made without a second library."""

    def refuse(_content):
        raise pypdfium2.PdfiumError("password", 4)

    monkeypatch.setattr(pypdfium2, "PdfDocument", refuse)
    with pytest.raises(FileRefused, match="locked"):
        documents.inspect_pdf(b"%PDF-")


def test_page_that_cannot_be_drawn_is_unreadable(monkeypatch):
    def refuse(_page):
        raise pypdfium2.PdfiumError("page")

    monkeypatch.setattr(documents, "_drawn", refuse)
    with pytest.raises(FileRefused, match="unreadable"):
        documents.clean_pdf(io.BytesIO(makers.pdf()).getvalue())


@pytest.mark.parametrize(
    ("content", "code"), [(makers.pdf(MAX_PAGES + 1), "too_many_pages"), (makers.pdf(0), "unreadable")]
)
def test_pages_are_counted_without_the_child_too(content, code):
    with pytest.raises(FileRefused, match=code):
        documents.inspect_pdf(content)
