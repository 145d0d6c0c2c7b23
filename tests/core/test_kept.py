"""What a process believes for some seconds."""

from itertools import count

from lapor.core import kept
from lapor.core.kept import Kept


def test_value_is_made_once_until_it_is_old(monkeypatch):
    monkeypatch.setattr(kept, "SECONDS", 60.0)
    numbers = count()
    known = Kept[str, int](lambda _key: next(numbers))
    assert (known.get("a"), known.get("a"), known.get("b")) == (0, 0, 1)
    monkeypatch.setattr(kept, "SECONDS", 0.0)
    assert known.get("a") == 2


def test_strangers_who_ask_for_any_name_fill_no_memory(monkeypatch):
    monkeypatch.setattr(kept, "SECONDS", 60.0)
    known = Kept[int, int](lambda key: key)
    for number in range(kept.MOST * 3):
        known.get(number)
    assert len(known._known) <= kept.MOST
