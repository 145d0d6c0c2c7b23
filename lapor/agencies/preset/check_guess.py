"""What is wrong in [guess] of preset.toml, the signs by which the form guesses a category; called by
check_settings.py."""

from collections.abc import Iterator
from typing import Any

from lapor.agencies.preset.field_checks import is_words
from lapor.agencies.preset.reading import Preset
from lapor.core.danger import Danger

FIELDS = ("harmless", "vocabulary", "signs", "synonyms")


def guess_faults(preset: Preset) -> Iterator[str]:
    guess = preset.settings.get("guess", {})
    if not isinstance(guess, dict):
        yield f"{preset.where('guess')}: is no table"
        return
    for key in guess.keys() - set(FIELDS):
        yield f"{preset.where('guess', key)}: there is no such field"
    vocabulary, signs = guess.get("vocabulary", {}), guess.get("signs", {})
    for name, table in (("vocabulary", vocabulary), ("signs", signs), ("synonyms", guess.get("synonyms", {}))):
        if not isinstance(table, dict) or not all(map(is_words, table.values())):
            yield f"{preset.where(f'guess.{name}')}: must give lists of words"
            return
    yield from _sign_faults(preset, "guess", "harmless", guess.get("harmless", []), vocabulary)
    may_be_guessed = {row["code"]: "protected" not in row["flags"].split() for row in preset.categories}
    for code, texts in signs.items():
        if code not in may_be_guessed:
            yield f"{preset.where('guess.signs', code)}: {code!r} is not a category"
        elif not may_be_guessed[code]:
            yield f"{preset.where('guess.signs', code)}: {code!r} is protected: it is heard by [[protected]] alone"
        yield from _sign_faults(preset, "guess.signs", code, texts, vocabulary)


def _sign_faults(preset: Preset, table: str, key: str, signs: Any, vocabulary: dict[str, Any]) -> Iterator[str]:
    for sign in signs if isinstance(signs, list) else ():
        try:
            Danger([("", [str(sign)])], vocabulary=vocabulary)
        except ValueError as error:
            yield f"{preset.where(table, key)}: {error}"
