"""The figures of the grammar: right, asked back, wrong. `pytest tests/intake/test_grammar.py -s` prints them."""

from collections import Counter

import pytest

from lapor.intake.understanding.commands import Command, order_in
from tests.intake.grammar_held_out import HELD_OUT
from tests.intake.grammar_lines import LINES

MEANT = {"yes": Command.YES, "no": Command.NOT_YET, "words": Command.NONE, "none": Command.NONE}
ASKED = ("yes", "no", "words")  # answers to "is it solved?"
DECIDES = {Command.YES, Command.NOT_YET}


def verdict(line, meaning):
    """Of an answer: right; asked back, though it was meant; wrong, where something is decided that was not said.

    Of others: right, taken for mere words, wrong."""
    heard = order_in(line).command
    if heard == MEANT.get(meaning, meaning):
        return "right"
    if meaning in ASKED:
        return "wrong" if heard in DECIDES else "right" if meaning == "words" else "asked back"
    return "as words" if heard == Command.NONE else "wrong"


def figures(lines):
    found = {}
    for line, meaning in lines:
        found.setdefault(meaning, Counter())[verdict(line, meaning)] += 1
    return found


def printed(name, lines):
    table = figures(lines)
    total = sum(table.values(), Counter())
    answers = sum((table.get(kind, Counter()) for kind in ASKED), Counter())
    for of, counts in ((f"{name}: all lines", total), ("  answers to 'is it solved?'", answers)):
        print(
            f"\n{of} {counts.total()}: "
            + ", ".join(f"{word} {counts[word]}" for word in ("right", "asked back", "as words", "wrong"))
        )
    for kind, counts in table.items():
        print(f"  {kind:9}{dict(counts)}")
    return total, answers


def test_there_are_enough_lines_and_each_is_another():
    assert len(LINES) >= 300
    assert [line for line, times in Counter(LINES).items() if times > 1] == []
    assert len(HELD_OUT) == 60


def test_no_yes_and_no_no_is_made_of_anything_else():
    """The confirmation rate is the figure that everything rests on: wrong is 0, over all lines of every kind, the
    held-out ones too."""
    decided = [
        (line, meaning, order_in(line).command)
        for line, meaning in [*LINES, *HELD_OUT]
        if order_in(line).command in DECIDES
    ]
    assert [one for one in decided if MEANT.get(one[1]) != one[2]] == []


def test_grammar_is_right_on_the_lines_it_is_tuned_to():
    total, answers = printed("tuned to", LINES)
    assert answers["wrong"] == 0
    assert [
        (line, meaning, order_in(line).command) for line, meaning in LINES if verdict(line, meaning) != "right"
    ] == []
    assert total["right"] == total.total()


def test_grammar_is_scored_on_lines_it_never_saw():
    """The figure of 26 November 2026; it may only rise."""
    total, answers = printed("held out", HELD_OUT)
    assert answers["wrong"] == total["wrong"] == 0


@pytest.mark.parametrize("text", ["Belum\n\nSiti Rahayu", "belum, Siti Rahayu"])
def test_name_under_a_message_says_nothing(text):
    assert order_in(text, called="Siti Rahayu").command == Command.NOT_YET
    assert order_in(text).command == Command.NONE


@pytest.mark.parametrize("name", ["Belum", "ya", "tidak ya"])
def test_name_that_is_a_word_of_the_grammar_is_heard(name):
    assert order_in(f"sudah {name}", called=name).command != Command.YES
