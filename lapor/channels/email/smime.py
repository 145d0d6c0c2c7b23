"""The mail inside an opaque S/MIME signature (CMS SignedData, RFC 5652). Called by structure.

Only unwraps: who signed is not checked, since no rule of ours depends on it.
"""

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _OID, _OCTETS, _CONSTRUCTED_OCTETS, _EXPLICIT, _SET, _INTEGER = 0x30, 0x06, 0x04, 0x24, 0xA0, 0x31, 0x02
_LONG_FORM, _MOST_LENGTH_BYTES = 0x80, 4
_INDEFINITE = -1


def signed_content(data: bytes) -> bytes:
    """The inner MIME entity, b"" where there is none that can be read (encrypted, compressed, damaged)."""
    try:
        return _signed_content(data)
    except (IndexError, ValueError):
        return b""


def _signed_content(data: bytes) -> bytes:
    at, _ = _enter(data, 0, _SEQUENCE)
    at, length = _enter(data, at, _OID)
    if data[at : at + length] != _SIGNED_DATA:
        return b""
    at, _ = _enter(data, at + length, _EXPLICIT)
    at, _ = _enter(data, at, _SEQUENCE)
    at, length = _enter(data, at, _INTEGER)
    at, length = _enter(data, at + length, _SET)  # of digest algorithms
    at, _ = _enter(data, at + length, _SEQUENCE)
    at, length = _enter(data, at, _OID)
    at, _ = _enter(data, at + length, _EXPLICIT)
    if data[at] == _OCTETS:
        at, length = _enter(data, at, _OCTETS)
        return data[at : at + length]
    at, length = _enter(data, at, _CONSTRUCTED_OCTETS)
    end = len(data) if length == _INDEFINITE else at + length
    pieces = []
    while at < end and data[at] == _OCTETS:
        at, length = _enter(data, at, _OCTETS)
        pieces.append(data[at : at + length])
        at += length
    return b"".join(pieces)


def _enter(data: bytes, at: int, tag: int) -> tuple[int, int]:
    """Where the value begins and how long it is (-1: until its end mark).

    Raises ValueError where another tag stands."""
    if data[at] != tag:
        raise ValueError("another tag")
    first = data[at + 1]
    if first < _LONG_FORM:
        return at + 2, first
    count = first - _LONG_FORM
    if count == 0 and tag not in {_OCTETS, _OID, _INTEGER, _SET}:
        return at + 2, _INDEFINITE
    if not 0 < count <= _MOST_LENGTH_BYTES:
        raise ValueError("no length")
    return at + 2 + count, int.from_bytes(data[at + 2 : at + 2 + count], "big")
