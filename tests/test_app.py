"""The chat as a person uses it: a real server, a real browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

import app
from assistant import presentation
from assistant.engine import Assistant
from assistant.web import chat, rendering
from ingest.schema import Document, Section, Source
from ingest.text import Origins, Text
from tests.conftest import PROJECT

QUESTION = "Wat is de incidentie van lagerugpijn?"


def started(index: Path) -> tuple[subprocess.Popen[str], str]:
    """The chat on a free port, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port), "--index", str(index)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address = f"http://127.0.0.1:{port}/"
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=5).read()
        except OSError:
            assert server.poll() is None, server.communicate()[0]
            time.sleep(0.1)
        else:
            return server, address
    raise AssertionError("the server doesn't answer")


def is_ready(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}ready", timeout=30).read()
    except urllib.error.HTTPError:
        return False
    return True


@pytest.fixture(scope="module")
def address(index: Path) -> Iterator[str]:
    server, address = started(index)
    yield address
    server.terminate()
    server.wait(timeout=10)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The chat, opened; at the end, every request must have gone to its own host."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    expect(page.get_by_label("Uw vraag")).to_be_visible(timeout=30_000)
    yield page
    page.close()
    hosts = {urlsplit(url).netloc for url in requests if url.startswith(("http", "ws"))}
    assert hosts == {urlsplit(address).netloc}


def ask(page: Page, question: str) -> None:
    """Type a question and press Enter, as one does."""
    page.get_by_label("Uw vraag").fill(question)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Uw vraag")).to_have_value("", timeout=30_000)


@pytest.mark.slow
def test_an_answer_comes_with_its_quote_marked_in_the_passage(
    page: Page, assistant: Assistant
) -> None:
    ask(page, QUESTION)
    citation = assistant.ask([QUESTION]).citations[0]
    marked = page.locator("#bronnen mark", has_text=citation.quote)
    expect(marked.first).to_be_visible()
    card = page.locator("#bronnen .bron", has_text="[1]").first
    expect(card).to_contain_text(f"[1] {citation.role}")
    expect(page.locator("#bronnen h3:visible", has_text=citation.origin)).to_have_count(1)
    expect(page.locator("#gesprek")).to_contain_text(f"[1] {citation.role}")
    expect(card).to_contain_text(citation.passage.section)
    expect(page.locator("#gesprek")).to_contain_text(citation.quote)
    assert page.evaluate("document.documentElement.lang") == "nl"
    if folder := os.environ.get("RUGGESPRAAK_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / "chat.png")


@pytest.mark.slow
def test_a_follow_up_is_shown_as_it_was_read_and_a_new_talk_forgets(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, "En de prevalentie?")
    expect(page.locator("#gesprek")).to_contain_text(
        "Gelezen als: Wat is de prevalentie van lagerugpijn?"
    )
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator("#gesprek")).not_to_contain_text("prevalentie")
    expect(page.locator("#bronnen mark")).to_have_count(0)


@pytest.mark.slow
def test_a_refusal_shows_what_comes_nearest_without_a_mark(page: Page) -> None:
    ask(page, "Wat is de hoofdstad van Mongolië?")
    expect(page.locator("#gesprek")).to_contain_text("Deze vraag gaat over iets anders")
    expect(page.locator("#gesprek li", has_text="Lagerugpijn (2022)")).to_be_visible()
    expect(page.locator("#bronnen .bron")).to_have_count(3)
    expect(page.locator("#bronnen mark")).to_have_count(0)


