"""The command line: python -m ingest [PATH ...] [--index DIR] [--model NAME_OR_PATH] [--check]."""

import argparse
import sys
from pathlib import Path

from ingest import embeddings, pipeline
from ingest.errors import RuggespraakError
from ingest.index import Index, default_index
from ingest.pipeline import Report

BAR = 30  # characters


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status of the contract."""
    options = _parser().parse_args(arguments)
    try:
        if options.check:
            return _check(options.index)
        paths = options.paths or pipeline.shipped()
        model = options.model or embeddings.SHIPPED
        report = pipeline.ingest(paths, options.index, model, _progress)
    except RuggespraakError as error:
        print(error, file=sys.stderr)
        return 2
    print(_table(report))
    for failure in report.failed:
        print(f"Niet gelezen: {failure}", file=sys.stderr)
    return 1 if report.failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Leest documenten en maakt de index waaruit de assistent antwoordt.",
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="bestand of map; zonder: wat meekomt"
    )
    parser.add_argument(
        "--index", type=Path, default=default_index(), help="de map van de index (%(default)s)"
    )
    parser.add_argument("--model", help="naam of map van een sentence-transformers-model")
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
