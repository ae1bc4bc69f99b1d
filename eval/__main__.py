"""The command line: python -m eval [--gold FILE ...] [--index DIR] [--out DIR] ..."""

import argparse
import sys
from pathlib import Path

from assistant.engine import Assistant
from eval import gold, measures, report
from ingest import commandline
from ingest.commandline import ended, path

OUT = Path(__file__).resolve().parent / "out"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns 0, 1 where --gate finds a measure short, 2 on bad input."""
    options = _parser().parse_args(arguments)
    return ended(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    rows = gold.load(options.gold or sorted(gold.FOLDER.glob("*.jsonl")))
    earlier = report.read(options.against) if options.against else None
    found = report.make(measures.run(rows, Assistant(options.index)))
    report.write(found, options.out)
    print(report.table(found))
    print(f"\nVerslag: {options.out / 'report.json'} en report.html")
    if earlier:
        print(f"\n{report.against(found, earlier)}")
    missed = report.under_floor(found) if options.gate else []
    for line in missed:
        print(f"Onder de grens: {line}", file=sys.stderr)
    return 1 if missed else 0


def _parser() -> argparse.ArgumentParser:
    parser = commandline.parser("python -m eval", "Stelt gouden vragen en meet de antwoorden.")
    parser.add_argument("--gold", nargs="+", type=path, metavar="FILE", help="JSONL met vragen")
    parser.add_argument("--out", type=path, default=OUT, help="waar het verslag komt (%(default)s)")
    parser.add_argument("--against", type=path, metavar="REPORT.json", help="een eerder verslag")
    parser.add_argument("--gate", action="store_true", help="exit 1 als een maat onder de grens is")
    return parser


if __name__ == "__main__":
    sys.exit(main())
