import re

import pytest

from ingest.cleaning import known_words
from ingest.cleaning.evidence import Evidence
from ingest.cleaning.slips import Slips
from ingest.schema import Mend
from tests.ingest.cleaning.blocks import cleaned, text


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("patiénten", "patiënten"),
        ("Patiénten", "Patiënten"),
        ("patiéntengroep", "patiëntengroep"),
        ("paresthesieén", "paresthesieën"),
        ("differentiéren", "differentiëren"),
        ("geinnerveerd", "geïnnerveerd"),
        ("richtliinen", "richtlijnen"),
        ("richtliinendatabase", "richtlijnendatabase"),
        ("rijoroekgebied", "rijbroekgebied"),
        ("behandeiing", "behandeling"),
        ("behandeIing", "behandeling"),
        ("syrnptomen", "symptomen"),
        ("onderzock", "onderzoek"),
        ("bchandeling", "behandeling"),
        ("gewrieht", "gewricht"),
        ("vvervelkolom", "wervelkolom"),
        ("ond0rzoek", "ond0rzoek"),
        ("pat1ënten", "patiënten"),
    ],
)
def test_a_slip_is_mended_where_the_word_is_then_known(was: str, now: str) -> None:
    block = cleaned(f"Bij {was} is de pijn het ergst.")
    assert block.text.string == f"Bij {now} is de pijn het ergst."
    assert block.mends == (() if was == now else (Mend(4, was, now),))


def test_an_abbreviation_is_mended_where_it_is_one() -> None:
    assert text("Een MRl of een MRl-scan van de rug.") == "Een MRI of een MRI-scan van de rug."
    assert text("De XYl is gemeten.") == "De XYl is gemeten."
    assert text("De XYl is gemeten.", "Dat is de XYI.") == "De XYI is gemeten."
    assert text("Al met al is het goed.", "De AI is nieuw.") == "Al met al is het goed."


@pytest.mark.parametrize(
    "line",
    [
        "De facetgewrichten, spondylodese en discectomie zijn van belang.",
        "Volgens Laségue, Wurff, Clerc en Barzouhi is het een test.",
        "De nervus ischiadicus en het foramen intervertebrale zijn van belang.",
        "De 0-meting en 1-meting van l0 en I0 zijn niet gelijk.",
        "Het tarief is 10l0 en het nummer is 1l1l1l.",
        "Mail naar p.patiénten@umc.nl of lees www.patiénten.nl van de kliniek.",
        "The patiénten of the clinic and the rnodel for the treatment of pain with this.",
        "Hij zei: ’t is z’n rug, en de hobby’s van 'm.",
        "De patienten en de diagnose zijn bekend.",
    ],
)
def test_what_is_no_slip_stays(line: str) -> None:
    block = cleaned(line)
    assert (block.text.string, block.mends) == (line, ())


def test_hardly_any_unlisted_word_is_taken_for_a_slip() -> None:
    """The lexicon holds hundreds of words of the field that the general list doesn't."""
    from wordfreq import get_frequency_dict

    general = get_frequency_dict("nl", wordlist="large")
    slips = Slips(known_words.KnownWords(general, []), Evidence([]))
    words = set(re.findall(r"[^\W\d_]{4,}", known_words.LEXICON.read_text(encoding="utf-8")))
    unlisted = [word for word in words if word.lower() not in general]
    changed = [word for word in unlisted if slips.mended(word) != word]
    assert len(unlisted) > 1000
    assert len(changed) < 0.005 * len(unlisted)
