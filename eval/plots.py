"""A report's plots, as SVG to stand in a page: measures by kind, risk against coverage, latency."""

import io
from collections.abc import Callable
from functools import partial
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eval.report import Report

INK, MARK, FAINT = "#1f2933", "#0b6e75", "#9fb3c8"
LABEL = 30  # characters of a kind
BY_KIND = ("Success@5", "answered right", "unanswerable abstained")
SETTINGS: Any = {
    "svg.fonttype": "none",  # text stays text
    "text.parse_math": False,  # a kind may hold a dollar sign
    "svg.hashsalt": "ruggespraak",  # the same report gives the same picture
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def by_kind(report: Report) -> str:
    """Of each kind of question, the measures that say most, with their intervals."""

    def draw(name: str, axes: Axes) -> None:
        kinds = {k: found[name] for k, found in report["kinds"].items() if name in found}
        for place, cell in enumerate(reversed(kinds.values())):
            value, low, high = cell["value"], cell["low"], cell["high"]
            axes.plot([low, high], [place, place], color=FAINT, linewidth=4, zorder=1)
            axes.plot(value, place, "o", color=MARK)
            beside = axes.get_yaxis_transform()  # x as a share of the axes
            axes.text(1.02, place, f"n = {cell['n']}", transform=beside, va="center", fontsize=8)
        axes.set_yticks(range(len(kinds)), [kind[:LABEL] for kind in reversed(kinds)])
        axes.set_xlim(-0.02, 1.02)
        axes.set_title(name, loc="left", fontweight="bold")

    names = [name for name in BY_KIND if any(name in m for m in report["kinds"].values())]
    heights = [sum(name in m for m in report["kinds"].values()) + 2 for name in names]
    return _svg(
        [partial(draw, name) for name in names],
        (8, 0.28 * sum(heights) + 0.4),
        heights,
        "Maten per soort vraag, met hun interval van 95%",
    )


def risk(report: Report) -> str:
    """Risk against coverage, and where the assistant stands."""

    def draw(axes: Axes) -> None:
        coverage, risks = zip(*report["risk_coverage"], strict=True)
        axes.plot(coverage, risks, color=MARK)
        axes.plot(coverage[-1], risks[-1], "o", color=MARK)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_xlabel("beantwoord, als deel van alle vragen")
        axes.set_ylabel("niet goed, als deel daarvan")

    return _svg([draw], (5, 3.6), [1], "Risico tegen dekking, de zekerste antwoorden eerst")


def latency(report: Report) -> str:
    """How long questions took: the share that was answered within so many milliseconds."""

    def draw(axes: Axes) -> None:
        axes.ecdf([row["values"]["ms"] for row in report["rows"]], color=MARK)
        axes.set_xlim(left=0)
        axes.set_ylim(0, 1)
        axes.set_xlabel("milliseconden")
        axes.set_ylabel("deel van de vragen")

    return _svg([draw], (5, 3.6), [1], "Vragen die binnen zoveel tijd klaar waren")


def _svg(
    drawings: list[Callable[[Any], None]],
    size: tuple[float, float],
    heights: list[int],
    title: str,
) -> str:
    """The drawings below one another, as one SVG element; none where there is nothing to draw."""
    if not drawings:
        return ""
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=size, layout="constrained")
        rows = figure.subplots(len(drawings), 1, squeeze=False, height_ratios=heights)
        for axes, draw in zip(rows[:, 0], drawings, strict=True):
            draw(axes)
        file = io.StringIO()
        figure.savefig(
            file, format="svg", metadata={"Date": None, "Title": title}, transparent=True
        )
    drawn = file.getvalue()
    svg = drawn[drawn.index("<svg") :]
    return svg.replace("<svg", f'<svg role="img" aria-label="{title}"', 1)
