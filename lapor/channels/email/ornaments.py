"""Pictures that a mail program adds: logos and icons of a signature, counting pixels. Called by structure.

Only what stands within the text (it has a Content-ID) and is small; a photo that somebody put between their words is
larger.
"""

import struct

_LOWEST, _SMALLEST = 64, 30_000  # pixels: a strip that is so low; an area
_MOST_BYTES = 60_000
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MOST_MARKERS = 200


def is_ornament(content: bytes, content_type: str, *, is_inline: bool) -> bool:
    if not is_inline or not content_type.startswith("image/") or len(content) > _MOST_BYTES:
        return False
    size = _size(content)
    return size is not None and (min(size) <= _LOWEST or size[0] * size[1] <= _SMALLEST)


def _size(content: bytes) -> tuple[int, int] | None:
    """Width and height as the header says, nothing is decoded; None for what is no PNG, GIF or JPEG."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:  # noqa: PLR2004 - signature and IHDR
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= 10:  # noqa: PLR2004
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return _of_jpeg(content) if content.startswith(b"\xff\xd8") else None


def _of_jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    for _ in range(_MOST_MARKERS):
        if at + 9 > len(content) or content[at] != 0xFF:  # noqa: PLR2004
            return None
        if content[at + 1] in _START_OF_FRAME:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
