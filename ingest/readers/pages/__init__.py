"""The lines of a page, and what they are: columns, tables, headings, figures, paragraphs.

In reading order: `lines`, `glyphs` (from pdfium), `ocr` (from a scan), `columns`, `cells`,
`furniture`, `paragraphs`, `headings`, `figures`, `references`, `typeset`, `layout`.
"""
