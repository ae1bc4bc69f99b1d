"""Every error that a person or an integrator can meet.

RuggespraakError                the base: a Dutch message, and the next command to type
├── DocumentError               one document can't be read; the others go in
│   ├── EmptyDocument             it holds no text
│   ├── UnreadableDocument        it can't be opened or decoded
│   └── DuplicateDocument         another file has the same id
├── CorpusError                 sources.toml or lexicon.tsv is malformed
├── NoDocuments                 there is nothing to make an index from
├── ModelNotFound               the embedding model can't be loaded
│   └── RerankerNotFound          the cross-encoder can't be loaded, or is none
├── NotServed                   the chat can't listen where it was asked to
├── NotMounted                  the chat can't stand under a path of another application
├── SettingError                a variable of the environment has a value that can't be used
├── IndexMissing                there is no index in the folder
├── IndexLocked                 another ingest is writing this index
├── IndexNotWritable            the index folder can't be written
├── IndexMismatch               the index was made by another model or version
├── IndexDamaged                the index fails its own check
├── IndexLost                   so damaged that it holds no document that can be read
├── QuestionError               a question or an input line that can't be answered
├── FeedbackNotKept             a thumb or a remark can't be kept
├── WriterError                 the language model gave no answer that can be used
└── GoldError                   a gold file or a report is malformed
"""

import errno
from pathlib import Path
from socket import gaierror

_REASONS = {
    errno.EACCES: "geen toegang",
    errno.EPERM: "geen toegang",
    errno.ENOENT: "bestaat niet",
    errno.ENOTDIR: "is geen map",
    errno.EISDIR: "is een map",
    errno.ENOSPC: "de schijf is vol",
    errno.EROFS: "alleen-lezen",
    errno.EIO: "het schrijven mislukte",
    errno.EFBIG: "het schrijven mislukte",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.ELOOP: "de koppelingen lopen rond",
    errno.EADDRINUSE: "die poort is al in gebruik",
    errno.EADDRNOTAVAIL: "dat adres is niet van deze computer",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Dutch where it is one of the usual reasons."""
    if isinstance(error, gaierror):
        return "dat adres bestaat niet"
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


class RuggespraakError(Exception):
    """Base of the tree. `message` is for people, in Dutch; `hint` is the next command to type."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  Probeer: {self.hint}" if self.hint else self.message


class DocumentError(RuggespraakError):
    """One document can't be read. `path` is the file, `reason` the Dutch reason."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{_shown(path)}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[type["DocumentError"], tuple[Path, str]]:
        return type(self), (self.path, self.reason)  # it travels between processes


class EmptyDocument(DocumentError):
    """A file without text."""

    def __init__(self, path: Path, reason: str = "bevat geen tekst") -> None:
        super().__init__(path, reason)


class UnreadableDocument(DocumentError):
    """A file that can't be opened or decoded."""


class DuplicateDocument(DocumentError):
    """A file whose id is taken by another file."""

    def __init__(self, path: Path, other: Path) -> None:
        super().__init__(
            path, f"heeft dezelfde naam als {_shown(other)}; geef een van de twee een andere"
        )
        self.other = other


class CorpusError(RuggespraakError):
    """A data file of the corpus is malformed; the message gives the file and the line or key."""


class NoDocuments(RuggespraakError):
    """There is nothing to make an index from."""


class ModelNotFound(RuggespraakError):
    """The embedding model can't be loaded. `name` is what was asked for."""

    told = "Het model voor de vectoren '{}' is niet gevonden"
    without = "python -m ingest   (gebruikt het meegeleverde model)"

    def __init__(self, name: str, reason: str = "") -> None:
        detail = f" ({reason})" if reason else ""
        super().__init__(f"{self.told.format(name)}{detail}.", self.without)
        self.name = name


class RerankerNotFound(ModelNotFound):
    """The cross-encoder that RUGGESPRAAK_RERANKER names can't be loaded, or is none."""

    told = "Met het model '{}' (RUGGESPRAAK_RERANKER) kunnen passages niet worden geordend"
    without = "unset RUGGESPRAAK_RERANKER   (zoekt zonder dat model)"


class NotServed(RuggespraakError):
    """The chat can't listen on this host and port."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(
            f"De chat kan niet op {host}:{port} staan: {why}.", "python app.py --port 7861"
        )


class NotMounted(RuggespraakError):
    """The chat can't stand under this path of another application."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"De chat kan niet onder het pad {path!r} staan: {why}.",
            'mount(app, "/ruggespraak", Assistant())',
        )
        self.path = path


class SettingError(RuggespraakError):
    """The variable `name` can't be used as it is set; never shows its value, which may be secret.

    `why` is Dutch; `example` is a value that would do.
    """

    def __init__(self, name: str, why: str, example: str) -> None:
        super().__init__(f"De instelling {name} klopt niet: {why}.", f"export {name}={example}")
        self.name = name


class IndexMissing(RuggespraakError):
    """There is no index in `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Er is nog geen index in {path}.", _ingest(path))
        self.path = path


class IndexLocked(RuggespraakError):
    """Another ingest is writing the index in `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Een andere ingest werkt op dit moment aan de index in {path}. "
            "Er is niets veranderd; wacht tot die klaar is en probeer het opnieuw."
        )
        self.path = path


class IndexNotWritable(RuggespraakError):
    """The index folder can't be written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"In de indexmap {path} kan niet worden geschreven ({reason}). Er is niets veranderd.",
            "python -m ingest --index EEN/ANDERE/MAP",
        )
        self.path = path


class IndexMismatch(RuggespraakError):
    """The index was made by another model or by another version of Ruggespraak."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"De index in {path} past niet: {what}.", _ingest(path))
        self.path = path


class IndexDamaged(RuggespraakError):
    """The index fails its own check; `faults` lists what is wrong, in Dutch."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        super().__init__(
            f"De index in {path} is beschadigd: " + "; ".join(faults) + ".",
            f"python -m ingest --rebuild --index {path}"
            "   (uit de documenten die de index zelf bewaart)",
        )
        self.path = path
        self.faults = faults


class IndexLost(RuggespraakError):
    """The index is so damaged that it can't be made anew from what it holds."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"De index in {path} bewaart geen leesbare documenten meer; lees de bestanden opnieuw.",
            f"python -m ingest PAD --index {path}",
        )
        self.path = path


class QuestionError(RuggespraakError):
    """A question that can't be answered as it stands: empty, too long, or not a question line."""


class FeedbackNotKept(RuggespraakError):
    """A thumb or a remark can't be kept; `reason` says why, in Dutch."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Uw oordeel is niet bewaard: {reason}.")
        self.reason = reason


class WriterError(RuggespraakError):
    """The language model gave no answer that can be used; `reason` says why, in Dutch."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(f"Het taalmodel gaf geen bruikbaar antwoord ({reason}).", hint)
        self.reason = reason


class GoldError(RuggespraakError):
    """A gold file or an earlier report is malformed; the message lists every fault."""


def _shown(path: Path) -> str:
    """A path on one line, whatever its name holds."""
    return "".join(char if char.isprintable() else "\ufffd" for char in str(path))


def _ingest(path: Path) -> str:
    return f"python -m ingest --index {path}"
