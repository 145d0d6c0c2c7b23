"""The alphabets of short messages and how long ones are cut: GSM 7-bit (3GPP TS 23.038), UCS-2 (UTF-16BE),
concatenation headers (3GPP TS 23.040).

Septets stand one in a byte, as SMPP carries them. Pure.
"""

from lapor.channels.base import Part

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPE = 0x1B
_EXTENDED = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
_SEPTETS = {sign: bytes([code]) for code, sign in enumerate(_BASIC) if code != _ESCAPE}
_SEPTETS.update({sign: bytes([_ESCAPE, code]) for code, sign in _EXTENDED.items()})
# What is written with other signs but means the same: one curly quote would make a message half as long.
_SAME = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " ", "•": "-", "·": "-"}
)

SINGLE_7BIT, PART_7BIT = 160, 153  # septets of one message, of a part of a long one
SINGLE_UCS2, PART_UCS2 = 140, 134  # bytes
MOST_PARTS = 10
GSM7, UCS2 = 0, 8  # data_coding


def cut(text: str, reference: int) -> tuple[int, list[bytes]]:
    """The data coding and the bytes of each short message, with a concatenation header where there are several.

    Never cuts a sign in two.

    What is longer than ten parts is shortened with three dots.
    """
    text = text.translate(_SAME)
    is_plain = all(sign in _SEPTETS for sign in text)
    signs = [_SEPTETS[sign] if is_plain else sign.encode("utf-16-be", "replace") for sign in text]
    single, part = (SINGLE_7BIT, PART_7BIT) if is_plain else (SINGLE_UCS2, PART_UCS2)
    coding = GSM7 if is_plain else UCS2
    if sum(map(len, signs)) <= single:
        return coding, [b"".join(signs)]
    pieces = _pieces(signs, part)
    if len(pieces) > MOST_PARTS:
        dots = [_SEPTETS["."] if is_plain else ".".encode("utf-16-be")] * 3
        kept = signs[: sum(1 for _ in _within(signs, MOST_PARTS * part - len(b"".join(dots)) - MOST_PARTS * 4))]
        pieces = _pieces([*kept, *dots], part)
    header = bytes([5, 0, 3, reference % 256, len(pieces)])
    return coding, [header + bytes([number]) + piece for number, piece in enumerate(pieces, start=1)]


def _within(signs: list[bytes], size: int) -> list[bytes]:
    kept, used = [], 0
    for sign in signs:
        used += len(sign)
        if used > size:
            break
        kept.append(sign)
    return kept


def _pieces(signs: list[bytes], size: int) -> list[bytes]:
    pieces: list[bytes] = [b""]
    for sign in signs:
        if len(pieces[-1]) + len(sign) > size:
            pieces.append(b"")
        pieces[-1] += sign
    return pieces


def decoded(content: bytes, coding: int, *, plain: str = "gsm7") -> str:
    """The words of a message without its header.

    `plain`: what the provider means by coding 0, gsm7 or a Python charset."""
    if coding == UCS2:
        return content.decode("utf-16-be", "replace")
    if coding == 1:
        return content.decode("ascii", "replace")
    if coding == 3:  # noqa: PLR2004 - SMPP 3.4, 5.2.19
        return content.decode("latin-1")
    if coding != GSM7 or plain == "gsm7":
        return _from_gsm7(content)
    try:
        return content.decode(plain, "replace")
    except LookupError:
        return _from_gsm7(content)


def _from_gsm7(content: bytes) -> str:
    found, escaped = [], False
    for code in content:
        if escaped:
            found.append(_EXTENDED.get(code, _BASIC[code & 0x7F]))
            escaped = False
        elif code == _ESCAPE:
            escaped = True
        else:
            found.append(_BASIC[code] if code < len(_BASIC) else "\ufffd")
    return "".join(found)


def split_header(content: bytes) -> tuple[Part | None, bytes]:
    """The part that a user data header tells of (8 or 16 bit references), and the words behind it.

    A broken header is no header."""
    if not content or content[0] + 1 > len(content):
        return None, content
    header, rest, place, part = content[1 : content[0] + 1], content[content[0] + 1 :], 0, None
    while place + 2 <= len(header):
        kind, size = header[place], header[place + 1]
        value = header[place + 2 : place + 2 + size]
        if kind == 0 and size == 3 and len(value) == size:  # noqa: PLR2004 - 8-bit reference, total, number
            part = part_of(value[0], value[1], value[2])
        elif kind == 8 and size == 4 and len(value) == size:  # noqa: PLR2004 - 16-bit reference
            part = part_of(value[0] << 8 | value[1], value[2], value[3])
        place += 2 + size
    return part, rest


def part_of(reference: int, total: int, number: int) -> Part | None:
    """None where the numbers make no part."""
    return Part(str(reference), total, number) if 1 <= number <= total and total > 1 else None
