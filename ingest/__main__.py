"""The command line: python -m ingest [PATH ...] [--index DIR] [--model NAME_OR_PATH]
[--check | --rebuild | --questions].
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest import asking, commandline, embeddings, llm, pipeline
from ingest.asking import Asked
from ingest.commandline import ended, path
from ingest.index import Build, Index
from ingest.pipeline import Progress, Report


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status of the contract."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.paths and (options.check or options.rebuild):
        parser.error("--check en --rebuild gaan niet samen met PATH")
    if options.check:
        return ended(lambda: _check(options.index))
    if options.questions:
        return ended(lambda: _question(options))
    return ended(lambda: _ingest(options))


def _ingest(options: argparse.Namespace) -> int:
    with _bar() as progress:
        if options.rebuild:
            report = pipeline.rebuild(options.index, progress)
        else:
            paths = options.paths or pipeline.shipped()
            report = pipeline.ingest(paths, options.index, options.model, progress)
    print(_table(report))
    for failure in report.failed:
        print(f"Niet gelezen: {failure}", file=sys.stderr)
    return 1 if report.failed else 0


def _question(options: argparse.Namespace) -> int:
    """Read the paths, if any; then ask for questions, and put in again what got some."""
    model = llm.from_environment(asking.PATIENCE)
    status = _ingest(options) if options.paths else 0
    if not options.paths:
        pipeline.rebuild(options.index, everything=False)
    with _bar("passages", "vragen") as progress:
        asked = asking.ask(options.index, model, progress)
    with _bar() as progress:
        pipeline.rebuild(options.index, progress, everything=False)
    print(_rows([("bevraagd", asked.passages), ("vragen", asked.questions)]))
    for line in _shortfall(asked, options.index):
        print(line, file=sys.stderr)
    return 1 if asked.failure else status


def _shortfall(asked: Asked, index: Path) -> Iterator[str]:
    """A line for each passage that got no question, and for the failure that ended it."""
    if asked.without:
        yield f"Zonder bruikbare vraag gebleven: {len(asked.without)}"
    for passage in asked.without:
        yield f"  {passage.id} ({passage.section})"
    if asked.failure:
        yield f"{asked.failure.message} Wat al geschreven was, is bewaard en in de index gezet."
        yield f"  Probeer: python -m ingest --questions --index {index}   (gaat verder met de rest)"


def _parser() -> argparse.ArgumentParser:
    parser = commandline.parser(
        "python -m ingest", "Leest documenten en maakt de index waaruit de assistent antwoordt."
    )
    parser.add_argument(
        "paths", nargs="*", type=path, metavar="PATH", help="bestand of map; zonder: wat meekomt"
    )
    parser.add_argument(
        "--model",
        default=embeddings.SHIPPED,
        help="naam of map van een sentence-transformers-model; zonder: het meegeleverde",
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--check", action="store_true", help="controleer de index en verander niets"
    )
    instead.add_argument(
        "--rebuild",
        action="store_true",
        help="maak de index opnieuw uit de documenten die hij zelf bewaart",
    )
    instead.add_argument(
        "--questions",
        action="store_true",
        help="laat een taalmodel (RUGGESPRAAK_LLM_URL) vragen schrijven die de passages van PATH "
        "beantwoorden; zonder PATH: die van de documenten in de index",
    )
    return parser


def _check(folder: Path) -> int:
    build = Index(folder).build()
    encoder = embeddings.load(build.record.model)
    build.check(encoder)
    print(
        f"De index in {folder} is in orde: {len(build.documents)} documenten, "
        f"{build.record.passages} passages, gemaakt op {build.record.made} "
        f"met model '{build.record.model}'."
    )
    for line in _mended(build):
        print(line)
    return 0


def _mended(build: Build) -> Iterator[str]:
    """A line for each slip of OCR that was mended, with how often, by document."""
    often = Counter((id, mend.was, mend.now) for id, mend in build.mends())
    if often:
        yield "Verbeterde leesfouten:"
    for (id, was, now), count in sorted(often.items()):
        times = f" ({count} keer)" if count > 1 else ""
        yield f"  {id}: {was} -> {now}{times}"


@contextmanager
def _bar(of: str = "documenten", found: str = "passages") -> Iterator[Progress]:
    """A progress bar on a terminal, of what is done and what was found; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, total, passages: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(f"{of}, {{task.fields[found]}} {found}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None, found=0)
        yield lambda done, total, passages: bar.update(
            task, completed=done, total=total, found=passages
        )


def _table(report: Report) -> str:
    rows = [
        ("nieuw", len(report.new)),
        ("gewijzigd", len(report.changed)),
        ("ongewijzigd", len(report.unchanged)),
        ("verwijderd", len(report.removed)),
        ("mislukt", len(report.failed)),
        ("passages", report.passages),
    ]
    return f"{_rows(rows)}\n{'seconden':<12}{report.seconds:>8.1f}".replace(".", ",")


def _rows(rows: list[tuple[str, int]]) -> str:
    return "\n".join(f"{name:<12}{count:>8}" for name, count in rows)


if __name__ == "__main__":
    sys.exit(main())
