"""The command line: python -m ingest [PATH ...] [--index DIR] [--model NAME_OR_PATH]
[--check | --rebuild].
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest import commandline, embeddings, pipeline
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
def _bar() -> Iterator[Progress]:
    """A progress bar on a terminal, with documents and passages; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, total, passages: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("documenten, {task.fields[passages]} passages"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None, passages=0)
        yield lambda done, total, passages: bar.update(
            task, completed=done, total=total, passages=passages
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
    lines = [f"{name:<12}{count:>8}" for name, count in rows]
    return "\n".join([*lines, f"{'seconden':<12}{report.seconds:>8.1f}".replace(".", ",")])


if __name__ == "__main__":
    sys.exit(main())
