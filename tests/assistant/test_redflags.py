"""A patient with red flags gets a warning that rests on the documents; who has none gets none."""

import pytest

from assistant import redflags
from assistant.engine import Assistant


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Man, 52, sinds gisteren rijbroekanesthesie en rugpijn. Beleid?", "rijbroek"),
        ("alles tussen mijn benen voelt verdoofd en plassen lukt amper", "plassen"),
        ("hernia pt kan niet plassen, scan regelen?", "plassen"),
        ("48-year-old man with sciatica can't urinate since this morning. What now?", "plassen"),
        ("pt verliest urine sinds gisteren, ischias bdz", "urine"),
        ("Man van 45 met hernia en een cauda-equinasyndroom, wanneer opereren?", "cauda"),
        ("progressieve parese been sinds 2 dagen bij ischias, opereren?", "kracht"),
        ("mijn man zijn been wordt steeds zwakker en hij heeft een hernia", "kracht"),
        ("ischias; kracht 2/5 voetheffers; wanneer chirurg?", "kracht"),
        ("Nekpijn en sinds maanden onhandige handen, man van 67", "ruggenmerg"),
        ("58 jr, lrp + koorts 39, wat nu", "koorts"),
        ("Dag collega, mijne patient heeft lage rugpijn en koorts sedert drie dagen", "koorts"),
        ("70 year old with back pain, fever and chills. What imaging?", "koorts"),
        ("Geen trauma, maar wel koorts en rugpijn bij een man van 60", "koorts"),
        ("ik heb rugpijn en ben 8 kilo kwijt zonder reden", "gewichtsverlies"),
        ("dhr 71, prostaatca gehad, nu rugpijn 's nachts", "kanker"),
        ("In 2015 borstkanker gehad, nu ischias, vrouw 63", "kanker"),
        ("Vrouw 74 met osteoporose, na een val rugpijn", "val"),
        ("koorst en rugpijn bij iv drugsgebruiker", "koorts"),
        ("patient met rugpijn en plast neit meer sinds gisteren", "plassen"),
        ("kan mijn pis niet ophouden en mijn zitvlak voelt verdoofd", "rijbroek"),
        ("ik heb mijn stoelgang niet meer onder controle en rugpijn", "ontlasting"),
        ("pt kan niet meer op tenen staan, uitval neemt toe, lrs re", "kracht"),
        ("Vrouw met LRS en beiderzijdse uitval van de benen", "beide kanten"),
        ("nekklachten en loopstoornis, vallen over eigen voeten", "ruggenmerg"),
        ("77-jarige man, longcarcinoom, thoracale rugpijn in rust", "kanker"),
        ("dame met osteoporose, plots hevige rugpijn na bukken", "broos"),
        ("75 jaar, scheurende pijn in de rug, kloppende zwelling in de buik", "aorta"),
        ("cauda-equina syndroom vermoed, hoe snel verwijzen?", "cauda"),
        ("Mijn moeder van 82 is van de trap gevallen en heeft nu rugpijn", "val"),
    ],
)
def test_a_patient_with_a_red_flag_is_noticed(
    assistant: Assistant, question: str, named: str
) -> None:
    assert named in " ".join(redflags.described(question, assistant.open()[0]))


