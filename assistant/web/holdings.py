"""What is in it: every document with its date, its place in the literature and its subjects."""

import html
from collections import Counter
from datetime import datetime

from assistant import presentation
from assistant.web.export import DISCLAIMER, dutch_date
from assistant.web.source import doi_link
from ingest.index import Build
from ingest.schema import Document


def contents(build: Build, promise: str) -> str:
    """What the documents are: each with its date, its subjects and its place in the literature."""
    made = dutch_date(datetime.fromisoformat(build.record.made).date())
    counts = Counter(build.document(id).meta.kind or "soort onbekend" for id in build.documents)
    kinds = ", ".join(f"{count} × {html.escape(kind)}" for kind, count in counts.most_common())
    items = [_item(build.document(id)) for id in sorted(build.documents)]
    return (
        '<article class="document inhoud"><header><h2 tabindex="-1">Wat zit erin, en wat is dit '
        f"niet?</h2><p>{html.escape(DISCLAIMER)} {html.escape(promise)}</p>"
        f'<p class="stil">{len(items)} documenten ({kinds}), ingelezen op {made}.</p></header>'
        f"{''.join(items)}</article>"
    )


def _item(document: Document) -> str:
    meta = document.meta
    subjects = dict.fromkeys(
        section.title.partition(" › ")[0]
        for section in document.sections
        if section.title not in ("", meta.title)
    )
    known = [", ".join(meta.authors), meta.venue, meta.kind, f"over: {meta.population}"]
    told = "; ".join(part for part in known if part.removeprefix("over: "))
    link = f" DOI {doi_link(meta.doi)}." if meta.doi else ""
    return (
        f"<section><h3>{html.escape(presentation.titled(meta))}</h3>"
        f"<p>{html.escape(told)}.{link}</p>"
        f'<p class="plaats">Onderwerpen: {html.escape("; ".join(subjects))}.</p></section>'
    )
