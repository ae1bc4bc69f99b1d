"""Files that a folder of documents shouldn't hold, made when a test needs them.

A `Case` makes one file and says what ingest must say of it, or which words of it must be in the
index. Nothing here needs more than the standard library and reportlab.
"""

import io
import os
import random
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

EMPTY = "bevat geen tekst"
NO_TEXT = "is geen leesbare tekst"
DAMAGED = "is beschadigd"
LOCKED = "is versleuteld met een wachtwoord"
RENAMED = "al heet het"
NO_FILE = "is geen gewoon bestand"
ACCESS = "geen toegang"
TOO_MUCH = "vroeg te veel geheugen"
TOO_LONG = "miljoen tekens"
TOO_DEEP = "is te diep genest"
ANY = "?"
ADVICE = "Blijf bewegen bij rugpijn, ook als dat zeer doet."

Maker = Callable[[Path], object]


class Case(NamedTuple):
    """A file: its name, how it is made, and the Dutch reason that names it.

    An empty reason: it goes in all the same, and `holds` are words of it. ANY: either will do, in
    bounds, because it hangs on what is installed.
    """

    name: str
    make: Maker
    reason: str = ""
    holds: str = "bewegen bij rugpijn"

    @property
    def goes_in(self) -> bool:
        return not self.reason


def data(content: bytes | str) -> Maker:
    """A file with this content; text as UTF-8."""
    raw = content.encode() if isinstance(content, str) else content
    return lambda path: path.write_bytes(raw)


def made(content: Callable[..., bytes], *arguments: Any) -> Maker:
    """A file whose content is made when it is needed."""
    return lambda path: path.write_bytes(content(*arguments))


def repeated(unit: str, size: int, around: tuple[str, str] = ("", "")) -> Maker:
    """A file of about `size` bytes that says the same over and over, made when it is needed."""
    return lambda path: path.write_text(
        around[0] + unit * (size // len(unit.encode())) + around[1], encoding="utf-8"
    )


def sparse(size: int) -> Maker:
    """A file of so many NUL bytes that takes no place on the disk."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


# PDF


def pdf(objects: Iterable[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start, size = len(out), len(offsets) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    out += b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(content), entries, content)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
TEXT = b"BT /F 12 Tf 60 700 Td (%s) Tj ET" % ADVICE.encode("cp1252")


def page_pdf(
    content: bytes = TEXT,
    *more: bytes,
    box: bytes = b"0 0 595 842",
    font: bytes = FONT,
    entries: bytes = b"",
    resources: bytes = b"",
    pages: bytes = b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    catalog: bytes = b"",
) -> bytes:
    """A PDF of one page; `more` are the objects from 6 on."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R %s>>" % catalog,
            pages,
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R %s"
            b"/Resources<</Font<</F 5 0 R>> %s>>>>" % (box, entries, resources),
            content if content.startswith(b"<<") else stream(content),
            font,
            *more,
        ]
    )


def long_pdf() -> bytes:
    """Eight pages with a sentence on each."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 11))
    pages = [
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
        b"/Resources<</Font<</F 19 0 R>>>>>>" % (number + 8)
        for number in range(3, 11)
    ]
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count 8>>" % kids,
            *pages,
            *[stream(TEXT)] * 8,
            FONT,
        ]
    )


def many_pages_pdf(count: int) -> bytes:
    """Pages without anything on them."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
            *[page] * count,
        ]
    )