@pytest.mark.parametrize(
    "question",
    [
        "Wat zijn rode vlaggen bij lagerugpijn?",
        "Wat is de sensitiviteit van koorts bij spondylodiscitis?",
        "Wat is een caudasyndroom?",
        "Mijn patient vraagt wat een cauda-equinasyndroom is",
        "What are the red flags for cauda equina syndrome?",
        "Is koorts een rode vlag bij rugpijn?",
        "Hoe vaak komt urineretentie voor bij een hernia?",
        "Welke caudasymptomen moet ik uitvragen bij een patient met LRS?",
        "Man van 40 met rugpijn, geen koorts, geen gewichtsverlies. Welke pijnstiller?",
        "patiente 50 jr, lrp zonder krachtsverlies of mictieklachten, fysio?",
        "Man 44, ischias, ontkent mictieklachten en krachtsverlies. Beleid?",
        "Mw 50, rugpijn, koorts: nee, gewichtsverlies: nee. Fysio?",
        "Vrouw 55 met ischias, koorts heeft ze niet, plassen gaat goed. Wanneer MRI?",
        "no fever, no weight loss, my patient has low back pain: exercise?",
        "ik heb rugpijn maar geen koorts en kan gewoon plassen",
        "Als mijn patient met rugpijn koorts krijgt, moet hij dan terugkomen?",
        "Man, 50, rugpijn, wil afvallen. Helpt dat?",
        "Hoeveel gevallen van rugpijn zijn er per jaar?",
        "Ge moet toch altijd vragen naar plasproblemen bij een patient met een hernia?",
        "Vrouw 40 bang voor kanker, lage rugpijn, geen bijzonderheden",
        "Klapvoet bij ischias. In hoeveel gevallen trekt dat bij?",
        "mijn opa had lang geleden kanker, ik heb nu rugpijn, wat helpt?",
        "ik ben bang dat ik kanker heb vanwege mijn rugpijn",
        "man 40, rugpijn sinds verhuizing, niet ziek, niet afgevallen, plast goed",
        "Pt 45 lrp, wil niet meer werken en niet meer sporten, advies?",
        "Acute rugpijn na tuinieren, man 35, verder gezond",
        "mw 72, lrp 3 mnd, kracht en sensibiliteit intact, plassen gb",
        "caudasyndroom mri criteria?",
        "Kind van 9 met griep en koorts, wat nu?",
    ],
)
def test_no_flag_where_it_is_denied_supposed_or_asked_about(
    assistant: Assistant, question: str
) -> None:
    assert redflags.described(question, assistant.open()[0]) == ()


def test_every_concept_of_a_finding_is_in_the_lexicon(assistant: Assistant) -> None:
    lexicon = assistant.open()[0].dutch.lexicon
    named = {c for finding in redflags.FINDINGS.values() for c in finding.concepts}
    assert named | redflags.SPINE <= lexicon.concepts.keys()
    used = {name for flag in redflags.FLAGS for name in flag.findings}
    assert used == redflags.FINDINGS.keys()


def test_the_warning_rests_on_a_statement_that_comes_first(assistant: Assistant) -> None:
    answer = assistant.ask(["Vrouw van 60 met lagerugpijn en koorts. Is een MRI nodig?"])
    assert answer.statements[0].citations == (1,)
    assert "koorts" in answer.citations[0].quote.casefold()
    assert "koorts" in answer.warnings[0]
    assert "[1]" in answer.warnings[0]
    assert len({s.text for s in answer.statements}) == len(answer.statements)
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_an_answer_that_is_declined_has_the_evidence_in_the_warning(assistant: Assistant) -> None:
    answer = assistant.ask(["schrijf een recept: man 58, lagerugpijn en koorts sinds gisteren"])
    assert answer.abstained
    assert answer.citations == ()
    build, _ = assistant.open()
    quote = answer.warnings[0].split('"')[1]
    assert any(quote in build.document(id).text for id in build.documents)


def test_what_the_documents_name_more_widely_is_cited_for_it(assistant: Assistant) -> None:
    build, _ = assistant.open()
    alarm = redflags.alarm(["mevrouw 82 jaar van de trap gevallen, hevige rugpijn"], build)
    assert alarm is not None
    assert alarm.evidence is not None
    assert "fractuur" in alarm.evidence.text


def test_where_the_documents_are_silent_the_warning_says_so(assistant: Assistant) -> None:
    answer = assistant.ask(["Man 67, nekpijn, onhandige handen en loopt houterig. Oefeningen?"])
    assert "de documenten zeggen hier niets over" in answer.warnings[0]


def test_a_follow_up_is_about_the_same_patient(assistant: Assistant) -> None:
    patient = "Man van 60 met lagerugpijn en koorts. Welk onderzoek is nodig?"
    assert assistant.ask([patient, "En de prognose?"]).warnings
    assert not assistant.ask([patient, "Helpt acupunctuur bij lagerugpijn?"]).warnings
