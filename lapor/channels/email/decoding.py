"""From the bytes of a mail to characters: charsets that may lie, transfer encodings that may be broken, encoded words.

Called by the other files beside this one. Nothing here raises for any bytes; each step is linear in its input.
"""

import base64
import binascii
import codecs
import quopri
import re

_CODEC_NAME = re.compile(r"[A-Za-z0-9][\w.:+-]{0,39}", re.ASCII)
# Of Python's codecs only those that are charsets of mail: others (punycode, unicode_escape …) are slow or no charsets
# at all.
_CHARSETS = (
    "utf",
    "ascii",
    "iso8859",
    "cp",
    "koi8",
    "gb",
    "big5",
    "euc",
    "shift",
    "iso2022",
    "mac",
    "tis",
    "hz",
    "johab",
    "latin",
)
_WIDE = ("utf-16", "utf-32")
_OFTEN_UTF8 = ("", "ascii", "iso8859-1", "iso8859-15", "cp1252", "latin")
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,2000})(?:\?=|$)")
_BETWEEN_WORDS = re.compile(r"\?=[ \t]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_NO_BASE64_LINE = re.compile(rb"^(?![A-Za-z0-9+/]*={0,2}[ \t]*\r?$)", re.M)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_BROKEN_QP = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_MOST_PADDINGS = 1000
_LONGEST_UU = 10 * 1024 * 1024  # bytes


def known_charset(name: str) -> str:
    """Python's name of a charset of mail, "" for any other name."""
    name = name.strip().strip("\"'").partition("*")[0]
    if not _CODEC_NAME.fullmatch(name):
        return ""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return ""
    return codec if codec.startswith(_CHARSETS) else ""


def decode_text(data: bytes, declared: str = "") -> tuple[str, str]:
    """The characters, and what was wrong with the declared charset ("" = nothing). Decided by trying, never refused."""
    codec = known_charset(declared)
    wide = _wide_charset(data)
    if wide:
        honest = wide == "utf-8-sig" or codec.startswith(_WIDE) or not declared
        return data.decode(wide, "replace").removeprefix("\ufeff"), "" if honest else _lie(declared, wide)
    for name in _candidates(data, codec):
        try:
            text = data.decode(name)
        except (UnicodeError, LookupError):
            continue
        close_enough = codec in _OFTEN_UTF8 and bool(codec) and (name == "cp1252" or data.isascii())
        honest = name == codec or not declared or close_enough
        return text, "" if honest else _lie(declared, name)
    return _decode_damaged(data, declared, codec)


def _candidates(data: bytes, codec: str) -> list[str]:
    """What to try, best first. As browsers do, latin-1 is taken for Windows' superset of it."""
    if codec.startswith(_WIDE) and b"\0" not in data and not looks_binary(data):
        return ["utf-8", codec]
    if codec in _OFTEN_UTF8:
        return ["utf-8"] if not codec or codec == "ascii" else ["utf-8", "cp1252", codec]
    return [codec] if codec.startswith("utf-8") else [codec, "utf-8"]


def _wide_charset(data: bytes) -> str:
    """UTF-16 or a byte order mark, whatever was declared: betrayed by every second byte being NUL."""
    for mark, name in _BOMS:
        # UTF-16 that begins with NUL has the same mark
        if data.startswith(mark) and (name != "utf-32" or _fits(data, name)):
            return name
    sample = data[:2000]
    pairs = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if pairs < 2 or abs(even - odd) * 10 < pairs * 3:  # noqa: PLR2004 - a single pair proves nothing; 30 percent of all pairs does
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _fits(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeError:
        return False
    return True


def _decode_damaged(data: bytes, declared: str, codec: str) -> tuple[str, str]:
    """No candidate fits: UTF-8 with damage where most of it is UTF-8, else Windows' letters, which fit always."""
    loose = data.decode("utf-8", "replace")
    damaged = loose.count("\ufffd")
    whole = sum(1 for c in loose if c > "\x7f") - damaged
    is_cut = codec.startswith("utf-8") and damaged == 1 and loose.endswith("\ufffd")
    if is_cut or whole > 2 * damaged:
        return loose.removesuffix("\ufffd") if is_cut else loose, _lie(declared, "utf-8, damaged")
    try:
        return data.decode("cp1252"), _lie(declared, "cp1252")
    except UnicodeError:
        return data.decode("latin-1"), _lie(declared, "latin-1")


def _lie(declared: str, used: str) -> str:
    told = re.sub(r"[^ -~]", "", declared)[:40] or "none"
    return f"charset {told} does not fit: read as {used}"


def decode_words(value: str) -> str:
    """RFC 2047: encoded words in a header's value, also broken ones (cut off, split in the middle of a character)."""
    if "=?" not in value:
        return value
    value = _BETWEEN_WORDS.sub("?=", value)
    out: list[str] = []
    waiting: tuple[str, bytes] = ("", b"")
    end = 0
    for match in _WORD.finditer(value):
        charset, encoding, encoded = match.groups()
        data = _word_bytes(encoding, encoded)
        if match.start() == end and charset.lower() == waiting[0].lower():
            waiting = (charset, waiting[1] + data)
        else:
            out += [decode_text(waiting[1], waiting[0])[0], value[end : match.start()]]
            waiting = (charset, data)
        end = match.end()
    return "".join([*out, decode_text(waiting[1], waiting[0])[0], value[end:]])


def _word_bytes(encoding: str, encoded: str) -> bytes:
    data = encoded.encode("utf-8", "replace")
    return base64_bytes(data) if encoding in "bB" else quopri.decodestring(data, header=True)


def base64_bytes(data: bytes) -> bytes:
    """Every whole byte that can be had: foreign signs left out, missing ends made up for, pieces with padding between
    them joined."""
    data = _NOT_BASE64.sub(b"", data)
    pieces = [data.replace(b"=", b"")] if data.count(b"=") > _MOST_PADDINGS else data.split(b"=")
    out = []
    for piece in pieces:
        whole = piece[:-1] if len(piece) % 4 == 1 else piece
        out.append(base64.b64decode(whole + b"=" * (-len(whole) % 4)))
    return b"".join(out)


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, str]:
    """Content-Transfer-Encoding undone, and what was wrong with it ("" = nothing)."""
    encoding = re.split(r"[;(,]", encoding)[0].strip(" \t\"'").lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(data), "quoted-printable is broken" if _BROKEN_QP.search(data) else ""
    if encoding == "base64":
        return _decode_base64(data)
    if encoding in {"uuencode", "x-uuencode", "x-uue"}:
        return _decode_uu(data)
    known = encoding in {"", "7bit", "8bit", "binary", "7-bit", "8-bit"}
    return data, "" if known else f"unknown transfer encoding {re.sub(r'[^ -~]', '', encoding)[:40]}"


def _decode_base64(data: bytes) -> tuple[bytes, str]:
    """Words that were never encoded are left as they are, so are plain lines that somebody hung on the end."""
    plain = _NO_BASE64_LINE.search(data)
    if plain is None:
        return base64_bytes(data), "base64 is broken" if len(_NOT_BASE64.sub(b"", data)) % 4 else ""
    encoded, rest = data[: plain.start()], data[plain.start() :]
    has_words = b" " in rest.strip() or not rest.isascii()
    if not encoded.strip():
        return (data, "declared as base64, but is not") if has_words else (base64_bytes(data), "base64 is broken")
    if not has_words:
        return base64_bytes(data), "base64 is broken"
    return base64_bytes(encoded) + b"\n" + rest, "base64 is followed by plain text"


def _decode_uu(data: bytes) -> tuple[bytes, str]:
    out, flaw = [], "uuencoded text is too long: the rest is left out" if len(data) > _LONGEST_UU else ""
    for line in data[:_LONGEST_UU].partition(b"begin ")[2].partition(b"\n")[2].partition(b"\nend")[0].split(b"\n"):
        try:
            out.append(binascii.a2b_uu(line.rstrip(b"\r")))
        except binascii.Error:
            flaw = "uuencoded lines are broken"
    return b"".join(out), flaw


def looks_binary(data: bytes) -> bool:
    """Whether bytes that should be text hold more control signs than any text."""
    sample = data[:2000]
    return len(_CONTROL.findall(sample)) * 10 > len(sample)


def unflow(text: str, *, delete_space: bool) -> str:
    """RFC 3676: lines that end in a space go on in the next line of the same quotation depth."""
    out: list[tuple[int, list[str]]] = []
    is_open = False
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth, bare = len(line) - len(bare), bare.removeprefix(" ")
        is_signature = bare in {"-- ", "--"}
        goes_on = bare.endswith(" ") and not is_signature
        piece = bare[:-1] if goes_on and delete_space else bare
        if is_open and out[-1][0] == depth and not is_signature:
            out[-1][1].append(piece)
        else:
            out.append((depth, [piece]))
        is_open = goes_on
    return "\n".join(">" * depth + (" " if depth else "") + "".join(pieces) for depth, pieces in out)
