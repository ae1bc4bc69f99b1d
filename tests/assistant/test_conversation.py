"""Follow-ups made standalone by rule, and questions that must be left alone."""

import json
import time
from pathlib import Path

import pytest

from assistant.conversation import standalone
from assistant.engine import Assistant
from assistant.retrieval import search
from eval.cases import stems
from eval.gold import load, shipped
from ingest.dutch import Dutch
from tests.eval.test_gold import near_copies

# Follow-ups with the standalone question that a person made of them, and a sentence that answers.
CONVERSATIONS = [
    json.loads(line)
    for line in Path(__file__).with_name("conversations.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def dutch(assistant: Assistant) -> Dutch:
    return assistant.open()[0].dutch


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (
            ["Wat is de incidentie van lagerugpijn?", "En de prevalentie?"],
            "Wat is de prevalentie van lagerugpijn?",
        ),
        (
            ["Wat is de sensitiviteit van HLA-B27?", "en specificiteit"],
            "Wat is de specificiteit van HLA-B27?",
        ),
        (
            ["Helpt acupunctuur bij lagerugpijn?", "En bij nekpijn?"],
            "Helpt acupunctuur bij nekpijn?",
        ),
        (
            ["Helpt acupunctuur bij lagerugpijn?", "En oefentherapie?"],
            "Helpt oefentherapie bij lagerugpijn?",
        ),
        (
            ["Wat is de incidentie van lagerugpijn?", "En de prevalentie?", "En van nekpijn?"],
            "Wat is de prevalentie van nekpijn?",
        ),
        (["Wat zijn gele vlaggen?", "En rode?"], "Wat zijn rode vlaggen?"),
        (["Wat was de primaire uitkomst?", "En de secundaire?"], "Wat was de secundaire uitkomst?"),
        (
            ["Helpt tramadol bij rugpijn?", "En chronische?"],
            "Helpt tramadol bij chronische rugpijn?",
        ),
        (["beloop lrs", "en met parese dan?"], "Beloop lrs met parese?"),
        (["Helpt yoga bij rugpijn?", "En bij ouderen?"], "Helpt yoga bij rugpijn bij ouderen?"),
        (["Wat is het effect na 3 maanden?", "en na een jaar"], "Wat is het effect na een jaar?"),
        (["Helpt kou bij hooikoorts?", "En bij astma?"], "Helpt kou bij astma?"),
        (["Helpt yoga bij rugpijn?", "Hoe zit het met pilates?"], "Helpt pilates bij rugpijn?"),
        (["Helpt yoga bij rugpijn?", "Wat met pilates?"], "Helpt pilates bij rugpijn?"),
        (["Helpt yoga bij rugpijn?", "Hoe staat het met zwemmen?"], "Helpt zwemmen bij rugpijn?"),
        (["Helpt yoga bij rugpijn?", "En dat bij nekpijn?"], "Helpt yoga bij nekpijn?"),
        (
            ["Helpt yoga bij rugpijn?", "Zelfde vraag, maar dan voor nekpijn"],
            "Helpt yoga bij nekpijn?",
        ),
        (["Helpt yoga bij rugpijn?", "Dus niet bij een hernia?"], "Helpt yoga bij een hernia?"),
        (
            ["Helpt yoga bij rugpijn?", "Geldt dat ook voor ouderen met een hernia?"],
            "Helpt yoga bij rugpijn voor ouderen met een hernia?",
        ),
        (
            ["Helpt manuele therapie bij nekpijn?", "Geldt dit ook voor chronische klachten?"],
            "Helpt manuele therapie bij chronische nekpijn?",
        ),
        (["Wat was de SMD van Jansen?", "En die van De Vries?"], "Wat was de SMD van De Vries?"),
        (["Stijgt cortisol na kraken?", "En het adrenaline?"], "Stijgt het adrenaline na kraken?"),
        (["Heeft roken invloed op rust?", "En stress?"], "Heeft stress invloed op rust?"),
        (
            ["Zijn de dierstudies naar ischias blind?", "En de humane studies?"],
            "Zijn de humane studies naar ischias blind?",
        ),
        (
            ["Welke toets is voor de groepen gebruikt?", "Ik bedoel voor de samenhang"],
            "Welke toets is voor de samenhang gebruikt?",
        ),
        (
            ["Hoe vaak opereren bij LRS met uitval?", "en zonder uitval?"],
            "Hoe vaak opereren bij LRS zonder uitval?",
        ),
        (["Helpt yoga bij nekpijn?", "Geldt dat ook bij een LRS?"], "Helpt yoga bij een LRS?"),
        (["Helpt yoga bij back pain?", "What about neck pain?"], "Helpt yoga bij neck pain?"),
        (
            ["Mag een zwangere ibuprofen?", "En paracetamol?", "En in het derde trimester?"],
            "Mag een zwangere paracetamol in het derde trimester?",
        ),
        (
            ["Hoe groot is de kans op chronische klachten bij rugpijn?", "En op een recidief?"],
            "Hoe groot is de kans op een recidief bij rugpijn?",
        ),
    ],
)
def test_an_ellipsis_takes_the_place_of_its_like(
    dutch: Dutch, turns: list[str], expected: str
) -> None:
    assert standalone(turns, dutch) == expected


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (
            ["Wat is de incidentie van nekpijn?", "Nee, ik bedoel de prevalentie"],
            "Wat is de prevalentie van nekpijn?",
        ),
        (
            ["Gaat rugpijn over?", "ik bedoel bij chronische klachten"],
            "Gaat chronische rugpijn over?",
        ),
        (["Helpt PRF?", "Sorry, ik bedoel TESI"], "Helpt TESI?"),
        (["Helpt rust bij een hernia?", "nee, bij een nekhernia"], "Helpt rust bij een nekhernia?"),
        (["Helpt rust bij een hernia?", "nekhernia bedoel ik"], "Helpt rust bij een nekhernia?"),
        (["Helpt rust bij een LRS?", "niet LRS maar nekpijn"], "Helpt rust bij een nekpijn?"),
    ],
)
def test_a_correction_takes_the_place_of_what_it_corrects(
    dutch: Dutch, turns: list[str], expected: str
) -> None:
    assert standalone(turns, dutch) == expected


