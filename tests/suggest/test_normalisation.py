"""Informal spelling is made plain before words are compared; what tells a person apart is one sign."""

import pytest

from lapor.suggest.normalisation import MOST_WORDS, plain_words


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Jln yg rusak blm diperbaiki", ["jalan", "yang", "rusak", "belum", "diperbaiki"]),
        ("TOLOOOONG pak, lampunya matiii!!", ["tolong", "bapak", "lampunya", "mati"]),
        ("saat maaf", ["saat", "maaf"]),
        ("gak ga nggak tdk", ["tidak"] * 4),
        ("", []),
        ("🙏", []),
    ],
)
def test_informal_spelling_is_made_plain(said, plain):
    assert plain_words(said) == plain


def test_numbers_and_addresses_are_one_sign():
    said = "NIK 3374010101010001 hp 081234567890 budi.s@contoh.example https://contoh.example/a?b=c rt03"
    assert plain_words(said) == ["nik", "#", "hp", "#", "@", "@", "#"]


def test_only_the_beginning_of_a_long_text_counts():
    assert len(plain_words("kata " * 5000)) == MOST_WORDS
