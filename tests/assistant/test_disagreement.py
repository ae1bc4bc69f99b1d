"""Two claims clash where they say otherwise about one thing, and nowhere else."""

from itertools import product

import pytest

import app
from assistant import disagreement, writer
from assistant.__main__ import printed
from assistant.claims import read
from assistant.composer import Candidate
from assistant.disagreement import Disagreement
from assistant.engine import Assistant
from ingest import pipeline
from ingest.passages import Span
from ingest.schema import Document, Passage, Section, Source
from ingest.text import Origins, Text
from tests.assistant.test_writer import Handler, fragment, served

# Sentences that say otherwise about one thing, and the point on which they do.
CLASHING = [
    (
        "Metformine wordt aanbevolen bij diabetes type 2.",
        "Metformine wordt niet aanbevolen bij diabetes type 2.",
        "advies",
    ),
    (
        "Bij acute otitis media worden antibiotica aangeraden.",
        "Bij acute otitis media worden antibiotica ontraden.",
        "advies",
    ),
    (
        "De richtlijn beveelt een longfoto aan bij een pneumonie.",
        "Een longfoto is bij een pneumonie niet geïndiceerd.",
        "advies",
    ),
    (
        "Melatonine verkort de inslaaptijd bij slapeloosheid.",
        "Melatonine had bij slapeloosheid geen effect op de inslaaptijd.",
        "effect",
    ),
    (
        "Glucosamine is werkzaam bij knieartrose (Jansen 2011).",
        "Glucosamine was bij knieartrose niet beter dan placebo (De Boer 2015).",
        "effect",
    ),
    (
        "Tamsulosine bevordert de lozing van ureterstenen.",
        "Of tamsulosine de lozing van ureterstenen bevordert, is onduidelijk.",
        "effect",
    ),
    (
        "Tussen koffie en hartritmestoornissen bestaat een verband.",
        "Tussen koffie en hartritmestoornissen werd geen verband gevonden.",
        "verband",
    ),
    (
        "Paroxetine gaf in het onderzoek vaak bijwerkingen.",
        "Van paroxetine werden in het onderzoek geen bijwerkingen gemeld.",
        "schade",
    ),
    (
        "De meting van de enkel-armindex heeft een hoge betrouwbaarheid.",
        "De meting van de enkel-armindex heeft een lage betrouwbaarheid.",
        "kwaliteit",
    ),
    (
        "De incidentie van gordelroos bij ouderen is 7 per 1000.",
        "Bij ouderen is de incidentie van gordelroos 11 per 1000.",
        "cijfers",
    ),
    (
        "Na een jaar was 40% van de rokers met varenicline gestopt.",
        "Met varenicline was na een jaar 22-25% van de rokers gestopt.",
        "cijfers",
    ),
    (
        "De startdosering van prednison is 30 mg per dag.",
        "De startdosering van prednison is 40 mg per dag.",
        "cijfers",
    ),
]
# Sentences that look alike, and don't contradict each other.
AGREEING = [
    # another population
    (
        "Metformine wordt aanbevolen bij diabetes type 2.",
        "Metformine wordt niet aanbevolen bij nierfalen.",
    ),
    (
        "Ibuprofen wordt aanbevolen bij migraine.",
        "Ibuprofen wordt bij zwangeren met migraine niet aanbevolen.",
    ),
    (
        "Capsaïcine hielp bij acute jeuk.",
        "Capsaïcine hielp niet bij chronische jeuk.",
    ),
    (
        "Zink verkort in dierstudies de wondgenezing.",
        "Zink had bij patiënten geen effect op de wondgenezing.",
    ),
    ("Van de mannen had 12% jicht.", "Van de vrouwen had 3% jicht."),
    # another outcome
    (
        "Semaglutide heeft een gunstig effect op het gewicht.",
        "Semaglutide heeft geen effect op de botdichtheid.",
    ),
    ("De sensitiviteit van de sneltest is 85%.", "De specificiteit van de sneltest is 97%."),
    # another time
    (
        "Na 6 weken verminderde duloxetine de klachten.",
        "Na 12 maanden verminderde duloxetine de klachten niet.",
    ),
    ("Na 3 maanden was 60% klachtenvrij.", "Na 2 jaar was 81% klachtenvrij."),
    # another unit
    ("De dosering van ijzer is 100 mg per dag.", "De behandeling met ijzer duurt 3 maanden."),
    # another comparison
    (
        "Sertraline werkte beter dan placebo.",
        "Sertraline werkte niet beter dan cognitieve gedragstherapie.",
    ),
    # another treatment
    (
        "Salbutamol wordt aanbevolen bij een astma-aanval.",
        "Antibiotica worden niet aanbevolen bij een astma-aanval.",
    ),
    # a rule and its exception, the same said twice, and a figure within a range
    (
        "Een echo wordt bij galstenen niet aanbevolen.",
        "Een echo wordt bij galstenen alleen overwogen bij koorts.",
    ),
    (
        "Vitamine C helpt niet tegen verkoudheid.",
        "Van vitamine C is bij verkoudheid geen effect aangetoond.",
    ),
    ("De prevalentie van eczeem is 10-20%.", "De prevalentie van eczeem is 15%."),
]


def point(one: str, other: str, assistant: Assistant) -> str | None:
    """The point on which two sentences clash."""
    build, _ = assistant.open()
    pairs = product(read(one, build.dutch), read(other, build.dutch))
    found = [disagreement.clash(a, b, 0.0, build.idf) for a, b in pairs]
    return next((clash[0] for clash in found if clash), None)


@pytest.mark.parametrize(("one", "other", "expected"), CLASHING)
def test_what_says_otherwise_of_one_thing_clashes(
    one: str, other: str, expected: str, assistant: Assistant
) -> None:
    assert point(one, other, assistant) == point(other, one, assistant) == expected


@pytest.mark.parametrize(("one", "other"), AGREEING)
def test_what_speaks_of_something_else_does_not(one: str, other: str, assistant: Assistant) -> None:
    assert point(one, other, assistant) is None
    assert point(other, one, assistant) is None


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
    assert "De bronnen verschillen over het advies over" in disagreement.headline(answer, conflict)
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
    terminal, chat = printed(answer, build), app.as_markdown(answer, build)
    panel = app.as_cards(answer, build)
    assert f"{told}:" in terminal
    assert told in chat.replace("\\", "")
    assert panel.startswith(f'<section class="oneens"><h3>{told}</h3>')
    for citation in disagreement.sides(answer, conflict):
        assert f"[{citation.number}] {citation.title} (jaar onbekend):" in terminal
        assert f"[{citation.number}] {citation.title} (jaar onbekend)</p>" in panel
    assert "<b>" not in panel


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
    best, second, third, fourth, side = (candidate(number, 20) for number in range(5))
    chosen = [best, second, third, fourth]
    found = [Disagreement("het effect van x", (third, side))]
    assert disagreement.beside(chosen, []) == chosen
    assert disagreement.beside(chosen, found) == [best, second, third, side]
    long = candidate(5, 130)
    assert disagreement.beside([long], []) == [long]
    assert disagreement.beside([long, second, third], found) == [long, third, side]
