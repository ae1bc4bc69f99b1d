"""The numberings of a Word document, which count as the document goes on."""

from ingest.readers.word.elements import Element, attribute, name, value

_LETTERS = {"lowerLetter": "a", "upperLetter": "A"}


class Lists:
    """The numbers that items have had."""

    def __init__(self, root: Element | None) -> None:
        children = [] if root is None else list(root)
        self._abstract = {attribute(each, "abstractNumId"): each for each in children}
        self._numbers = {attribute(e, "numId"): e for e in children if name(e) == "num"}
        self._counts: dict[str, list[int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def marker(self, id: str, level: int) -> tuple[int | None, str]:
        """The number of the next item, None for a bullet; and the letter it has instead."""
        number = self._numbers.get(id)
        base = value(number, "abstractNumId")
        settings = _of_level(self._abstract.get(base), "lvl", level)
        counts = self._counts.setdefault(base, [])
        counts[level + 1 :] = []
        start = int(value(settings, "start") or 1)
        counts += [start - 1] * (level + 1 - len(counts))
        again = value(_of_level(number, "lvlOverride", level), "startOverride")
        if again.isdigit() and (id, level) not in self._restarted:
            self._restarted.add((id, level))
            counts[level] = int(again) - 1
        counts[level] += 1
        return _marker(value(settings, "numFmt"), counts[level])


def _marker(kind: str, count: int) -> tuple[int | None, str]:
    if kind in _LETTERS and count <= 26:
        return None, chr(ord(_LETTERS[kind]) + count - 1)
    return (None if kind in ("", "bullet", "none") else count), ""


def _of_level(parent: Element | None, named: str, level: int) -> Element | None:
    """The child by this name that is about a level."""
    levels = () if parent is None else (each for each in parent if name(each) == named)
    return next((each for each in levels if attribute(each, "ilvl") == str(level)), None)
