"""Text as people send it: kept exactly, minus what no database or page can hold; and what is looked for in it."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # Unicode's Cc without tab and line end
_BIDI_CONTROLS = dict.fromkeys([0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069])


def clean_text(text: str) -> str:
    """The same words with LF line ends, without NUL, other control characters and lone surrogates; ends trimmed. Never shortened."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.encode("utf-8", "replace").decode("utf-8")
    return _CONTROL.sub("", text).strip()


def one_line(text: str, limit: int = 0) -> str:
    """Whitespace runs made one space, direction overrides removed; cut at a word with an ellipsis beyond `limit` characters (0 = never)."""
    line = " ".join(text.translate(_BIDI_CONTROLS).split())
    if not limit or len(line) <= limit:
        return line
    cut = line[:limit].rsplit(" ", 1)[0]
    return (cut or line[:limit]).rstrip(",.;:") + "…"


def fold(text: str) -> str:
    """Lower case, accents and punctuation gone, single spaces: the form in which words are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = (c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


_fold_once = lru_cache(maxsize=4096)(fold)  # of words that are looked for in every text
_fold_last = lru_cache(maxsize=1)(fold)  # of the text in which one list of words after the other is looked for


def find_words(text: str, words: Iterable[str]) -> list[str]:
    """Which of the words or phrases stand in the text as whole words, compared folded."""
    folded = f" {_fold_last(text)} "
    return [word for word in words if (needle := _fold_once(word)) and f" {needle} " in folded]
