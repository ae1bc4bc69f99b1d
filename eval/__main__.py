"""The command line: python -m eval [--gold FILE ...] [--index DIR] [--out DIR] ..."""

import argparse
import json
import sys
from pathlib import Path

from assistant.engine import Assistant
from eval import candidates, checker, gold, page, report, results
from ingest import commandline
from ingest.commandline import ended, path

OUT = Path(__file__).resolve().parent / "out"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns 0, 1 where --gate finds a measure short, 2 on bad input."""
    options = _parser().parse_args(arguments)
    return ended(lambda: options.run(options))


def _measure(options: argparse.Namespace) -> int:
    """Ask the gold questions, and report."""
    files = options.gold or gold.shipped()
    rows = gold.load(files)
    floors = report.floors_beside(files) if options.gate else {}
    earlier = report.read(options.against) if options.against else None
    assistant = Assistant(options.index)
    found = report.make(results.run(rows, assistant), assistant.open()[0])
    changes = report.against(found, earlier) if earlier else None
    written = {"report.json": _json(found), "report.html": page.make(found, changes)}
    report.write(options.out, written)
    print(report.table(found))
    if changes:
        print(f"\n{report.comparison(changes)}")
    print(f"\nVerslag: {options.out / 'report.json'} en report.html")
    missed = report.under_floor(found, floors)
    for line in missed:
        print(f"Onder de grens: {line}", file=sys.stderr)
    return 1 if missed else 0


def _check(options: argparse.Namespace) -> int:
    """Measure the checker of statements."""
    checked = checker.run(Assistant(options.index).open()[0])
    report.write(options.out, {"checker.json": _json(checker.as_report(checked))})
    print(checker.table(checked))
    print(f"\nElke zin met het oordeel: {options.out / 'checker.json'}")
    return 0


def _ablate(options: argparse.Namespace) -> int:
    """Run the retrieval set-ups side by side."""
    from eval import ablation, setups

    rows = gold.load(options.gold or gold.shipped())
    print(ablation.table(ablation.run(rows, Assistant(options.index))))
    if not setups.stock_installed():
        print(
            "\nZonder de regels van LlamaIndex zelf: make ablate installeert die.", file=sys.stderr
        )
    return 0


def _draft(options: argparse.Namespace) -> int:
    """Turn feedback into draft gold rows."""
    for line in candidates.drafts(options.feedback):
        print(line)
    return 0


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def _parser() -> argparse.ArgumentParser:
    parser = commandline.parser("python -m eval", "Stelt gouden vragen en meet de antwoorden.")
    parser.set_defaults(run=_measure)
    parser.add_argument("--gold", nargs="+", type=path, metavar="FILE", help="JSONL met vragen")
    parser.add_argument("--out", type=path, default=OUT, help="waar het verslag komt (%(default)s)")
    parser.add_argument("--against", type=path, metavar="REPORT.json", help="een eerder verslag")
    parser.add_argument("--gate", action="store_true", help="exit 1 als een maat onder de grens is")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--checker",
        dest="run",
        action="store_const",
        const=_check,
        help="meet in plaats daarvan de controle van zinnen",
    )
    instead.add_argument(
        "--ablate",
        dest="run",
        action="store_const",
        const=_ablate,
        help="meet in plaats daarvan manieren van zoeken naast elkaar",
    )
    commands = parser.add_subparsers(title="ook", metavar="candidates")
    drafts = commands.add_parser(
        "candidates", help="maakt van verzamelde feedback gouden vragen om af te maken"
    )
    drafts.add_argument("feedback", type=path, metavar="FEEDBACK.jsonl")
    drafts.set_defaults(run=_draft)
    return parser


if __name__ == "__main__":
    sys.exit(main())
