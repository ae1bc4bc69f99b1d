import random

import pytest

from ingest.cleaning import join_broken_words, uniform

SYMBOLS = "≤ ≥ < > ± × ÷ ≈ ≠ μ µ α β γ Δ ° ′ ″ % ‰ ½ ² ³ ₂ ⁵ → ↑ ↓ – — … “ ” ‘ ’ € £ § • ™ ﹤"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("een\r\ntwee", "een\ntwee"),
        ("een\rtwee", "een\ntwee"),
        ("een\ftwee", "een\n\ntwee"),
        ("een\u2028twee", "een\ntwee"),
        ("een\u2029twee", "een\n\ntwee"),
        ("5\u00a0mg", "5 mg"),
        ("5\u202fmg", "5 mg"),
        ("een \t  twee", "een twee"),
        ("  een  \n    twee  ", "  een\n    twee"),
        ("\u00a0\u2003een\u2009twee\u00a0", "  een twee"),
        ("rug\u00adpijn", "rugpijn"),
        ("\ufeffrug\u200bpijn\u2060", "rugpijn"),
        ("o\ufb03cieel, re\ufb02ex, e\ufb00ect, \ufb01bula", "officieel, reflex, effect, fibula"),
        ("patie\u0308nt", "patiënt"),
        ("e\u0301e\u0301n", "één"),
        ("een\n\n\ntwee", "een\n\n\ntwee"),
        ("", ""),
    ],
)
def test_uniform_gives_one_form(raw: str, clean: str) -> None:
    assert uniform(raw) == clean


@pytest.mark.parametrize("symbol", SYMBOLS.split())
def test_uniform_keeps_a_symbol_as_it_is(symbol: str) -> None:
    assert uniform(f"waarde {symbol} 5,3 mmol/l") == f"waarde {symbol} 5,3 mmol/l"


def test_uniform_keeps_the_two_signs_for_micro_apart() -> None:
    assert uniform("\u03bcg \u00b5g") == "\u03bcg \u00b5g"


def test_uniform_twice_is_uniform_once() -> None:
    rng = random.Random(1)
    alphabet = "aé e\u0308\n\r\f\t\u00a0\u00ad\u200b\u2028≤µ\ufb02-."
    for _ in range(300):
        once = uniform("".join(rng.choices(alphabet, k=30)))
        assert uniform(once) == once


@pytest.mark.parametrize(
    ("raw", "mended"),
    [
        ("de ontste-\nking", "de ontsteking"),
        ("de ontste-\n   king", "de ontsteking"),
        ("pro-inflammatoir en pro-\ninflammatoir", "pro-inflammatoir en pro-inflammatoir"),
        ("rugpijn en rug-\npijn en rug-pijn", "rugpijn en rugpijn en rug-pijn"),
        ("NSAID-\ngebruik", "NSAID-gebruik"),
        ("niet-\nNederlands", "niet-Nederlands"),
        ("gewrichts-\nen zenuwmobilisatie", "gewrichts- en zenuwmobilisatie"),
        ("nek-\nof rugpijn", "nek- of rugpijn"),
        ("been-\nnoch rugpijn", "been- noch rugpijn"),
        ("nek- en rugpijn", "nek- en rugpijn"),
        ("nek -\nrug", "nek -\nrug"),
        ("uitval-\n\nNieuwe alinea", "uitval-\n\nNieuwe alinea"),
        ("een lange-\ntermijneffect", "een langetermijneffect"),
        ("IL-\n6 en L4-\nL5", "IL-6 en L4-L5"),
        ("20-\n35 jaar", "20-35 jaar"),
        ("zenuw-\nc.q. spierpijn", "zenuw- c.q. spierpijn"),
    ],
)
def test_a_broken_word_is_joined_or_keeps_its_hyphen(raw: str, mended: str) -> None:
    assert join_broken_words(raw) == mended


def test_text_without_a_broken_word_stays_as_it_is() -> None:
    text = "Rug- en nekpijn.\nDe zenuw-wortel - los streepje\n- een item\n- nog een"
    assert join_broken_words(text) == text
