import csv
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import documents, embeddings, passages, pipeline
from ingest.cleaning import uniform
from ingest.documents import File
from ingest.dutch import STOP_WORDS, Lexicon, fold, stem, words
from ingest.readers.markdown import PLACE
from ingest.schema import Source
from ingest.text import Text

PROJECT = pipeline.CORPUS.parent
OVERLAP = PROJECT.parent / "shared" / "tools" / "overlap.py"
DIGESTS = sorted(pipeline.DIGESTS.glob("*.md"))
SOURCES = documents.load_sources(pipeline.SOURCES)
MAX_ENCODER = 20_000_000  # bytes
MAX_PLACE = 200  # characters: a longer place has swallowed text

each_digest = pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)


def _opening(path: Path) -> str:
    """The first paragraph of a digest."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line and not line.startswith(("#", PLACE)))


# Digests and sources


def test_every_digest_has_a_source_and_every_source_a_digest() -> None:
    assert {path.stem for path in DIGESTS} == set(SOURCES)
    assert sorted(pipeline.DIGESTS.iterdir()) == DIGESTS


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_what_is_known_of_a_source_is_well_formed(source: Source) -> None:
    assert source.title == source.title.strip() != ""
    assert source.kind
    assert source.population
    assert source.year is None or 1950 < source.year < 2100
    assert not source.doi or re.fullmatch(r"10\.\d{4,}/\S+", source.doi)
    assert all(author == author.strip() != "" for author in source.authors)


@each_digest
def test_a_digest_starts_with_its_title_and_says_what_it_is(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"# {SOURCES[path.stem].title}"
    assert "digest" in _opening(path)
    assert "vervangt de bron niet" in _opening(path)


@each_digest
def test_every_heading_has_one_place_line_and_is_unique(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    headings = [number for number, line in enumerate(lines) if re.match(r"#{2,6} ", line)]
    places = [number for number, line in enumerate(lines) if line.startswith(PLACE)]
    assert places == [number + 1 for number in headings]
    assert all(lines[number + 1] == "" for number in places)
    assert all(lines[number].removeprefix(PLACE).strip() for number in places)
    names = Counter(lines[number].lstrip("# ").casefold() for number in headings)
    assert [name for name, count in names.items() if count > 1] == []


@each_digest
def test_a_digest_is_read_whole(path: Path) -> None:
    document = documents.read(File(path, path.stem), SOURCES[path.stem])
    assert [s.title for s in document.sections[1:] if not 0 < len(s.place) <= MAX_PLACE] == []
    raw = uniform(Text.read(path.read_text(encoding="utf-8"))).string
    kept = [line for line in raw.splitlines() if not line.startswith(PLACE)]
    marks = re.compile(r"[#*|`>\-\s]|\d{1,2}\. ")  # of Markdown; a hyphen more or less is fine
    assert marks.sub("", document.text) == marks.sub("", "\n".join(kept))


@each_digest
def test_a_section_of_a_digest_holds_sentences(path: Path) -> None:
    document = documents.read(File(path, path.stem), SOURCES[path.stem])
    for section in document.sections[1:]:
        found = passages.sentences(document.text, section.body, section.end)
        assert found, section.title
        for start, end in found:
            assert len(document.text[start:end].split()) <= 80


@each_digest
def test_a_digest_is_clean_text(path: Path) -> None:
    raw = path.read_text(encoding="utf-8")
    assert uniform(Text.read(raw)).string == raw
    assert raw.endswith("\n")
    assert not re.search(r"TODO|FIXME|XXX|\?\?|https?://|<[a-z]+>", raw)


# Lexicon


def lexicon_rows() -> list[list[str]]:
    with pipeline.LEXICON.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def terms_of(row: list[str]) -> Iterator[str]:
    for cell in row[:5]:
        yield from cell.split("|") if cell else []


def test_every_row_has_six_columns_and_no_empty_term() -> None:
    for number, row in enumerate(lexicon_rows(), start=2):
        assert len(row) == 6, number
        assert row[0], number
        for cell in row:
            assert cell == cell.strip(), (number, cell)
        for term in terms_of(row):
            assert term == term.strip() != "", (number, term)
            assert words(term), (number, term)


def test_a_concept_has_one_row_and_its_name_is_one_term() -> None:
    names = [row[0] for row in lexicon_rows()]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [name for name in names if "|" in name] == []


def test_a_term_belongs_to_one_concept() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in lexicon_rows():
        for term in terms_of(row):
            owners[fold(term)].add(row[0])
    assert {term: names for term, names in owners.items() if len(names) > 1} == {}


def test_a_term_belongs_to_one_concept_after_stemming_too() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in lexicon_rows():
        for term in terms_of(row):
            owners[" ".join(map(stem, words(term)))].add(row[0])
    assert {term: names for term, names in owners.items() if len(names) > 1} == {}


def test_no_term_is_a_stop_word() -> None:
    terms = {fold(term) for row in lexicon_rows() for term in terms_of(row)}
    assert terms & STOP_WORDS == set()


def test_a_wider_concept_exists_and_is_not_its_own() -> None:
    wider = {row[0]: row[5] for row in lexicon_rows()}
    assert {broader for broader in wider.values() if broader} <= wider.keys()
    for name in wider:
        seen = [name]
        while above := wider[seen[-1]]:
            assert above not in seen, f"een kring: {' > '.join([*seen, above])}"
            seen.append(above)


def test_the_lexicon_is_read_without_error() -> None:
    assert len(Lexicon.load(pipeline.LEXICON).concepts) == len(lexicon_rows())


# The encoder


def test_the_encoder_is_small_and_complete() -> None:
    files = [path for path in embeddings.SHIPPED_PATH.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MAX_ENCODER
    assert {"model.safetensors", "tokenizer.json", "modules.json"} <= {p.name for p in files}


# Our own words


@pytest.mark.slow
def test_runs_shared_with_the_sources_are_titles_authors_and_references() -> None:
    if not OVERLAP.exists() or not list((OVERLAP.parents[1] / "sources").glob("*.txt")):
        pytest.skip("the source texts (../shared) are not here")
    run = subprocess.run(
        [sys.executable, str(OVERLAP), str(PROJECT)], capture_output=True, text=True, check=False
    )
    *lines, total = run.stdout.splitlines()
    assert total.endswith("shared runs of 9 words or more")
    known = " / ".join(_bare(fact) for path in DIGESTS for fact in _facts(path))
    assert [line for line in lines if _bare(line.split(": ", 2)[2]) not in known] == []


def _facts(path: Path) -> list[str]:
    """Title, authors, and the opening of the digest, which names the publication."""
    source = SOURCES[path.stem]
    return [source.title, " ".join(source.authors), _opening(path)]


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+|\d+", fold(text)))