def locked_pdf(user: str, owner: str) -> bytes:
    """A PDF that asks for a password to open it (user), or only to change it (owner)."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, ownerPassword=owner, canCopy=0))
    canvas.drawString(60, 700, ADVICE)
    canvas.save()
    return out.getvalue()


def image_pdf(width: int, height: int, packed: bytes, box: bytes = b"0 0 595 842") -> bytes:
    """A page that is one grey image, its bytes packed by deflate."""
    image = stream(
        packed,
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Filter/FlateDecode" % (width, height),
    )
    return page_pdf(b"595 0 0 842 0 0 cm /I Do", image, resources=b"/XObject<</I 6 0 R>>", box=box)


def noise_pdf(width: int, height: int) -> bytes:
    """A scan of nothing but noise."""
    return image_pdf(width, height, zlib.compress(random.Random(3).randbytes(width * height), 1))


def forms_pdf(depth: int, width: int) -> bytes:
    """Forms that each draw the next one `width` times: width ** depth sentences."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    own = b"/Resources<</Font<</F 5 0 R>>/XObject<</I %d 0 R>>>>"
    forms = [stream(b"/I Do " * width, head + own % (number + 1)) for number in range(6, 6 + depth)]
    last = stream(TEXT, head + b"/Resources<</Font<</F 5 0 R>>>>")
    return page_pdf(b"/I Do", *forms, last, resources=b"/XObject<</I 6 0 R>>")


def zeros(megabytes: int) -> bytes:
    """Raw deflate of so many megabytes of zeros, made by repeating one block."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + b"\x03\x00"


def zlib_zeros(megabytes: int) -> bytes:
    return b"\x78\x9c" + zeros(megabytes) + b"\x00\x00\x00\x01"


def photo_pdf() -> bytes:
    """An image of 50,000 by 50,000 pixels in a small file."""
    return image_pdf(50_000, 50_000, zlib_zeros(2400))


def bomb_pdf() -> bytes:
    """A page whose content is 3 GB."""
    return page_pdf(stream(zlib_zeros(3000), b"/Filter/FlateDecode"))


def crowded_pdf() -> bytes:
    """A million letters on one page."""
    return page_pdf(b"BT /F 1 Tf 1 Td " + b"(rugpijn en nekpijn ) Tj " * 50_000 + b"ET")


def glyphs_pdf() -> bytes:
    """A page in a font whose codes mean nothing without its own map, which is not there."""
    names = b" ".join(b"/g%d" % code for code in range(1, 32))
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 1"
        b"/LastChar 31/Widths[%s]/CharProcs<<%s>>/Encoding<</Type/Encoding/Differences[1 %s]>>>>"
        % (
            b"1 " * 31,
            b" ".join(b"/g%d 6 0 R" % code for code in range(1, 32)),
            names,
        )
    )
    codes = "".join(f"{code:02x}" for code in range(1, 32)).encode()
    shown = b"BT /F 12 Tf 60 700 Td 14 TL " + b"<%s> Tj T* " % codes * 20 + b"ET"
    return page_pdf(shown, stream(b"1 0 0 0 1 1 d1 0 0 1 1 re f"), font=font)


# DOCX

TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types
xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"
ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType=
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?><Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
Target="word/document.xml"/></Relationships>"""
DOCUMENT = (
    "{prolog}<w:document xmlns:w="
    '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body>'
    "</w:document>"
)
PEEK = '<!DOCTYPE html [<!ENTITY mee SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, prolog: str = '<?xml version="1.0"?>', **members: str | bytes) -> bytes:
    """A Word document with this body; `members` are put beside it."""
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS,
            "word/document.xml": DOCUMENT.format(prolog=prolog, body=body),
            **members,
        }
    )


def packed(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_bomb(megabytes: int, says: int | None = None) -> bytes:
    """A DOCX whose document.xml is so many megabytes of zeros; `says` is the size it claims."""
    body = zeros(megabytes)
    size = min(megabytes << 20, 0xFFFFFFFE) if says is None else says
    whole = bytearray(packed({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS}))
    directory = whole.index(b"PK\x01\x02")
    entries = bytes(whole[directory : whole.rindex(b"PK\x05\x06")])
    name = b"word/document.xml"
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(body), size, len(name), 0)
    local = b"PK\x03\x04" + fields + name + body
    more = b"PK\x01\x02\x14\x00" + fields + struct.pack("<HHHII", 0, 0, 0, 0, directory) + name
    end = struct.pack("<HHHHIIH", 0, 0, 3, 3, len(entries) + len(more), directory + len(local), 0)
    return bytes(whole[:directory]) + local + entries + more + b"PK\x05\x06" + end


