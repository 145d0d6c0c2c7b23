"""What a whole message asks for: a command, a yes, a no, a greeting, thanks, a sign of life; else it is words.

Pure; the words stand in grammar.py.

A message is a command only if all of it is: number or code, punctuation, kind emoji and courtesy apart. Whatever else
stands there makes it words.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product

from lapor.core.ids import digits_only, parse_tracking_id
from lapor.core.text import fold
from lapor.intake.understanding import grammar
from lapor.intake.understanding.grammar import Meaning


class Command(StrEnum):
    STATUS = "status"
    STOP = "stop"
    CANCEL = "cancel"
    TAKE_BACK = "take_back"  # of a withdrawal
    YES = "yes"
    NOT_YET = "not_yet"
    SEND = "send"
    NEW = "new"
    SAME = "same"
    PERSON = "person"
    GREETING = "greeting"
    ANNOUNCE = "announce"
    THANKS = "thanks"
    LIFE = "life"
    NONE = ""


SAYS_NOTHING = frozenset({Command.GREETING, Command.ANNOUNCE, Command.THANKS, Command.LIFE})


@dataclass(frozen=True)
class ParsedCommand:
    """`number`: the ten digits named; `rest`: what follows LAPOR BARU, in the writer's own words."""

    command: Command
    number: str = ""
    rest: str = ""
    is_bare: bool = False  # nothing but digits: a number of a report only where there is such a report


_CODE = re.compile(r"(?<!\d)(?:\d{4}[ .-]?){3}\d{4}(?!\d)")  # also the form of a NIK: alone it is no code
_NUMBER = re.compile(r"\b\d{4}[ .-]?\d{4}[ .-]?\d{2}\b")
_NEW_AND_MORE = re.compile(r"^\W*(?:LAPOR(?:AN)? BARU\b[\s:;,.\-–—]*|lapor(?:an)? baru\s*[:;,\-–—\n]\s*)(?=\S)")
_QUOTES, _SAD = re.compile(r"[\"“”„«»]"), re.compile(r"[:;=]['’]?-?[(\[/|\\]")
_ABBREVIATED = re.compile(r"\b(wr)\. ?(?=wb\b)", re.IGNORECASE)
_LAUGH = re.compile(r"(?:w+k+|h+[aei]+|k+w+)+[wkh]*|lol|xi+xi+|awok\w*")
_BY_ITSELF = {
    Meaning.STATUS: Command.STATUS,
    Meaning.STOP: Command.STOP,
    Meaning.CANCEL: Command.CANCEL,
    Meaning.TAKE_BACK: Command.TAKE_BACK,
    Meaning.SEND: Command.SEND,
    Meaning.NEW: Command.NEW,
    Meaning.SAME: Command.SAME,
    Meaning.PERSON: Command.PERSON,
    Meaning.ANNOUNCE: Command.ANNOUNCE,
    Meaning.GREETING: Command.GREETING,
    Meaning.THANKS: Command.THANKS,
    Meaning.LIFE: Command.LIFE,
}
_BESIDE = frozenset({Meaning.GREETING, Meaning.THANKS})  # may stand with anything
_STOPS = "\x00"  # between two clauses


def proof_in(text: str) -> tuple[str, str, str]:
    """Number and receipt code, where both stand in the text, and the text without them; else "", "" and the text."""
    found = _CODE.search(text)
    if found is None:
        return "", "", text
    without_code = text.replace(found.group(), " ", 1)
    named = _NUMBER.search(without_code)
    number = parse_tracking_id(named.group()) if named else None
    if named is None or number is None:
        return "", "", text
    return number, digits_only(found.group()), without_code.replace(named.group(), " ", 1).strip(" ,.:;-\n")


def order_in(text: str, *, called: str = "") -> ParsedCommand:
    """What the message asks for; Command.NONE where it is just words.

    The number counts only with its right check digit. `called`: the name they write under, which says nothing at the
    end of a message."""
    number, without = "", text
    if found := _NUMBER.search(text):
        number = parse_tracking_id(found.group()) or ""
        without = text.replace(found.group(), " ", 1) if number else text
    if found := _NEW_AND_MORE.match(text):
        return ParsedCommand(Command.NEW, rest=text[found.end() :].strip())
    words = _words(without, called)
    if not any(word != _STOPS for word in words):
        if number:
            return ParsedCommand(Command.STATUS, number, is_bare=True)
        return ParsedCommand(Command.LIFE if without.strip() and not _digits(without) else Command.NONE)
    if len(words) <= grammar.LONGEST_AUTOMATIC and _is_automatic(words):
        return ParsedCommand(Command.LIFE, number)
    pieces = _pieces(words)
    if pieces is None:
        return _status_of_a_mistyped(words, number)
    return ParsedCommand(_meant(pieces, without), number)