@pytest.mark.parametrize(
    ("turns", "subject"),
    [
        (
            ["Werkt mindfulness bij chronische lagerugpijn?", "Hoe groot was die groep?"],
            "mindfulness",
        ),
        (
            ["Wanneer opereren bij een cauda-equinasyndroom?", "Waarom is dat?"],
            "cauda-equinasyndroom",
        ),
        (["Wat is centrale sensitisatie?", "Wat zijn de oorzaken?"], "sensitisatie"),
        (["tesi bij hernia, werkt dat", "en hoe lang dan?"], "(over: tesi, hernia)"),
        (["Moet ik een scan bij een hernia?", "Waarom niet?"], "(over: scan, hernia)"),
        (["Wat zijn de bijwerkingen van TESI?", "Hoe vaak komen die voor?"], "bijwerkingen"),
        (["Is röntgen goed bij LRS?", "Kun je er breuken mee uitsluiten?"], "(over: röntgen, LRS)"),
        (["Wat is de methode Marsman?", "Is het bewezen?"], "(over: methode Marsman)"),
        (["Helpt PRF bij ischias?", "En afgezet tegen TESI?"], "(over: PRF, ischias)"),
        (["Wat is de prognose van LRS?", "Helpt fysiotherapie?"], "(over: LRS)"),
        (["Helpt rust bij een LRS?", "Moet hij naar de neuroloog?"], "(over: rust, LRS)"),
        (["Helpt yoga bij een LRS?", "Welk deel betaalt de kas daarvan?"], "(over: yoga, LRS)"),
        (["Helpt yoga bij een LRS?", "Zegt die studie dat?"], "(over: yoga, LRS)"),
        (["Helpt rust bij een LRS?", "en bij hen"], "(over: rust, LRS)"),
        (["Wie stelt de diagnose LRS?", "Op grond waarvan?"], "(over: diagnose LRS)"),
        (["Komt nekpijn vaak voor?", "Hoe vaak dan, bij de huisarts?"], "(over: nekpijn)"),
        (["Wat is de waarde van de SLR?", "Hoe voer je die uit?"], "SLR"),
        (["Helpt yoga bij nekpijn?", "Bron?"], "(over: yoga, nekpijn)"),
        (["Helpt yoga bij nekpijn?", "Maakt leeftijd daarbij uit?"], "(over: yoga, nekpijn)"),
        (["Helpt yoga bij nekpijn?", "En als het om de pijn gaat?"], "(over: yoga, nekpijn)"),
        (["Zijn manuele behandelingen duur?", "Is het dat waard?"], "manuele behandelingen"),
    ],
)
def test_a_question_that_points_back_gets_the_subject_added(
    dutch: Dutch, turns: list[str], subject: str
) -> None:
    read = standalone(turns, dutch)
    assert read.startswith(turns[-1].rstrip("?"))
    assert subject in read


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (
            ["Wat is het verschil tussen TESI en PRF bij LRS?", "Hoe vaak helpt de eerste?"],
            "Hoe vaak helpt TESI? (over: LRS)",
        ),
        (["Ik twijfel tussen yoga en pilates.", "Helpt de laatste?"], "Helpt pilates?"),
        (
            ["Er zijn twee soorten, rust plus fysio en yoga plus fysio.", "Helpt de tweede?"],
            "Helpt yoga plus fysio? (over: twee soorten)",
        ),
        (["Wat is beter, rust of yoga?", "Hoelang dan?", "En de tweede?"], "En yoga?"),
    ],
)
def test_one_of_several_things_gets_its_name(dutch: Dutch, turns: list[str], expected: str) -> None:
    assert standalone(turns, dutch) == expected


