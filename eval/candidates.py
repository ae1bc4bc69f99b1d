"""Collected feedback -> draft gold rows, for a person to finish.

A line of feedback is `{"turns": [...], "good": true, "comment": "...", "answer": {...}}`, where
`answer` is the output line of `python -m assistant --json`; `comment` and `answer` may be left out.
A draft takes over what can be known: the turns, and of a good answer its quotes as evidence. The
kind and the patterns are left empty, and `python -m eval` refuses a row until they are filled in.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.gold import read, texts
from ingest.errors import GoldError

TEST_SHARE = 2  # one of so many drafts goes to the test split


def drafts(path: Path) -> Iterator[str]:
    """The draft of every conversation in a feedback file, one JSON line each, repeats left out.

    Raises:
        GoldError: with every fault of the file, each with its line number.
    """
    found, faults = read([path], _draft)
    if faults:
        raise GoldError("De feedback is niet te lezen:\n  " + "\n  ".join(faults))
    by_id = {draft["id"]: draft for _, draft in found}
    for draft in by_id.values():
        yield json.dumps(draft, ensure_ascii=False)


def _draft(entry: dict[str, Any]) -> dict[str, Any]:
    turns, good = entry.get("turns"), entry.get("good")
    if not turns or not texts(turns):
        raise ValueError("turns moet een lijst van vragen zijn")
    if not isinstance(good, bool):
        raise ValueError("good moet true of false zijn")
    if not isinstance(comment := entry.get("comment", ""), str):
        raise ValueError("comment moet tekst zijn")
    quoted = list(_quoted(entry.get("answer") or {}))
    digest = hashlib.sha256("\n".join(turns).encode(errors="surrogatepass")).hexdigest()
    return {
        "id": f"feedback-{digest[:10]}",
        "kind": "",
        "split": "tune" if int(digest, 16) % TEST_SHARE else "test",
        "turns": turns,
        "evidence": quoted if good else [],
        "nuggets": [{"name": "", "vital": True, "pattern": ""} for _ in quoted] if good else [],
        "wrong": [],
        "note": _note(good, comment, [quote["quote"] for quote in quoted]),
    }


def _quoted(answer: Any) -> Iterator[dict[str, Any]]:
    """The quotes of an answer as evidence, each a fact of its own."""
    citations = answer.get("citations", []) if isinstance(answer, dict) else None
    if not isinstance(citations, list):
        raise ValueError("answer moet een regel van python -m assistant --json zijn")
    for number, citation in enumerate(citations, start=1):
        names = ("source", "section", "quote")
        if not isinstance(citation, dict) or not texts([citation.get(name) for name in names]):
            raise ValueError("elk citaat in answer moet source, section en quote hebben")
        yield {name: citation[name] for name in names} | {"group": number}


def _note(good: bool, comment: str, quotes: list[str]) -> str:
    """What the person who finishes the row should know."""
    told = ["goed gevonden" if good else "niet goed gevonden", comment.strip()]
    if quotes and not good:
        told.append("het antwoord citeerde: " + " | ".join(quotes))
    return "; ".join(filter(None, told))