def is_absence(text: str) -> bool:
    """Whether somebody says that they cannot answer now: a question of ours goes on waiting."""
    said = f" {fold(text)} "
    return len(said.split()) <= grammar.LONGEST_AUTOMATIC and any(
        f" {phrase} " in said for phrase in (*grammar.ABSENT, *grammar.AUTOMATIC)
    )


def asks_when(text: str) -> bool:
    said = f" {fold(text)} "
    return any(f" {phrase} " in said for phrase in grammar.ASKS_WHEN)


def rating_in(text: str) -> int:
    """One to five, said by a number, by words, or by stars; 0 where the message says something else."""
    stars = text.count("⭐") + text.count("★")
    if stars and not _digits(text):
        return stars if stars <= len(grammar.RATINGS) else 0
    words = [word for word in _words(text) if word not in {_STOPS, *grammar.BESIDE_A_RATING}]
    return grammar.RATINGS.get(words[0], 0) if len(words) == 1 else 0


# --- from signs to words


def _digits(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _words(text: str, called: str = "") -> list[str]:
    """Folded words with the spellings made one, and _STOPS between clauses; a name at the end is left out."""
    words: list[str] = []
    for clause in re.split(r"[,.;:!?\n\r()]+", _ABBREVIATED.sub(r"\1 ", text)):
        known = [_known(word) for word in _joined(fold(clause)).split()]
        if known:
            words += [*([_STOPS] if words else []), *known]
    name = [_known(word) for word in fold(called).split()][:4]
    if (
        name
        and len(words) > len(name)
        and words[-len(name) :] == name
        and not any(word in _vocabulary() for word in name)
    ):
        words = words[: -len(name)]
    return words


def _joined(text: str) -> str:
    padded = f" {text} "
    for apart, together in grammar.JOINED.items():
        padded = padded.replace(f" {apart} ", f" {together} ")
    return padded.strip()


def _known(word: str) -> str:
    """The word as the grammar has it: by its spelling, with stretched letters shortened, laughter as one word."""
    for form in (word, re.sub(r"(.)\1{2,}", r"\1", word), re.sub(r"(.)\1+", r"\1", word)):
        if form in grammar.SPELLINGS or form in _vocabulary():
            return grammar.SPELLINGS.get(form, form)
    return grammar.LAUGHTER if len(word) > 2 and _LAUGH.fullmatch(word) else word  # noqa: PLR2004 - "he" may be anything


def _is_automatic(words: Sequence[str]) -> bool:
    said = f" {' '.join(word for word in words if word != _STOPS)} "
    return any(f" {phrase} " in said for phrase in grammar.AUTOMATIC)


# --- from words to what they mean


@cache
def _phrases() -> dict[tuple[str, ...], Meaning]:
    """Every way to say each thing; where two meanings say the same, the first in the grammar counts."""
    found: dict[tuple[str, ...], Meaning] = {}
    for meaning, patterns in grammar.PATTERNS.items():
        for pattern in patterns:
            for phrase in _ways(pattern):
                found.setdefault(phrase, meaning)
    return found


def _ways(pattern: str) -> Iterator[tuple[str, ...]]:
    parts = [
        part[1:-1].split("|") if part.startswith("(") else [part] for part in re.findall(r"\([^)]*\)|\S+", pattern)
    ]
    for chosen in product(*parts):
        if words := tuple(" ".join(chosen).split()):
            yield words


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for phrase in _phrases() for word in phrase)


@cache
def _longest() -> int:
    return max(map(len, _phrases()))


def _pieces(words: Sequence[str]) -> list[tuple[Meaning, tuple[str, ...], bool]] | None:
    """(meaning, words, whether a clause begins with it) from the first word to the last, the longest phrases first;
    None where a word is left that means nothing by itself."""
    pieces, at, begins = [], 0, True
    while at < len(words):
        if words[at] == _STOPS:
            at, begins = at + 1, True
            continue
        for size in range(min(_longest(), len(words) - at), 0, -1):
            phrase = tuple(words[at : at + size])
            if meaning := _phrases().get(phrase):
                pieces.append((meaning, phrase, begins))
                at, begins = at + size, False
                break
        else:
            return None
    return pieces


def _status_of_a_mistyped(words: Sequence[str], number: str) -> ParsedCommand:
    """ "STATUS 1234567890" asks for a report that is nobody's."""
    said = [word for word in words if word != _STOPS]
    digits = [word for word in said if word.isdecimal()]
    pieces = _pieces([word for word in said if not word.isdecimal()])
    if digits and not number and pieces and {meaning for meaning, *_rest in pieces} == {Meaning.STATUS}:
        return ParsedCommand(Command.STATUS, "".join(digits))
    if number and len(digits) == len(said):
        return ParsedCommand(Command.STATUS, number, is_bare=True)
    return ParsedCommand(Command.NONE, number)


