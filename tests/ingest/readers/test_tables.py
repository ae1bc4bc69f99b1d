"""Rows of tables: each says its column heads and loses no cell."""

import pytest

from ingest.readers.tables import row_blocks
from ingest.text import Place, Text


def rows(table: list[list[str]], heads: bool = True) -> list[str]:
    texts = [[Text.read(cell) for cell in row] for row in table]
    return [block.text.string for block in row_blocks(texts, heads)]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ([["Middel", "Effect"], ["rust", "geen"]], ["| Middel: rust | Effect: geen |"]),
        ([["Middel", ""], ["rust", "geen"]], ["| Middel: rust | geen |"]),
        ([["Middel", "Effect"], ["rust", ""]], ["| Middel: rust |"]),
        ([["Middel", "Effect"], ["rust"]], ["| Middel: rust |"]),
        ([["Middel"], ["rust", "geen", "n = 3"]], ["| Middel: rust | geen | n = 3 |"]),
        ([["Middel"], ["", ""], ["rust"]], ["| Middel: rust |"]),
        ([["Middel"], ["Middel"]], ["| Middel |"]),
        ([["Middel", "Effect"]], ["| Middel | Effect |"]),
        ([[" rust ", "\n"]], ["| rust |"]),
        ([[""], []], []),
        ([], []),
    ],
)
def test_a_row_says_its_heads_and_keeps_every_cell(
    table: list[list[str]], found: list[str]
) -> None:
    assert rows(table) == found


def test_a_table_without_heads_has_plain_rows() -> None:
    assert rows([["rust", "geen"], ["warmte", "klein"]], heads=False) == [
        "| rust | geen |",
        "| warmte | klein |",
    ]


def test_a_head_in_a_row_is_read_where_the_head_stands() -> None:
    (block,) = row_blocks([[Text.read("Effect", 2)], [Text.read("geen", 3)]])
    assert block.kind == "row"
    assert block.text.string == "| Effect: geen |"
    assert block.text.place(2) == Place(2, 0)
    assert block.text.place(10) == Place(3, 0)
    assert block.text.place(8) is None
