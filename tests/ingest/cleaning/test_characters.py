import random

import pytest

from ingest.cleaning import uniform
from ingest.text import Text

SYMBOLS = "≤ ≥ < > ± × ÷ ≈ ≠ − μ µ α β γ χ Δ ° ′ ″ % ‰ ½ ² ³ ₂ ⁵ → ↑ ↓ – — … “ ” ‘ ’ € £ § • ™ ﹤"


@pytest.mark.parametrize(
    ("raw", "form"),
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
        ("rug\u00ad\npijn", "rug-\npijn"),
        ("rug\x02\npijn", "rug-\npijn"),
        ("\ufeffrug\u200bpijn\u2060", "rugpijn"),
        ("\u202arugpijn\u202c", "rugpijn"),
        ("pro\u2011actief, nek\u2010schouder", "pro-actief, nek-schouder"),
        ("o\ufb03cieel, re\ufb02ex, e\ufb00ect, \ufb01bula", "officieel, reflex, effect, fibula"),
        ("p\u0133n", "pijn"),
        ("patie\u0308nt", "patiënt"),
        ("e\u0301e\u0301n", "één"),
        ("\uf0b7 rust\n\uf0a7 bewegen", "• rust\n• bewegen"),
        ("waarde \uf0a3 5", "waarde \uf0a3 5"),
        ("neuro- \nimmuun, nek- \t \nen", "neuro- \nimmuun, nek- \nen"),
        ("een - \ntwee, drie- ", "een -\ntwee, drie-"),
        ("een\n\n\ntwee", "een\n\n\ntwee"),
        ("", ""),
    ],
)
def test_uniform_gives_one_form(raw: str, form: str) -> None:
    assert uniform(Text.read(raw)).string == form


@pytest.mark.parametrize("symbol", SYMBOLS.split())
def test_uniform_keeps_a_symbol_as_it_is(symbol: str) -> None:
    string = f"waarde {symbol} 5,3 mmol/l"
    assert uniform(Text.read(string)).string == string


def test_uniform_keeps_the_two_signs_for_micro_apart() -> None:
    assert uniform(Text.read("\u03bcg \u00b5g")).string == "\u03bcg \u00b5g"


def test_uniform_twice_is_uniform_once() -> None:
    rng = random.Random(1)
    alphabet = "aé e\u0308\n\r\f\t\u00a0\u00ad\u200b\u2028≤µ\ufb02-.\u2011\uf0b7\n"
    for _ in range(300):
        once = uniform(Text.read("".join(rng.choices(alphabet, k=30))))
        assert uniform(once).string == once.string


def test_uniform_keeps_places() -> None:
    form = uniform(Text.read("e\ufb00ect \u00a0op pijn", page=2))
    place = form.place(form.string.index("pijn"))
    assert place is not None
    assert tuple(place) == (2, 10)
