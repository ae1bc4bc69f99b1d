"""The report's page in a browser: it stands alone, filters, and is safe with hostile rows."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from assistant.engine import Assistant
from eval import gold, page, report, results
from tests.eval.conftest import DUUR, RUST, entry, written

HOSTILE = '<img src="http://evil.example/x.png" onerror="alert(1)"><script>alert(2)</script>'
ROWS = [
    entry("right", "Helpt bedrust bij lage rugpijn?", RUST, "niet", split="test"),
    entry("wrong", "Hoe lang duurt lage rugpijn?", DUUR, "maanden"),
    entry("near-miss", "Helpt shockwave bij lage rugpijn?", "", ""),
    entry(HOSTILE, f"Helpt bedrust? {HOSTILE}", RUST, "niet", kind=HOSTILE),
]


@pytest.fixture(scope="module")
def files(tiny: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    rows = gold.load([written(folder / "gold.jsonl", ROWS)])
    made = report.make(results.run(rows, tiny), tiny.open()[0])
    earlier = json.loads(json.dumps(made))
    earlier["rows"][0]["verdict"] = "right"
    changes = report.against(made, earlier)
    report.write(folder, {"report.html": page.make(made, changes), "plain.html": page.make(made)})
    return folder


@pytest.fixture(scope="module")
def opened(browser: Browser, files: Path) -> tuple[Page, list[str]]:
    """The page, and all that it asked for, complained of or popped up."""
    shown = browser.new_page()
    seen: list[str] = []
    shown.on("request", lambda request: seen.append(request.url))
    shown.on("pageerror", lambda error: seen.append(str(error)))
    shown.on("dialog", lambda dialog: seen.append(dialog.message))
    shown.goto((files / "report.html").as_uri())
    return shown, seen


def visible(shown: Page) -> list[str]:
    return [row.get_attribute("id") or "" for row in shown.locator("details:visible").all()]


def test_it_opens_by_itself(opened: tuple[Page, list[str]], files: Path) -> None:
    shown, seen = opened
    assert seen == [(files / "report.html").as_uri()]
    assert shown.locator("svg").count() == 3
    assert shown.locator("script").count() == 1
    assert shown.locator("img").count() == 0
    assert shown.locator("html").get_attribute("lang") == "nl"


def test_failures_stand_first_and_filters_narrow(opened: tuple[Page, list[str]]) -> None:
    shown, _ = opened
    assert visible(shown)[0] == "wrong"
    shown.select_option("select[name=verdict]", "failed")
    assert visible(shown) == ["wrong", HOSTILE]
    assert shown.inner_text("#shown") == "2 vragen"
    shown.select_option("select[name=verdict]", "")
    shown.select_option("select[name=split]", "test")
    assert visible(shown) == ["right"]
    shown.select_option("select[name=split]", "")
    shown.fill("input[name=text]", "SHOCKWAVE")
    assert visible(shown) == ["near-miss"]
    assert shown.inner_text("#shown") == "1 vraag"
    shown.fill("input[name=text]", "")
    shown.select_option("select[name=kind]", HOSTILE)
    assert visible(shown) == [HOSTILE]
    shown.select_option("select[name=kind]", "")
    assert shown.inner_text("#shown") == "4 vragen"


def test_a_question_opens_by_keyboard_with_its_answer_and_evidence(
    opened: tuple[Page, list[str]],
) -> None:
    shown, _ = opened
    row = shown.locator("details#wrong")
    row.locator("summary").focus()
    shown.keyboard.press("Enter")
    assert row.locator("blockquote.gold").inner_text().startswith(DUUR)
    assert row.locator("li.missed").inner_text() == "✗ feit"
    assert row.locator("blockquote").first.is_visible()


def test_a_changed_question_is_reached_from_the_comparison(
    opened: tuple[Page, list[str]],
) -> None:
    shown, _ = opened
    shown.select_option("select[name=split]", "test")
    shown.get_by_role("link", name="wrong").click()
    shown.locator("details#wrong[open]").wait_for()
    assert shown.locator("details#wrong").is_visible()


def test_without_an_earlier_report_nothing_is_compared(files: Path) -> None:
    assert "Tegen het verslag" in (files / "report.html").read_text(encoding="utf-8")
    assert "Tegen het verslag" not in (files / "plain.html").read_text(encoding="utf-8")


def test_a_kind_may_have_any_name(tiny: Assistant, tmp_path: Path) -> None:
    rows = [entry(kind, "Helpt shockwave?", "", "", kind=kind) for kind in ("$x", "k" * 5000)]
    made = report.make(
        results.run(gold.load([written(tmp_path / "g", rows)]), tiny), tiny.open()[0]
    )
    assert "$x" in page.make(made)


def test_a_report_without_answers_still_makes_a_page(tiny: Assistant, tmp_path: Path) -> None:
    [row] = gold.load([written(tmp_path / "g.jsonl", [entry("x", "Helpt shockwave?", "", "")])])
    made = report.make(results.run([row], tiny), tiny.open()[0])
    assert made["risk_coverage"] == []
    assert "Helpt shockwave?" in page.make(made)
