"""What says otherwise of the thing that was asked is shown, and nothing else."""

import pytest

from assistant import disagreement, writer
from assistant.__main__ import printed
from assistant.composer import Asked, Candidate
from assistant.disagreement import Disagreement
from assistant.engine import Assistant
from assistant.web import rendering
from ingest import pipeline
from ingest.passages import Span
from ingest.schema import Document, Passage, Section, Source
from ingest.text import Origins, Text
from tests.assistant.test_writer import Handler, fragment, served

# A question, and sentences of two sources that answer it otherwise.
BETWEEN = [
    (
        "Helpt een korset bij rugpijn?",
        "Het dragen van een korset geeft bij lagerugpijn verlichting van de pijn.",
        "Voor een korset bij lagerugpijn is geen bewijs van effectiviteit.",
    ),
    (
        "Moet er bij een LRS een MRI gemaakt worden?",
        "Bij een lumbosacraal radiculair syndroom is een MRI in de eerste zes weken niet nodig.",
        "Bij een lumbosacraal radiculair syndroom verdient een vroege MRI de voorkeur.",
    ),
    (
        "Is het nut van tractie bewezen?",
        "Tractie is werkzaam gebleken bij radiculaire nekpijn.",
        "Naar het nut van tractie bij radiculaire nekpijn is te weinig onderzoek gedaan.",
    ),
    (
        "Wat is de prevalentie van nekpijn?",
        "De jaarprevalentie van nekpijn in de algemene bevolking ligt tussen 30 en 50%.",
        "Jaarlijks heeft ongeveer 15 tot 20% van de bevolking nekpijn.",
    ),
    (
        "Is tractie aan te raden bij nekpijn?",
        "Tractie wordt bij nekpijn niet aanbevolen, omdat onduidelijk is wat het voordeel is.",
        "Een review beoordeelt tractie bij nekpijn positief.",
    ),
    (
        "Hoeveel mensen hebben na een injectie minder pijn?",
        "Na een injectie had 63% van de patiënten met een LRS 50% minder pijn.",
        "Na een injectie had 30% van de patiënten met een LRS 50% minder pijn.",
    ),
    (
        "Hoe vaak geeft tractie bij nekpijn complicaties?",
        "Van tractie bij nekpijn zijn geen complicaties gemeld.",
        "Bij tractie wegens nekpijn treden vaak complicaties op.",
    ),
    (
        "Hoe lang mag iemand NSAID's gebruiken?",
        "NSAID's worden bij rugpijn maximaal twee weken gegeven.",
        "Geef bij lagerugpijn een NSAID voor ten hoogste 7 dagen.",
    ),
]
# The same of one source, whose author knew both: closer to each other.
WITHIN = [
    (
        "Geeft dexamethason verlichting bij radiculaire pijn?",
        "Dexamethason verminderde de beenpijn bij radiculaire klachten.",
        "De werkzaamheid van dexamethason bij radiculaire pijn staat niet vast.",
    ),
    (
        "Is manuele therapie werkzaam bij nekpijn?",
        "Manuele therapie is bij nekpijn effectiever dan gebruikelijke zorg.",
        "Tussen manuele therapie en gebruikelijke zorg werd bij nekpijn geen verschil gevonden.",
    ),
    (
        "Is de facetgewrichttest betrouwbaar?",
        "De facetprovocatietest is voldoende betrouwbaar.",
        "De betrouwbaarheid van de facetprovocatietest is laag.",
    ),
    (
        "Heeft de leeftijd invloed op het herstel?",
        "Een hogere leeftijd hangt samen met een slechter herstel.",
        "Leeftijd heeft geen voorspellende waarde voor het herstel.",
    ),
]
# A question, and sentences that look as if they said otherwise.
AGREEING = [
    # other patients, animals, another measure
    (
        "Helpt oefentherapie?",
        "Oefentherapie is bij chronische lagerugpijn effectief.",
        "Oefentherapie is bij acute lagerugpijn niet effectiever dan afwachten.",
    ),
    (
        "Daalt IL-6 na mobilisatie?",
        "Bij ratten daalde het IL-6 na mobilisatie.",
        "Bij gezonde vrijwilligers veranderde het IL-6 niet na mobilisatie.",
    ),
    (
        "Hoe accuraat is de Lasègue?",
        "De sensitiviteit van de Lasègue is 91%.",
        "De specificiteit van de Lasègue is 26%.",
    ),
    (
        "Hoe vaak komt rugpijn voor?",
        "Van de mannen heeft 18% rugpijn.",
        "Van de vrouwen heeft 25% rugpijn.",
    ),
    # another time, another comparison
    (
        "Helpt een operatie bij een hernia?",
        "Na drie maanden was de pijn na een operatie minder dan bij afwachten.",
        "Na twee jaar was er tussen operatie en afwachten geen verschil.",
    ),
    (
        "Is gedragstherapie effectief?",
        "Gedragstherapie verbeterde de pijn op korte termijn.",
        "Gedragstherapie had op lange termijn geen effect meer op de pijn.",
    ),
    (
        "Is manipulatie beter?",
        "Manipulatie werkte beter dan placebo.",
        "Manipulatie werkte niet beter dan mobilisatie.",
    ),
    # advice, and a change in the body
    (
        "Is manipulatie aan te raden bij rugpijn?",
        "Manipulatie wordt bij rugpijn niet aanbevolen.",
        "Na manipulatie steeg bij rugpijn het cortisol.",
    ),
    # another thing
    (
        "Wat is de invloed van roken en overgewicht?",
        "Roken hangt samen met rugpijn.",
        "Overgewicht hangt niet samen met rugpijn.",
    ),
    # the same said twice, and a figure within a range
    (
        "Zijn opioïden aangewezen?",
        "Opioïden worden bij chronische rugpijn niet aanbevolen.",
        "Opioïden hebben bij chronische rugpijn geen bewezen meerwaarde.",
    ),
    (
        "Hoe vaak komt nekpijn voor?",
        "De prevalentie van nekpijn is 10-20%.",
        "De prevalentie van nekpijn is 15%.",
    ),
    # not what was asked
    (
        "Wanneer is manuele therapie ontstaan?",
        "Manuele therapie is bij nekpijn effectiever dan gebruikelijke zorg.",
        "Tussen manuele therapie en gebruikelijke zorg werd bij nekpijn geen verschil gevonden.",
    ),
]


