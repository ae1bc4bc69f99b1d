"""The main content of a page: the element that a page names so and that holds most of its prose."""

from ingest.readers.web.elements import Element, Extents, within
from ingest.readers.web.notes import notes

_NAMED = {  # what names the content, and the least share of the page's prose in it
    "//main | //*[@role='main'] | //*[@itemprop='articleBody']": 0.4,
    "//article | //*[@id='content' or @id='main' or @id='main-content' or @id='artikel']": 0.6,
}
_MAX_NAMED = 20  # more articles than this are a list of them


def main_content(root: Element, extents: Extents, dropped: set[Element]) -> Element:
    """The element, wide enough for the notes that are referred to; <body> where none is named."""
    gone = [extents[element] for element in dropped]

    def prose(element: Element) -> int:
        whole = extents[element]
        return whole.prose - sum(extent.prose for extent in gone if whole.holds(extent))

    body = root.find("body")
    body = root if body is None else body
    total = prose(body)
    for path, share in _NAMED.items():
        named = [element for element in root.xpath(path) if not within(element, dropped)]
        best = max(named[:_MAX_NAMED], key=prose, default=None)
        if best is not None and prose(best) >= share * max(total, 1):
            return _with_notes(root, best, extents, dropped)
    return body


def _with_notes(root: Element, main: Element, extents: Extents, dropped: set[Element]) -> Element:
    """The element, or the first around it that holds all notes."""
    targets = [extents[note] for note in notes(root) if not within(note, dropped)]
    while not all(extents[main].holds(target) for target in targets):
        main = main.getparent()
    return main
