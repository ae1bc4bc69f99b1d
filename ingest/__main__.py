"""The command line: python -m ingest [PATH ...] [--index DIR] [--model NAME_OR_PATH] [--check]."""

import argparse
import sys
from pathlib import Path

from ingest import commandline, embeddings, pipeline
from ingest.commandline import ended, path
from ingest.index import Index
from ingest.pipeline import Report

BAR = 30  # characters


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status of the contract."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.check and options.paths:
        parser.error("--check gaat niet samen met PATH")
    return ended(lambda: _check(options.index) if options.check else _ingest(options))


def _ingest(options: argparse.Namespace) -> int:
    paths = options.paths or pipeline.shipped()
    report = pipeline.ingest(paths, options.index, options.model, _progress)
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
    parser.add_argument(
        "--check", action="store_true", help="controleer de index en verander niets"
    )
    return parser


def _check(folder: Path) -> int:
    build = Index(folder).build()
    encoder = embeddings.load(build.record.model)
    build.check(encoder)
    print(
        f"De index in {folder} is in orde: {len(build.record.documents)} documenten, "
        f"{build.record.passages} passages, gemaakt op {build.record.made} "
        f"met model '{build.record.model}'."
    )
    return 0


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        filled = BAR * done // max(total, 1)
        end = "\n" if done == total else ""
        print(f"\r[{'#' * filled:<{BAR}}] {done}/{total}", end=end, file=sys.stderr, flush=True)


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
