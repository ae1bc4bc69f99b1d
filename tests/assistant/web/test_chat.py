"""The chat as a clinician uses it: a real server, a real browser."""

import asyncio
import base64
import json
import os
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import gradio as gr
import httpx
import pypdfium2
import pytest
from fastapi import Request
from gradio_client import Client
from gradio_client.exceptions import AppError, AuthenticationError
from playwright.sync_api import Browser, expect

from assistant import writer
from assistant.engine import MOST_CHARACTERS, Assistant
from assistant.schema import Answer
from assistant.web import chat, page, site
from assistant.web.desk import Desk
from assistant.web.page import EXAMPLES
from assistant.web.settings import Settings
from assistant.web.site import web_app
from eval import candidates
from ingest import pipeline
from ingest.errors import QuestionError
from tests.assistant import test_writer
from tests.assistant.web.browsing import DESKTOP, PHONE, SOON, Chat, opened
from tests.assistant.web.serving import served

QUESTION = "Helpt acupunctuur bij lagerugpijn?"
DIVIDED = "Werkt manipulatie bij rugpijn?"
ALARM = "Man, 54, rijbroekanesthesie en kan niet plassen, wat nu?"
OFFTOPIC = "Wat is de hoofdstad van Mongolië?"
HERE = gr.Request(Request({"type": "http", "client": ("127.0.0.1", 1)}))
RUN = "<img src=x onerror='window.ran=1'><svg onload='window.ran=1'><script>window.ran=1</script>"
TEMPLATE = "{{constructor.constructor('window.ran=1')()}} ${window.ran=1}"
SAID = "Bij nekpijn wordt oefentherapie aanbevolen <img src=x onerror=window.ran=1>."
FETCH = (
    "<form action='https://kwaad.nl'><link rel=stylesheet href='https://kwaad.nl/x.css'>"
    "<style>*{display:none;background:url(//kwaad.nl/x)}</style></p></div><base href='//k.nl'>"
)
HOSTILE = RUN + TEMPLATE + FETCH


class Site(NamedTuple):
    address: str
    kept: Path  # thumbs and remarks


