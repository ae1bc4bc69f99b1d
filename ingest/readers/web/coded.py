"""Reference marks coded into a text while it is being made, so that they keep their place."""

import re

from ingest.schema import Mark
from ingest.text import Edit, Text

_MARK = "\x00"  # around a mark
_CODED = re.compile(
    rf"(?: +(?={_MARK}[^{_MARK}]*{_MARK}(?:[\s.,;:!?)]|\Z)))?{_MARK}([^{_MARK}]*){_MARK}"
    rf"(?:([,;–-]?) ?(?={_MARK}))?"
)


def coded(numbers: Text) -> Text:
    """A mark, as it stands in a text that is being made."""
    return Text.join("", [Text.put(_MARK), numbers, Text.put(_MARK)])


def decoded(text: Text) -> tuple[Text, tuple[Mark, ...]]:
    """The text without its marks, and the marks; those that stand together are one.

    >>> said, marks = decoded(Text.read("pijn \\x002\\x00, \\x005\\x00."))
    >>> said.string, marks
    ('pijn.', (Mark(at=4, numbers='2,5'),))
    """
    marks: list[Mark] = []
    edits: list[Edit] = []
    gone, separator = 0, ""
    for match in _CODED.finditer(text.string):
        mark = Mark(match.start() - gone, match.group(1))
        if marks and marks[-1].at == mark.at:
            mark = Mark(mark.at, marks.pop().numbers + (separator or ",") + mark.numbers)
        marks.append(mark)
        edits.append(Edit(*match.span(), ""))
        gone, separator = gone + len(match.group()), match.group(2) or ""
    return text.edited(edits), tuple(marks)
