"""Elements of WordprocessingML, told by their local names: there are two sets of namespaces."""

from collections.abc import Iterator
from typing import Any

Element = Any  # lxml has no types

_TRANSPARENT = ("sdt", "sdtContent", "customXml", "ins")


def name(element: Element) -> str:
    """The local name of an element."""
    return str(element.tag).rpartition("}")[2]


def first(element: Element | None, *names: str) -> Element | None:
    """The first child of a child of ... by these names."""
    for each in names:
        if element is None:
            return None
        element = next((child for child in element if name(child) == each), None)
    return element


def attribute(element: Element | None, key: str) -> str:
    """The value of an attribute; empty where there is none."""
    pairs = () if element is None else element.attrib.items()
    return next((str(value) for full, value in pairs if full.rpartition("}")[2] == key), "")


def value(element: Element | None, *names: str) -> str:
    """What a setting says, found as by `first`."""
    return attribute(first(element, *names), "val")


def is_on(element: Element | None, switch: str) -> bool | None:
    """Is a switch such as <w:b/> on? None where it isn't there."""
    if first(element, switch) is None:
        return None
    return value(element, switch) not in ("0", "false", "off", "none")


def children(parent: Element | None, *names: str) -> Iterator[Element]:
    """The children, also those in content controls and tracked insertions, by these names."""
    for child in () if parent is None else parent:
        if name(child) in _TRANSPARENT:
            yield from children(child, *names)
        elif not names or name(child) in names:
            yield child
