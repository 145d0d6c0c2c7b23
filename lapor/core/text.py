"""Text as people send it: kept exactly, minus what no database or page can hold; and what is looked for in it."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # Unicode's Cc without tab and line end
# Signs that draw nothing: format characters (Unicode's Cf) and the rest of Default_Ignorable_Code_Point.
_IGNORABLE = (
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x600, 0x605),
    (0x61C, 0x61C),
    (0x6DD, 0x6DD),
    (0x70F, 0x70F),
    (0x890, 0x891),
    (0x8E2, 0x8E2),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1345F),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
LEAST_REASON = 5  # letters
INVISIBLE = dict.fromkeys(code for first, last in _IGNORABLE for code in range(first, last + 1))
_BLANK_BRAILLE = "\u2800"  # drawn as a space
_UNSEEN_KINDS = ("C", "Z", "M")  # control, format, unassigned; spaces; marks that stand on no letter
_LONGEST_COMPARED = 20_000  # characters
_MOST_DIGITS = 9
_LONGEST_NAME = 80  # characters
_MOST_FOOTER = 60  # words
_AROUND = " \t\r\n\xa0\u2800/\\|()[]{}<>.,;:!?*_~`'\"“”„‟‘’‚‹›«»…·•、。，）（»"
_BIDI_CONTROLS = dict.fromkeys([0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069])


def clean_text(text: str) -> str:
    """The same words with LF line ends, without NUL, other control characters and lone surrogates; ends trimmed.

    Never shortened.

    What nobody can see (zero-width signs and fillers only) is empty.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = _CONTROL.sub("", text).strip()
    return text if is_visible(text) else ""


def is_reason(text: str) -> bool:
    """Whether it says anything: a full stop is none."""
    return sum(sign.isalpha() for sign in text) >= LEAST_REASON


def is_visible(text: str) -> bool:
    """Whether a person sees anything of it."""
    return any(not _is_unseen(sign) for sign in text)


def _is_unseen(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return ord(sign) in INVISIBLE or sign == _BLANK_BRAILLE or (kind.startswith(_UNSEEN_KINDS) and kind != "Co")


def without_invisible(text: str) -> str:
    """Without the signs that draw nothing: words are compared so."""
    return text.translate(INVISIBLE)


def tidy(copied: str) -> str:
    """A number or address as it was copied, without the signs around it that belong to the sentence: brackets, quotes,
    full stops, slashes."""
    return without_invisible(copied).strip(_AROUND)


def whole_number(text: str) -> int | None:
    """Of one to nine plain digits, as a page or a file says it (a version, an amount); None for anything else.

    Nine fit every integer column, and `int` refuses what is too long to be one.
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None


def one_line(text: str, limit: int = 0) -> str:
    """Whitespace runs made one space, direction overrides removed; cut at a word with an ellipsis beyond `limit`
    characters (0 = never)."""
    line = " ".join(text.translate(_BIDI_CONTROLS).split())
    if not limit or len(line) <= limit:
        return line
    cut = line[:limit].rsplit(" ", 1)[0]
    return (cut or line[:limit]).rstrip(",.;:") + "…"


def name_to_say(name: str) -> str:
    """A file's name as it may be said again to its sender, in a page, a chat, a terminal or a log: one short line of
    what can be seen."""
    return one_line(without_invisible(clean_text(name)), _LONGEST_NAME) or "–"


def fold(text: str) -> str:
    """Lower case, accents, punctuation and invisible signs gone, single spaces: the form in which words are
    compared."""
    decomposed = unicodedata.normalize("NFKD", without_invisible(text).casefold())
    letters = (c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


_fold_once = lru_cache(maxsize=4096)(fold)  # of words that are looked for in every text


def likeness(one: str, other: str) -> float:
    """0 to 1: which share of the words of the longer text stands in the other, numbers apart; 1 for two texts without
    words. Footers may be put below: the shorter text counts where the longer one begins with it."""
    first, second = (_fold_once_words(text) for text in (one, other))
    shorter, longer = sorted((first, second), key=len)
    if shorter and longer[: len(shorter)] == shorter and len(longer) - len(shorter) <= max(_MOST_FOOTER, len(shorter)):
        return 1.0
    most = max(len(first), len(second))
    return sum((Counter(first) & Counter(second)).values()) / most if most else 1.0


def _fold_once_words(text: str) -> list[str]:
    return [word for word in fold(text[:_LONGEST_COMPARED]).split() if not any(sign.isdigit() for sign in word)]


def says_anything(text: str) -> bool:
    """Whether there is a letter, a digit or a pictogram (Unicode's general categories L, N and S) in it."""
    return any(unicodedata.category(sign)[0] in "LNS" for sign in text)
