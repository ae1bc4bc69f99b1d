"""Words as alike as the n-grams that they share: worked out by hand."""

import random
import string
import threading
import time

import pytest

from ingest.spelling import ALIKE, LONGEST, MOST, SHORTEST, Alike, Spelling


def likeness(word: str, term: str) -> float:
    """How much one term is like a word; 0 where it is not found."""
    return dict(Spelling([term]).similar(word)).get(term, 0.0)


@pytest.mark.parametrize(
    ("word", "term", "shared", "both"),
    [
        # <he her ern rna nai ai> and <her hern erna rnai nai>, beside <he her ern rni nia ia> and
        # <her hern erni rnia nia>
        ("hernai", "hernia", 3 + 2, 11 + 11),
        # <pi pij ijl jl> and <pij pijl ijl>, beside <pi pij ijn jn> and <pij pijn ijn>
        ("pijl", "pijn", 2 + 1, 7 + 7),
        # the end of a word counts: <he her ern rni nia and <her hern erni rnia
        ("hernia", "herniaal", 5 + 4, 11 + 15),
        # the start too: pijn jn> in one, not <pi
        ("pijn", "rugpijn", 3 + 2, 7 + 13),
        # four letters of another alphabet
        ("боль", "боли", 2 + 1, 7 + 7),
        ("κνήμη", "κνήμες", 3 + 2, 9 + 11),
    ],
)
def test_likeness_is_twice_the_shared_grams_over_all_grams(
    word: str, term: str, shared: int, both: int
) -> None:
    assert likeness(word, term) == pytest.approx(2 * shared / both)
    assert likeness(term, word) == pytest.approx(2 * shared / both)


def test_what_is_less_alike_is_not_found() -> None:
    # <he her and <her of 11 + 9 grams: 0.3
    assert ALIKE > 2 * 3 / 20
    assert likeness("hernia", "herxx") == 0.0
    assert Spelling(["paracetamol"]).similar("verwijzing") == ()


def test_the_most_alike_comes_first_and_not_more_than_are_asked_for() -> None:
    terms = ["zenuwwortel", *(f"zenuwwortel{letter}" for letter in "abcdfghi"), "zenuwen"]
    found = Spelling(terms).similar("zenuwwortle")
    assert found[0].term == "zenuwwortel"
    assert [alike.likeness for alike in found] == sorted((a.likeness for a in found), reverse=True)
    assert len(found) == MOST


def test_a_word_is_not_like_itself() -> None:
    terms = ["hernia", "hernias", *(f"hernia{letter}" for letter in "bcdefghi")]
    found = Spelling(terms).similar("hernia")
    assert len(found) == MOST
    assert "hernia" not in {alike.term for alike in found}


def test_terms_of_one_likeness_come_in_the_order_of_the_index() -> None:
    assert [a.term for a in Spelling(["pijl", "pijp"]).similar("pijn")] == ["pijl", "pijp"]
    assert [a.term for a in Spelling(["pijp", "pijl"]).similar("pijn")] == ["pijp", "pijl"]


@pytest.mark.parametrize("word", ["", "r", "nek", "arm"])
def test_a_short_word_is_compared_with_nothing(word: str) -> None:
    assert len(word) < SHORTEST
    assert Spelling([f"{word}en", "nekken", "armen"]).similar(word) == ()


def test_short_terms_marks_of_concepts_and_numbers_are_left_out() -> None:
    spelling = Spelling(["nek", "§nekpijn", "1nekpijn", "nekpijn"])
    assert [alike.term for alike in spelling.similar("nekpjin")] == ["nekpijn"]


@pytest.mark.parametrize("terms", [[], ["rug", "nek"], ["§rugpijn", "2020"]])
def test_an_index_without_a_long_word_has_nothing_alike(terms: list[str]) -> None:
    assert Spelling(terms).similar("hernai") == ()


def test_a_gram_that_stands_twice_in_both_is_not_shared_four_times() -> None:
    # <an ana nan ana nas, and <ana anan nana anas: ana counted twice, or once
    assert likeness("ananas", "ananassap") in (
        pytest.approx(2 * (5 + 4) / (11 + 17)),
        pytest.approx(2 * (4 + 4) / (10 + 16)),
    )


def test_nothing_is_more_than_wholly_alike() -> None:
    chance = random.Random(1)
    terms = {"".join(chance.choices("ab", k=chance.randrange(4, 9))) for _ in range(100)}
    spelling = Spelling(sorted(terms))
    found = [alike for word in sorted(terms) for alike in spelling.similar(word)]
    assert all(ALIKE <= alike.likeness <= 1 for alike in found)


def test_a_word_of_ten_thousand_letters_is_cut() -> None:
    letters = "".join(random.Random(2).choices(string.ascii_lowercase, k=10_000))
    spelling = Spelling([letters, letters[:LONGEST], "hernia"])
    began = time.monotonic()
    found = spelling.similar(letters[:LONGEST] + "x" * 9_960)
    assert time.monotonic() - began < 1
    assert [alike.term for alike in found] == [letters, letters[:LONGEST]]
    assert all(alike.likeness > 0.95 for alike in found)


@pytest.mark.parametrize("word", ["𝓱𝓮𝓻𝓷𝓲𝓪", "🙂🙂🙂🙂", "\0\0\0\0", "her\0nia", "’’’’"])
def test_any_characters_are_taken(word: str) -> None:
    spelling = Spelling(["hernia", "𝓱𝓮𝓻𝓷𝓲𝓪𝓼", word])
    assert all(ALIKE <= alike.likeness <= 1 for alike in spelling.similar(word))


def test_many_threads_find_what_one_finds() -> None:
    chance = random.Random(4)
    terms = ["".join(chance.choices("abcdefgh", k=8)) for _ in range(2000)]
    expected = {word: Spelling(terms).similar(word) for word in terms[:40]}
    shared = Spelling(terms)
    found: list[dict[str, tuple[Alike, ...]]] = []

    def work() -> None:
        found.append({word: shared.similar(word) for word in expected})

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8
