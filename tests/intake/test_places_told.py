"""A place that is named beside the trouble is not asked for again: which words name one, and which never do."""

import pytest

from lapor.gateway.messages import Inbound
from lapor.intake.conversations import drafts
from lapor.intake.understanding.sentences import names_place, place_told

NAMED = {
    "lampu mati di Jl. Pandanaran depan SMPN 3": "Jl. Pandanaran depan SMPN 3",
    "lampu jalan di jl pemuda dpn balaikota mati udah 3 malem gelap bgt": "jl pemuda dpn balaikota",
    "Got mampet di Jl. Merbabu": "Jl. Merbabu",
    "POHON TUMBANG DI JL. SETIABUDI MOHON SEGERA": "JL. SETIABUDI",
    "jl.kaligawe banjir lagi": "jl. kaligawe",
    "banjir di jl raya kaligawe sejak subuh": "jl raya kaligawe",
    "Jl. Kartini lampunya mati": "Jl. Kartini",
    "jl kartini lampunya mati": "jl kartini",
    "di jln majapahit ada lubang gede": "jln majapahit",
    "pohon roboh di Jalan Setiabudi, dekat Undip": "Jalan Setiabudi, dekat Undip",
    "gg mawar dekat warung gelap": "gg mawar dekat warung",
}
NOT_NAMED = (
    "jalan rusak",
    "Jalan berlubang",
    "jl berlubang parah",
    "jl depan rumah rusak",
    "jl raya rusak",
    "pohon tumbang nutup jl",
    "Jl. Rusak parah",
    "Lampu mati di depan musala",
    "Di jalan kampung gelap",
    "Lampu jalan mati total",
    "jl ini sering banjir",
    "gang sempit",
    # an exact address, or their own home: only they can say that it is the place
    "Air PDAM mati di Jl. Cendana 5",
    "Di depan rumah saya Jl. Melati got mampet",
    "jl pemuda no 3 banjir",
    "Banjir di Jl. Mawar RT 3 RW 5",
)


@pytest.mark.parametrize(("words", "place"), NAMED.items())
def test_street_that_is_named_is_the_place(words, place):
    assert place_told(words) == place


@pytest.mark.parametrize("words", NOT_NAMED)
def test_trouble_and_home_are_no_place(words):
    assert place_told(words) == ""


def said(*lines):
    draft = drafts.new_draft()
    for number, words in enumerate(lines):
        draft = drafts.with_message(draft, Inbound(external_id=str(number), text=words))
    return draft


def test_words_stay_in_the_text_whatever_place_was_understood():
    draft = said("Lampu jalan mati di Jl. Pandanaran")
    assert (draft.text, draft.address, draft.where) == ("Lampu jalan mati di Jl. Pandanaran", "", "Jl. Pandanaran")
    assert draft.missing() == drafts.CONFIRM


def test_another_street_takes_its_place_and_a_detail_stands_behind_it():
    assert said("Lampu jalan mati di Jl. Pandanaran", "Jl. Pahlawan 3").where == "Jl. Pahlawan 3"
    assert said("Lampu jalan mati di Jl. Pandanaran", "depan masjid").where == "Jl. Pandanaran, depan masjid"


def test_a_place_that_was_said_is_corrected_by_saying_so():
    kept = said("Got mampet di Jl. Pandanaran", "Jl. Pahlawan 3")
    for words in ("bukan, yang benar jl pemuda", "eh keliru, Jl. Pemuda 7", "ralat: jln pemuda"):
        assert drafts.with_message(kept, Inbound(external_id="9", text=words)).where == words
    for words in ("dekat jl pemuda", "Jl. Pemuda juga", "salah jl pemuda berlubang", "alamatnya salah"):
        more = drafts.with_message(kept, Inbound(external_id="9", text=words))
        assert (more.where, more.texts[-1]) == ("Jl. Pahlawan 3", words)


@pytest.mark.parametrize("words", ["di Jl. Pemuda juga banjir", "gelap sekali", "terima kasih ya", "tiga malam"])
def test_what_tells_a_trouble_or_names_nothing_changes_no_place(words):
    draft = said("Lampu jalan mati di Jl. Pandanaran", words)
    assert (draft.where, draft.text) == ("Jl. Pandanaran", f"Lampu jalan mati di Jl. Pandanaran\n{words}")
    assert not names_place(words)


def test_taken_back_words_take_their_place_along():
    draft = said("Lampu jalan mati di Jl. Pandanaran", "gelap sekali")
    assert drafts.without_message(draft, "0").where == ""
    assert drafts.without_message(draft, "0").missing() != drafts.CONFIRM