def stretch(id: str, sentence: str, text: str) -> Candidate:
    """A sentence as a candidate, of a document with this text."""
    section = Section("", "", 0, 0, len(text))
    document = Document(id, text, (section,), Source(title=id), Origins.of(Text.read(text)))
    passage = Passage(f"{id}:0", id, "", None, 0, len(text), text, "prose")
    start = text.index(sentence)
    return Candidate(document, passage, Span(start, start + len(sentence)), 1.0)


def found(question: str, candidates: list[Candidate], assistant: Assistant) -> list[Disagreement]:
    build, encoder = assistant.open()
    asked = Asked(question, build)
    return disagreement.find(asked, candidates, candidates[:1], [], build, encoder)


def of_two(one: str, other: str) -> list[Candidate]:
    return [stretch("een", one, one), stretch("twee", other, other)]


def of_one(*said: str) -> list[Candidate]:
    text = " ".join(said)
    first = stretch("een", said[0], text)
    starts = [text.index(sentence) for sentence in said]
    spans = [
        Span(start, start + len(sentence)) for start, sentence in zip(starts, said, strict=True)
    ]
    return [first, *(Candidate(first.document, first.passage, span, 1.0) for span in spans[1:])]


@pytest.mark.parametrize(("question", "one", "other"), [*BETWEEN, *WITHIN])
def test_two_sources_that_say_otherwise_are_shown(
    question: str, one: str, other: str, assistant: Assistant
) -> None:
    candidates = of_two(one, other)
    [told] = found(question, candidates, assistant)
    assert [side.text for side in told.sides] == [one, other]
    [again] = found(question, candidates[::-1], assistant)
    assert [side.text for side in again.sides] == [other, one]


@pytest.mark.parametrize(("question", "one", "other"), WITHIN)
def test_a_source_that_says_otherwise_of_the_same_is_shown(
    question: str, one: str, other: str, assistant: Assistant
) -> None:
    [told] = found(question, of_one(one, other), assistant)
    assert [side.text for side in told.sides] == [one, other]


@pytest.mark.parametrize(("question", "one", "other"), AGREEING)
def test_what_speaks_of_something_else_is_not(
    question: str, one: str, other: str, assistant: Assistant
) -> None:
    assert found(question, of_two(one, other), assistant) == []
    assert found(question, of_one(one, other), assistant) == []


REPORTS = [
    "De resultaten van tractie bij nekpijn spreken elkaar tegen.",
    "Over het effect van tractie bij nekpijn zijn studies niet eenduidig.",
    "Het bewijs voor tractie bij nekpijn is inconsistent.",
]


@pytest.mark.parametrize("report", REPORTS)
def test_a_contradiction_that_is_told_is_shown_with_what_it_is_about(
    report: str, assistant: Assistant
) -> None:
    said = ["Tractie verlicht nekpijn.", "Tractie bij nekpijn is onderzocht.", "Rust is prettig."]
    told = found("Helpt tractie bij nekpijn?", of_one(*said, report), assistant)
    assert [*said[:2], report] in [[side.text for side in one.sides] for one in told]


