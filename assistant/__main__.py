"""The command line: python -m assistant [QUESTION] [--index DIR] [--json] [--source ID] [--llm].

With --json every line of standard input is a conversation, and every line of standard output its
answer; see the contract in docs/command-line.md.
"""

import argparse
import json
import sys
import textwrap
from collections.abc import Iterable
from typing import Any, NamedTuple

from assistant import disagreement, privacy, writer
from assistant.engine import Assistant
from assistant.schema import Answer, Citation, Conflict
from ingest import commandline
from ingest.commandline import ended
from ingest.errors import QuestionError

WIDTH = 88  # characters a printed line


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
        print(printed(assistant.ask([options.question], options.source)))
        return 0
    if sys.stdin is None:
        raise QuestionError("Er is geen invoer om vragen van te lezen.")
    if options.json:
        return _answer_lines(assistant, sys.stdin, options.source)
    return _converse(assistant, options.source)


def printed(answer: Answer) -> str:
    """An answer for a person: warnings, the sentences with their numbers, then what the numbers
    stand for.
    """
    parts = []
    if answer.standalone_question != answer.question.strip():
        parts.append(f"Gelezen als: {answer.standalone_question}")
    if answer.also_searched:
        parts.append(f"Ook gezocht op: {', '.join(answer.also_searched)}")
    parts += map(_wrapped, answer.warnings)
    if answer.abstained:
        parts.append(_wrapped(answer.reason or ""))
        if answer.passages:
            nearest = dict.fromkeys(
                f"- {hit.passage.document_id}: {hit.passage.section}" for hit in answer.passages[:3]
            )
            parts.append("\n".join(["Het dichtst in de buurt komt:", *nearest]))
        return "\n\n".join(parts)
    for statement in answer.statements:
        numbers = "".join(f" [{number}]" for number in statement.citations)
        parts.append(_wrapped(statement.text + numbers))
    parts += [_side_by_side(answer, conflict) for conflict in answer.conflicts]
    parts.append("\n".join(_listed(citation) for citation in answer.citations))
    return "\n\n".join(parts)


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
    while True:
        try:
            turn = input("Vraag (leeg = stoppen): ").strip()
        except EOFError:
            return 0
        if not turn:
            return 0
        try:
            print(f"\n{printed(assistant.ask([*turns, turn], sources))}\n")
            turns.append(privacy.without(turn))
        except QuestionError as error:
            print(error, file=sys.stderr)


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


def _listed(citation: Citation) -> str:
    place = citation.passage.section
    page = f", p. {citation.page}" if citation.page else ""
    line = f"[{citation.number}] {citation.title}, {place}{page} ({citation.role})"
    return textwrap.fill(line, WIDTH, subsequent_indent="    ")


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
