"""What Outlook packs into winmail.dat (TNEF, [MS-OXTNEF] 2.1): the words and the files of a mail. Called by structure.

Own code: the library for it (tnefparse) believes the counts that stand in the file and can be kept busy for days by a
few bytes. Here each step goes on in the bytes or ends.
"""

import struct
from collections.abc import Iterator

from lapor.channels.base import Media
from lapor.channels.email.decoding import decode_text
from lapor.channels.email.html import html_to_text

_SIGNATURE = 0x223E9F78
_HEAD = struct.Struct("<BHHI")  # level, name, type, length
_CODE_PAGE, _BODY, _PROPERTIES = 0x9007, 0x800C, 0x9003
_NEW_FILE, _TITLE, _DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_BODY_TEXT, _BODY_HTML, _LONG_NAME, _INTERNET_CODE_PAGE = 0x1000, 0x1013, 0x3707, 0x3FDE
_SIZES = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x000A: 4,
    0x000B: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
_LONG_VALUES = {0x000D, 0x001E, 0x001F, 0x0102}
_UNICODE, _MANY, _NAMED, _STRING_NAME = 0x001F, 0x1000, 0x8000, 1
_MOST_FILES, _MOST_ATTRIBUTES, _MOST_PROPERTIES = 20, 2000, 2000
_UTF_8 = 65001


def opened_tnef(content: bytes) -> tuple[str, list[Media]] | None:
    """(words, files); None where it is no TNEF or nothing of it can be read.

    What is cut off is read as far as it goes."""
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != _SIGNATURE:  # noqa: PLR2004 - signature and key
        return None
    code_page, texts, files = "cp1252", dict[str, str](), list[dict[int, bytes]]()
    for name, value in _attributes(content):
        if name == _CODE_PAGE and len(value) >= 4:  # noqa: PLR2004
            code_page = _charset(struct.unpack_from("<I", value)[0])
        elif name == _BODY:
            texts.setdefault("text", _words(value, code_page))
        elif name == _PROPERTIES:
            _take_words(_properties(value), code_page, texts)
        elif name == _NEW_FILE and len(files) < _MOST_FILES:
            files.append({})
        elif name in {_TITLE, _DATA} and files:
            files[-1][name] = value
        elif name == _FILE_PROPERTIES and files:
            files[-1][_LONG_NAME] = dict(_properties(value)).get(_LONG_NAME, b"")
    text = texts.get("text", "").strip() or html_to_text(texts.get("html", "")).strip()
    media = [Media(name=_file_name(file, code_page), content=file[_DATA]) for file in files if file.get(_DATA)]
    return (text, media) if text or media else None


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    for _ in range(_MOST_ATTRIBUTES):
        if at + _HEAD.size > len(content):
            return
        _level, name, _kind, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        yield name, content[at : at + length]
        at += length + 2  # the checksum


def _take_words(properties: Iterator[tuple[int, bytes]], code_page: str, texts: dict[str, str]) -> None:
    found = dict(properties)
    page = found.get(_INTERNET_CODE_PAGE, b"")
    charset = _charset(struct.unpack("<I", page)[0]) if len(page) == 4 else code_page  # noqa: PLR2004
    if found.get(_BODY_TEXT):
        texts.setdefault("text", _words(found[_BODY_TEXT], code_page))
    if found.get(_BODY_HTML):
        texts.setdefault("html", _words(found[_BODY_HTML], charset))


def _properties(value: bytes) -> Iterator[tuple[int, bytes]]:
    """(id, bytes) of MAPI properties; words in UTF-16 come as UTF-8. Ends where something is not understood."""
    try:
        yield from _walk(value)
    except (struct.error, KeyError):
        return


def _walk(value: bytes) -> Iterator[tuple[int, bytes]]:
    at, count = 4, min(struct.unpack_from("<I", value)[0], _MOST_PROPERTIES)
    for _ in range(count):
        kind, name = struct.unpack_from("<HH", value, at)
        at = _after_name(value, at + 4) if name >= _NAMED else at + 4
        is_long = kind & ~_MANY in _LONG_VALUES
        number = struct.unpack_from("<I", value, at)[0] if kind & _MANY or is_long else 1
        at += 4 if kind & _MANY or is_long else 0
        for place in range(min(number, len(value) - at)):
            size = struct.unpack_from("<I", value, at)[0] if is_long else _SIZES[kind & ~_MANY]
            at += 4 if is_long else 0
            if place == 0:
                content = value[at : at + size]
                yield name, content.decode("utf-16-le", "replace").encode() if kind == _UNICODE else content
            at += size + (-size % 4)


def _after_name(value: bytes, at: int) -> int:
    kind, number = struct.unpack_from("<II", value, at + 16)
    return at + 24 + (number + (-number % 4) if kind == _STRING_NAME else 0)


def _charset(page: int) -> str:
    return "utf-8" if page == _UTF_8 else f"cp{page}"


def _words(value: bytes, charset: str) -> str:
    text, _flaw = decode_text(value.rstrip(b"\0"), charset)
    return text.replace("\0", "").replace("\r\n", "\n")


def _file_name(file: dict[int, bytes], code_page: str) -> str:
    return _words(file.get(_LONG_NAME) or file.get(_TITLE, b""), code_page).strip()[-150:]