@pytest.mark.slow
def test_a_warning_is_in_sight_however_long_the_answer(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    ask(page, QUESTION)
    ask(page, "Man, 54, rijbroekanesthesie en kan niet plassen, wat nu?")
    expect(page.get_by_text("Let op, mogelijk een alarmsymptoom")).to_be_in_viewport()


@pytest.mark.slow
def test_markup_in_a_question_is_shown_as_text(page: Page) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    hostile = '<img src=x onerror="alert(1)"> [link](javascript:alert(2)) **rug**'
    ask(page, hostile)
    expect(page.locator("#gesprek")).to_contain_text(hostile)
    assert page.locator("#gesprek img[src=x], #gesprek a").count() == 0
    assert dialogs == []


@pytest.mark.slow
def test_four_examples_and_what_it_holds_are_one_click_away(page: Page) -> None:
    example = page.get_by_role("button", name=chat.EXAMPLES[0][:30])
    example.click()
    expect(page.get_by_label("Uw vraag")).to_have_value(chat.EXAMPLES[0])
    page.get_by_text("Wat zit erin, en wat is dit niet?").click()
    expect(page.get_by_text("vervangt uw klinisch oordeel niet")).to_be_visible()
    expect(page.locator("#belofte")).to_contain_text("Elke zin van een antwoord is een citaat")
    expect(page.get_by_text("Arianne F.E. Verburg")).to_be_visible()
    expect(page.get_by_text("doi 10.1097/PR9.0000000000000927")).to_be_visible()


def test_every_example_is_answered(assistant: Assistant) -> None:
    assert len(chat.EXAMPLES) == 4
    assert [e for e in chat.EXAMPLES if assistant.ask([e]).abstained] == []


@pytest.mark.slow
def test_the_index_is_made_first_where_there_is_none(tmp_path: Path) -> None:
    server, address = started(tmp_path / "index")
    while not is_ready(address):
        assert server.poll() is None
        time.sleep(0.1)
    server.terminate()
    said, _ = server.communicate(timeout=10)
    assert "Er is nog geen index" in said
    assert (tmp_path / "index" / "current").is_file()


@pytest.mark.parametrize("port", ["in gebruik", "99999", "-1"])
def test_a_port_that_cannot_be_had_is_told_in_dutch(
    index: Path, port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = str(taken.getsockname()[1]) if port == "in gebruik" else port
        status = app.main(["--port", number, "--index", str(index)])
    told = capsys.readouterr()
    assert status == 2
    assert f"De chat kan niet op 127.0.0.1:{number} staan" in told.err
    assert told.out == ""


def test_no_chat_is_served_where_the_language_model_is_not_set_up(
    index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RUGGESPRAAK_LLM_URL", raising=False)
    assert app.main(["--llm", "--port", "0", "--index", str(index)]) == 2
    assert "export RUGGESPRAAK_LLM_URL=" in capsys.readouterr().err


def test_what_an_answer_had_no_room_for_is_behind_toon_meer(assistant: Assistant) -> None:
    answer = replace(assistant.ask([QUESTION]), more=())
    build, _ = assistant.open()
    assert "<details" not in rendering.as_markdown(answer, build) + rendering.as_cards(
        answer, build
    )
    first = answer.citations[0]
    answer = replace(answer, more=(replace(first, number=9, quote="Te <b>veel</b>."),))
    talk, panel = rendering.as_markdown(answer, build), rendering.as_cards(answer, build)
    _, _, behind = talk.partition("<details><summary>Toon meer</summary>")
    assert "Te &lt;b&gt;veel&lt;/b&gt;\\. **\\[9\\]** *bevinding*" in behind
    _, _, cards = panel.partition("<details>")
    assert "[9] bevinding" in cards
    assert first.title in cards
    assert "<b>" not in talk + panel


def test_statements_stand_under_their_sources_where_there_are_several(
    assistant: Assistant,
) -> None:
    answer = assistant.ask([chat.EXAMPLES[3]])
    build, _ = assistant.open()
    talk = rendering.as_markdown(answer, build)
    groups = presentation.groups(answer)
    assert len(groups) > 1
    assert all(talk.count(f"*Uit {rendering.escaped(group.source)}:*") == 1 for group in groups)


def test_a_card_escapes_what_a_document_holds() -> None:
    text = "<script>alert(1)</script> & <b>vet</b>"
    section = Section("<i>kop</i>", "", 0, 0, len(text))
    document = Document("x", text, (section,), Source(title="titel"), Origins.of(Text.read(text)))
    shown = rendering.card([], 0, document, len(text))
    assert "<script>" not in shown
    assert "<i>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in shown


@pytest.mark.parametrize(
    "text", ["a *b* _c_ `d`", "# kop", "[a](b)", "1. een", "<b>", "a | b", "> citaat"]
)
def test_escaped_text_has_no_markup_left(text: str) -> None:
    from markdown_it import MarkdownIt

    rendered = MarkdownIt("commonmark").render(rendering.escaped(text))
    assert rendered.startswith("<p>")
    assert rendered.count("<") == 2
