"""The public list's searches: by stems, by words typed wrong, by filters, in pages; the same rows whichever way is
taken."""

from datetime import timedelta
from unittest.mock import Mock

import pytest

from lapor.core import clock
from lapor.publish import searching
from lapor.publish.filters import Box, Filters
from lapor.publish.models import PublicReport, PublicWord
from lapor.publish.queries import public_list, same_place
from lapor.publish.remaking import remake
from lapor.publish.words import mistakes
from lapor.reports.actions import perform_action
from lapor.reports.workflow.acting import ActData, officer_actor

from .conftest import publish

pytestmark = pytest.mark.django_db
HERE = {"latitude": -6.9932, "longitude": 110.4203}


def numbers(root, **filters):
    rows, _found = public_list(root, Filters(**filters))
    return {row.tracking_id for row in rows}


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("lampo", "lampu", 1), ("lapmu", "lampu", 1), ("", "ab", 2), ("jalan", "jalan", 0), ("jln", "jalan", 2)],
)
def test_mistakes_count_letters_and_swaps(one, other, count):
    assert mistakes(one, other) == mistakes(other, one) == count


def test_words_are_found_by_their_stem(root, make):
    report = make("Genangan air di lampunya, jalan berlubang")
    assert numbers(root, words="menggenang lubang lampu") == {report.tracking_id}
    assert numbers(root, words="banjir") == set()


def test_a_neighbourhood_is_found_however_it_is_written(root, make):
    """An RT is personal data beside its RW, and masked; an RW alone is a place."""
    report = make("Got mampet di RW 06 sejak kemarin")
    make("Got mampet di RW 16")
    for typed in ("RW 6", "rw.06", "got rw 006"):
        assert numbers(root, words=typed) == {report.tracking_id}, typed


@pytest.mark.parametrize("typed", ["lampo jalan", "lapmu", "LAMPPU mati"])
def test_word_typed_wrong_finds_what_was_meant_and_says_so(root, make, typed):
    report = make("Lampu jalan mati di gang mawar")
    rows, found = public_list(root, Filters(words=typed))
    assert [row.tracking_id for row in rows] == [report.tracking_id]
    assert "lampu" in found.mended


def test_known_words_that_stand_together_nowhere_are_not_mended(root, make):
    make("Lampu mati")
    make("Pohon tumbang")
    assert public_list(root, Filters(words="lampu tumbang"))[1].mended == ""


def test_words_that_are_not_published_are_neither_found_nor_offered(root, make, triage):
    hidden = make("Tetangga saya Sukijan berisik", publication="withheld")
    waiting = make("Tetangga saya Sukijan berisik", forwarded=False)
    assert numbers(root, words="sukijan") == numbers(root, words="sukijam") == set()
    assert numbers(root, words=hidden.tracking_id) == {hidden.tracking_id}
    assert waiting.tracking_id in numbers(root)
    assert not PublicWord.objects.filter(word="sukijan").exists()


def test_word_is_forgotten_when_the_text_is_withheld_again(root, make, triage):
    report = make("Jembatan Kalibanteng retak")
    assert PublicWord.objects.filter(word="kalibanteng").exists()
    perform_action(report.pk, "withhold", actor=officer_actor(triage), data=ActData(text="Nama orang"))
    publish(report)
    assert not PublicWord.objects.filter(word="kalibanteng").exists()


def test_filters_narrow(root, make, village):
    now = clock.now()
    one = make("Lampu mati", at=now - timedelta(days=40), channel="phone", area=village)
    other = make("Lampu redup", category="lampu-jalan-mati", channel="web")
    both = {one.tracking_id, other.tracking_id}
    assert numbers(root, words="lampu") == both
    assert (
        numbers(root, channel="phone")
        == numbers(root, area=village.parent_id)
        == numbers(root, area=village.code)
        == {one.tracking_id}
    )
    assert numbers(root, category="lampu-jalan-mati") == {other.tracking_id}
    assert numbers(root, category="tidak-ada") == set()
    assert numbers(root, since=(now - timedelta(days=10)).date()) == {other.tracking_id}
    assert numbers(root, until=(now - timedelta(days=10)).date()) == {one.tracking_id}
    assert numbers(root, state="open") == both
    assert numbers(root, state="closed") == set()
    assert numbers(root, words="lampu -redup") == {one.tracking_id}
    assert numbers(root, words="redup or jembatan") == {other.tracking_id}


