"""However hostile, a mail or an article costs a second or two, and what was left out is said."""

import time

import pytest

from lapor.channels.email.html import MOST_TAGS, html_and_rest
from lapor.channels.email.reading import read_mail
from lapor.channels.news.article import article_text

SECONDS = 15  # on a machine that others use too; unbounded they took 5 to 170


def timed(read, *given):
    start = time.perf_counter()
    found = read(*given)
    assert time.perf_counter() - start < SECONDS
    return found


@pytest.mark.deep
@pytest.mark.parametrize("piece", ["<b>x</b>", "<div>x</div>", "<blockquote>x", "<a>", "<", "<head><b>x</b>"])
def test_html_of_a_mail_is_cut_after_many_tags_and_that_is_said(piece):
    assert timed(html_and_rest, piece * (1_200_000 // len(piece)))[1]
    raw = (
        "From: a@b.example\nSubject: x\nContent-Type: text/html\n\n<p>Lampu"
        f" mati</p>{piece * (1_000_000 // len(piece))}".encode()
    )
    read = timed(read_mail, raw)
    assert read.text.startswith("Lampu mati")
    assert any("HTML too long" in flaw for flaw in read.flaws)


def test_honest_html_is_whole():
    text, is_cut = html_and_rest("<p>Lampu mati</p>" * (MOST_TAGS // 8))
    assert (text.count("Lampu mati"), is_cut) == (MOST_TAGS // 8, False)


@pytest.mark.parametrize("piece", [b"<p>x</p>", b"<b>x</b>", b"<div>x"])
def test_article_of_many_tags_costs_little(piece):
    page = (
        b"<html><body><article><p>Jalan Kelud Raya berlubang di depan SD 3, warga mengeluh sejak lama.</p>"
        + piece * 60_000
    )
    article_text(b"")  # loads the library
    timed(article_text, page)
