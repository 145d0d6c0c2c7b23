"""What the words of an officers' search that found nothing were probably meant to be."""

from lapor.agencies.models import Agency
from lapor.agencies.search_names import known_words
from lapor.publish.filters import plain_words
from lapor.publish.words import mended, unknown_words


def mended_words(root: Agency, words: str) -> str:
    """By the words of published texts and the names of places, offices and officers; "" where nothing is near. Two
    queries."""
    names = known_words(root, with_officers=True)
    unknown = [word for word in unknown_words(root, plain_words(words).needed) if word not in names]
    return mended(root, words, unknown, names=names)
