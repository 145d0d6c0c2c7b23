"""Names of people: after a title or "atas nama", and whatever the vault knows of who reported."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lapor.core.personal_data.names import GIVEN_NAMES, NOT_NAMES
from lapor.core.personal_data.numbers import Span
from lapor.core.personal_data.plain import Plain, plain

_WORD = r"[a-z][a-z'\-]{1,24}"
_TITLE = (
    r"(?:bapak|bpk|pak|pk|bu|ibu|sdr|sdri|saudara|saudari|tuan|nyonya|ny|tn|mas|mbak|mbah|mba|kang|bang|om|tante|dr|drs|h"
    r"|hj|ustadz|ustad|kyai)"
)
_TITLED = re.compile(
    rf"[^a-z0-9.](?=[a-z]){_TITLE}\.?[ ]{{1,2}}(?:(?:h|hj|dr|drs|ir)\.? )?(?!{_TITLE}[ .])(?=({_WORD}(?:"
    rf" {_WORD}){{0,3}}))"
)
_CALLED = re.compile(
    r"[^a-z0-9](?=[abnp])(a\.n\.?|a/n\.?|an\.?|atas nama|nama saya|nama lengkap saya|nama"
    r" pelapor|nama|bernama|perkenalkan,? saya)"
    rf"[ :]{{1,3}}(?:adalah |ialah )?(?:{_TITLE}\.? )?(?=({_WORD}(?: {_WORD}){{0,3}}))"
)
_RANK = (
    r"(?:b(?:rip(?:da|tu|ka)|rig(?:pol|adir))|a(?:ip(?:da|tu)|kb?p)|ip(?:da|tu)|ko(?:mpol|mbes|p(?:da|tu|ka)|lonel)|ser(?:da|tu|ka|ma)|pel(?:da|tu)"
    r"|pra(?:ka|tu)|let(?:da|tu|kol)|kapten|mayor)"
)
_RANKED = re.compile(
    rf"[^a-z0-9](?=[abiklmps])({_RANK})\.?[ ]{{1,2}}(?:pol\.? |inf\.? )?(?!{_RANK}[ .])(?=({_WORD}(?: {_WORD}){{0,3}}))"
)
_IN_STREETS = frozenset({"letkol", "kapten", "mayor", "kolonel"})
_STREET_BEFORE = re.compile(r"(?:jl|jln|jalan|gg|gang|raya|sd|smp)[ .]{1,2}$")
_SIGNED = re.compile(
    rf"[^a-z0-9](hormat (?:saya|kami)|salam hormat|ttd|tertanda)[ .,:;\n()\-]{{1,8}}(?=({_WORD}(?: {_WORD}){{0,3}})["
    r" .,)]{0,3}(?:[\n(]|$))"
)
_ALIKE = re.compile(r"^(?:jalan|jln|jl)$")
_STREETS = r"(?:jl|jln|jalan)"
_DIGITS = re.compile(r"\d")
_WORDS = re.compile(r"[^\W_]+")
_GAP = r"[^a-z0-9\n]{0,3}"
_PHONE_DIGITS = 7  # at least
_TELLING_LETTERS = 4  # of one word of a name; "Ani" alone may be anybody


def names(plain_text: Plain) -> Iterator[Span]:
    """Each name that a title or "atas nama" shows to be one. Offices ("Pak Camat") are none."""
    for match in _TITLED.finditer(plain_text.low):
        yield from _name_in(plain_text, *match.span(1), is_certain=False)
    if any(cue in plain_text.low for cue in ("nama", "an", "a.n", "a/n", "kenal")):
        for match in _CALLED.finditer(plain_text.low):
            yield from _name_in(plain_text, *match.span(2), is_certain=match[1] not in ("nama", "an"))
    for match in _RANKED.finditer(plain_text.low):
        if match[1] not in _IN_STREETS:
            yield from _name_in(plain_text, *match.span(2), is_certain=True)
        elif not _STREET_BEFORE.search(plain_text.low, max(0, match.start(1) - 8), match.start(1)):
            yield from _name_in(plain_text, *match.span(2), is_certain=False)
    if "hormat" in plain_text.low or "ttd" in plain_text.low or "tertanda" in plain_text.low:
        for match in _SIGNED.finditer(plain_text.low):
            yield from _name_in(plain_text, *match.span(2), is_certain=True)


def _name_in(text: Plain, start: int, end: int, *, is_certain: bool) -> Iterator[Span]:
    """The words from `start` on that are a name: with a capital where the sentence has small letters, or a known given
    name."""
    said = text.words[start:end]
    has_capitals = not text.words[max(0, start - 20) : end].isupper()
    stop = start
    at = start
    for number, word in enumerate(said.split(" ")):
        low = word.lower()
        if low in NOT_NAMES or not _is_name(
            word, low, has_capitals=has_capitals, is_certain=is_certain and number == 0
        ):
            break
        at += len(word)
        stop = at
        at += 1
    if stop - start > 1:
        yield "name", start, stop


def _is_name(word: str, low: str, *, has_capitals: bool, is_certain: bool) -> bool:
    if low in GIVEN_NAMES:
        return True
    if has_capitals and word[0].isupper():
        return True
    return is_certain and not low.startswith(("di", "ter", "ber", "me", "pe", "ke", "se"))


def reporter(plain_text: Plain, known: Iterable[str]) -> Iterator[Span]:
    """Where the text says what is known of its reporter; compared folded, phones in any shape."""
    digits = "".join(_DIGITS.findall(plain_text.low))
    all_known = {" ".join(plain(one).low.split()) for one in known if one.strip()}
    pattern = _pattern(tuple(sorted(one for one in all_known if _may_stand_in(plain_text.low, digits, one))))
    if pattern is not None:
        for match in pattern.finditer(plain_text.low):
            yield "reporter", match.start() + 1, match.end()


def _may_stand_in(low: str, digits: str, one: str) -> bool:
    """Whether any of its words, or its last digits, are in the text at all: seldom, and a pattern takes longer to make
    than all the rest."""
    words = [word for word in _WORDS.findall(one) if not _ALIKE.match(word)]
    number = "".join(_DIGITS.findall(one))
    return (
        not words
        or any(word in low for word in words)
        or (len(number) >= _PHONE_DIGITS and number[-_PHONE_DIGITS:] in digits)
    )


@lru_cache(maxsize=256)
def _pattern(known: tuple[str, ...]) -> re.Pattern[str] | None:
    parts = sorted({part for one in known for part in _parts(one)}, key=len, reverse=True)
    return re.compile(rf"[^a-z0-9](?=[+a-z0-9])(?:{'|'.join(parts)})(?![a-z0-9])") if parts else None


def _parts(one: str) -> Iterator[str]:
    """The patterns by which one thing known is found."""
    digits = "".join(_DIGITS.findall(one))
    words = _WORDS.findall(one)
    if "@" in one:
        yield re.escape(one)
    elif len(digits) >= _PHONE_DIGITS and not any(word.isalpha() for word in words):
        national = re.sub(r"^(?:00)?62|^0+", "", digits)
        yield rf"(?:\+?(?:00)?62{_GAP}(?:0{_GAP})?|0{_GAP})?" + _GAP.join(national)
    elif digits or (words and re.fullmatch(_STREETS, words[0])):
        yield from _address_parts(one)
    elif not NOT_NAMES.issuperset(words):
        yield _sequence(words)
        yield from (
            word
            for word in {words[0], words[-1]}
            if len(word) >= _TELLING_LETTERS and len(words) > 1 and word not in NOT_NAMES
        )


def _address_parts(one: str) -> Iterator[str]:
    """The whole address, and each piece of it that has a number and a name."""
    for piece in {one, *re.split(r"[,;\n]", one)}:
        words = _WORDS.findall(piece)
        if len(words) > 1 and (piece == one or any(word[0].isdigit() for word in words)):
            yield _sequence(words)


def _sequence(words: list[str]) -> str:
    return r"[^a-z0-9]{1,4}".join(_STREETS if _ALIKE.match(word) else re.escape(word) for word in words)