@pytest.mark.parametrize("report", REPORTS)
def test_a_contradiction_that_the_answer_quotes_anyhow_is_no_more_than_that(
    report: str, assistant: Assistant
) -> None:
    assert (
        found("Helpt tractie bij nekpijn?", of_one(report, "Tractie duurt kort."), assistant) == []
    )


def test_a_contradiction_about_something_else_is_not_told(assistant: Assistant) -> None:
    candidates = of_one(
        "Tractie verlicht nekpijn.", "De bron spreekt zichzelf tegen over het aantal deelnemers."
    )
    assert found("Helpt tractie bij nekpijn?", candidates, assistant) == []


PAPERS = {
    "voor": (
        "# Kinkhoest\n\n- Jaar: 2019\n\nErytromycine verkort bij kinkhoest de duur van de hoest. "
        "Erytromycine wordt bij kinkhoest aanbevolen.\n"
    ),
    "tegen": (
        "# Hoesten\n\nErytromycine wordt bij kinkhoest niet aanbevolen (Smit 2021). "
        "Hoestdrank <b>smaakt</b> zoet.\n"
    ),
}
QUESTION = "Wordt erytromycine aanbevolen bij kinkhoest?"


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over two papers that contradict each other."""
    folder = tmp_path_factory.mktemp("divided")
    for name, text in PAPERS.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    pipeline.ingest([folder / f"{name}.md" for name in PAPERS], folder / "index")
    return Assistant(folder / "index")


def test_both_sides_are_quoted_and_told(divided: Assistant) -> None:
    answer = divided.ask([QUESTION])
    [conflict] = answer.conflicts
    quotes = [citation.quote for citation in disagreement.sides(answer, conflict)]
    assert any("kinkhoest aanbevolen" in quote for quote in quotes)
    assert any("niet aanbevolen" in quote for quote in quotes)
    assert disagreement.headline(answer, conflict).startswith("De bronnen verschillen over ")
    assert answer.as_line("q")["conflicts"] == [
        {"about": conflict.about, "statements": list(conflict.statements)}
    ]


def test_a_source_alone_has_no_conflict(divided: Assistant) -> None:
    assert divided.ask([QUESTION], ["voor"]).conflicts == ()


def test_a_disagreement_is_shown_side_by_side(divided: Assistant) -> None:
    answer = divided.ask([QUESTION])
    [conflict] = answer.conflicts
    told = disagreement.headline(answer, conflict)
    build, _ = divided.open()
    terminal = printed(answer, build)
    chat = rendering.turn(rendering.Asked(QUESTION, None), answer, build, 0)
    assert f"{told}:" in terminal
    assert f'<section class="oneens"><h3>{told}</h3>' in chat
    for citation in disagreement.sides(answer, conflict):
        assert f"[{citation.number}] {citation.title} (jaar onbekend):" in terminal
        assert f"[{citation.number}]</a> {citation.title} (jaar onbekend)</p>" in chat
    assert "<b>" not in chat


def test_the_side_that_a_model_leaves_out_is_quoted(
    divided: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reply(handler: Handler) -> None:
        key, _ = fragment(handler.prompt, "niet aanbevolen")
        handler.say(f"Erytromycine wordt bij kinkhoest niet aanbevolen [{key}].")

    with served(reply) as server:
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", server.url)
        index = divided.open()[0].folder.parent.parent
        answer = Assistant(index, writer.from_environment).ask([QUESTION])
    [conflict] = answer.conflicts
    sides = [answer.statements[at].text for at in conflict.statements]
    assert "Erytromycine wordt bij kinkhoest niet aanbevolen." in sides  # the model's
    assert any("kinkhoest aanbevolen" in side for side in sides)
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))


def candidate(number: int, length: int) -> Candidate:
    """A stretch of so many words."""
    text = " ".join([f"woord{number}"] * length)
    section = Section("", "", 0, 0, len(text))
    passage = Passage(f"d:{number}", "d", "", None, 0, len(text), text, "prose")
    document = Document("d", text, (section,), Source(title="D"), Origins.of(Text.read(text)))
    return Candidate(document, passage, Span(0, len(text)), 1.0)


def test_both_sides_take_the_place_of_the_least_of_the_others() -> None:
    best, second, third, fourth, fifth, side = (candidate(number, 20) for number in range(6))
    chosen = [best, second, third, fourth, fifth]
    found = [Disagreement("het effect van x", (third, side))]
    assert disagreement.beside(chosen, []) == chosen
    assert disagreement.beside(chosen, found) == [best, second, third, fourth, side]
    long = candidate(6, 130)
    assert disagreement.beside([long], []) == [long]
    assert disagreement.beside([long, second, third], found) == [long, third, side]
