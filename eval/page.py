"""A report -> one HTML page that stands on its own: no request goes out when it is opened."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval import plots
from eval.report import (
    GROUPS,
    LOWER_IS_BETTER,
    SAYS,
    VERDICTS,
    Report,
    better_and_worse,
    interval,
    number,
)


def make(report: Report, against: Report | None = None) -> str:
    """The page: summary, plots and every question; and how it changed since an earlier report."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["figure"] = lambda value: number(value).replace(".", ",")
    environment.filters["interval"] = lambda found: interval(found).replace(".", ",")
    return environment.get_template("report.html.jinja").render(
        report=report,
        against=against,
        groups=GROUPS,
        says=SAYS,
        lower=LOWER_IS_BETTER,
        verdicts=VERDICTS,
        moved_by=better_and_worse,
        plots={
            "by_kind": plots.by_kind(report),
            "risk": plots.risk(report) if report["risk_coverage"] else "",
            "latency": plots.latency(report),
        },
    )