def test_the_subject_is_kept_from_turn_to_turn_and_does_not_grow(dutch: Dutch) -> None:
    turns = ["Wat zie je op een foto bij spondylodiscitis?", "Hoelang duurt dat?", "En met MRI?"]
    assert standalone(turns, dutch) == "Hoelang duurt dat? (over: MRI, spondylodiscitis)"
    once = standalone([turns[0], "En daarvan?"], dutch)
    assert standalone([turns[0], *["En daarvan?"] * 5], dutch) == once


def test_the_subject_may_be_two_turns_back(dutch: Dutch) -> None:
    turns = ["Welke therapie helpt bij rugpijn?", "Wat kreeg de controlegroep?", "Hoe lang?"]
    assert standalone(turns, dutch) == "Hoe lang? (over: therapie, rugpijn)"
    turns = ["Helpt kraken bij rugpijn?", "En zolen?", "Terug naar het kraken: is dat veilig?"]
    assert standalone(turns, dutch).endswith("(over: kraken, rugpijn)")


def test_the_subject_is_kept_over_what_says_nothing(dutch: Dutch) -> None:
    between = ["Dank je wel, duidelijk!", "ok", "👍", "...", "", "Ik heet Jan."]
    turns = ["Wat is de methode Marsman?", *between, "en hoe werkt dat?"]
    assert standalone(turns, dutch) == "en hoe werkt dat? (over: methode Marsman)"
    assert standalone(["Helpt yoga bij rugpijn?", "Dank je! 👍 En bij nekpijn?"], dutch) == (
        "Helpt yoga bij nekpijn?"
    )


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        ("Iets anders: wat is een dermatoom?", "Wat is een dermatoom?"),
        ("Dank je. Andere vraag: hoe vaak komt dat voor?", "Hoe vaak komt dat voor?"),
    ],
)
def test_another_subject_leaves_the_turns_before_behind(
    dutch: Dutch, turn: str, expected: str
) -> None:
    assert standalone(["Helpt mindfulness bij een LRS?", turn], dutch) == expected


