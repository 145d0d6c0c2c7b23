"""A template asks a card for a key before it asks for an attribute: what is worked out must not read as a count of
nothing."""

from django.template import Context, Engine

from lapor.measure.scorecards import Scorecard, Stage


def test_template_shows_what_is_worked_out():
    card = Scorecard({"received": 9, "answered": 8, "due": 8, "in_time": 4}, (Stage("answer", 8, 3, 5),), {4: 10})
    words = (
        "{{ card.received }} {{ card.in_time_share }} {{ card.median_of_answers }} {{ card.satisfaction }} {{ card.open"
        " }} {{ card.merged }}"
    )
    assert Engine().from_string(words).render(Context({"card": card}, use_l10n=False)) == f"9 50 3 4.0 {card.open} 0"
