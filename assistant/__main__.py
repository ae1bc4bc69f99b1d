"""The command line: python -m assistant [QUESTION] [--index DIR] [--json] [--source ID] [--llm].

With --json every line of standard input is a conversation, and every line of standard output its
answer; see the contract in docs/command-line.md.
"""

import argparse
import json
import sys
import textwrap
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from assistant import disagreement, presentation, privacy, writer
from assistant.engine import Assistant
from assistant.schema import Answer, Citation, Conflict
from ingest import commandline
from ingest.commandline import ended
from ingest.errors import QuestionError
from ingest.index import Build

WIDTH = 88  # characters a printed line
MORE = "meer"  # shows the quotes that an answer had no room for
IN_A_TALK = f"Stel de vraag in een gesprek (python -m assistant) en typ '{MORE}'."


class Request(NamedTuple):
    """One input line: an id to answer under, the turns, and the sources to narrow to."""

    id: str
    turns: list[str]
    sources: list[str] | None


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status of the contract."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.json and options.question is not None:
        parser.error("--json leest de vragen van de standaardinvoer; laat QUESTION weg")
    return ended(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    assistant = Assistant(options.index, writer.from_environment if options.llm else None)
    assistant.check_sources(options.source)
    if options.question is not None:
        more = _told(assistant, [options.question], options.source).more
        if more:
            print(f"\nDe bronnen zeggen hier meer over: {_count(more)}. {IN_A_TALK}")
        return 0
    if sys.stdin is None:
        raise QuestionError("Er is geen invoer om vragen van te lezen.")
    if options.json:
        return _answer_lines(assistant, sys.stdin, options.source)
    return _converse(assistant, options.source)


def printed(answer: Answer, build: Build, sources: Sequence[str] | None = None) -> str:
    """An answer for a person: warnings, the sentences with their numbers, then what the numbers
    stand for; where it is declined the reason, and what there is. `sources` were asked alone.
    """
    parts = _top(answer)
    if answer.abstained:
        near = [
            f"- {presentation.titled(build.document(hit.passage.document_id).meta)}: "
            f"{hit.passage.section}"
            for hit in presentation.nearest(answer)
        ]
        held = [f"- {line}" for line in presentation.held(build, sources)]
        parts += _list("Het dichtst in de buurt komen:", near)
        parts += _list("Ik antwoord uit deze documenten:", held)
    else:
        parts += [_side_by_side(answer, conflict) for conflict in answer.conflicts]
        parts.append(f"Bronnen:\n{_listed(answer.citations)}")
    return "\n\n".join(parts)


def _top(answer: Answer) -> list[str]:
    """What stands above the sources: warnings, how it was read, and the sentences or the reason."""
    parts = [_wrapped(line) for line in (*answer.warnings, *presentation.readings(answer))]
    if answer.abstained:
        parts.append(_wrapped(answer.reason or ""))
    for group in presentation.groups(answer):
        for statement in group.statements:
            numbers = "".join(f" [{number}]" for number in statement.citations)
            parts.append(_wrapped(statement.text + numbers))
    return parts


def _list(head: str, lines: Sequence[str]) -> list[str]:
    return ["\n".join([head, *map(_wrapped, dict.fromkeys(lines))])] if lines else []


def _parser() -> argparse.ArgumentParser:
    parser = commandline.parser(
        "python -m assistant", "Beantwoordt vragen uit de index, woordelijk en met bronvermelding."
    )
    parser.add_argument("question", nargs="?", metavar="QUESTION", help="zonder: een gesprek")
    parser.add_argument("--json", action="store_true", help="JSON-regels in en uit")
    parser.add_argument(
        "--source", action="append", metavar="ID", help="alleen deze bron (mag vaker)"
    )
    parser.add_argument("--llm", action="store_true", help="laat een taalmodel formuleren")
    return parser


def _converse(assistant: Assistant, sources: list[str] | None) -> int:
    """A conversation on the terminal; an empty line or the end of input ends it."""
    turns: list[str] = []
    more: tuple[Citation, ...] = ()
    if assistant.llm:
        print(f"{_wrapped(presentation.promise(assistant))}\n")
    while True:
        try:
            turn = input("Vraag (leeg = stoppen): ").strip()
        except EOFError:
            return 0
        if not turn:
            return 0
        if more and turn.lower() == MORE:
            print(f"\n{_in_full(more)}\n")
            continue
        try:
            print()
            answer = _told(assistant, [*turns, turn], sources)
        except QuestionError as error:
            print(error, file=sys.stderr)
            continue
        more = answer.more
        if more:
            print(
                f"\nDe bronnen zeggen hier meer over: {_count(more)}. Typ '{MORE}' om ze te zien."
            )
        print()
        turns.append(privacy.without(turn))


def _told(assistant: Assistant, turns: list[str], sources: list[str] | None) -> Answer:
    """Print the answer; on a terminal, where a language model words it, also while it grows."""
    answers: Iterable[Answer] = assistant.stream(turns, sources)
    if assistant.llm and sys.stdout.isatty():
        answers = _growing(answers, presentation.destination(assistant))
    answer = deque(answers, maxlen=1).pop()
    print(printed(answer, assistant.open()[0], sources))
    return answer


def _growing(answers: Iterable[Answer], asked: str | None) -> Iterator[Answer]:
    """Draw each answer over the one before; at the end none is left, so that the last may stand
    in their place.
    """
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    waiting = Text(f"Uw vraag gaat naar {asked} ..." if asked else "")
    with Live(waiting, console=Console(), transient=True, auto_refresh=False) as live:
        live.refresh()
        for answer in answers:
            live.update(Text("\n\n".join(_top(answer))), refresh=True)
            yield answer


def _answer_lines(assistant: Assistant, lines: Iterable[str], sources: list[str] | None) -> int:
    """Answer each line in turn; 1 where at least one was an error."""
    failed = 0
    for line in lines:
        if line.strip():
            answer = _answer_line(assistant, line, sources)
            failed |= "error" in answer
            print(json.dumps(answer, ensure_ascii=False), flush=True)
    return failed


def _answer_line(assistant: Assistant, line: str, sources: list[str] | None) -> dict[str, Any]:
    id = None
    try:
        id, turns, narrowed = _request(line)
        return assistant.ask(turns, narrowed or sources).as_line(id)
    except QuestionError as error:
        return {"id": id, "error": error.message}


def _request(line: str) -> Request:
    """Read an input line of the contract.

    Raises:
        QuestionError: it isn't an object with an id and turns.
    """
    try:
        entry = json.loads(line)
        json.dumps(entry, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError) as error:
        raise QuestionError("Dit is geen geldige JSON.") from error
    match entry:
        case {"id": str(id), "turns": [*turns]} if turns and _all_text(turns):
            sources = entry.get("sources")
            if sources is None or (isinstance(sources, list) and _all_text(sources)):
                return Request(id, turns, sources)
    raise QuestionError(
        'Een regel moet zo zijn: {"id": "q1", "turns": ["vraag"]}, eventueel met "sources": ["id"].'
    )


def _all_text(entries: list[Any]) -> bool:
    return all(isinstance(entry, str) for entry in entries)


def _listed(citations: Sequence[Citation]) -> str:
    """The citations under their sources, each source named once."""
    lines = []
    for origin, its in presentation.by_source(citations).items():
        lines.append(textwrap.fill(origin, WIDTH, subsequent_indent="  "))
        lines += map(_place, its)
    return "\n".join(lines)


def _in_full(citations: Sequence[Citation]) -> str:
    """The quotes under their sources."""
    parts = []
    for origin, its in presentation.by_source(citations).items():
        parts.append(textwrap.fill(f"{origin}:", WIDTH, subsequent_indent="  "))
        parts += [f"{_wrapped(citation.quote)}\n{_place(citation)}" for citation in its]
    return "\n\n".join(parts)


def _place(citation: Citation) -> str:
    page = f", p. {citation.page}" if citation.page else ""
    line = f"[{citation.number}] {citation.role}: {citation.passage.section}{page}"
    return textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="      ")


def _count(citations: Sequence[Citation]) -> str:
    return f"nog {len(citations)} {'citaat' if len(citations) == 1 else 'citaten'}"


def _side_by_side(answer: Answer, conflict: Conflict) -> str:
    """A disagreement: each quote of it under the source that it is from."""
    lines = [_wrapped(f"{disagreement.headline(answer, conflict)}:")]
    for citation in disagreement.sides(answer, conflict):
        origin = f"[{citation.number}] {citation.origin}:"
        lines.append(textwrap.fill(origin, WIDTH, initial_indent="  ", subsequent_indent="      "))
        lines.append(textwrap.indent(_wrapped(citation.quote, WIDTH - 6), " " * 6))
    return "\n".join(lines)


def _wrapped(text: str, width: int = WIDTH) -> str:
    lines = text.split("\n")
    return "\n".join(
        textwrap.fill(line, width, subsequent_indent="  " if line.startswith("- ") else "")
        for line in lines
    )


if __name__ == "__main__":
    sys.exit(main())