@pytest.mark.parametrize(
    "turn",
    ["Dank je", "ok", "👍", "?!", "...", "Dank je wel, duidelijk!", "Nee.", "Mijn naam is Jan"],
)
def test_what_is_no_question_is_left_alone(dutch: Dutch, turn: str) -> None:
    assert standalone(["Helpt mindfulness bij een LRS?", turn], dutch) == turn


HOSTILE = ["dat ", "en bij ", "niet a b maar ", "(over: ", "x", ")?", ", ", '"', "en ", "é ", "1 "]
HOSTILE += [
    "geldt dat ook bij ",
    "ziekte van ",
    "terug naar ",
    "ok, ",
    " dan",
    "met een hernia na yoga ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_turn_is_read_fast_and_leaves_the_subject(dutch: Dutch, unit: str) -> None:
    hostile = (unit * 2000)[:2000]
    turns = ["Helpt mindfulness bij een LRS?", hostile, "En bij nekpijn?", hostile, "Hoe lang dan?"]
    assert "nekpijn" in standalone(turns, dutch)
    for many in ([*[hostile] * 50, "En bij nekpijn?"], [turns[0], *[f"en {hostile}?"] * 50]):
        standalone(many, dutch)  # what a first use loads
        assert min(seconds(many, dutch) for _ in range(3)) < 0.02


def seconds(turns: list[str], dutch: Dutch) -> float:
    began = time.process_time()
    standalone(turns, dutch)
    return time.process_time() - began


def test_a_long_conversation_stays_bounded(dutch: Dutch) -> None:
    turns = ["Helpt mindfulness bij een LRS?", *[f"En met kleurtje{n}?" for n in range(500)]]
    assert len(standalone(turns, dutch)) < 1000


def test_conversations_find_what_a_person_would_have_asked(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    first = among = 0
    for row in CONVERSATIONS:
        read, document = standalone(row["turns"], build.dutch), build.document(row["source"])
        place = document.text.index(row["quote"])
        hits = search(build, encoder, read, 3, typed=row["turns"][-1])
        held = [
            hit.passage.document_id == document.id
            and hit.passage.start < place + len(row["quote"])
            and place < hit.passage.end
            for hit in hits
        ]
        first, among = first + held[0], among + any(held)
    assert first >= 0.9 * len(CONVERSATIONS)
    assert among >= 0.95 * len(CONVERSATIONS)


def test_no_gold_question_is_a_near_copy_of_these_conversations() -> None:
    told = [
        stems(text) for row in CONVERSATIONS for text in (" ".join(row["turns"]), row["standalone"])
    ]
    asked = [
        (text, row.id) for row in load(shipped()) for text in {" ".join(row.turns), row.turns[-1]}
    ]
    assert near_copies(asked, told) == []


@pytest.mark.parametrize(
    "question",
    [
        "Is er bewijs voor acupunctuur bij lagerugpijn?",
        "Wat zijn rode vlaggen bij een lumbosacraal radiculair syndroom?",
        "Hoe behandel je patiënten met een HNP die niet opknappen?",
        "Hoe weet ik dat het een hernia is?",
        "Hebben mensen die lang zitten vaker pijn in de rug?",
        "Kruidenthee tegen een stijve rug, heeft dat nut?",
        "Helpt die kruidenthee van de buren tegen een stijve rug?",
        "prevalentie hernia?",
        "Wat is allodynie?",
        "Wat zegt de leidraad over TESI?",
        "Wat zijn de risico's van spondylodese bij scoliose?",
        "Ik ging door mijn rug. Hoe groot is de kans dat ik ermee blijf tobben?",
        "Hoeveel rugpijnpatiënten waren een jaar na hun bezoek opgeknapt?",
        "Allodynie, wat is dat nou precies?",
    ],
)
def test_a_question_with_its_own_subject_is_left_as_it_was_typed(
    dutch: Dutch, question: str
) -> None:
    assert standalone(["Wat is de incidentie van nekpijn?", question], dutch) == question
    assert standalone([question], dutch) == question