def laughs(word: str, depth: int = 10) -> str:
    """A DOCTYPE whose entity &lol9; is a billion words."""
    entities = [f'<!ENTITY lol0 "{word} ">']
    for number in range(1, depth):
        entities.append(f'<!ENTITY lol{number} "{f"&lol{number - 1};" * 10}">')
    return f"<!DOCTYPE html [{''.join(entities)}]>"


def laughing_front_matter() -> str:
    """A title of ten thousand million parts."""
    lines = ["a0: &a0 [x]"]
    for number in range(1, 11):
        lines.append(f"a{number}: &a{number} [{','.join([f'*a{number - 1}'] * 10)}]")
    return "\n".join(["---", *lines, "title: *a10", "---", "", ADVICE])


def locked_member_docx() -> bytes:
    """A DOCX whose members are marked as encrypted in the zip itself."""
    whole = bytearray(docx(paragraph(ADVICE)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(mark)
        while at >= 0:
            whole[at + offset] |= 1
            at = whole.find(mark, at + 4)
    return bytes(whole)


# Names, and what is no file


def fifo(path: Path) -> None:
    os.mkfifo(path)


def unix_socket(path: Path) -> None:
    """A socket; its own name may be at most 108 bytes long, so it is made from its folder."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def link(target: str) -> Maker:
    return lambda path: path.symlink_to(target)


def without_rights(path: Path) -> None:
    path.write_text(ADVICE, encoding="utf-8")
    path.chmod(0)


def folder_without_rights(path: Path) -> None:
    path.mkdir()
    (path / "binnen.txt").write_text(ADVICE, encoding="utf-8")
    path.chmod(0)


def folder_with_a_document(path: Path) -> None:
    path.mkdir()
    (path / f"binnen-{path.stem}.txt").write_text(ADVICE, encoding="utf-8")


# The cases. No two stems are the same: two files with one id are a case of their own.

SUFFIXES = (".pdf", ".docx", ".html", ".md", ".txt")
WORD = docx(paragraph(ADVICE))
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + random.Random(1).randbytes(5000)
LETTER = long_pdf()


def each(stem: str, content: bytes | str, reason: str, but: str = "") -> list[Case]:
    """A case for every format but one."""
    return [Case(f"{stem}-{s[1:]}{s}", data(content), reason) for s in SUFFIXES if s != but]


EMPTIES = [*each("leeg", b"", EMPTY), *each("wit", " \n\t\r\n " * 50, EMPTY)]

PDFS = [
    Case("afgebroken-in-de-kop.pdf", data(LETTER[:30]), DAMAGED),
    Case("afgebroken-in-het-begin.pdf", data(LETTER[:300]), DAMAGED),
    Case("afgebroken-halverwege.pdf", data(LETTER[: len(LETTER) // 2]), DAMAGED),
    Case("afgebroken-op-het-laatst.pdf", data(LETTER[: LETTER.rindex(b"startxref")])),
    Case("xref-kapot.pdf", data(LETTER.replace(b"00000 n", b"00000 x"))),
    Case("xref-elders.pdf", data(LETTER.replace(b"startxref\n", b"startxref\n9"))),
    Case("zonder-catalogus.pdf", data(pdf([b"<<>>"], b"/Root 9 0 R")), DAMAGED),
    Case("op-slot.pdf", made(locked_pdf, "geheim", "geheimer"), LOCKED),
    Case("alleen-lezen.pdf", made(locked_pdf, "", "geheim")),
    Case("alleen-strepen.pdf", data(page_pdf(b"0 0 m 100 100 l S")), EMPTY),
    Case("lus-van-bladen.pdf", data(page_pdf(pages=b"<</Kids[2 0 R]/Count 3>>")), DAMAGED),
    Case("lus-van-ouders.pdf", data(page_pdf(entries=b"/Parent 3 0 R"))),
    Case("meer-beloofd.pdf", data(page_pdf(pages=b"<</Kids[3 0 R 3 0 R]/Count 9999999>>"))),
    Case("diep-genest.pdf", data(page_pdf(entries=b"/D " + b"[" * 50_000 + b"]" * 50_000))),
    Case("diepe-catalogus.pdf", data(page_pdf(catalog=b"/D " + b"<</D" * 50_000))),
    Case("reuzenblad.pdf", data(page_pdf(box=b"0 0 99999999999 99999999999"))),
    Case("blad-van-niets.pdf", data(page_pdf(box=b"0 0 0 0"))),
    Case("reuzenletters.pdf", data(page_pdf(b"BT /F 1e38 Tf 9e37 9 Td (rug) Tj ET")), EMPTY),
    Case("letters-zonder-betekenis.pdf", made(glyphs_pdf), EMPTY),
    Case("ruis.pdf", made(noise_pdf, 400, 500), ANY),
    Case("foto-heet.pdf", data(JPEG), RENAMED),
    Case("word-heet.pdf", data(WORD), RENAMED),
    Case("tekst-heet.pdf", data(ADVICE), RENAMED),
    *each("pdf-heet", page_pdf(), RENAMED, but=".pdf"),
    Case("inhoud-kapot.pdf", data(page_pdf(stream(b"geen zlib", b"/Filter/FlateDecode"))), EMPTY),
]

DOCXS = [
    Case("zip.docx", data(packed({"a.txt": "tekst"})), "is geen Word-document"),
    Case("zip-in-zip.docx", data(packed({"a.docx": WORD})), "is geen Word-document"),
    Case("tekst-heet-word.docx", data(ADVICE), "is geen Word-document"),
    Case("zonder-document.docx", data(packed({"_rels/.rels": RELATIONS})), "geen Word-document"),
    Case("afgebroken.docx", data(WORD[: len(WORD) // 2]), DAMAGED),
    Case("kapotte-xml.docx", data(docx("<w:p>")), DAMAGED),
    Case("kapotte-deflate.docx", data(WORD[:-400] + bytes(20) + WORD[-380:]), DAMAGED),
    Case("lachers-word.docx", data(docx(paragraph("&lol9;"), laughs("rug"))), DAMAGED),
    Case("leest-mee-word.docx", data(docx(paragraph("&mee;"), PEEK)), DAMAGED),
    Case("op-slot-word.docx", data(OLE + random.Random(2).randbytes(5000)), "versleuteld"),
    Case("oud-heet.docx", data(OLE + bytes(5000)), "oud .doc-bestand"),
    Case("op-slot-in-de-zip.docx", data(locked_member_docx()), DAMAGED),
    Case("zonder-woorden.docx", data(docx(paragraph(" "))), EMPTY),
    Case("diep-genest-word.docx", data(docx("<w:tbl><w:tr><w:tc>" * 5_000)), DAMAGED),
]

HTMLS = [
    Case("diep.html", repeated("<div>", 500_000), "genest"),
    Case("lachers.html", data(laughs("rug") + f"<p>{ADVICE}</p><p>&lol9;</p>")),
    Case("leest-mee.html", data(f"{PEEK}<p>{ADVICE}</p><p>&mee;</p>")),
    Case("alleen-script.html", data("<body><script>toon('rugpijn')</script></body>"), EMPTY),
    Case("frames.html", data("<html><frameset><frame src='a.html'></frameset></html>"), "frames"),
    Case("nul-pagina.html", data(f"<p>{ADVICE}\0</p>"), NO_TEXT),
    Case("binair.html", data(random.Random(4).randbytes(20_000)), NO_TEXT),
    Case("brede-cel.html", data(f"<table><tr><td colspan=1000000000>{ADVICE}</table>")),
    Case("hoge-cel.html", data(f"<table><tr><td rowspan=65534 colspan=1000>{ADVICE}</table>")),
    Case("open-commentaar.html", data(f"<!-- <p>{ADVICE}</p>"), EMPTY),
]

MARKDOWN = [
    Case("kop-datum.md", data(f"---\ndate: 2020-13-45\n---\n\n{ADVICE}\n"), "geen geldige YAML"),
    Case("kop-haken.md", data(f"---\n{'[' * 20_000}\n---\n\n{ADVICE}\n"), "geen geldige YAML"),
    Case("kop-code.md", data(f"---\na: !!python/name:os.system\n---\n\n{ADVICE}\n"), "YAML"),
    Case("kop-lachers.md", data(laughing_front_matter()), "verkeerde waarde: title"),
    Case("kop-titel.md", data(f"---\ntitle: 5\n---\n\n{ADVICE}\n"), "verkeerde waarde: title"),
    Case("citaten.md", data(">" * 10_000 + " " + ADVICE), ANY),
    Case("lijsten.md", data("- " * 10_000 + ADVICE), ANY),
    Case("haken.md", data("[" * 10_000 + ADVICE + "]" * 10_000), TOO_DEEP),
    Case("sterren.md", data("*a_ " * 10_000 + ADVICE)),
    Case("brede-tabel.md", data(f"{'|kop' * 10_000}|\n{'|-' * 10_000}|\n|{ADVICE}|\n")),
]

TEXTS = [
    Case("nul.txt", data(f"{ADVICE}\0"), NO_TEXT),
    Case("alleen-nul.txt", data(bytes(500)), NO_TEXT),
    Case("utf-16-zonder-merk.txt", data(ADVICE.encode("utf-16-le"))),
    Case("utf-16-afgebroken.txt", data(ADVICE.encode("utf-16") + b"a"), NO_TEXT),
    Case("utf-32.txt", data(ADVICE.encode("utf-32")), NO_TEXT),
    Case("utf-32-zonder-merk.txt", data(ADVICE.encode("utf-32-le")), NO_TEXT),
    Case("utf-8-kapot.txt", data("Patiënten, één pijn".encode() + b"\xff"), "beschadigde UTF-8"),
    Case("windows.txt", data("Patiënten bewegen bij rugpijn.".encode("cp1252"))),
    Case("mainframe.txt", data((ADVICE * 20).encode("cp500")), NO_TEXT),
    Case("half-paar.txt", data(ADVICE.encode() + b"\xed\xa0\x80")),
    Case(
        "half-paar-utf-16.txt", data(f"{ADVICE}\ud800".encode("utf-16", "surrogatepass")), NO_TEXT
    ),
    Case("stuurtekens.txt", data(bytes(range(1, 32)) * 100), NO_TEXT),
    Case("alleen-tekens.txt", data("\u200b\u200e\ufeff\u00ad" * 200), EMPTY),
    Case("alleen-cijfers.txt", data("12,34 56 " * 200), EMPTY),
    Case("rtf-heet.txt", data("{\\rtf1 Rugpijn}"), RENAMED),
    Case("foto-heet-tekst.txt", data(JPEG), RENAMED),
    Case("miljoen-witregels.txt", data("\n" * 1_000_000), EMPTY),
    Case("rug-en-witregels.txt", data(ADVICE + "\n" * 1_000_000 + ADVICE)),
]

NAMES = [
    Case("regel\neinde.txt", data(b"\0"), NO_TEXT),
    Case("kleur\x1b[31m.txt", data(b"\0"), NO_TEXT),
    Case("om\u202etxt.gekeerd.txt", data(b"\0"), NO_TEXT),
    Case(os.fsdecode(b"kapot-\xff.txt"), data(b"\0"), NO_TEXT),
    Case("tekst\nop regels.txt", data(ADVICE)),
    Case(os.fsdecode(b"tekst-\xe9n.txt"), data(ADVICE)),
    Case("x" * 251 + ".txt", data(ADVICE)),
    Case("-rf.txt", data(ADVICE)),
    Case("--index.md", data(ADVICE)),
    Case("a..b..txt", data(ADVICE)),
    Case("'; DROP TABLE passages; --.txt", data(ADVICE)),
    Case("\u2003\u200b.txt", data(ADVICE)),
    Case("RUG.TXT", data(ADVICE)),
]

FILES = [
    Case("wees.txt", link("weg.txt"), "bestaat niet"),
    Case("rondje.txt", link("rondje.txt"), "de koppelingen lopen rond"),
    Case("niets.txt", link("/dev/null"), NO_FILE),
    Case("pijp.txt", fifo, NO_FILE),
    Case("stekker.txt", unix_socket, NO_FILE),
    Case("oud.doc", data(OLE), "bestandstype '.doc' wordt niet gelezen"),
    Case("zonder-uitgang", data(ADVICE), "bestandstype '' wordt niet gelezen"),
]

LIGHT = [*EMPTIES, *PDFS, *DOCXS, *HTMLS, *MARKDOWN, *TEXTS, *NAMES, *FILES]

LARGE = [  # told at once, whatever their size
    Case("300-mb.txt", sparse(300_000_000), "is groter dan 100 MB"),
    Case("90-mb-een-letter.txt", repeated("a", 90_000_000), TOO_LONG),
    Case("25-mb-streepjes.txt", repeated("a-\n", 25_000_000), TOO_LONG),
    Case("25-mb-haken.txt", repeated("(", 25_000_000), TOO_LONG),
    Case("25-mb-strepen.txt", repeated("|", 25_000_000), TOO_LONG),
    Case("25-mb-cijfers.txt", repeated("12,34,", 25_000_000), TOO_LONG),
    Case("90-mb-een-letter-md.md", repeated("a", 90_000_000), TOO_LONG),
    Case("50-mb-tags.html", repeated("<b>", 50_000_000), "tags"),
    Case("tabellen-in-tabellen.html", repeated("<table><tr><td>", 1_000_000), "genest"),
    Case("lang-kenmerk.html", repeated("a", 50_000_000, ('<p class="', f'">{ADVICE}</p>'))),
    Case("5000-lege-bladen.pdf", made(many_pages_pdf, 5000), EMPTY),
    Case("reuzenfoto.pdf", made(photo_pdf), EMPTY),
    Case("zipbom.docx", made(zip_bomb, 5000), "zip-bom"),
    Case("zipbom-van-wit.docx", made(zip_bomb, 150), "zip-bom"),
]

HEAVY = [  # each by itself: what takes the most time or memory
    Case("bom-in-inhoud.pdf", made(bomb_pdf), TOO_MUCH),
    Case("vormen-in-vormen.pdf", made(forms_pdf, 10, 10), TOO_MUCH),
    Case("miljoen-letters.pdf", made(crowded_pdf), holds="rugpijn en nekpijn"),
    Case("ruis-op-a4.pdf", made(noise_pdf, 2480, 3508), ANY),
    Case("zipbom-die-liegt.docx", made(zip_bomb, 3000, 1000), ANY),
    Case("2-mb-een-letter.txt", repeated("a", 2_000_000), ANY),
    Case("2-mb-streepjes.txt", repeated("a-\n", 2_000_000), ANY),
    Case("2-mb-cijfers.txt", repeated("12,34,", 2_000_000), ANY),
    Case("2-mb-regels.txt", repeated("rug\n", 2_000_000), ANY),
    Case("2-mb-haken.md", repeated("[", 2_000_000), ANY),
]