def _meant(pieces: list[tuple[Meaning, tuple[str, ...], bool]], text: str) -> Command:
    said = [piece for piece in _without_particles(pieces) if piece[0] not in {Meaning.PADDING, Meaning.DOUBT}]
    meanings = {meaning for meaning, *_rest in said}
    if meanings & {Meaning.YES, Meaning.NO, Meaning.NO_ALONE}:
        has_doubt = (
            any(meaning == Meaning.DOUBT for meaning, *_rest in pieces) or not _is_plain(text) or _greets_within(said)
        )
        return Command.NONE if has_doubt else _yes_or_no(said, meanings)
    if not meanings:
        return Command.LIFE if all(meaning == Meaning.PADDING for meaning, *_rest in pieces) else Command.NONE
    for meaning, command in _BY_ITSELF.items():
        if meaning in meanings and meanings <= {
            meaning,
            *_BESIDE,
            *([Meaning.LIFE] if meaning not in {Meaning.STOP, Meaning.CANCEL} else []),
        }:
            return command
    return (
        Command.ANNOUNCE
        if meanings <= {Meaning.ANNOUNCE, Meaning.PERSON, *_BESIDE} and Meaning.PERSON not in meanings
        else Command.NONE
    )


def _without_particles(
    pieces: list[tuple[Meaning, tuple[str, ...], bool]],
) -> list[tuple[Meaning, tuple[str, ...], bool]]:
    """ "sebentar ya", "makasih nggih": behind other courtesy in the same clause they are no yes."""
    kept: list[tuple[Meaning, tuple[str, ...], bool]] = []
    for piece in pieces:
        is_particle = piece[1] in {("ya",), ("nggih",), ("iya",)} and not piece[2] and kept
        if is_particle and kept[-1][0] not in {Meaning.YES, Meaning.NO, Meaning.NO_ALONE, Meaning.DOUBT}:
            last = next((one[0] for one in reversed(kept) if one[0] != Meaning.PADDING), None)
            if last is not None and last not in {Meaning.YES, Meaning.NO, Meaning.NO_ALONE}:
                continue
        kept.append(piece)
    return kept


def _yes_or_no(said: list[tuple[Meaning, tuple[str, ...], bool]], meanings: set[Meaning]) -> Command:
    """A bare one, courtesy apart.

    Two of a kind have to say more than one ("iya, sudah beres"); "ya sudah" in one breath gives up."""
    if meanings == {Meaning.NO_ALONE}:
        return Command.NOT_YET if len(said) == 1 else Command.NONE
    if meanings <= {Meaning.NO, *_BESIDE}:
        return Command.NOT_YET
    answers = [piece for piece in said if piece[0] == Meaning.YES]
    if not meanings <= {Meaning.YES, *_BESIDE} or len(answers) > 2:  # noqa: PLR2004
        return Command.NONE
    (_meaning, first, begins), second = answers[0], answers[1] if len(answers) > 1 else None
    is_thanked = said[0][0] == Meaning.THANKS and (len(first) == 1 or said[0][1][0] == "terimakasih")
    # "makasih sudah diperbaiki": thanks for what was done, or for what is to be done
    comes_late = is_thanked and not begins
    is_late_particle = said[0][0] != Meaning.YES and first in {("ya",), ("nggih",)}
    if (
        comes_late
        or is_late_particle
        or (second is not None and (second[1][0] in {"ya", "iya", "nggih"} or second[1] == first))
    ):
        return Command.NONE
    gives_up = first == ("ya",) and second is not None and second[1] == ("sudah",) and not second[2]
    return Command.NONE if gives_up else Command.YES


def _greets_within(said: list[tuple[Meaning, tuple[str, ...], bool]]) -> bool:
    """ "sudah malam", "pagi belum": no greeting, unless it stands before the answer in a clause of its own."""
    first = next(place for place, piece in enumerate(said) if piece[0] not in _BESIDE)
    return any(
        piece[0] == Meaning.GREETING and (place > first or not said[first][2]) for place, piece in enumerate(said)
    )


def _is_plain(text: str) -> bool:
    """No question, no quotation marks, no sign that laughs, weeps or rages."""
    if "?" in text or "？" in text or _QUOTES.search(text) or _SAD.search(text):
        return False
    signs = {sign for sign in text if unicodedata.category(sign) in {"So", "Cn"}}
    return signs <= grammar.KIND_SIGNS