@pytest.mark.parametrize(
    "asked",
    [{"words": "lampu"}, {"state": "open", "kind": "complaint"}, {"words": "lampu", "category": "lampu-jalan-baru"}],
)
@pytest.mark.parametrize("rare", [0, 5000])
def test_pages_give_every_report_once_whichever_way_is_taken(root, make, monkeypatch, asked, rare):
    monkeypatch.setattr(searching, "RARE", rare)
    monkeypatch.setattr(searching, "MOST_RARE", rare)
    made = [make(f"Lampu nomor {n}", at=clock.now() - timedelta(hours=9 - n)).tracking_id for n in range(5)]
    seen, after = [], ""
    for _ in range(4):
        rows, found = public_list(root, Filters(**asked), after=after, size=2)
        seen += [row.tracking_id for row in rows]
        after = found.next
        if not after:
            break
    assert seen == made[::-1]


def test_search_looks_through_a_share_and_goes_on_from_there(root, make, monkeypatch):
    monkeypatch.setattr(searching, "RARE", -1)
    monkeypatch.setattr(searching, "LOOKED_AT", 2)
    oldest = make("Jembatan retak", at=clock.now() - timedelta(days=3))
    for hours in (5, 4):
        make("Lampu mati", at=clock.now() - timedelta(hours=hours))
    rows, found = public_list(root, Filters(words="jembatan"))
    assert (rows, found.is_cut) == ([], True)
    rows, found = public_list(root, Filters(words="jembatan"), after=found.next)
    assert [row.tracking_id for row in rows] == [oldest.tracking_id]
    assert (found.next, found.is_cut) == ("", False)


@pytest.mark.parametrize(
    ("words", "looked_at", "by_index"), [("lampu mati", 1, False), ("taman", 1, True), ("taman", 10_000, False)]
)
def test_words_that_like_to_stand_together_are_not_taken_for_rare(root, make, monkeypatch, words, looked_at, by_index):
    """Of a large city: in all of the newest; in one of them, too few for a page; in one, and the page will be full
    soon."""
    index = Mock(wraps=searching._by_index)
    monkeypatch.setattr(searching, "_by_index", index)
    made = [make("Lampu mati"), make("Lampu mati lagi"), make("Lampu taman mati")]
    for name, number in {"RARE": 3, "MOST_RARE": 2, "SAMPLE": 3, "LOOKED_AT": looked_at}.items():
        monkeypatch.setattr(searching, name, number)
    searching.find(root, Filters(words=words), size=1000)
    assert index.called == by_index
    monkeypatch.setattr(searching, "LOOKED_AT", 10_000)
    assert numbers(root, words="taman") == {made[2].tracking_id}


@pytest.mark.parametrize("rare", [-1, 5000])
def test_box_of_the_map_holds_its_own(root, make, monkeypatch, rare):
    monkeypatch.setattr(searching, "RARE", rare)
    inside = make("Lampu mati", **HERE)
    make("Lampu mati", latitude=-7.05, longitude=110.3)
    rows, _found = public_list(root, Filters(), box=Box(110.41, -7.0, 110.43, -6.98))
    assert [row.tracking_id for row in rows] == [inside.tracking_id]


def test_position_nobody_gave_out_is_refused(root, make):
    make("Lampu")
    for filters in (Filters(), Filters(words="lampu")):
        with pytest.raises(ValueError, match="Invalid isoformat"):
            public_list(root, filters, after="gestern|7")


def test_vocabulary_made_anew_is_what_the_events_made(root, make):
    make("Lampu jalan mati, lampu gang juga", **HERE)
    make("Pohon tumbang di jalan")
    kept = set(PublicWord.objects.values_list("word", "stem", "documents"))
    assert ("jalan", "jalan", 2) in kept
    assert ("lampu", "lampu", 1) in kept
    remake()
    assert set(PublicWord.objects.values_list("word", "stem", "documents")) == kept


def test_same_place_holds_the_neighbours_of_the_same_category(root, make, django_assert_num_queries):
    near = make("Lampu mati lagi", latitude=HERE["latitude"] + 0.0005, longitude=HERE["longitude"])
    report = make("Lampu mati", **HERE)
    make("Lampu mati sesudahnya", **HERE)
    make("Lampu jauh", latitude=HERE["latitude"] + 0.002, longitude=HERE["longitude"])
    make("Pohon", category="lampu-jalan-mati", **HERE)
    make("Lampu rahasia", publication="withheld", **HERE)
    row = PublicReport.objects.get(pk=report.pk)
    with django_assert_num_queries(1):
        found = same_place(row)
    assert [one.tracking_id for one in found] == [near.tracking_id]


@pytest.mark.parametrize("asked", ["dalan bolong", "jln bolong", "Dalan Bolong"])
def test_words_that_people_use_find_what_is_written_otherwise(root, make, asked):
    report = make("Jalan berlubang besar")
    rows, found = public_list(root, Filters(words=asked))
    assert ([row.tracking_id for row in rows], found.mended.lower()) == ([report.tracking_id], "jalan lubang")