@pytest.fixture(scope="module")
def here(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    kept = tmp_path_factory.mktemp("kept") / "feedback.jsonl"
    with served(web_app(assistant, Settings(feedback=kept)), lifespan="on") as address:
        yield Site(address, kept)


@pytest.fixture
def talk(browser: Browser, here: Site) -> Iterator[Chat]:
    with opened(browser, here.address) as chat:
        yield chat


@pytest.fixture
def phone(browser: Browser, here: Site) -> Iterator[Chat]:
    with opened(browser, here.address, viewport=PHONE, has_touch=True) as chat:
        yield chat


def pictured(talk: Chat, name: str) -> None:
    """Keep a picture for the README, where one is asked for."""
    if folder := os.environ.get("RUGGESPRAAK_SCREENSHOTS"):
        talk.page.screenshot(path=Path(folder) / name)


def test_every_example_is_answered(assistant: Assistant) -> None:
    assert len(EXAMPLES) == 4
    assert [e for e in EXAMPLES if assistant.ask([e]).abstained] == []


def test_the_page_goes_on_without_a_patients_data(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answered(text: str, talk: chat.Talk) -> chat.Shown:
        return [shown async for shown in page.respond(text, talk, [], [], [], HERE)][-1]

    async def asked_twice() -> chat.Shown:
        _, talk, *_ = await answered(test_writer.FIRST, chat.Talk())
        assert model.asked == []
        return await answered(QUESTION, talk)

    with test_writer.served(lambda handler: handler.say(test_writer.good(handler.prompt))) as model:
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", model.url)
        page = chat.Chat(Desk(Assistant(index, writer.from_environment)))
        _, talk, shown, _ = asyncio.run(asked_twice())
        asked = json.dumps([handler.body for handler in model.asked])
    assert "acupunctuur" in asked
    for text in (asked, *talk.asked, *talk.shown, shown):
        assert not [word for word in ("Vries", "123456782", "12345678", "1961") if word in text]


# asking and reading


@pytest.mark.slow
def test_a_number_opens_its_document_at_exactly_the_quote(talk: Chat, assistant: Assistant) -> None:
    answer = talk.ask(QUESTION)
    first, second = assistant.ask([QUESTION]).citations
    expect(answer).to_contain_text(first.quote)
    expect(answer).to_contain_text(f"[1] {first.role}")
    expect(talk.page.locator("#bronnen mark", has_text=second.quote)).to_be_visible()
    pictured(talk, "chat.png")
    link = answer.get_by_role("link", name="Bron 1: open Lagerugpijn bij het citaat")
    marks = talk.opens(link)
    assert marks.all_inner_texts() == [first.quote]
    expect(marks).to_be_in_viewport(ratio=1)
    expect(talk.button("Sluiten")).to_be_in_viewport(ratio=1)
    for told in (first.title, first.passage.section, str(first.year), first.kind, first.role):
        expect(talk.panel.locator("header")).to_contain_text(told)
    pictured(talk, "source.png")
    talk.page.keyboard.press("Escape")
    expect(talk.panel).to_be_hidden()
    expect(link).to_be_focused()
    assert talk.opens(answer.locator("a.nummer").nth(1)).all_inner_texts() == [second.quote]
    assert talk.opens(link).all_inner_texts() == [first.quote]
    talk.button("Sluiten").click()
    expect(link).to_be_focused()
    assert talk.page.evaluate("document.documentElement.lang") == "nl"


@pytest.mark.slow
def test_an_example_is_asked_in_one_click_and_what_it_holds_is_another(talk: Chat) -> None:
    talk.button(EXAMPLES[0]).click()
    expect(talk.page.locator("#gesprek h2")).to_have_text(EXAMPLES[0], timeout=SOON)
    talk.page.get_by_role("link", name="Wat zit erin?").click()
    expect(talk.panel.get_by_role("heading", level=2)).to_be_focused()
    expect(talk.panel).to_contain_text("vervangt uw klinisch oordeel niet")
    expect(talk.panel).to_contain_text("Elke zin van een antwoord is een citaat")
    expect(talk.panel).to_contain_text("Arianne F.E. Verburg")
    doi = talk.panel.get_by_role("link", name="10.1097/PR9.0000000000000927")
    expect(doi).to_have_attribute("href", "https://doi.org/10.1097/PR9.0000000000000927")
    expect(talk.panel.locator("section")).to_have_count(5)


@pytest.mark.slow
def test_a_follow_up_is_shown_as_it_was_read_and_a_new_talk_forgets(talk: Chat) -> None:
    talk.ask("Wat is de incidentie van lagerugpijn?")
    answer = talk.ask("En de prevalentie?")
    expect(answer).to_contain_text("Gelezen als: Wat is de prevalentie van lagerugpijn?")
    expect(answer.locator("xpath=..")).to_be_in_viewport()
    talk.opens(answer.locator("a.nummer").first)
    talk.button("Nieuw gesprek").click()
    expect(talk.answers).to_have_count(0)
    expect(talk.panel).to_be_hidden()
    expect(talk.page.locator("#bronnen mark")).to_have_count(0)
    expect(talk.ask("En de prevalentie?")).not_to_contain_text("lagerugpijn?")
    talk.page.reload()
    expect(talk.question).to_be_visible(timeout=SOON)
    expect(talk.answers).to_have_count(0)


@pytest.mark.slow
def test_a_refusal_shows_what_comes_nearest_without_a_mark(talk: Chat) -> None:
    answer = talk.ask(OFFTOPIC)
    expect(answer).to_contain_text("Deze vraag gaat over iets anders")
    expect(answer.locator("li", has_text="Lagerugpijn (2022)")).to_be_visible()
    expect(talk.page.locator("#bronnen .bron")).to_have_count(3)
    expect(talk.page.locator("#bronnen mark")).to_have_count(0)


@pytest.mark.slow
def test_sources_that_differ_stand_side_by_side(talk: Chat, assistant: Assistant) -> None:
    sides = talk.ask(DIVIDED).locator(".kanten > div")
    expect(sides).to_have_count(2)
    left, right = sides.evaluate_all("(all) => all.map((e) => e.getBoundingClientRect().toJSON())")
    assert left["y"] == right["y"]
    assert left["right"] <= right["x"]
    origins = [c.origin for c in assistant.ask([DIVIDED]).citations[:2]]
    for side, origin in zip(sides.all(), origins, strict=True):
        expect(side).to_contain_text(origin)
    assert talk.opens(sides.nth(1).locator("a.nummer")).count() > 0


@pytest.mark.slow
def test_a_phone_shows_the_warning_first_and_a_source_over_the_page(phone: Chat) -> None:
    phone.ask(QUESTION)
    answer = phone.ask(ALARM)
    expect(answer.get_by_text("Let op, mogelijk een alarmsymptoom")).to_be_in_viewport(ratio=1)
    wide = "document.documentElement.scrollWidth"
    assert phone.page.evaluate(wide) == PHONE["width"]
    link = answer.locator("a.nummer").first
    expect(phone.opens(link).first).to_be_in_viewport()
    assert phone.panel.bounding_box() == {"x": 0, "y": 0, **PHONE}
    for _ in range(12):
        phone.page.keyboard.press("Tab")
        behind = "document.activeElement.closest('#bron, body > :not(gradio-app)') === null"
        assert not phone.page.evaluate(f"document.activeElement !== document.body && {behind}")
    phone.button("Sluiten").click()
    expect(phone.panel).to_be_hidden()
    expect(link).to_be_focused()
    phone.ask(DIVIDED)
    assert phone.page.evaluate(wide) == PHONE["width"]


@pytest.mark.slow
def test_the_keyboard_alone_goes_from_the_question_to_a_source_and_back(talk: Chat) -> None:
    def focused(selector: str) -> bool:
        return bool(talk.page.evaluate(f"document.activeElement.matches({selector!r})"))

    def walk(selector: str, key: str) -> None:
        for _ in range(30):
            if focused(selector):
                return
            talk.page.keyboard.press(key)
        raise AssertionError(f"{key} doesn't reach {selector}")

    expect(talk.question).to_be_focused()
    talk.page.keyboard.type(QUESTION)
    talk.page.keyboard.press("Enter")
    expect(talk.answers.locator("a.nummer").first).to_be_visible(timeout=SOON)
    walk("#gesprek a.nummer", "Shift+Tab")
    talk.page.keyboard.press("Enter")
    expect(talk.panel.locator("#citaat")).to_be_focused()
    walk("#bron .sluit", "Shift+Tab")
    talk.page.keyboard.press("Enter")
    expect(talk.panel).to_be_hidden()
    assert focused("#gesprek a.nummer")
    walk("#gesprek summary", "Tab")
    talk.page.keyboard.press("Enter")
    expect(talk.answers.locator("details li").first).to_be_visible()
    walk("#vraag textarea", "Tab")


# narrowing


@pytest.mark.slow
def test_sources_are_narrowed_by_kind_and_by_name_and_the_answer_says_so(talk: Chat) -> None:
    talk.page.get_by_text("Waarin zoeken?").click()
    talk.page.get_by_label("Alleen deze soorten").click()
    talk.page.get_by_role("option", name="leidraad van een beroepsgroep").click()
    talk.page.keyboard.press("Escape")
    answer = talk.ask(DIVIDED)
    expect(answer).to_contain_text("Alleen gezocht in: Leidraad lumbosacraal radiculair syndroom")
    expect(answer.locator(".oneens")).to_have_count(0)
    talk.page.get_by_label("Alleen deze bronnen").click()
    expect(talk.page.get_by_role("option")).to_have_count(1)
    talk.page.get_by_label("Alleen deze soorten").click()
    talk.page.keyboard.press("Backspace")
    talk.page.get_by_label("Alleen deze bronnen").click()
    talk.page.get_by_role("option", name="Lagerugpijn (2022)").click()
    talk.page.keyboard.press("Escape")
    answer = talk.ask(DIVIDED)
    expect(answer).to_contain_text("Alleen gezocht in: Lagerugpijn (2022)")


@pytest.mark.slow
def test_an_address_narrows_and_says_which_of_its_sources_is_not_there(
    browser: Browser, here: Site
) -> None:
    with opened(browser, f"{here.address}/?sources=lagerugpijn-ntvg,onbekend") as talk:
        expect(talk.page.locator("#stand")).to_contain_text("een bron die er niet is: onbekend.")
        answer = talk.ask(DIVIDED)
        expect(answer).to_contain_text("Alleen gezocht in: Lagerugpijn (2022)")
        expect(answer.locator(".oneens")).to_have_count(0)
        talk.page.goto(f"{here.address}/?sources=onbekend")
        expect(talk.page.locator("#stand")).to_contain_text("onbekend", timeout=SOON)
        talk.send(QUESTION)
        expect(talk.answers).to_contain_text("Onbekende bron: onbekend", timeout=SOON)


# what is taken away and kept


@pytest.mark.slow
def test_a_conversation_is_saved_and_an_answer_copied_with_its_quotes(
    browser: Browser, here: Site, assistant: Assistant
) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with opened(browser, here.address, permissions=allowed, accept_downloads=True) as talk:
        talk.button("Bewaar als PDF").click()
        expect(talk.page.get_by_test_id("toast-body")).to_contain_text("Er is nog geen gesprek")
        answer = talk.ask(QUESTION)
        with talk.page.expect_download() as markdown:
            talk.button("Bewaar als Markdown").click()
        with talk.page.expect_download() as paper:
            talk.button("Bewaar als PDF").click()
        assert markdown.value.suggested_filename.endswith(".md")
        assert paper.value.suggested_filename.endswith(".pdf")
        answer.get_by_role("button", name="Kopieer met bronnen").click()
        expect(answer.get_by_role("button", name="Gekopieerd")).to_be_visible()
        copied = talk.page.evaluate("navigator.clipboard.readText()")
        pages = pypdfium2.PdfDocument(paper.value.path())
        printed = "".join(page.get_textpage().get_text_range() for page in pages)
        written = markdown.value.path().read_text(encoding="utf-8").replace("\\", "")
        quotes = [citation.quote for citation in assistant.ask([QUESTION]).citations]
        for whole in (copied, printed, written):
            for text in (QUESTION, "Arianne F.E. Verburg", *quotes):
                assert "".join(text.split()) in "".join(whole.split())


@pytest.mark.slow
def test_a_thumb_is_kept_with_its_remark_and_becomes_a_draft(talk: Chat, here: Site) -> None:
    first, _ = talk.ask(QUESTION), talk.ask(DIVIDED)
    first.get_by_role("button", name="Niet goed").click()
    remark = talk.page.get_by_label(f"Wat was er niet goed aan het antwoord op: {QUESTION}")
    expect(remark).to_be_focused()
    talk.page.keyboard.type("Mist de uitzondering")
    talk.button("Bewaar mijn oordeel").click()
    expect(talk.page.locator("#stand")).to_contain_text("Uw oordeel is bewaard.")
    expect(remark).to_be_hidden()
    expect(talk.question).to_be_focused()
    [kept] = [json.loads(line) for line in here.kept.read_text(encoding="utf-8").splitlines()]
    assert (kept["turns"], kept["good"]) == ([QUESTION], False)
    [draft] = map(json.loads, candidates.drafts(here.kept))
    assert draft["turns"] == [QUESTION]
    assert "niet goed gevonden; Mist de uitzondering" in draft["note"]
    first.get_by_role("button", name="Goed antwoord").click()
    expect(talk.page.get_by_label("Wat was er goed aan het antwoord")).to_be_focused()
    talk.ask(QUESTION)
    expect(talk.page.locator("#oordeel")).to_be_hidden()
    expect(talk.page.locator("#stand")).to_have_text("")


# what is told by who can't see it


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scheme", "size"), [("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE)]
)
def test_axe_finds_nothing_serious(
    browser: Browser, here: Site, scheme: str, size: dict[str, int]
) -> None:
    with opened(browser, here.address, color_scheme=scheme, viewport=size) as talk:
        assert talk.serious() == []
        answer = talk.ask(DIVIDED)
        answer.get_by_text("Toon meer").click()
        answer.get_by_role("button", name="Niet goed").click()
        expect(talk.page.locator("#oordeel textarea")).to_be_focused()
        assert talk.serious() == []
        talk.opens(answer.locator("a.nummer").first)
        assert talk.serious() == []


