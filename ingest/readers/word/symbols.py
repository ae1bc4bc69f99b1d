"""Characters of the fonts Symbol and Wingdings, as Unicode has them: "≤" is never "£"."""

import re

from ingest.readers.word.elements import Element, attribute

_SYMBOL = (  # what the font Symbol shows from U+F020 on
    " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
    "{|}~                                 €ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬"
    "∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
)
_WINGDINGS = {0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFE: "☑"}
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def of_symbol(text: str) -> str:
    """Text in the font Symbol, whether its characters are private or stand for themselves."""
    return "".join(map(_of_symbol, map(ord, text)))


def of_other(text: str) -> str:
    """Text in another font: only its private characters can be of Symbol."""
    return _PRIVATE.sub(lambda match: of_symbol(match.group()), text)


def symbol(element: Element) -> str:
    """The character of a <w:sym>: a font and a code in it."""
    code, font = int(attribute(element, "char") or "20", 16), attribute(element, "font")
    if font.startswith("Wingdings"):
        return _WINGDINGS.get(code & 0xFF, "•")
    return _of_symbol(code) if font == "Symbol" else chr(code)


def _of_symbol(code: int) -> str:
    at = (code - 0xF000 if code >= 0xF000 else code) - 0x20
    return _SYMBOL[at] if 0 <= at < len(_SYMBOL) else chr(code)
