"""Short messages: alphabets, long ones cut and put together, nothing cut in two."""

from hypothesis import given
from hypothesis import strategies as st

from lapor.channels.base import Part
from lapor.channels.sms import text as sms_text
from lapor.channels.sms.text import GSM7, UCS2, cut, decoded, split_header


def put_together(text):
    coding, pieces = cut(text, reference=77)
    parts = [split_header(piece) if len(pieces) > 1 else (None, piece) for piece in pieces]
    assert all(len(piece) <= (160 if coding == GSM7 else 140) for piece in pieces)
    return "".join(decoded(content, coding) for _part, content in parts), [part for part, _content in parts], coding


def test_plain_words_need_one_message_of_the_short_alphabet():
    assert put_together("Lampu mati [di depan] {musala} €5") == ("Lampu mati [di depan] {musala} €5", [None], GSM7)


def test_typographic_signs_are_said_with_plain_ones():
    assert put_together("“Lampu” – mati…")[0] == '"Lampu" - mati...'


def test_emoji_and_javanese_script_go_as_ucs2():
    text = "Lampu mati 🙏 ꦲꦏ꧀ꦱꦫ"
    assert put_together(text) == (text, [None], UCS2)


def test_long_words_are_cut_into_numbered_parts():
    text, parts, _coding = put_together("a" * 161)
    assert text == "a" * 161
    assert parts == [Part("77", 2, 1), Part("77", 2, 2)]
    assert len(put_together("a" * 160)[1]) == 1


@given(st.text(alphabet="ab€[]\n", min_size=150, max_size=400))
def test_no_sign_of_two_septets_is_cut_in_two(text):
    assert put_together(text)[0] == text


@given(st.text(min_size=60, max_size=300))
def test_no_sign_of_four_bytes_is_cut_in_two(text):
    found, _parts, _coding = put_together(text)
    assert found == text.encode("utf-16-be", "replace").decode("utf-16-be").translate(sms_text._SAME)


def test_what_is_longer_than_ten_parts_ends_with_dots():
    text, parts, _coding = put_together("a" * 5000)
    assert (len(parts), text[-4:]) == (10, "a...")
    text, parts, _coding = put_together("🙏" * 2000)
    assert (len(parts), text[-4:]) == (10, "🙏...")


def test_sixteen_bit_references_and_foreign_elements_are_read():
    header = bytes([9, 8, 4, 1, 2, 3, 2, 0x24, 1, 7])
    assert split_header(header + b"abc") == (Part("258", 3, 2), b"abc")


@given(st.binary(max_size=160))
def test_any_bytes_are_words_or_none(content):
    part, rest = split_header(content)
    assert part is None or 1 <= part.number <= part.total
    for coding in (0, 1, 3, 8, 4, 245):
        assert isinstance(decoded(rest, coding), str)


def test_provider_that_means_latin_by_zero_is_understood():
    assert decoded("Grüße".encode("latin-1"), 0, plain="latin-1") == "Grüße"
    assert decoded(b"abc", 0, plain="no-such-charset") == "abc"