@pytest.mark.slow
def test_headings_and_landmarks_tell_how_the_page_is_built(talk: Chat) -> None:
    talk.opens(talk.ask(DIVIDED).locator("a.nummer").first)
    levels = talk.page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]"
        ".filter((h) => h.checkVisibility()).map((h) => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    expect(talk.page.get_by_role("main")).to_have_count(1)
    expect(talk.page.get_by_role("log", name="Gesprek")).to_have_count(1)
    expect(talk.page.get_by_role("complementary", name="De geopende bron")).to_be_visible()


# what goes wrong


@pytest.mark.slow
def test_an_empty_question_asks_nothing_and_a_long_one_fits(talk: Chat) -> None:
    talk.send("   ")
    expect(talk.question).to_have_value("")
    expect(talk.answers).to_have_count(0)
    talk.question.fill("")
    long = (QUESTION + " ") * (1 + MOST_CHARACTERS // len(QUESTION))
    talk.page.keyboard.insert_text(long)
    expect(talk.question).to_have_value(long[:MOST_CHARACTERS])
    talk.page.keyboard.press("Enter")
    expect(talk.answers.locator(".knoppen")).to_be_visible(timeout=SOON)
    expect(talk.page.locator(".vraag")).to_have_text(long[:MOST_CHARACTERS].strip())


@pytest.mark.slow
def test_two_pages_keep_their_conversations_apart(browser: Browser, here: Site) -> None:
    with opened(browser, here.address) as one, opened(browser, here.address) as other:
        one.ask("Wat is de incidentie van lagerugpijn?")
        other.ask(QUESTION)
        expect(one.ask("En de prevalentie?")).to_contain_text("prevalentie van lagerugpijn?")
        expect(other.answers).to_have_count(1)
        expect(other.ask("Waarom niet?")).to_contain_text("acupunctuur")
        expect(one.answers).to_have_count(2)


class Held(Assistant):
    """An assistant that opens when `warm` is set, and ends its answers when `free` is."""

    def __init__(self, index: Path) -> None:
        super().__init__(index)
        self.warm, self.free = threading.Event(), threading.Event()

    @property
    def llm(self):  # type: ignore[no-untyped-def]
        return writer.from_environment  # an answer that grows is asked for as such

    def open(self):  # type: ignore[no-untyped-def]
        self.warm.wait(60)
        return super().open()

    def stream(
        self, turns: Sequence[str], sources: Sequence[str] | None = None
    ) -> Generator[Answer, None, None]:
        yield from super().stream(turns, sources)
        if "wacht" in turns[-1]:
            self.free.wait(60)


@pytest.mark.slow
def test_it_says_that_it_warms_up_waits_for_answers_and_is_full(
    browser: Browser, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(index)
    monkeypatch.setattr(site, "Desk", partial(Desk, at_once=1, waiting=0))
    with (
        served(web_app(held, Settings()), lifespan="on") as address,
        opened(browser, address) as one,
        opened(browser, address) as other,
    ):
        expect(one.page.locator("#stand")).to_contain_text("Ruggespraak warmt op")
        one.send(QUESTION + " wacht")
        expect(one.answers).to_have_text("Even zoeken in de bronnen.")
        held.warm.set()
        expect(one.answers.locator("a.nummer").first).to_be_visible(timeout=SOON)
        expect(one.answers).to_have_attribute("aria-busy", "true")
        expect(one.page.locator("#stand")).to_have_text("")
        one.send(DIVIDED)  # while an answer is under way
        one.page.wait_for_timeout(200)
        other.send(QUESTION)
        expect(other.answers).to_contain_text("Het is nu te druk", timeout=SOON)
        expect(other.question).to_have_value(QUESTION)
        held.free.set()
        expect(one.page.locator(".vraag")).to_have_text([QUESTION + " wacht", DIVIDED])
        expect(one.page.locator(".knoppen")).to_have_count(2)
        expect(one.question).to_have_value("")


@pytest.mark.slow
def test_a_new_conversation_drops_the_answer_that_was_under_way(
    browser: Browser, index: Path
) -> None:
    held = Held(index)
    held.warm.set()
    with (
        served(web_app(held, Settings()), lifespan="on") as address,
        opened(browser, address) as talk,
    ):
        talk.send(QUESTION + " wacht")
        expect(talk.answers.locator("a.nummer").first).to_be_visible(timeout=SOON)
        talk.button("Nieuw gesprek").click()
        expect(talk.answers).to_have_count(0)
        held.free.set()
        talk.ask(DIVIDED)
        expect(talk.answers).to_have_count(1)


@pytest.mark.slow
def test_a_server_that_is_gone_is_told_in_dutch(browser: Browser, assistant: Assistant) -> None:
    with ExitStack() as server:
        address = server.enter_context(served(web_app(assistant, Settings()), lifespan="on"))
        with opened(browser, address) as talk:
            answer = talk.ask(QUESTION)
            server.close()
            talk.send(DIVIDED)
            told = talk.page.get_by_test_id("toast-body")
            expect(told).to_contain_text("Er is geen verbinding met de server.", timeout=SOON)
            expect(told).to_contain_text("Fout")
            expect(talk.question).to_have_value(DIVIDED)
            answer.locator("a.nummer").first.click()
            expect(talk.panel).to_contain_text("De bron kon niet worden geopend.")
            expect(talk.panel.get_by_role("button", name="Sluiten")).to_be_focused()
            assert all("net::ERR_" in fault for fault in talk.faults)
            talk.faults.clear()


@pytest.mark.slow
def test_who_asks_too_much_is_told_when_to_come_back(
    browser: Browser, assistant: Assistant
) -> None:
    with (
        served(web_app(assistant, Settings(rate=1)), lifespan="on") as address,
        opened(browser, address) as talk,
    ):
        expect(talk.page.locator("#stand")).to_have_text("", timeout=SOON)
        talk.ask(QUESTION)
        talk.send(DIVIDED)
        expect(talk.answers.nth(1)).to_contain_text("Probeer het over", timeout=SOON)
        expect(talk.question).to_have_value(DIVIDED)
        client = Client(address, verbose=False)
        with pytest.raises(AppError, match="Probeer het over"):
            client.predict([QUESTION], None, api_name="/ask")
        late = httpx.post(f"{address}/api/ask", json={"turns": [QUESTION]})
        assert (late.status_code, late.headers["retry-after"].isdecimal()) == (429, True)
        assert "Probeer het over" in late.json()["error"]


# injection


def assert_only_text(talk: Chat) -> None:
    """Nothing of what is hostile ran or is part of the page."""
    parts = "img, svg, script, form, link, style, base, [onerror], [onload], [action]"
    assert talk.page.evaluate("window.ran") is None
    assert talk.page.locator(f":is(#gesprek, #bronnen, #bron) :is({parts})").count() == 0


@pytest.mark.slow
def test_what_a_question_holds_is_shown_as_text(talk: Chat) -> None:
    asked = f"Helpt {HOSTILE} acupunctuur [k](javascript:alert(1)) **bij** lagerugpijn?"
    talk.ask(asked)
    expect(talk.page.locator(".vraag")).to_have_text(asked)
    talk.ask("En <b>oefentherapie</b>?")
    assert_only_text(talk)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one document that is hostile wherever it can be."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "in").mkdir()
    escaped, said = (text.replace("<", "\\<").replace("*", "\\*") for text in (HOSTILE, SAID))
    about = "\n".join(
        f'{name}: "{HOSTILE} nekpijn"' for name in ("title", "kind", "population", "venue")
    )
    body = f"# Nekpijn {escaped}\n\n## Oefentherapie {escaped}\n\n{said}\n"
    document = f"---\n{about}\nauthors: ['{RUN.replace(chr(39), '')}']\n---\n\n{body}"
    (root / "in" / f"{RUN.replace('/', '')} {{{{1}}}}.md").write_text(document, encoding="utf-8")
    pipeline.ingest([root / "in"], root / "index")
    return root / "index"


@pytest.mark.slow
@pytest.mark.parametrize("worded", [False, True], ids=["quotes", "language model"])
def test_what_a_document_or_a_language_model_holds_is_shown_as_text(
    browser: Browser, hostile: Path, worded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = threading.Event()

    def play(handler: test_writer.Handler) -> None:
        mark, _ = test_writer.fragment(handler.prompt, "onerror")
        handler.head(200, "text/event-stream")
        handler.piece(f"{SAID} [{mark}] Verder")
        more.wait(60)
        handler.piece(f" {HOSTILE} [{mark}] {RUN} [9]")
        handler.wfile.write(b"data: [DONE]\n\n")

    with test_writer.served(play) as model:
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", model.url)
        assistant = Assistant(hostile, writer.from_environment if worded else None)
        with (
            served(web_app(assistant, Settings()), lifespan="on") as address,
            opened(browser, address) as talk,
        ):
            talk.send("Wordt oefentherapie aanbevolen bij nekpijn?")
            expect(talk.answers).to_contain_text(SAID, timeout=SOON)
            if worded:  # the first sentence is there while the model goes on
                expect(talk.answers).to_have_attribute("aria-busy", "true")
                expect(
                    talk.page.get_by_text("gaan naar het taalmodel op 127.0.0.1")
                ).to_be_visible()
            more.set()
            expect(talk.answers.locator(".knoppen")).to_be_visible(timeout=SOON)
            assert len(model.asked) == worded
            expect(talk.page.locator("#bronnen")).to_contain_text(HOSTILE)
            talk.opens(talk.answers.locator("a.nummer").first)
            expect(talk.panel.locator("header")).to_contain_text(HOSTILE)
            assert_only_text(talk)
            talk.page.get_by_role("link", name="Wat zit erin?").click()
            expect(talk.panel).to_contain_text("Onderwerpen: ")
            assert_only_text(talk)


# called by a program


@pytest.mark.slow
def test_gradio_client_gets_the_line_of_the_contract(here: Site, assistant: Assistant) -> None:
    client = Client(here.address, verbose=False)
    line = client.predict([QUESTION], None, api_name="/ask")
    expected = {**assistant.ask([QUESTION]).as_line(None), "timings_ms": line["timings_ms"]}
    assert line == expected
    narrowed = client.predict([DIVIDED], ["lagerugpijn-ntvg"], api_name="/ask")
    assert {citation["source"] for citation in narrowed["citations"]} == {"lagerugpijn-ntvg"}
    assert set(client.view_api(return_format="dict")["named_endpoints"]) == {"/ask"}
    with pytest.raises(AppError, match="De vraag is leeg"):
        client.predict([" "], None, api_name="/ask")


@pytest.mark.slow
def test_gradio_client_passes_a_password(assistant: Assistant) -> None:
    word = {"Authorization": f"Basic {base64.b64encode(b'arts:geheim woord').decode()}"}
    settings = Settings(password="geheim woord")
    with served(web_app(assistant, settings), lifespan="on") as address:
        client = Client(address, verbose=False, headers=word)
        assert client.predict([QUESTION], None, api_name="/ask")["statements"]
        with pytest.raises(AuthenticationError):
            Client(address, verbose=False)


def test_kinds_that_no_document_has_are_told_and_never_mean_all(assistant: Assistant) -> None:
    build, _ = assistant.open()
    for only in ([], ["lagerugpijn-ntvg"]):
        with pytest.raises(QuestionError, match="geen document van deze soort"):
            chat.narrowed(build, only, ["bestaat niet"], [])
    assert chat.narrowed(build, ["bestaat-niet"], [], []) == ["bestaat-niet"]
    assert chat.narrowed(build, [], [], []) is None


def test_a_conversation_is_forgotten_after_its_page_is_left(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "FORGOTTEN", 0.3)
    whole = web_app(assistant, Settings())
    ours = whole._queues[-1].blocks
    with served(whole, lifespan="on") as address, httpx.Client(base_url=address) as web:
        asks = next(
            page["id"]
            for page in web.get("/config").json()["dependencies"]
            if [event for _, event in page["targets"]] == ["submit"] and page["backend_fn"]
        )
        with web.stream("GET", "/gradio_api/heartbeat/mijn") as open_page:
            lines = open_page.iter_lines()  # closes the page where nobody holds it
            next(lines)
            body = {"data": [QUESTION, None, None, [], []], "fn_index": asks}
            web.post("/gradio_api/queue/join", json={**body, "session_hash": "mijn"})
            told = web.get("/gradio_api/queue/data", params={"session_hash": "mijn"}, timeout=20)
            assert '"success":true' in told.text
            time.sleep(0.6)
            assert "mijn" in ours.state_holder.session_data
            assert ours.state_holder.capacity == page.SESSIONS
        ends = time.monotonic() + 10
        while "mijn" in ours.state_holder.session_data:
            assert time.monotonic() < ends
            time.sleep(0.05)


@pytest.mark.slow
def test_a_token_guards_what_gradio_client_asks(assistant: Assistant) -> None:
    token = "0123456789abcdef-token"
    with served(web_app(assistant, Settings(token=token)), lifespan="on") as address:
        bearer = {"Authorization": f"Bearer {token}"}
        client = Client(address, verbose=False, headers=bearer)
        assert client.predict([QUESTION], None, api_name="/ask")["statements"]
        with pytest.raises(AppError, match="Geef het token"):
            Client(address, verbose=False).predict([QUESTION], None, api_name="/ask")
        with pytest.raises(AuthenticationError):
            Client(address, verbose=False, headers={"Authorization": f"Bearer {token}x"})
