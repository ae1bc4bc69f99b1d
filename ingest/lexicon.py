"""The lexicon that a build is made with: the one that ships, and over it the user's own file.

The own file has the same columns. It adds concepts, and adds terms to concepts that exist; a term
that it names means its concept, whatever the shipped one says. Doesn't change either file.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.dutch import LEXICON_HEADER, lexicon_rows, stems_of, terms_of
from ingest.errors import CorpusError

Rows = dict[str, list[str]]  # the cells of each concept, by its preferred term
Owners = dict[tuple[str, ...], str]  # the concept of each term, by the term's stems


@contextmanager
def with_own(shipped: Path, own: Path) -> Iterator[Path]:
    """A file that holds both lexicons, inside the context; the shipped one where there is no own.

    Raises:
        CorpusError: the own file is malformed; the message gives the line.
    """
    if not own.exists():
        yield shipped
        return
    rows = [LEXICON_HEADER, *merge(shipped, own)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lexicon.tsv"
        path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
        yield path


def merge(shipped: Path, own: Path) -> list[list[str]]:
    """The rows of both, the own ones first: where two concepts have a term, it means the first.

    Raises:
        CorpusError: as `with_own`.
    """
    held = {row[0]: row for row in lexicon_rows(shipped).values()}
    added, owners = _added(own, held)
    others: Rows = {}
    for name, row in held.items():
        cells = [_left(cell, name, owners) for cell in row[1:5]]
        mine = added.get(name)
        if mine is None:
            others[name] = [name, *cells, row[5]]
        else:
            joined = ["|".join(filter(None, both)) for both in zip(mine[1:5], cells, strict=True)]
            added[name] = [name, *joined, mine[5]]
    return [*added.values(), *others.values()]


def _left(cell: str, name: str, owners: Owners) -> str:
    """A shipped concept's cell, without the terms that the own file gives to another concept."""
    terms = cell.split("|")
    return "|".join(term for term in terms if owners.get(stems_of(term), name) == name)


def _added(own: Path, held: Rows) -> tuple[Rows, Owners]:
    """The own rows, under the shipped names of the concepts that they add to, and their terms."""
    lines = lexicon_rows(own)
    names = {stems_of(name): name for name in held}  # however the own file writes them
    added: Rows = {}
    owners: Owners = {}
    for line, row in lines.items():
        name, broader = (names.setdefault(stems_of(cell), cell) for cell in (row[0], row[5]))
        for term in terms_of(row):
            if name in added or owners.setdefault(stems_of(term), name) != name:
                raise CorpusError(f"{own}, regel {line}: '{term}' staat al op een andere regel")
        added[name] = [name, *row[1:5], broader or held.get(name, row)[5]]
    wider = {name: row[5] for name, row in (held | added).items()}
    for line, name in zip(lines, added, strict=True):
        fault = _fault_above(name, wider)
        if fault:
            raise CorpusError(f"{own}, regel {line}: {fault}")
    return added, owners


def _fault_above(name: str, wider: dict[str, str]) -> str:
    """What is wrong with the concepts that a concept is one of; empty where nothing is."""
    seen = [name]
    while above := wider[seen[-1]]:
        if above not in wider:
            return f"'{above}' heeft geen eigen regel"
        if above in seen:
            return f"'{name}' valt onder zichzelf"
        seen.append(above)
    return ""
