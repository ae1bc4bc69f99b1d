"""What can be quoted: whole sentences, with what they need to be true on their own."""

from pathlib import Path

from assistant.stretches import quotable
from ingest import documents, passages
from ingest.documents import File


def quotes(tmp_path: Path, text: str) -> list[str]:
    """The stretches that can be quoted from a text of one section."""
    path = tmp_path / "tekst.md"
    path.write_text(f"## Kop\n\n{text}\n", encoding="utf-8")
    document = documents.read(File(path, "tekst"), None)
    (passage,) = passages.split(document)
    return [document.text[span.start : span.end] for span in quotable(document, passage)]


def test_a_sentence_is_quoted_whole_and_the_heading_is_not(tmp_path: Path) -> None:
    assert quotes(tmp_path, "Rust helpt niet. Bewegen helpt wel.") == [
        "Rust helpt niet.",
        "Bewegen helpt wel.",
    ]


def test_an_exception_goes_with_the_sentence_before_it(tmp_path: Path) -> None:
    text = "Een foto is niet nodig. Echter, bij koorts is een foto wel nodig. Bewegen mag."
    assert quotes(tmp_path, text)[0].endswith("wel nodig.")


def test_a_sentence_that_points_back_goes_with_the_one_before_it(tmp_path: Path) -> None:
    text = "Opioïden zijn een laatste stap. Dit geldt niet bij kanker."
    assert quotes(tmp_path, text) == [text]


def test_an_exception_in_mid_sentence_goes_with_the_sentence_before_it(tmp_path: Path) -> None:
    text = "Normale waarden zijn gunstig. Ze sluiten een infectie echter niet uit."
    assert quotes(tmp_path, text) == [text]


def test_a_reference_goes_with_the_sentence_that_it_is_of(tmp_path: Path) -> None:
    text = "Rust helpt niet. (Smit, 2020). Bewegen helpt wel. (Jansen 2019; Bakker 2021)"
    assert quotes(tmp_path, text) == [
        "Rust helpt niet. (Smit, 2020).",
        "Bewegen helpt wel. (Jansen 2019; Bakker 2021)",
    ]


def test_what_points_back_in_mid_sentence_goes_with_the_one_before_it(tmp_path: Path) -> None:
    for last in (
        "Na drie maanden en ook nog na een heel jaar was dit 64%.",
        "Voor oefentherapie vonden zij twee trials.",
        "Bij deze patiënten is de kans kleiner.",
        "Rust wordt daarom niet aanbevolen.",
        "De kans op herstel binnen drie maanden ligt dus hoger.",
    ):
        text = f"Smit onderzocht 63 patiënten met pijn. {last}"
        assert quotes(tmp_path, text) == [text], last


def test_what_opens_a_paragraph_may_point_back_over_it(tmp_path: Path) -> None:
    text = "Een meta-analyse was mogelijk.\n\nHieruit bleek dat rust niet helpt."
    assert quotes(tmp_path, text) == [text]


def test_what_needs_nothing_stands_alone(tmp_path: Path) -> None:
    for last in (
        "In dit artikel staan de oorzaken.",
        "Deze leidraad gaat over pijn.",
        "Patiënten moeten weten dat zij mogen bewegen.",
        "De pijn zit in het been, dus niet in de rug.",
    ):
        assert quotes(tmp_path, f"Rust helpt niet. {last}") == ["Rust helpt niet.", last]


def test_a_list_goes_with_the_sentence_that_opens_it(tmp_path: Path) -> None:
    text = "Vraag naar:\n\n- koorts\n- gewichtsverlies\n\nEen foto is niet nodig."
    found = quotes(tmp_path, text)
    assert found == ["Vraag naar:\n\n- koorts\n- gewichtsverlies", "Een foto is niet nodig."]
