"""Passages of Dutch clinical prose that answer none of the questions the digests answer.

Put beside the digests, they show whether retrieval holds in a large collection:
`python -m eval.distractors FOLDER`, then `python -m ingest corpus/digests FOLDER`. Sentences are
frames filled with words: the names of the lexicon's concepts, so that a passage speaks the field's
language, and in every frame a condition, its region or a population that the digests don't treat,
so that it states none of their facts. What the sentences say is invented, the figures too.
The same seed, lexicon and digests give the same text.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle, islice, product
from pathlib import Path
from typing import NamedTuple

from ingest.commandline import ended, path
from ingest.dutch import Lexicon
from ingest.errors import RuggespraakError
from ingest.passages import TARGET_WORDS
from ingest.pipeline import DIGESTS, LEXICON

SEED = 20261122
PASSAGES = 10_000
SECTIONS = 40  # of a document, each one passage
LONGEST_NAME = 6  # words
KIND = "verzonnen tekst voor metingen"  # in the front matter of every document


class Section(NamedTuple):
    """A passage with the title of its document and its heading."""

    title: str
    heading: str
    text: str


class Topic(NamedTuple):
    """A condition, its region, a treatment of its own and a finding: singular, with articles."""

    zaak: str
    plek: str
    eigen: str
    teken: str


class Names(NamedTuple):
    """Which names of the concepts under `roots` fit a slot, and the article that they take.

    `form` is how a name's noun ends ("pijn" of "zeurende pijn in het been"): it keeps what is
    Dutch, not plural and takes this article, since the lexicon doesn't tell. Before the noun only
    adjectives may stand, which leaves out slips such as "rug pijn".
    """

    roots: str
    article: str
    form: str


def sections(count: int, seed: int = SEED) -> Iterator[Section]:
    """So many sections, SECTIONS to a document; fewer are the first of more with the same seed."""
    writer = _Writer(Lexicon.load(LEXICON), random.Random(seed))
    documents = (writer.document(number) for number in range(1, count + 1))
    yield from islice((section for document in documents for section in document), count)


def passages(count: int, seed: int = SEED) -> Iterator[str]:
    """The texts of so many sections, about TARGET_WORDS words each; no sentence stands twice."""
    return (section.text for section in sections(count, seed))


def write(folder: Path, count: int, seed: int = SEED) -> None:
    """Write so many passages to a new or empty folder, a Markdown file a document.

    Raises:
        RuggespraakError: the folder holds something.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise RuggespraakError(f"De map {folder} is niet leeg; er is niets geschreven.")
    made = sections(count, seed)
    for number in range(1, -(-count // SECTIONS) + 1):
        document = list(islice(made, SECTIONS))
        parts = [f"## {section.heading}\n\n{section.text}" for section in document]
        head = f"---\nkind: {KIND}\n---\n\n# {document[0].title}"
        text = "\n\n".join([head, *parts]) + "\n"
        (folder / f"afleider-{number:04d}.md").write_text(text, encoding="utf-8")


def names(lexicon: Lexicon, kind: Names) -> list[str]:
    """The names that fit a kind, in the lexicon's order, each with its article."""
    adjective = _DEFINITE if kind.article in ("de", "het") else _INDEFINITE
    form = re.compile(rf"(?:{adjective} )*[\w/-]*(?:{kind.form})")
    roots = _items(kind.roots)
    return [
        f"{kind.article} {term}".lstrip()
        for concept in lexicon.concepts.values()
        if any(root in _line(lexicon, concept.preferred) for root in roots)
        for term in concept.terms
        if form.fullmatch(_TAIL.split(term)[0]) and _UNFIT.isdisjoint(re.findall(r"\w+", term))
    ]


def _line(lexicon: Lexicon, name: str) -> Iterator[str]:
    """A concept and all that it is one of."""
    while name:
        yield name
        name = lexicon.concepts[name].broader


class _Writer:
    """Writes documents from one stream of chance, and remembers every sentence it wrote."""

    def __init__(self, lexicon: Lexicon, chance: random.Random) -> None:
        self._chance = chance
        self._written: set[str] = set()
        self._names = {
            slot: sorted({name for kind in kinds for name in names(lexicon, kind)})
            for slot, kinds in SLOTS.items()
        }
        said = _phrases(" ".join(path.read_text("utf-8") for path in sorted(DIGESTS.glob("*.md"))))
        self._weights = {
            slot: [1 + said[tuple(_WORD.findall(_ARTICLE.sub("", name)))] for name in found]
            for slot, found in self._names.items()
        }

    def document(self, number: int) -> Iterator[Section]:
        """A document on one topic; each section has its own aspect and population."""
        topic = self._chance.choice([*MOVING, *OTHER])
        title = f"{_capital(topic.zaak.removeprefix('een '))}: overzicht {number}"
        aspects = [aspect for aspect in FRAMES if topic in MOVING or aspect not in FOR_MOVING]
        for aspect, group in self._chance.sample(list(product(aspects, GROUPS)), SECTIONS):
            joint = "en" if " met " in group else "met"  # mensen met COPD en een heupfractuur
            given = {"groep": group, "lijders": f"{group} {joint} {topic.zaak}"}
            text = self._prose(FRAMES[aspect], {**topic._asdict(), **given})
            yield Section(title, f"{aspect} bij {group}", text)

    def _prose(self, frames: list[str], given: dict[str, str]) -> str:
        """Sentences from shuffled frames, as many as come nearest to TARGET_WORDS words."""
        prose: list[str] = []
        words = 0
        for frame in cycle(self._chance.sample(frames, len(frames))):
            sentence = _capital(frame.format_map(_Filling(self._draw, given)))
            length = len(sentence.split())
            if words + length / 2 > TARGET_WORDS:
                break
            if sentence not in self._written:
                self._written.add(sentence)
                prose.append(sentence)
                words += length
        return " ".join(prose)

    def _draw(self, slot: str) -> str:
        """A figure for the slot, or a name; what digests say n times is n + 1 times as likely."""
        if slot in FIGURES:
            return FIGURES[slot](self._chance)
        return self._chance.choices(self._names[slot], self._weights[slot])[0]


class _Filling:
    """What fills the slots of one sentence: what is given, else a draw; none twice."""

    def __init__(self, draw: Callable[[str], str], given: dict[str, str]) -> None:
        self._draw, self._given = draw, given
        self._drawn: set[str] = set()

    def __getitem__(self, slot: str) -> str:
        if slot in self._given:
            return self._given[slot]
        found = self._draw(slot)
        while found in self._drawn:
            found = self._draw(slot)
        self._drawn.add(found)
        return found


def _phrases(text: str) -> Counter[tuple[str, ...]]:
    """How often a text says each run of at most LONGEST_NAME words."""
    words = _WORD.findall(text)
    return Counter(
        tuple(words[at : at + length])
        for length in range(1, LONGEST_NAME + 1)
        for at in range(len(words) - length + 1)
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _items(text: str) -> list[str]:
    """What lines and bars divide."""
    return re.split(r" \| |\n", text.strip())


def _topics(text: str) -> list[Topic]:
    """Topics, one a line."""
    return [Topic(*line.split(" | ")) for line in text.strip().splitlines()]


def _frames(text: str) -> dict[str, list[str]]:
    """Frames by aspect, from "# aspect" lines with under each its "- frame" items."""
    found: dict[str, list[str]] = {}
    for part in text.strip().removeprefix("# ").split("\n# "):
        aspect, *frames = part.split("\n- ")
        found[aspect] = [" ".join(frame.split()) for frame in frames]
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns 0, or 2 where the folder can't be written."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.distractors",
        description="Schrijft verzonnen klinische teksten die geen van de vragen beantwoorden.",
    )
    parser.add_argument("folder", type=path, metavar="FOLDER", help="een nieuwe of lege map")
    parser.add_argument(
        "--passages", type=int, default=PASSAGES, help="hoeveel passages (%(default)s)"
    )
    options = parser.parse_args(arguments)
    if options.passages < 1:
        parser.error("--passages moet minstens 1 zijn")
    return ended(lambda: _write(options.folder, options.passages))


def _write(folder: Path, count: int) -> int:
    write(folder, count)
    print(f"{count} passages geschreven in {folder}")
    return 0


_ARTICLE = re.compile(r"^(?:de|een|het) ")
_WORD = re.compile(r"[\w/-]+")
_TAIL = re.compile(
    r" (?:aan|als|bij|die|door|in|met|na|naar|om|onder|op|rond|tijdens|tussen|uit|uitgaande|van|"
    r"vanuit|voor|zonder) "
)
_DEFINITE = r"[\w-]{2,}e"
_INDEFINITE = r"[\w-]{2,}(?:e|(?<!kan)aal|air|eel|end|isch|oir|uut)"
# These make a name a sentence, English or a slip.
_UNFIT = frozenset(
    """
    adhesive ankle balance bone chair coblatie conditie core cortisone craniocervical deep
    degenerative distress endurance exercise femoral grip hyperkyphose ik je joint knee kyphose
    level lytic manual mijn muscle nerve neuropatische patienteneducatie plank posterior prone
    proprioceptive provocative quebec raise resistance rontgenfoto rontgenonderzoek sensorimotor
    shockwave shuttle skoliose stabilisatie straight tactile thigh timed tissue whole zitten
    """.split()
)

SLOTS = {
    "klacht": (
        Names(
            "wervelkolomaandoening | pijn",
            "",
            "pijn|klachten|algie|itis|(?<!n)ose|pathie|degeneratie|LRS|HNP",
        ),
        Names(
            "wervelkolomaandoening | myelopathie",
            "een",
            "hernia|syndroom|stenose|fractuur|scheur|cyste|listhesis|listhese|protrusie|"
            "epiduraal abces",
        ),
    ),
    "middel": (
        Names(
            "medicatie",
            "",
            "ol|fenac|fen|xen|cam|coxib|metamizol|codeïne|morfine|oxycodon|fentanyl|caïne|ketamine|"
            "pregabaline|gabapentine|triptyline|duloxetine|venlafaxine|pam|azepine|dexamethason|"
            "prednison|trexaat|dronaat|mab|(?<!re)cept",
        ),
        Names("medicatie", "een", "remmer|opioïd|opiaat|middel|verslapper|antidepressivum"),
    ),
    "behandeling": (
        Names(
            "behandeling",
            "",
            "therapie|training|massage|manipulatie|mobilisatie|chirurgie|plastiek|educatie|"
            "acupunctuur|needling|mindfulness|yoga|pilates|fysiotherapie|revalidatie|ablatie|"
            "stimulatie|denervatie|graded activity|TENS",
        ),
        Names(
            "behandeling",
            "een",
            "injectie|infiltratie|blokkade|spondylodese|ectomie|tomie|programma|prothese",
        ),
    ),
    "beeld": (
        Names("beeldvorming", "", "grafie|onderzoek|MRI|CT|SPECT-CT"),
        Names("beeldvorming", "een", "scan|foto|opname"),
    ),
    "proef": (
        Names("lichamelijk onderzoek", "de", "proef|test|reflex|toets"),
        Names("lichamelijk onderzoek", "het", "teken"),
    ),
    "lijst": (
        Names(
            "vragenlijst",
            "de",
            r"(?:[A-ZÖ][\w-]* |and |of )*(?:Index|Scale|Questionnaire|Inventory|Tool)|schaal|lijst",
        ),
    ),
    "hulp": (
        Names("zorgverlener", "een", "arts|loog|peut|chirurg|paat|tor|iater|kundige|steuner"),
    ),
    "factor": (
        Names(
            "psychosociale factoren | werkgerelateerde factoren | slaapstoornis",
            "",
            "catastroferen|angst|stress|depressie|heid|fobie|acceptatie|efficacy|vigilantie|"
            "kracht|steun|somatisatie|piekeren|burn-out|isme|stoornis",
        ),
    ),
    "merker": (
        Names(
            "biomarker", "", r"interleukine-\d+\S*|IL-\d+\S*|TNF\S*|CRP|MCP-1|leptine|bradykinine"
        ),
    ),
    "bouw": (
        Names(
            "perifeer zenuwstelsel | nekspieren | rompspieren | arteria vertebralis",
            "de",
            "(?:nervus|musculus|plexus|arteria) .*",
        ),
        Names("wervelkolom | bekken", "het", "(?:ligamentum|os) .*|gewricht"),
        Names("wervelkolom", "de", "wervelkolom|wervel|schijf|discus|eindplaat"),
    ),
}
SURNAMES = (
    "Bakker Dekker Hendriks Jacobs Kuiper Maes Mulder Peeters Postma Prins Schouten Smits Timmer "
    "Veenstra Verhoeven Vos Willemsen Wouters Zijlstra Zwart"
).split()
SPOKESMEN = _items(
    """
een Vlaamse richtlijn | een Scandinavische expertgroep | een recente leidraad | een leerboek
een werkgroep van specialisten | een Nederlandse cohortstudie | een review uit Canada
"""
)
DESIGNS = _items("cohortstudie | pilotstudie | gerandomiseerd onderzoek | cross-overstudie")

FIGURES: dict[str, Callable[[random.Random], str]] = {
    "pct": lambda chance: f"{chance.randint(11, 84)}%",
    "komma": lambda chance: f"0,{chance.randint(12, 58)}",
    "klein": lambda chance: str(chance.randint(3, 19)),
    "aantal": lambda chance: str(chance.randint(24, 390)),
    "groot": lambda chance: str(chance.randint(410, 990)),
    "weken": lambda chance: str(chance.randint(2, 14)),
    "jaren": lambda chance: str(chance.randint(2, 12)),
    "vroeg": lambda chance: str(chance.randint(1994, 2006)),
    "laat": lambda chance: str(chance.randint(2009, 2023)),
    "duur": lambda chance: f"{chance.randint(2, 11)} {chance.choice(['weken', 'maanden'])}",
    "bi": lambda chance: f"95%-BI -0,{chance.randint(11, 69)} tot 0,{chance.randint(11, 69)}",
    "stond": lambda chance: f"({chance.choice(SURNAMES)} {chance.randint(2001, 2023)})",
    "bron": lambda chance: chance.choice(SPOKESMEN),
    "opzetkort": lambda chance: chance.choice(DESIGNS),
}

GROUPS = _items(
    """
kinderen van 6 tot 12 jaar | adolescenten in de groeispurt | zwangere vrouwen | marathonlopers
vrouwen in het kraambed | wielrenners | turnsters op topniveau | volleyballers | beroepsmusici
balletdansers | bewoners van een verpleeghuis | mensen met een verstandelijke beperking
nierpatiënten aan de dialyse | mensen met een donorhart | patiënten na een heupprothese
patiënten na een knieprothese | patiënten na een hartoperatie | mensen met diabetes mellitus type 2
mensen met COPD | mensen met hartfalen | mensen met de ziekte van Parkinson | slechtzienden
mensen met hemofilie | brandweerlieden | militairen in opleiding | kappers | tandartsen
stratenmakers | beginnende skiërs | vrouwen na borstkankerchirurgie | rolstoelgebruikers
mensen met een stoma | mensen met een hoge dwarslaesie | schoolkinderen met overgewicht
"""
)

MOVING = _topics(
    """
een frozen shoulder | de schouder | een capsulaire injectie | een beperkte exorotatie
een rotatorcuffscheur | de schouder | een artroscopische cuffhechting | een verzwakte abductie
een subacromiaal pijnsyndroom | de schouder | een subacromiale injectie | een pijnlijk traject
een schouderluxatie | de schouder | een gesloten repositie | een afgeplatte schoudercontour
een claviculafractuur | het sleutelbeen | een plaatfixatie | een voelbare trede
een bicepspeesruptuur | de bovenarm | een tenodese | een opgetrokken spierbuik
een scapula alata | het schouderblad | een spiertranspositie | een afstaand schouderblad
een tenniselleboog | de elleboog | een polsbrace | drukpijn op de laterale epicondyl
een golfelleboog | de elleboog | een onderarmbandage | drukpijn op de mediale epicondyl
een bursitis olecrani | de elleboog | een punctie van de slijmbeurs | een fluctuerende zwelling
een radiuskopfractuur | de elleboog | een drukverband | een beperkte pronatie
een tendovaginitis van De Quervain | de pols | een duimspalk | een positieve test van Finkelstein
een scafoïdfractuur | de pols | een onderarmsgips | drukpijn in de tabatière
een polsfractuur | de pols | een volaire plaat | een bajonetstand van de hand
een ganglion van de pols | de pols | een punctie van het ganglion | een vast-elastische zwelling
een triggerfinger | de hand | een klieving van de pulley | een haperende buigbeweging
een contractuur van Dupuytren | de hand | een naaldfasciotomie | een palpabele streng
een malletvinger | de vinger | een strekspalk | een afhangend eindkootje
artrose van de duimbasis | de duim | een trapeziectomie | een positieve grindtest
een trochanterpijnsyndroom | de heup | een bursectomie | drukpijn op de trochanter
een heupfractuur | de heup | een kophalsprothese | een verkort been in exorotatie
een heupdysplasie | de heup | een bekkenosteotomie | een beperkte abductie
een femoroacetabulair impingement | de heup | een heupartroscopie | pijn bij endorotatie
een hamstringletsel | het bovenbeen | een excentrisch schema | een deuk in de spierbuik
een liesblessure | de lies | een adductorenprogramma | pijn bij adductie tegen weerstand
een meniscusscheur | de knie | een partiële meniscectomie | een positieve test van McMurray
een kruisbandruptuur | de knie | een kruisbandreconstructie | een positieve test van Lachman
een patellofemoraal pijnsyndroom | de knie | een patellabrace | crepitatie achter de knieschijf
een patellaluxatie | de knie | een bandreconstructie | een positieve apprehensiontest
een springersknie | de knie | een pijnlijke peesbelasting | drukpijn onder de knieschijf
de ziekte van Osgood-Schlatter | de knie | een sportpauze | een gezwollen tuberositas
een bakercyste | de knieholte | een punctie van de cyste | een gespannen knieholte
een enkeldistorsie | de enkel | een tapebandage | een positieve voorste schuifladetest
een achillespeesruptuur | de achillespees | een peeshechting | een positieve test van Thompson
een achillestendinopathie | de achillespees | een hakverhoging | een verdikte pees
een fasciitis plantaris | de voetzool | een nachtspalk | startpijn onder de hiel
een hallux valgus | de voorvoet | een osteotomie van de eerste straal | een scheve grote teen
een mortonneuroom | de voorvoet | een neurectomie | een positieve klik van Mulder
een ingegroeide teennagel | de grote teen | een wigexcisie | granulatieweefsel langs de nagelwal
jicht van de grote teen | de grote teen | een kuur met colchicine | een rood en warm gewricht
een diabetisch voetulcus | de voet | een gipsschoen | een verminderd vibratiegevoel
een kaakgewrichtsstoornis | de kaak | een opbeetplaat | een knappend kaakgewricht
een kaakluxatie | de kaak | een manuele repositie | een openstaande mond
nachtelijk tandenknarsen | de kaak | een nachtbeugel | slijtage van het gebit
een ribfractuur | de borstkas | een intercostale blokkade | asdrukpijn van de borstkas
het syndroom van Tietze | de borstkas | een lokale infiltratie | een zwelling naast het borstbeen
een pneumothorax | de borstkas | een thoraxdrain | een verminderd ademgeruis
een pectus excavatum | het borstbeen | een Nuss-procedure | een ingezonken borstbeen
een coccygodynie | het stuitbeen | een ringkussen | drukpijn op het stuitbeen
een stuitfractuur | het stuitbeen | een coccygectomie | pijn bij opstaan uit zit
een idiopathische scoliose | de thoracale wervelkolom | een bracebehandeling | een gibbus bij bukken
de ziekte van Scheuermann | de thoracale wervelkolom | een strekbrace | een starre kyfose
een thoracale discushernia | de thoracale wervelkolom | een thoracotomie | een sensibel niveau
een thoracale facetirritatie | de bovenrug | een houdingstraining | pijn bij diep inademen
een aangeboren scheefhals | de halsspieren | een peesverlenging | een voorkeurshouding van het hoofd
bekkengordelpijn | het bekken | een bekkenband | een positieve P4-test
"""
)
OTHER = _topics(
    """
clusterhoofdpijn | het hoofd | een zuurstofbehandeling | een tranend oog
migraine met aura | het hoofd | een triptan | overgevoeligheid voor licht
aangezichtspijn | het gezicht | een microvasculaire decompressie | een triggerzone bij de mond
constitutioneel eczeem | de huid | een hormoonzalf | een jeukende roodheid
netelroos | de huid | een antihistaminicum | een vluchtige kwaddel
gordelroos van de borst | de huid | een antiviraal middel | een bandvormige uitslag
wondroos van het onderbeen | het onderbeen | een kuur met flucloxacilline | een begrensde roodheid
een middenoorontsteking | het oor | een trommelvliesbuisje | een bomberend trommelvlies
een bijholteontsteking | de neusbijholten | een neusspoeling | drukpijn boven de kaakholte
een amandelontsteking | de keel | een tonsillectomie | een beslag op de amandelen
de ziekte van Ménière | het oor | een zoutarm dieet | een schommelend gehoorverlies
een bindvliesontsteking | het oog | een kuur met oogdruppels | een rood oog met afscheiding
een verhoogde oogdruk | het oog | een laserbehandeling van het oog | een uitgeholde papil
een hoornvlieszweer | het oog | een antibiotische oogzalf | een aankleurend defect
een pseudokroep | de luchtwegen | een dosis dexamethason | een blaffende hoest
astma | de luchtwegen | een inhalatiecorticosteroïd | een verlengd expirium
een longembolie | de longen | een antistollingskuur | een versnelde ademhaling
boezemfibrilleren | het hart | een cardioversie | een onregelmatige pols
een trombosebeen | het onderbeen | een steunkous | een gezwollen kuit
"""
)
FOR_MOVING = frozenset(  # the aspects that make sense only there
    {
        "Anamnese",
        "Lichamelijk onderzoek",
        "Diagnostische waarde van testen",
        "Fysiotherapie en oefentherapie",
        "Manuele therapie",
        "Onderscheid met rug- en nekklachten",
    }
)

FRAMES = _frames(
    """
# Anamnese
- In de anamnese van {lijders} hoort een vraag naar {klacht}, ook als die klacht al {duur} bestaat.
- {lijders} omschrijven de pijn vaker als zeurend dan als schietend, anders dan bij {klacht}.
- Vraag bij {zaak} naar het begin van de klachten, naar eerdere episodes en naar het gebruik van
  {middel}.
- Van {aantal} {lijders} meldden er {klein} dat de klacht 's nachts erger werd dan overdag.
- Uitstraling vanuit {plek} werd door {pct} van de {lijders} genoemd, meestal zonder tintelingen.
- Ochtendstijfheid van {plek} die langer dan {klein} minuten duurt, past volgens {bron} minder goed
  bij {zaak}.
- Wie {zaak} heeft en daarnaast {klacht}, kan de twee pijnsoorten vaak niet goed uit elkaar houden.
- Een voorgeschiedenis met {klacht} was bij {lijders} in {pct} van de dossiers vastgelegd.
- Tijdens het gesprek over {zaak} noemde {pct} van de {groep} spontaan {factor} als belangrijkste
  zorg.
- Bij {zaak} is de vraag naar belastende omstandigheden op school, in de sport en thuis even nuttig
  als die naar de pijn zelf.
- De duur van de klachten bij {zaak} verschilde in een praktijk met {groep} van {duur} tot ruim
  {jaren} jaar.
- Koorts of onverklaard gewichtsverlies bij {lijders} kwam in {pct} van de gevallen ter sprake.
# Lichamelijk onderzoek
- Bij het lichamelijk onderzoek van {lijders} valt {teken} op, terwijl reflexen en sensibiliteit
  normaal zijn.
- {teken} werd gevonden bij {pct} van de {lijders} en bij {pct} van de mensen met {klacht}.
- Het onderzoek van {plek} begint bij {groep} met inspectie, gevolgd door palpatie en actief
  bewegen.
- De beweeglijkheid van {plek} nam bij {lijders} af met gemiddeld {klein} graden (SD {komma}).
- Een normale uitslag van {proef} zegt niets over {zaak}, want die test belast {plek} nauwelijks.
- Spierzwakte rond {plek} was bij {lijders} even ernstig als aan de gezonde zijde van het lichaam.
- Twee beoordelaars onderzochten {lijders} los van elkaar en kwamen voor {teken} op een kappa van
  {komma}.
- Onderzoek van {bouw} hoort niet bij het standaardonderzoek van {lijders}, tenzij er uitval is.
- Drukpijn buiten {plek} kwam bij {lijders} in {pct} van de gevallen voor en had geen betekenis voor
  het beleid.
- Bij {zaak} let de onderzoeker op de houding van de rug, maar een afwijkende stand verklaart de
  klachten van {plek} zelden.
- De vinger-vloerafstand is bij {lijders} niet bruikbaar, omdat de uitkomst vooral van de lengte van
  de hamstrings afhangt.
# Diagnostische waarde van testen
- Voor {zaak} had {teken} bij {groep} een sensitiviteit van {pct} en een specificiteit van {pct}
  {stond}.
- De positief voorspellende waarde van {teken} voor {zaak} liep in {klein} studies uiteen van
  {komma} tot 0,99.
- In een vergelijking met artroscopie of operatie als gouden standaard lag de sensitiviteit van
  {proef} voor {zaak} op {komma}.
- De combinatie van {teken} met een positieve anamnese verhoogde bij {groep} de kans op {zaak} van
  {pct} naar 91%.
- Een negatieve testuitslag sluit {zaak} bij {groep} niet uit, zolang de verdenking na {duur} blijft
  bestaan.
- Voor het onderscheid tussen {zaak} en {klacht} bestaat geen enkele test die op zichzelf volstaat.
- Het betrouwbaarheidsinterval rond de specificiteit voor {zaak} was breed, omdat maar {aantal}
  {groep} meededen.
- Wie {proef} gebruikt bij {zaak}, meet vooral pijngevoeligheid van {plek} en niet de functie.
- De likelihood ratio van {teken} voor {zaak} bedroeg {komma} bij {groep} en was daarmee te laag
  voor een zekere diagnose.
- De reproduceerbaarheid van metingen aan {plek} was bij {groep} matig, met een ICC van {komma}
  {stond}.
# Beeldvorming
- De sensitiviteit van {beeld} voor {zaak} was bij {groep} {pct}, de specificiteit {pct} {stond}.
- Een MRI van {plek} liet bij {aantal} {lijders} in {pct} van de gevallen een afwijking zien die op
  de röntgenfoto ontbrak.
- Beeldvorming van {plek} wordt bij {groep} pas overwogen als de klachten door {zaak} na {duur} niet
  zijn afgenomen.
- Bij {pct} van de {groep} zonder klachten liet echografie van {plek} bevindingen zien die aan
  {zaak} deden denken.
- Voor {zaak} volstaat {beeld} meestal, en voegt een MRI van de lumbale wervelkolom niets toe.
- Een toevallige discushernia op de MRI van {lijders} verklaart de pijn in {plek} niet.
- Degeneratieve bevindingen in {plek} hingen bij {lijders} nauwelijks samen met de ernst van de pijn
  {stond}.
- Het verslag van {beeld} bij {zaak} noemt de grootte van de afwijking en de toestand van de
  omliggende weefsels.
- Na {eigen} is beeldvorming bij {groep} zonder nieuwe klachten niet zinvol.
- Bij verdenking op {zaak} verschilde de wachttijd voor {beeld} tussen ziekenhuizen van {weken} tot
  30 weken.
- CT geeft bij {zaak} meer stralingsbelasting dan MRI, wat bij {groep} zwaar weegt.
- De overeenkomst tussen het klinische beeld van {zaak} en de MRI van {plek} was bij {groep} matig
  (kappa {komma}).
# Laboratoriumonderzoek en ontstekingsmarkers
- Een verhoogde spiegel van {merker} had voor {zaak} een sensitiviteit van {pct} bij {aantal}
  {groep}.
- Laboratoriumonderzoek is bij {lijders} alleen geïndiceerd als er koorts of malaise bestaat.
- Een bezinking boven {weken}0 mm/h kwam bij {pct} van de {lijders} voor, zonder gevolgen voor de
  behandeling.
- De concentratie van {merker} in serum was bij {lijders} niet hoger dan bij gezonde proefpersonen
  (p = {komma}).
- Bij {zaak} hing de spiegel van {merker} samen met {factor}, maar het verband was zwak (β =
  {komma}).
- Bepaling van HLA-B27 heeft bij {lijders} geen plaats, omdat de uitslag het beleid voor {plek} niet
  verandert.
- Infectieparameters kunnen bij {zaak} normaal zijn, ook als {plek} warm en gezwollen is.
- Na {eigen} daalde {merker} bij {groep} binnen {duur} tot de waarde van de controlegroep.
- In bloed van {lijders} werd ex vivo meer {merker} gemeten dan in dat van hun broers en zussen.
- De verhouding tussen pro- en anti-inflammatoire cytokinen verschilde bij {zaak} niet tussen
  {groep} en leeftijdgenoten.
- Urineonderzoek voegde bij {lijders} in {pct} van de gevallen een bruikbare bevinding toe.
# Incidentie en prevalentie
- De incidentie van {zaak} bij {groep} wordt geschat op {komma} per 1000 patiëntjaren {stond}.
- De prevalentie van {zaak} was bij {groep} {pct}, tegen {pct} in de algemene bevolking van dezelfde
  leeftijd.
- Van de {lijders} had {pct} in hetzelfde jaar ook een periode met lagerugpijn.
- De lifetime-prevalentie van {zaak} liep in een review uiteen van {komma}% tot {pct} bij {groep}.
- In de huisartsenpraktijk ziet men {zaak} bij {groep} ongeveer {klein} keer per jaar.
- De jaarincidentie van {zaak} neemt bij {groep} per tien jaar af met {pct}.
- Nekpijn kwam bij {lijders} in {pct} van de gevallen voor, bijna altijd als bijkomende klacht.
- De maatschappelijke kosten van {zaak} bij {groep} bestaan vooral uit opnamen en veel minder uit
  ziekteverzuim.
- Tussen {vroeg} en {laat} steeg het aantal {groep} dat zich met {zaak} bij de huisarts meldde met
  {pct}.
- Ongeveer {pct} van de {lijders} zoekt volgens een vragenlijstonderzoek nooit medische hulp.
# Definitie en indeling
- Van {zaak} wordt bij {groep} gesproken als de klachten in {plek} langer dan {duur} bestaan en een
  andere oorzaak ontbreekt.
- Chronisch heet {zaak} volgens {bron} bij een klachtenduur van meer dan {duur}.
- De indeling van {zaak} kent {klein} graden en berust op {teken}, niet op de ernst van de pijn.
- {zaak} valt buiten de definitie van {klacht}, ook als de pijn vanuit {plek} naar de rug trekt.
- De term aspecifiek wordt voor pijn in {plek} vermeden, omdat bij {zaak} de oorzaak meestal bekend
  is.
- Volgens {bron} is er bij {groep} geen consensus over de definitie van {zaak}.
- Met een recidief van {zaak} wordt bedoeld dat {plek} na {duur} zonder klachten opnieuw pijnlijk
  wordt.
- Het onderscheid tussen {zaak} en gerefereerde pijn in {plek} is bij {groep} vaak pas in de loop
  van de tijd te maken.
- Sommige auteurs rekenen {zaak} tot de overbelastingsklachten, andere tot de ontstekingen van
  {plek}.
- De classificatie van {zaak} noemt {klacht} alleen als reden om de diagnose te herzien.
# Oorzaken en risicofactoren
- Waar {groep} {plek} zwaarder belasten, ligt de incidentie van {zaak} {pct} hoger.
- Als oorzaak van {zaak} bij {groep} geldt meestal een combinatie van aanleg en een verhoogde
  belasting van {plek}.
- Roken hing bij {groep} samen met {zaak} (β = {komma}), vooral bij wie langer dan {jaren} jaar
  rookte.
- Een hoge body-mass index hing bij {groep} samen met {zaak}, maar niet met {klacht}.
- {factor} bleek bij {groep} geen risicofactor voor {zaak} na correctie voor leeftijd en geslacht.
- Rode vlaggen komen bij {zaak} voor in {pct} van de verwijzingen, bij {groep} iets vaker.
- Een specifieke oorzaak van {zaak} is bij {groep} in {pct} van de gevallen aan te wijzen.
- Langdurig gebruik van {middel} wordt in verband gebracht met {zaak}, vooral bij {groep}.
- De hypothese dat een standsafwijking van {plek} tot {zaak} leidt, vond in {klein} cohortstudies
  geen steun.
- Bij {groep} kan {zaak} op {klacht} lijken, wat de diagnose gemiddeld {duur} vertraagt.
- Centrale sensitisatie verklaart volgens {bron} maar een klein deel van de klachten bij {zaak}.
# Beloop en prognose
- Van de {lijders} kreeg {pct} binnen {duur} ook {klacht}, zonder aanwijsbaar verband.
- Binnen {duur} herstelt {pct} van de {lijders} zonder behandeling {stond}.
- De prognose van {zaak} is bij {groep} gunstig, maar minder gunstig bij wie ook {klacht} heeft.
- Een recidief van {zaak} binnen {duur} trad op bij {pct} van de {groep}.
- Na een jaar was er tussen {eigen} en afwachten bij {lijders} geen verschil in uitkomst.
- {factor} voorspelde bij {lijders} een trager herstel, los van de ernst van de pijn aan het begin.
- Prognostische factoren voor {zaak} zijn bij {groep} nauwelijks onderzocht.
- De kans op restverschijnselen in {plek} bedraagt bij {zaak} ongeveer {pct} en stijgt met de
  leeftijd.
- Het natuurlijk beloop van {zaak} laat zich bij {groep} niet voorspellen uit dat van {klacht}.
- Blijft verbetering van {zaak} na {duur} conservatieve behandeling uit, dan is herziening van de
  diagnose nodig.
- Bij follow-up na {jaren} jaar had {pct} van de {lijders} nog beperkingen in het dagelijks
  functioneren.
- Een parese rond {plek} herstelt na {eigen} bij {pct} van de {groep}, meestal binnen {duur}.
# Fysiotherapie en oefentherapie
- Fysiotherapie gaf bij {lijders} na {duur} een betere functie van {plek} dan advies alleen.
- Een oefenprogramma voor {plek} bestaat bij {groep} uit {klein} sessies, aangevuld met oefeningen
  thuis.
- Bij {zaak} wordt {behandeling} wel toegepast, maar het effect op {plek} is bij {groep} onzeker.
- {lijders} die {behandeling} kregen, waren na {duur} even actief als de controlegroep.
- Fysiotherapie na {eigen} begint in de eerste {weken} weken met passief bewegen van {plek}.
- De trainingsintensiteit wordt bij {zaak} op vaste tijdstippen verhoogd zolang {teken} niet
  toeneemt.
- Gesuperviseerd oefenen had bij {lijders} geen meerwaarde boven oefenen met een app ({bi}).
- Rust van {plek} is bij {zaak} hooguit {klein} dagen zinvol, daarna wordt de belasting opgebouwd.
- Het effect van krachttraining op {zaak} bij {groep} was klein (SMD {komma}, {bi}).
- Oefeningen die voor lagerugpijn zijn ontworpen, helpen {lijders} niet, omdat {plek} daarbij niet
  wordt belast.
- Een podotherapeut of ergotherapeut kan {lijders} helpen om {plek} bij dagelijkse taken te
  ontlasten.
# Manuele therapie
- Manipulatie van {plek} wordt bij {lijders} ontraden vanwege het risico op schade.
- Mobilisatie van {plek} verbeterde bij {zaak} de bewegingsuitslag met {klein} graden, maar niet de
  pijn.
- Bij {lijders} had thoracale manipulatie geen meetbaar effect op de functie van {plek} {stond}.
- Een {opzetkort} met {aantal} {groep} vergeleek manuele therapie met {eigen} bij {zaak}.
- Voorbijgaande vermoeidheid na mobilisatie van {plek} trad op bij {pct} van de {groep}.
- Zenuwmobilisatie is bij {zaak} alleen onderzocht in een serie van {aantal} {groep} zonder
  controlegroep.
- De manueel therapeut behandelt bij {zaak} ook de gewrichten rond {plek}, met oscillatie of
  tractie.
- Een contra-indicatie voor manuele behandeling van {plek} bestaat bij {groep} die {middel}
  gebruiken.
- {groep} die om manipulatie vragen vanwege {zaak}, krijgen uitleg over het natuurlijk beloop en
  over {eigen}.
- Osteopathie en chiropractie zijn bij {lijders} niet met placebo vergeleken.
# Medicatie
- Wie {middel} gebruikt vanwege {klacht}, heeft bij {zaak} volgens {bron} geen hogere dosering
  nodig.
- Bij {lijders} heeft {middel} geen voordeel boven placebo laten zien ({bi}).
- De dosering van {middel} wordt bij {lijders} met {pct} verlaagd.
- Pijnstilling bij {zaak} bestaat bij {groep} uit een vast schema van {klein} dagen, met {middel}
  als reserve.
- Een NSAID in gelvorm kan bij {zaak} op {plek} worden aangebracht, maar werkt bij {groep} niet
  sneller dan een tablet.
- Opioïden zijn bij {lijders} zelden nodig en hooguit {klein} dagen zinvol.
- Van de {lijders} stopte {pct} met {middel} vanwege een bijwerking.
- Voor {middel} bij {zaak} bestaat volgens {bron} geen bewijs uit gerandomiseerd onderzoek.
- Gelijktijdig gebruik van {middel} en {middel} vraagt bij {lijders} om controle van de nierfunctie.
- Antidepressiva worden bij {zaak} niet voorgeschreven om de pijn in {plek} te verminderen.
- Herhaalrecepten voor {middel} kwamen bij {lijders} voor in {pct} van de apotheekgegevens.
- Neuropathische pijnmedicatie komt bij {groep} pas in beeld als {zaak} met zenuwschade samengaat.
# Injecties en operatie
- De incidentie van complicaties van {eigen} was bij {groep} {komma} per 100 behandelingen.
- {eigen} wordt bij {lijders} overwogen als conservatieve behandeling na {duur} onvoldoende effect
  had.
- Een operatie aan {plek} gaf bij {lijders} na {duur} een verschil van {komma} punten op een schaal
  van 0 tot 10.
- Complicaties van {eigen} kwamen bij {pct} van de {groep} voor, meestal mild en van korte duur.
- Snel opereren en afwachten hadden bij {lijders} na twee jaar vergelijkbare resultaten {stond}.
- Een injectie met corticosteroïden bij {plek} werkt bij {zaak} hooguit {duur}.
- Bij {zaak} is {behandeling} geen alternatief voor {eigen}, omdat de oorzaak in {plek} zelf ligt.
- De operatie-indicatie bij {zaak} hangt bij {groep} meer af van {teken} dan van de bevindingen op
  MRI.
- Na {eigen} had {pct} van de {groep} tijdelijk pijn die aan {klacht} deed denken.
- Radiofrequente behandeling van zenuwen bij {plek} is voor {zaak} nog experimenteel.
- Een epidurale injectie heeft bij {lijders} geen plaats, want de pijn komt uit {plek}.
- Herhaling van {eigen} was binnen {jaren} jaar nodig bij {pct} van de {groep}.
# Psychologische factoren
- Met {lijst} is {factor} bij {lijders} op te sporen met een sensitiviteit van {pct}.
- {factor} kwam bij {lijders} vaker voor dan bij mensen met {klacht}.
- Cognitieve gedragstherapie verminderde bij {lijders} de angst, maar niet de pijn in {plek}.
- Pijneducatie over {zaak} in combinatie met {behandeling} verbeterde bij {groep} de kwaliteit van
  leven na {duur}.
- Bewegingsangst werd bij {lijders} gemeten met {lijst}, met een gemiddelde van {aantal} punten.
- Een psycholoog wordt bij {zaak} ingeschakeld als {groep} activiteiten vermijden en {lijst} daar
  ook op wijst.
- Mindfulness had bij {lijders} een klein effect op de slaap en geen effect op {teken}.
- Catastroferen verklaarde bij {zaak} {pct} van de variatie in pijnintensiteit {stond}.
- De samenhang tussen depressie en {zaak} verdween bij {groep} na correctie voor leeftijd.
- Een passieve copingstijl is bij {lijders} geen reden om {eigen} uit te stellen.
- Zelfcompassietraining is bij {lijders} in één pilotstudie onderzocht, zonder follow-up.
# Verwijzing en samenwerking
- Bestaat {zaak} samen met {klacht}, dan spreken {hulp} en {hulp} bij {groep} één beleid af.
- Verwijzing naar {hulp} is bij {lijders} zinvol als de klachten na {duur} niet afnemen.
- De huisarts begeleidt {lijders} zelf, tenzij {teken} snel toeneemt.
- Een multidisciplinair overleg over {zaak} telt bij {groep} ten minste {hulp} en {hulp}.
- Spoedverwijzing is bij {zaak} nodig als {plek} binnen een dag koud, bleek of gevoelloos wordt.
- Van de {lijders} werd {pct} door de eerste lijn naar de tweede lijn verwezen, vooral voor {eigen}.
- Overleg met {hulp} voorkwam bij {lijders} in {pct} van de gevallen een verwijzing.
- In de verwijsbrief over {zaak} staan de duur van de klachten, {teken} en de gebruikte medicatie.
- Bij twijfel tussen {zaak} en {klacht} beoordeelt {hulp} eerst {plek}.
- Nazorg na {eigen} wordt bij {groep} gedeeld door het ziekenhuis en {hulp}.
- Samenwerking tussen fysiotherapeuten, wijkverpleegkundigen en {hulp} verkortte bij {groep} de weg
  naar {eigen}.
# Werk en voorlichting
- Voor {lijders} die eerder {klacht} hadden, is het advies over {plek} niet anders.
- Gedeelde besluitvorming over {eigen} verloopt bij {lijders} beter met een keuzehulp.
- Het advies om in beweging te blijven geldt bij {zaak} pas nadat {plek} {duur} ontlast is geweest.
- {lijders} hervatten hun werk of sport gemiddeld na {weken} weken.
- Voorlichting over {zaak} noemt wat {groep} zelf kunnen doen, wanneer bellen nodig is en hoe lang
  herstel duurt.
- Aanpassing van de werkplek verkortte bij {lijders} het verzuim met {klein} dagen {stond}.
- Tillen met een rechte rug voorkomt {zaak} bij {groep} niet.
- Leefstijladvies bij {zaak} richt zich bij {groep} op slaap, voeding en lichamelijke activiteit.
- De bedrijfsarts wordt bij {zaak} betrokken als {groep} na {duur} nog geen taken hebben hervat.
- Een folder over {eigen} geeft {lijders} vertrouwen, maar bevordert het herstel van {plek} niet
  aantoonbaar.
- Geruststelling over {zaak} is bij {groep} lastig als de beeldvorming eerst verkeerd is uitgelegd.
# Opzet en beperkingen van het onderzoek
- Een {opzetkort} onder {aantal} {lijders} had pijn en functioneren als primaire uitkomsten.
- De meta-analyse over {zaak} omvatte {klein} studies bij {groep}, met een I2 van {pct}.
- De controlegroep bestond uit {aantal} {groep} zonder {zaak}, gewogen naar leeftijd en geslacht.
- Het risico op bias was in de onderzoeken naar {eigen} bij {groep} hoog, doordat blindering
  ontbrak.
- Voor de steekproef waren {aantal} {lijders} per groep nodig, bij een alpha van 0,05.
- Uitkomsten werden bij {lijders} gemeten met {lijst}, vóór {eigen} en na {duur}.
- De zoekactie naar {zaak} bij {groep} leverde {groot} artikelen op, waarvan er {klein} zijn
  geïncludeerd.
- {bron} vermeldt niet hoe de {lijders} zijn geselecteerd.
- Tabel {klein} over {zaak} ontbreekt in de beschikbare tekst, zodat de cijfers voor {groep} niet
  zijn na te gaan.
- Mensen met {klacht} waren van het onderzoek naar {zaak} uitgesloten, evenals {groep} die {middel}
  gebruikten.
- Figuur {klein} toont het verloop van {teken} bij {aantal} {lijders}, met de gemiddelden per maand.
- Volgens de discussie is vervolgonderzoek bij {groep} nodig, omdat de gevonden samenhang met {zaak}
  geen oorzakelijk verband bewijst.
# Diermodellen en neuro-immuunreacties
- In een diermodel van {zaak} nam {merker} in het weefsel van {plek} na {klein} dagen af.
- Bij ratten met nagebootst letsel van {plek} was {merker} na beweging lager dan zonder interventie
  (SMD -{komma}).
- Neuro-immuunreacties in {plek} zijn bij {lijders} nooit rechtstreeks gemeten.
- Immobilisatie van {plek} verhoogde in een dierexperimenteel onderzoek {merker}, terwijl {merker}
  gelijk bleef.
- De auteurs vonden bij {zaak} geen activering van astrocyten of microglia in het ruggenmerg (n =
  {klein}).
- Bij {lijders} verschilde het aantal monocyten in volbloed niet van dat van gezonde proefpersonen.
- Stimulatie van toll-like receptor 4 gaf bij {lijders} dezelfde respons als bij de controlegroep (β
  = {komma}).
- Een trend naar minder {merker} in speeksel van {lijders} was na correctie niet significant (p =
  {komma}).
- Of {bouw} bij {zaak} een rol speelt in de overdracht van ontsteking, is bij {groep} onbekend.
- Na {eigen} keerde de cortisolconcentratie van {groep} binnen {duur} terug naar de waarde van voor
  de ingreep.
- In de muis leidde uitschakeling van {merker} tot een trager herstel van {plek} na nagebootst
  letsel.
# Bespreking van de bron
- De brontekst over {zaak} bij {groep} noemt geen auteurs en geen jaar van uitgave.
- In de inleiding staan drie vragen over {lijders}: naar de oorzaken, de diagnostiek en de
  behandeling.
- Het bijschrift van figuur {klein} vermeldt dat de waarden voor {lijders} zijn afgeleid van een
  afbeelding.
- Alinea {klein} van het artikel over {zaak} bevat een zin over {klacht}, zonder verwijzing naar een
  studie bij {groep}.
- De volledige inhoud van tabel {klein} over {eigen} is voor {groep} niet beschikbaar.
- De literatuurlijst bij {zaak} telt {aantal} verwijzingen, waaronder {klein} systematische reviews
  over {groep}.
- De bron spreekt zichzelf tegen over {lijders}: de ene alinea noemt {pct}, de andere {pct}.
- De eerste auteur van het overzicht over {lijders} is {hulp}, de tweede {hulp}.
- Het kopje over {eigen} geeft voor {groep} geen cijfers, alleen een samenvatting van {klein}
  artikelen.
- Een forest plot van {klein} studies naar {eigen} laat bij {groep} een gemiddeld verschil van
  {komma} zien ({bi}).
- Het doel van de review over {zaak} was om bij {groep} de kwaliteit van {klein} studies te
  beoordelen.
- De populatie bestond uit {aantal} {lijders}, zonder aandoeningen van het immuunsysteem.
# Onderscheid met rug- en nekklachten
- Een LRS werd bij {lijders} in {pct} van de gevallen eerst vermoed en daarna verworpen.
- Een vermoeden van spondyloartritis ontstond bij {pct} van de {lijders} en bleek zelden terecht.
- De McKenzie-methode (MDT) kent voor {zaak} geen eigen model en is bij {groep} niet onderzocht.
- TESI komt bij {lijders} niet in aanmerking, want {plek} wordt daarmee niet bereikt.
- Uitstraling bij {lijders} kan op een lumbale radiculopathie lijken, maar {teken} wijst een andere
  kant op.
- In de musculoskeletale geneeskunde wordt {zaak} bij {groep} anders beoordeeld dan {klacht}.
- Een cervicale radiculopathie naast {zaak} werd bij {klein} van de {aantal} {groep} gevonden,
  meestal bij toeval.
- Caudasymptomen horen niet bij {zaak} en vragen bij {groep} om een eigen beoordeling door {hulp}.
- Een epiduraal abces is bij {lijders} in {klein} casussen beschreven, telkens na een infectie
  elders.
- Van de {lijders} had {pct} eerder een MRI van de wervelkolom gehad, bijvoorbeeld vanwege {klacht}.
- Wie lagerugpijn krijgt in het jaar na {eigen}, heeft volgens {bron} geen grotere kans op een
  recidief van {zaak}.
- De proef van Lasègue is bij {lijders} negatief, tenzij er los daarvan een zenuwwortel is
  geprikkeld.
"""
)


if __name__ == "__main__":
    sys.exit(main())
