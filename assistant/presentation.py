"""What the page and the terminal both tell of an answer, in Dutch: how the question was read, which
source says what, what there is where it is declined, and where the question goes.

Doesn't know how either of them draws it.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant import privacy, scope, writer
from assistant.engine import Assistant
from assistant.schema import Answer, Citation, Hit, Statement
from ingest import llm
from ingest.errors import WriterError
from ingest.index import Build
from ingest.schema import Source

NEAREST = 3  # passages offered where a question is declined
MOST_DOCUMENTS = 12  # named there
_ABOUT = re.compile(r" \(over: ([^)]*)\)\Z")  # the subject, as `conversation` adds it


class Group(NamedTuple):
    """Statements that rest on one source, and its title, year and kind; unnamed where that adds
    nothing.
    """

    source: str
    statements: tuple[Statement, ...]


def readings(answer: Answer) -> list[str]:
    """How the question was read, where that is not as it was typed; that a patient's data was
    taken out is told by a warning.

    "Waarom? (over: incidentie, LRS)" -> "Gelezen als: Waarom? Onderwerp: incidentie, LRS."
    """
    found = []
    if answer.standalone_question != privacy.without(answer.question).strip():
        read = _ABOUT.sub(r" Onderwerp: \1.", answer.standalone_question)
        found.append(f"Gelezen als: {read}")
    if answer.also_searched:
        found.append(f"Ook gezocht op: {', '.join(answer.also_searched)}")
    return found


def groups(answer: Answer) -> list[Group]:
    """The statements by source, each source once, the source of the first statement first; one
    unnamed group where all rest on one source, where one rests on several, or where they are
    titles.
    """
    names = {c.number: _named(c) for c in answer.citations}
    sources = [{names[number] for number in s.citations} for s in answer.statements]
    titles = {c.title for c in answer.citations} >= {s.text for s in answer.statements}
    if titles or any(len(its) > 1 for its in sources) or len(set().union(*sources)) < 2:
        return [Group("", answer.statements)]
    found: dict[str, list[Statement]] = {}
    for statement, (source,) in zip(answer.statements, sources, strict=True):
        found.setdefault(source, []).append(statement)
    return [Group(source, tuple(statements)) for source, statements in found.items()]


def roles(answer: Answer, statement: Statement) -> str:
    """What the quotes behind a statement are: "aanbeveling", or "bevinding, aanbeveling"."""
    cited = [citation for citation in answer.citations if citation.number in statement.citations]
    return ", ".join(dict.fromkeys(citation.role for citation in cited))


def by_source(citations: Sequence[Citation]) -> dict[str, list[Citation]]:
    """The citations of each source under its name, with year, kind and whom it is about."""
    found: dict[str, list[Citation]] = {}
    for citation in citations:
        found.setdefault(citation.origin, []).append(citation)
    return found


def nearest(answer: Answer) -> tuple[Hit, ...]:
    """The passages to offer where the answer is declined; none where nothing was asked."""
    if not answer.abstained or scope.no_question(answer.question):
        return ()
    return answer.passages[:NEAREST]


def titled(meta: Source) -> str:
    """A source as it is named in a list: its title and year."""
    return f"{meta.title} ({meta.year or 'jaar onbekend'})"


def held(build: Build, sources: Sequence[str] | None = None) -> list[str]:
    """The documents that answers come from, a line each; with many, how many more there are."""
    ids = [id for id in sorted(build.documents) if not sources or id in sources]
    lines = [titled(build.document(id).meta) for id in ids[:MOST_DOCUMENTS]]
    more = len(ids) - len(lines)
    return [*lines, *([f"en nog {more} andere"] if more else [])]


def destination(assistant: Assistant) -> str | None:
    """What gets the question and the passages found, in Dutch; None where that is nothing."""
    if assistant.llm is None:
        return None
    if assistant.llm is not writer.from_environment:
        return "het taalmodel dat hier is ingesteld"
    try:
        return f"het taalmodel op {llm.host()}"
    except WriterError:
        return None


def promise(assistant: Assistant, judged: bool = False) -> str:
    """Where a question goes, and what the sentences of an answer are; `judged`, where a thumb keeps
    the question with the answer.
    """
    goes_to = destination(assistant)
    kept = ", tenzij u een oordeel over het antwoord geeft" if judged else ""
    if goes_to is None:
        return (
            "Elke zin van een antwoord is een citaat. Uw vraag wordt alleen gelezen door de "
            f"computer waarop Ruggespraak draait, en niet bewaard{kept}."
        )
    return (
        f"Uw vraag en de gevonden passages gaan naar {goes_to}, dat het antwoord formuleert. "
        "Elke zin ervan wordt met de aangehaalde passages vergeleken voordat u hem ziet. Een vraag "
        "met wat op gegevens van een patiënt lijkt, gaat er niet heen. Ruggespraak zelf bewaart "
        f"uw vraag niet{kept}."
    )


def _named(citation: Citation) -> str:
    year = str(citation.year or "jaar onbekend")
    return f"{citation.title} ({'; '.join(filter(None, [year, citation.kind]))})"
